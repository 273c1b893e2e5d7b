"""Panels, boards and keypads of the line protocol, driven over simulated ones."""

import random
from typing import Any

import pytest

from drivers.devices import BoardFace, BoardRow, Key, KeypadFace, PanelFace, Standing
from drivers.devices.keypad import CallKeypad
from drivers.errors import DeviceError
from drivers.simulators.hall import BoardSimulator, HallBoardSimulator, KeypadSimulator, PanelSimulator
from drivers.wire import Frame, encode
from tests.drivers.devices.a_line import ALine

PANEL, BOARD, HALL, KEYS = 3, 23, 90, 43


@pytest.fixture
def line() -> ALine:
    chance = random.Random(8)
    made = ALine(
        PanelSimulator(PANEL, chance=chance),
        BoardSimulator(BOARD, chance=chance),
        HallBoardSimulator(HALL, chance=chance),
        KeypadSimulator(KEYS, chance=chance),
    )
    made.switch_on()
    return made


def picture(line: ALine, number: int) -> Any:
    station = line.bus.station(number)
    return station.picture(line.clock.now_s)  # type: ignore[attr-defined]


def test_a_panel_is_lit_for_its_window_and_tells_a_rating_once(line: ALine) -> None:
    panel, host = line.attach("panel", PANEL)
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 30))
    line.hall.run(2)
    assert (picture(line, PANEL).is_lit, picture(line, PANEL).label) == (True, "A105")
    assert picture(line, PANEL).left_s <= 28
    line.bus.station(PANEL).press(2, line.clock.now_s, bounces=2)
    line.hall.run(3)
    (rated,) = host.ratings
    assert (rated.token, rated.button, rated.ago_s < 2) == ("T1", 2, True)
    assert (host.standing.link, host.standing.trouble, host.standing.counts["bounced"]) == ("online", "", 2)


def test_a_rating_that_the_host_does_not_keep_is_told_until_it_does(line: ALine) -> None:
    panel, host = line.attach("panel", PANEL)
    host.keeps = False
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 30))
    line.hall.run(2)
    line.bus.station(PANEL).press(1, line.clock.now_s)
    assert line.hall.until(lambda: len(host.ratings) > 3, 30)
    assert (len({rated.entry for rated in host.ratings}), picture(line, PANEL).kept) == (1, 1)
    host.keeps = True
    assert line.hall.until(lambda: picture(line, PANEL).kept == 0, 30)
    assert host.ratings[-1].ago_s > host.ratings[0].ago_s + 0.5


def test_a_rating_that_waited_for_days_is_told_with_its_age(line: ALine) -> None:
    panel, host = line.attach("panel", PANEL)
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 30))
    line.hall.run(2)
    line.hall.unplug()
    pressed_s = line.clock.now_s
    line.bus.station(PANEL).press(1, pressed_s)
    line.hall.run(40 * 3600)
    line.hall.plug()
    assert line.hall.until(lambda: len(host.ratings) == 1, 10)
    assert line.clock.now_s - pressed_s == pytest.approx(host.ratings[0].ago_s, abs=0.3)


def test_a_window_is_told_with_what_is_left_of_it_after_the_line_was_away(line: ALine) -> None:
    panel, host = line.attach("panel", PANEL)
    line.hall.run(3)
    line.hall.unplug()
    assert host.standing == Standing("offline", "line_lost", host.standing.counts)
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 30))
    line.hall.run(20)
    line.hall.plug()
    line.hall.run(2)
    assert 7 < picture(line, PANEL).left_s <= 8
    line.hall.run(10)
    assert not picture(line, PANEL).is_lit


def test_a_panel_goes_dark_when_nothing_may_be_rated(line: ALine) -> None:
    panel, host = line.attach("panel", PANEL)
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 60))
    line.hall.run(2)
    panel.show(PanelFace())
    line.hall.run(2)
    assert not picture(line, PANEL).is_lit
    line.bus.station(PANEL).press(1, line.clock.now_s)
    line.hall.run(3)
    assert (host.ratings, host.standing.counts["outside"]) == ([], 1)


def test_a_panel_with_other_buttons_than_the_scale_says_so_until_that_is_mended(line: ALine) -> None:
    panel, host = line.attach("panel", PANEL, buttons="5")
    panel.show(PanelFace("T1", "A105", 5, line.clock.now_s + 60))
    line.hall.run(2)
    assert host.standing.trouble == "buttons_differ"
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 60))
    line.hall.run(2)
    assert (host.standing.trouble, picture(line, PANEL).is_lit) == ("", True)


