"""The simulated devices of the hall: they must be as strict and forgetful as real ones."""

from itertools import pairwise

import pytest

from drivers.simulators.hall import (
    KEYS,
    BoardSimulator,
    HallBoardSimulator,
    KeypadSimulator,
    PanelSimulator,
)
from drivers.simulators.hall.frames import Ear, Heard, crc, pack
from tests.drivers.simple_host import OPEN, Host, chance, deaf


@pytest.fixture
def panel() -> PanelSimulator:
    return PanelSimulator(3, chance=chance())


@pytest.fixture
def host(panel: PanelSimulator) -> Host:
    return Host(panel)


def test_frames_are_those_of_the_protocol() -> None:
    assert crc(b"123456789") == 0x4B37
    frame = pack(3, 7, "DISP", "A105", "5")
    assert frame == b"$03,07,DISP,A105,5*A4D4\r\n"
    ear = Ear()
    whole = Heard(3, 7, "DISP", ("A105", "5"))
    assert ear.feed(b"noise$03,0" + frame[:7]) == []
    assert ear.feed(frame[7:] + frame) == [whole, whole]
    assert ear.noise == 1
    assert ear.feed(frame.replace(b"A105", b"A106") + b"$" + b"9" * 90) == []
    assert (ear.noise, ear.feed(frame)) == (3, [whole])


def test_a_panel_lights_up_for_one_service_and_for_its_time(panel: PanelSimulator, host: Host) -> None:
    assert host.say(3, *OPEN) == [Heard(0, 51, "ACK", ("03",))]
    lit = panel.picture(host.clock())
    assert (lit.is_lit, lit.label, 19 < lit.left_s < 20) == (True, "A105", True)
    host.say(3, "OPEN", "T1", "A105", "4", "600")
    assert panel.picture(host.clock()).left_s > 59
    host.say(3, "SHUT")
    assert not panel.picture(host.clock()).is_lit
    host.say(3, *OPEN)
    host.run(20)
    assert not panel.picture(host.clock()).is_lit
    panel.press(1, host.clock())
    host.run(1)
    assert (host.all("RATE"), panel.picture(host.clock()).outside) == ([], 1)


def test_one_service_is_rated_once_however_the_button_bounces(panel: PanelSimulator, host: Host) -> None:
    host.say(3, *OPEN)
    panel.press(2, host.clock(), bounces=5)
    host.run(0.5)
    panel.press(1, host.clock())
    host.run(3)
    host.say(3, *OPEN)
    assert not panel.picture(host.clock()).is_lit
    ((sender, entry, token, button, ago),) = host.all("RATE")
    assert (sender, entry.partition("-")[2], token, button, ago) == ("03", "1", "T1", "2", "0")
    picture = panel.picture(host.clock())
    assert (picture.bounced, picture.outside, picture.kept) == (6, 0, 0)
    assert host.say(3, "PING")[0].args == ("03", "6", "0", "0", "0")


def test_a_visitor_is_thanked_whatever_the_host_says_but_for_another_service(panel: PanelSimulator, host: Host) -> None:
    host.say(3, *OPEN)
    panel.press(2, host.clock())
    host.say(3, "SHUT")
    host.run(1)
    assert (panel.picture(host.clock()).thanks, panel.picture(host.clock()).is_lit) == (2, False)
    host.say(3, "OPEN", "T2", "A106", "4", "100")
    assert (panel.picture(host.clock()).thanks, panel.picture(host.clock()).is_lit) == (0, True)


def test_a_rating_is_told_with_its_age_until_it_is_taken(panel: PanelSimulator, host: Host) -> None:
    host.answer = deaf
    host.say(3, *OPEN)
    panel.press(4, host.clock())
    host.run(8)
    told = [frame for frame in host.heard if frame.verb == "RATE"]
    assert {(frame.seq, frame.args[:4]) for frame in told} == {(told[0].seq, told[0].args[:4])}
    ages = [int(frame.args[4]) for frame in told]
    assert ages == sorted(ages)
    pauses = [later - earlier for earlier, later in pairwise(ages)]
    assert max(pauses[:1]) <= 4 < max(pauses)
    assert max(pauses) <= 21
    host.answer = lambda frame: ("NAK", "00", "LATER")
    host.run(5)
    assert panel.picture(host.clock()).kept == 1
    host.answer = lambda frame: ("ACK", "00")
    host.run(5)
    assert panel.picture(host.clock()).kept == 0
    count = len(host.all("RATE"))
    host.run(10)
    assert len(host.all("RATE")) == count


def test_ten_ratings_are_kept_and_the_eleventh_is_not_taken(panel: PanelSimulator, host: Host) -> None:
    host.answer = deaf
    for number in range(11):
        host.say(3, "OPEN", f"T{number}", "A105", "4", "100")
        panel.press(1, host.clock())
    picture = panel.picture(host.clock())
    assert (picture.kept, picture.outside, picture.is_lit) == (10, 1, True)
    host.answer = lambda frame: ("ACK", "00")
    host.run(10)
    tokens = list(dict.fromkeys(args[2] for args in host.all("RATE")))
    assert tokens == [f"T{number}" for number in range(10)]


