"""What boards show, and how the devices of an agent are told to its hub."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from counter_app.desk.boards import BoardDesk
from counter_app.desk.hall_view import DeskCall, DeskCounter, Words
from drivers.devices import BoardFace, BoardRow, Standing
from hub.messages import AttachedDevice
from tests.counter_app.desk.desk_kit import Desk, counter, plain

DARK = BoardFace((BoardRow(),))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.end()


@pytest.fixture
def boards(desk: Desk) -> BoardDesk:
    return BoardDesk(desk.hall, desk.clock, lambda: desk.now_s)


def call(desk: Desk, number: int, label: str, at: int = 3) -> DeskCall:
    return DeskCall(number, desk.hub_ms(), label, at)


def test_a_counters_board_blinks_for_ten_seconds_after_each_call(desk: Desk, boards: BoardDesk) -> None:
    assert boards.of_counter(3) == DARK
    at_hand = counter(ticket="t", label="A001", ticket_state="called")
    first = call(desk, 1, "A001")
    desk.heard(at_hand, calls=(first,))
    shown = boards.of_counter(3)
    assert shown == BoardFace((BoardRow("A001", 3, desk.now_s + 10),))
    desk.now_s += 4.0
    desk.heard(at_hand, calls=(first,))
    assert boards.of_counter(3) == shown
    desk.heard(at_hand, calls=(first, call(desk, 2, "A001")))
    assert boards.of_counter(3).rows[0].blink_until_s == desk.now_s + 10
    desk.heard(counter(ticket="t", label="A001", ticket_state="serving"), calls=(first,))
    assert boards.of_counter(3) == BoardFace((BoardRow("A001", 3, 0.0),))
    desk.heard(counter())
    assert boards.of_counter(3) == DARK


def test_a_board_that_begins_late_blinks_no_more(desk: Desk, boards: BoardDesk) -> None:
    old = call(desk, 1, "A001")
    desk.now_s += 11.0
    desk.heard(counter(ticket="t", label="A001", ticket_state="called"), calls=(old,))
    assert boards.of_counter(3) == BoardFace((BoardRow("A001", 3, 0.0),))


def test_the_halls_board_shows_each_number_once_newest_first(desk: Desk, boards: BoardDesk) -> None:
    calls = [call(desk, number, f"A{number:03}", 1 + number % 4) for number in range(12)]
    desk.heard(counter(), calls=(*calls, call(desk, 20, "A003")))
    rows = boards.of_hall().rows
    assert [row.label for row in rows] == ["A003", *(f"A{number:03}" for number in range(11, 4, -1))]


def test_while_the_hub_is_away_boards_stay_as_they_are(desk: Desk, boards: BoardDesk) -> None:
    desk.hall.hub_connected(True)
    desk.heard(counter(ticket="t", label="A001", ticket_state="serving"))
    shown = boards.of_counter(3)
    desk.hall.hub_connected(False)
    assert desk.hall.is_reachable()
    desk.now_s += 11.0
    assert not desk.hall.is_reachable()
    assert boards.of_counter(3) == shown


def test_a_view_that_cannot_be_read_and_one_that_is_older_change_nothing(desk: Desk) -> None:
    desk.heard(counter(label="A001"))
    changes: list[int] = []
    desk.hall.on_view(lambda: changes.append(desk.hall.rev()))
    desk.hall.hub_said({"topic": "hall"})
    desk.rev -= 1
    desk.heard(counter(label="A002"))
    found = desk.hall.counter(3)
    assert found is not None
    assert found.label == "A001"
    assert changes == []
    desk.heard(counter(label="A003"))
    assert changes == [2]


def test_a_change_is_told_once_and_anew_when_the_hub_is_back(desk: Desk) -> None:
    desk.standings.stands("panel3", Standing("online", counts={"bounced": 1}))
    desk.courier.deliver()
    how = {"link": "online", "paper": "none", "cover": "none", "trouble": ""}
    body = {**how, "device_kind": "panel", "at_counter": 3}
    assert [asked[:2] for asked in desk.hub.asked] == [("/devices/H1-panel3/status", body)]
    desk.standings.stands("panel3", Standing("online", counts={"bounced": 2}))
    desk.now_s += 2.0
    desk.courier.deliver()
    assert len(desk.hub.asked) == 1
    desk.courier.hub_is_back()
    desk.courier.deliver()
    assert [asked[0] for asked in desk.hub.asked] == ["/devices/H1-panel3/status"] * 2
    assert desk.hub.asked[0][2] != desk.hub.asked[1][2]


def test_a_loose_plug_is_one_change(desk: Desk) -> None:
    desk.standings.stands("panel3", Standing("online"))
    desk.courier.deliver()
    for _ in range(5):
        desk.now_s += 0.1
        desk.standings.stands("panel3", Standing("offline", "line_lost"))
        desk.courier.deliver()
        desk.standings.stands("panel3", Standing("online"))
        desk.courier.deliver()
    desk.now_s += 2.0
    desk.courier.deliver()
    assert len(desk.hub.asked) == 1
    desk.standings.stands("panel3", Standing("offline", "line_lost"))
    desk.courier.deliver()
    assert desk.hub.asked[-1][1]["trouble"] == "line_lost"


def test_what_was_never_heard_is_told_after_a_while(desk: Desk) -> None:
    desk.standings.stands("panel3", Standing("unknown"))
    desk.courier.deliver()
    assert desk.hub.asked == []
    desk.now_s += 6.0
    desk.courier.deliver()
    assert sorted(asked[0] for asked in desk.hub.asked) == ["/devices/H1-board3/status", "/devices/H1-panel3/status"]


def test_counts_beyond_measure_do_not_spoil_the_report(desk: Desk) -> None:
    odd = dict.fromkeys(map(str, range(20)), 0) | {"0": 2**31, "1": -1}
    desk.standings.stands("panel3", Standing("online", counts=odd))
    panel = next(device for device in desk.standings.report() if device.name == "panel3")
    taken = msgspec.convert(msgspec.to_builtins(panel), AttachedDevice)
    assert (taken.counts["0"], taken.counts["1"]) == (10**9, 0)


def test_what_the_agent_knows_better_goes_with_the_drivers_word(desk: Desk) -> None:
    changes: list[str] = []
    desk.standings.on_change = lambda: changes.append("")
    desk.standings.stands("panel3", Standing("online"))
    desk.standings.overrule("panel3", "buttons_differ")
    desk.standings.overrule("panel3", "buttons_differ")
    assert desk.standings.of("panel3") == Standing("online", "buttons_differ")
    desk.standings.overrule("panel3", "")
    desk.standings.ratings_wait({"panel3"})
    assert desk.standings.of("panel3") == Standing("online", "ratings_waiting")
    desk.standings.stands("panel3", Standing("unknown", "device_silent"))
    assert desk.standings.of("panel3").trouble == "device_silent"
    desk.standings.overrule("board3", "not_ours")
    assert desk.standings.of("board3") == Standing("unknown", "not_ours")
    assert len(changes) == 6
    listed = {device.name: (device.kind, device.counter, device.trouble) for device in desk.standings.report()}
    assert listed["board3"] == ("counter-board", 3, "not_ours")
    desk.now_s += 60.0
    assert [change.device for change in desk.standings.untold()] == ["panel3"], "what is another's is no news"


def test_another_desk_of_the_same_hub_is_news_though_nothing_has_happened_there(desk: Desk) -> None:
    for number in (3, 4):
        data = {"counters": [DeskCounter(number, Words("Quầy", "Counter"), "open")]}
        desk.hall.hub_said(plain({"topic": f"desk:{number}", "epoch": "e", "rev": 50, "at_ms": 1, "data": data}))
    assert desk.hall.counter(3) is None
    assert desk.hall.counter(4) is not None