def test_small_drifts_of_a_window_are_not_told(line: ALine) -> None:
    panel, _ = line.attach("panel", PANEL)
    line.hall.run(3)
    said = []
    feed = line.bus.feed
    line.bus.feed = lambda chunk, now_s: (said.append(chunk), feed(chunk, now_s))[1]  # type: ignore[method-assign]
    for drift_s in (0.0, 0.05, 0.1, 0.2):
        panel.show(PanelFace("T1", "A105", 4, 160.1 + drift_s))
        line.hall.run(1)
    assert sum(b"OPEN" in chunk for chunk in said) == 1


def test_a_counter_board_shows_the_call_and_blinks_no_longer_than_it(line: ALine) -> None:
    board, _ = line.attach("counter-board", BOARD)
    board.show(BoardFace((BoardRow("a105", 0, line.clock.now_s + 10),)))
    line.hall.run(2)
    (row,) = picture(line, BOARD).rows
    assert (row.label, row.counter, row.is_blinking) == ("A105", "3", True)
    line.hall.run(10)
    line.bus.station(BOARD).restart(line.clock.now_s)
    line.hall.run(5)
    (row,) = picture(line, BOARD).rows
    assert (row.label, row.is_blinking) == ("A105", False)


def test_a_hall_board_has_a_row_for_each_call_and_dark_ones(line: ALine) -> None:
    board, host = line.attach("hall-board", HALL)
    board.show(BoardFace((BoardRow("A105", 3, line.clock.now_s + 10), BoardRow("B-K2-07", 12))))
    line.hall.run(3)
    rows = picture(line, HALL).rows
    assert [(row.label, row.counter, row.is_blinking) for row in rows[:3]] == [
        ("A105", "3", True),
        ("B-K2-07", "12", False),
        ("", "0", False),
    ]
    assert host.standing.trouble == ""


def test_a_hall_board_with_fewer_rows_than_the_list_says_so(line: ALine) -> None:
    board, host = line.attach("hall-board", HALL, rows="6")
    board.show(BoardFace((BoardRow("A105", 3),)))
    line.hall.run(4)
    assert host.standing.trouble == "device_options"
    assert picture(line, HALL).rows[0].label == "A105"


def test_a_keypad_shows_two_lines_and_beeps_for_what_is_new(line: ALine) -> None:
    keypad, _ = line.attach("keypad", KEYS)
    keypad.show(KeypadFace(("A105, 3 cho", "$5 * và thêm nhiều nữa"), beeps=7))
    line.hall.run(2)
    assert picture(line, KEYS).lines == ("A105; 3 cho", "#5 # v? th?m nhi")
    assert picture(line, KEYS).beeps == 0
    keypad.show(KeypadFace(("x", "y"), beeps=9))
    line.hall.run(3)
    assert (picture(line, KEYS).lines, picture(line, KEYS).beeps) == (("x", "y"), 1)


def test_a_keypad_beeps_for_what_comes_while_it_is_told_to_beep(line: ALine) -> None:
    keypad, _ = line.attach("keypad", KEYS)
    assert isinstance(keypad, CallKeypad)
    for beeps in (1, 2):
        keypad.show(KeypadFace(("a", "b"), beeps))
    *_, beep = keypad.orders(line.clock.now_s)
    keypad.show(KeypadFace(("a", "b"), 3))
    *_, next_beep = keypad.orders(line.clock.now_s)
    keypad.answered(beep, "")
    assert keypad.orders(line.clock.now_s)[-1] == next_beep
    keypad.answered(next_beep, "")
    assert "BEEP" not in [order.verb for order in keypad.orders(line.clock.now_s)]


def test_a_keypad_that_was_away_shows_the_newest_and_beeps_not_afterwards(line: ALine) -> None:
    keypad, host = line.attach("keypad", KEYS)
    keypad.show(KeypadFace(("a", "b")))
    line.hall.run(2)
    line.bus.station(KEYS).switch_off()
    keypad.show(KeypadFace(("c", "d"), beeps=1))
    line.hall.run(8)
    assert host.standing.trouble == "device_silent"
    line.bus.station(KEYS).switch_on(line.clock.now_s)
    line.hall.run(3)
    assert (picture(line, KEYS).lines, picture(line, KEYS).beeps) == (("c", "d"), 0)
    assert (host.standing.link, host.standing.trouble) == ("online", "")