@pytest.mark.parametrize("keeps", [False, True])
def test_a_restart_forgets_all_but_what_a_lasting_memory_holds(keeps: bool) -> None:
    panel = PanelSimulator(3, keeps_over_restart=keeps, chance=chance())
    host = Host(panel)
    host.answer = deaf
    host.say(3, *OPEN)
    panel.press(1, host.clock())
    host.run(1)
    first = host.all("RATE")[0][1]
    panel.restart(host.clock())
    assert (panel.picture(host.clock()).is_lit, panel.picture(host.clock()).kept) == (False, int(keeps))
    host.heard.clear()
    host.answer = lambda frame: ("ACK", "00")
    host.run(1)
    ((_, kind, boot, _),) = host.all("HELO")
    assert (kind, boot != first[:4]) == ("PANEL", True)
    assert [args[1] for args in host.all("RATE")] == [first] * keeps
    host.say(3, *OPEN)
    assert panel.picture(host.clock()).is_lit is not keeps


def test_the_same_sequence_number_is_the_same_frame(host: Host) -> None:
    keypad = KeypadSimulator(5, chance=chance())
    host = Host(keypad)
    for _ in range(3):
        assert [frame.verb for frame in host.say(5, "BEEP", "1", seq=9)] == ["ACK"]
    assert keypad.picture(host.clock()).beeps == 1
    keypad.restart(host.clock())
    host.run(1)
    host.say(5, "BEEP", "1", seq=9)
    assert keypad.picture(host.clock()).beeps == 1


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (("WALK",), "VERB"),
        (("DISP", "A105", "5"), "VERB"),
        (("OPEN", "T1", "A105", "5", "200"), "ARGS"),
        (("OPEN", "T1", "A105", "4"), "ARGS"),
        (("OPEN", "t1", "A105", "4", "200"), "ARGS"),
        (("SHUT", "1"), "ARGS"),
    ],
)
def test_what_is_not_understood_is_refused(panel: PanelSimulator, frame: tuple[str, ...], reason: str) -> None:
    host = Host(panel)
    assert [frame.args for frame in host.say(3, *frame)] == [("03", reason)]
    assert not panel.picture(host.clock()).is_lit
    assert host.say(4, "PING") == []
    assert host.say(99, *OPEN) == []
    assert panel.picture(host.clock()).is_lit


def test_keys_are_told_within_two_seconds_or_never() -> None:
    keypad = KeypadSimulator(5, chance=chance())
    host = Host(keypad)
    for key in ("0", "1", "0", "5", "CALL"):
        keypad.press(key, host.clock())
        host.run(0.2)
    assert [args[1] for args in host.all("KEY")] == ["0", "1", "0", "5", "CALL"]
    host.heard.clear()
    host.answer = deaf
    keypad.press("NEXT", host.clock())
    host.run(5)
    assert {args[1] for args in host.all("KEY")} == {"NEXT"}
    assert max(int(args[2]) for args in host.all("KEY")) <= 20
    host.heard.clear()
    host.answer = lambda frame: ("ACK", "00")
    keypad.press("RECALL", host.clock())
    host.run(1)
    assert [args[1] for args in host.all("KEY")] == ["RECALL"]
    with pytest.raises(ValueError, match="it has NEXT"):
        keypad.press("B", host.clock())
    assert len(KEYS) == len(set(KEYS)) == 20


def test_a_keypad_shows_two_lines(host: Host) -> None:
    keypad = KeypadSimulator(5, chance=chance())
    host = Host(keypad)
    host.say(5, "TEXT", "1", "A105 DANG GOI")
    host.say(5, "TEXT", "2", "CHO 12")
    assert keypad.picture(host.clock()).lines == ("A105 DANG GOI", "CHO 12")
    assert [frame.verb for frame in host.say(5, "TEXT", "2", "seventeen letters")] == ["NAK"]
    keypad.switch_off()
    assert keypad.picture(host.clock()).lines == ("", "")
    assert host.say(5, "PING") == []


def test_boards_show_and_blink_by_the_clock() -> None:
    board, hall = BoardSimulator(4, chance=chance()), HallBoardSimulator(6, rows=3, chance=chance())
    host = Host(board, hall)
    host.say(4, "DISP", "A105", "5", "30")
    host.say(6, "LINE", "2", "A105", "5", "0")
    seen = set()
    for _ in range(20):
        host.run(0.1)
        (row,) = board.picture(host.clock()).rows
        seen.add((row.label, row.counter, row.is_lit))
    assert seen == {("A105", "5", True), ("A105", "5", False)}
    host.run(2)
    assert board.picture(host.clock()).rows[0].is_lit
    assert not board.picture(host.clock()).rows[0].is_blinking
    assert [(row.label, row.is_lit) for row in hall.picture(host.clock()).rows] == [
        ("", False),
        ("A105", True),
        ("", False),
    ]
    assert [frame.args for frame in host.say(6, "LINE", "4", "A105", "5", "0")] == [("06", "ARGS")]
    host.say(4, "DISP", "", "0")
    assert not board.picture(host.clock()).rows[0].is_lit