def test_what_a_keypads_display_has_taken_is_told(line: ALine) -> None:
    keypad, host = line.attach("keypad", KEYS)
    first, second = ("A105 đang gọi", "x"), ("A106", "x")
    keypad.show(KeypadFace(first))
    assert host.displays == [None, (None, None)]
    line.hall.run(2)
    assert host.displays[-2:] == [(first[0], None), first]
    feed = line.bus.feed
    line.bus.feed = lambda _chunk, _now_s: None  # type: ignore[method-assign]
    keypad.show(KeypadFace(second))
    line.hall.run(0.2)
    keypad.show(KeypadFace(first))
    line.hall.run(0.2)
    assert host.displays[-1] == (None, "x")
    told = len(host.displays)
    line.bus.feed = feed  # type: ignore[method-assign]
    line.hall.run(2)
    assert host.displays[told:] == [first]


def test_a_display_that_is_away_or_was_switched_off_shows_nobody_knows_what(line: ALine) -> None:
    keypad, host = line.attach("keypad", KEYS)
    keypad.show(KeypadFace(("a", "b")))
    line.hall.run(2)
    line.hall.unplug()
    assert host.displays[-2:] == [("a", "b"), None]
    line.hall.plug()
    assert line.hall.until(lambda: host.displays[-1] == ("a", "b"), 5)
    told = len(host.displays)
    line.bus.station(KEYS).restart(line.clock.now_s)
    assert line.hall.until(lambda: len(host.displays) > told, 5)
    assert host.displays[told] is None
    keypad.close()
    told = len(host.displays)
    line.hall.run(3)
    assert len(host.displays) == told


def test_a_key_is_told_as_what_it_means(line: ALine) -> None:
    _, host = line.attach("keypad", KEYS)
    line.hall.run(3)
    for word in ("NEXT", "7", "CALL"):
        line.bus.station(KEYS).press(word, line.clock.now_s)
        line.hall.run(1)
    assert [pressed.key for pressed in host.presses] == [Key.NEXT, Key.DIGIT_7, Key.CALL]


def test_a_key_that_comes_late_is_counted_and_not_pressed(line: ALine) -> None:
    _, host = line.attach("keypad", KEYS)
    line.hall.run(3)
    for tenths, seq in ((30, 97), (31, 98)):
        line.talk_of_it.received(encode(Frame(0, seq, "KEY", (f"{KEYS}", "NEXT", str(tenths)))), line.clock.now_s)
    assert ([pressed.ago_s for pressed in host.presses], host.standing.counts["stale"]) == ([3.0], 1)


def test_what_is_another_kind_of_device_is_told_and_shown_nothing() -> None:
    line = ALine(BoardSimulator(PANEL, chance=random.Random(9)))
    panel, host = line.attach("panel", PANEL)
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 60))
    line.switch_on()
    assert (host.standing.link, host.standing.trouble) == ("online", "device_kind")


def test_a_closed_device_tells_nothing_more_and_forgets_no_rating(line: ALine) -> None:
    panel, host = line.attach("panel", PANEL)
    panel.show(PanelFace("T1", "A105", 4, line.clock.now_s + 60))
    line.hall.run(2)
    panel.close()
    told = len(host.standings)
    line.bus.station(PANEL).press(1, line.clock.now_s)
    line.hall.run(5)
    line.hall.unplug()
    assert (host.ratings, len(host.standings), picture(line, PANEL).kept) == ([], told, 1)
    assert line.given_back == ["the line"]


@pytest.mark.parametrize(
    ("kind", "number", "options", "why"),
    [
        ("panel", PANEL, {"buttons": "6"}, "buttons = '6' is no whole number from 3 to 5"),
        ("hall-board", HALL, {"rows": "9"}, "rows = '9' is no whole number from 1 to 8"),
        ("keypad", KEYS, {"colour": "red"}, "there is no option 'colour'"),
        ("keypad", 99, {}, "a device's number lies between 1 and 98"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(
    line: ALine, kind: str, number: int, options: dict[str, str], why: str
) -> None:
    with pytest.raises(DeviceError, match=why) as refused:
        line.attach(kind, number, **options)
    assert (refused.value.code, refused.value.retry) == ("device_options", False)


def test_a_number_is_given_once_on_a_line(line: ALine) -> None:
    line.attach("panel", PANEL, language="en")
    with pytest.raises(DeviceError, match="two devices have the number 3"):
        line.attach("counter-board", PANEL)
    assert line.given_back == ["the line"]
