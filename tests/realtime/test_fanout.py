"""The fan-out: at once, then every 50 ms; nothing twice, nothing for nobody, and one broken view stops no other."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from hub.domain import events as e
from hub.domain.floor import Floor
from hub.domain.views.shared import SharedParts
from hub.messages import Topic
from hub.realtime.broadcast import Broadcast
from hub.realtime.fanout import HEARD_AT_ONCE, MOST_HELD_MS, MOST_VIEWS_KEPT, PACE_MS, ROUNDS_SHARE, Fanout

WALL, KIOSK = Topic("wall", None), Topic("kiosk", None)


@dataclass
class Hall:
    floor: Floor = field(default_factory=Floor)
    epoch: str = "epoch"
    day_texts: dict[int, dict[str, str]] = field(default_factory=dict)


@dataclass
class FakeLoop:
    time_ms: float = 1000.0
    due: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    gave_way: int = 0
    meanwhile: Callable[[], None] | None = None

    def now_ms(self) -> int:
        return int(self.time_ms)

    def elapsed_ms(self) -> float:
        return self.time_ms

    def later(self, delay_ms: float, action: Callable[[], None]) -> None:
        self.due.append((self.time_ms + delay_ms, action))

    def give_way(self) -> None:
        self.gave_way += 1
        if self.meanwhile is not None:
            self.meanwhile()

    def run_until(self, time_ms: float) -> None:
        while ready := [entry for entry in self.due if entry[0] <= time_ms]:
            entry = min(ready, key=lambda due: due[0])
            self.due.remove(entry)
            self.time_ms = max(self.time_ms, entry[0])
            entry[1]()
        self.time_ms = time_ms


class FakeScreen:
    """Notes what it hears, and when."""

    def __init__(self, stage: "Stage", sid: str, takes_ms: float = 0.0) -> None:
        self._stage, self._sid, self._takes_ms = stage, sid, takes_ms

    def hear(self, told: Broadcast) -> None:
        self._stage.loop.time_ms += self._takes_ms
        self._stage.heard(self._sid, json.loads(told.text[1:]))


class Stage:
    """A fan-out over a hall without a day, whose views are made different by ``look``.

    ``sent`` is what the first screen of each topic heard; ``heard_by`` who heard which revision.
    """

    def __init__(self) -> None:
        self.hall, self.loop = Hall(), FakeLoop()
        self.sent: list[tuple[float, str, int, Any]] = []
        self.heard_by: list[tuple[str, int]] = []
        self.look: dict[str, Any] = {}
        self.built: list[str] = []
        self.fanout = Fanout(lambda: self.hall, self.loop, build=self._build)

    def _build(self, _shared: SharedParts, topic: Topic, _link_of: object) -> bytes:
        self.built.append(str(topic))
        look = self.look.get(str(topic), 0)
        if isinstance(look, Exception):
            raise look
        return json.dumps({"look": look}).encode()

    def heard(self, sid: str, told: list[Any]) -> None:
        event, envelope = told
        assert event == "view"
        self.heard_by.append((sid, envelope["rev"]))
        if not any(known[1:3] == (envelope["topic"], envelope["rev"]) for known in self.sent):
            self.sent.append((self.loop.time_ms, envelope["topic"], envelope["rev"], envelope["data"]["look"]))

    def enter(self, sid: str, topic: Topic, takes_ms: float = 0.0) -> dict[str, Any]:
        told = json.loads(self.fanout.enter(sid, topic, FakeScreen(self, sid, takes_ms)).text[1:])
        assert told[0] == "view"
        return told[1]

    def change(self, look: Any, *topics: str) -> None:
        self.hall.floor.seq += 1
        self.look.update(dict.fromkeys(topics, look))
        self.fanout.announce([e.Entry(self.hall.floor.seq, 0, "", "hub", e.DayClosed(day="2026-11-22"))])


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_the_first_change_goes_out_at_once_and_the_next_ones_together_after_50_ms(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    for look in range(2, 12):
        stage.change(look, "wall")
    stage.loop.run_until(1000 + PACE_MS - 1)
    assert [sent[3] for sent in stage.sent] == [1]
    stage.loop.run_until(2000)
    assert stage.sent == [(1000, "wall", 1, 1), (1000 + PACE_MS, "wall", 11, 11)]


def test_announcing_never_sends_inside_the_call(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.built.clear()
    stage.change(1, "wall")
    assert (stage.sent, stage.built) == ([], [])


def test_a_view_is_built_and_sent_once_for_all_in_the_room(stage: Stage) -> None:
    for sid in ("a", "b", "c"):
        stage.enter(sid, WALL)
    stage.built.clear()
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    assert stage.built == ["wall"]
    assert stage.heard_by == [("a", 1), ("b", 1), ("c", 1)]


def test_who_comes_in_between_two_changes_does_not_keep_a_view_that_is_over(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    stage.change(2, "wall")
    assert stage.enter("b", WALL)["data"] == {"look": 2}
    stage.change(1, "wall")
    stage.loop.run_until(2000)
    assert stage.sent[-1][3] == 1
    assert stage.sent[-1][2] == 3


def test_a_view_is_built_once_for_a_revision_whoever_asks(stage: Stage) -> None:
    for sid in ("a", "b", "c"):
        stage.enter(sid, WALL)
    polled = stage.fanout.envelope(WALL)
    assert stage.built == ["wall"]
    assert (polled["rev"], polled["data"]) == (0, {"look": 0})
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    assert stage.enter("d", WALL) == stage.fanout.envelope(WALL)
    assert stage.built == ["wall", "wall"]


def test_a_view_is_built_anew_when_the_floor_was_folded_anew_or_a_text_erased(stage: Stage) -> None:
    stage.hall.day_texts[1] = {"note": "x"}
    stage.enter("a", WALL)
    stage.look["wall"] = 1
    del stage.hall.day_texts[1]
    assert stage.fanout.envelope(WALL)["data"] == {"look": 1}
    stage.look["wall"] = 2
    stage.hall.floor = Floor()
    assert stage.fanout.envelope(WALL)["data"] == {"look": 2}


def test_whoever_asks_for_everything_does_not_fill_the_memory(stage: Stage) -> None:
    halls = [Topic("wall", None, f"hall_{number}") for number in range(MOST_VIEWS_KEPT + 1)]
    for topic in [*halls, *halls]:
        stage.fanout.envelope_json(topic)
    assert len(stage.built) == MOST_VIEWS_KEPT + 2


def test_a_long_round_lets_others_have_a_turn_and_is_not_overtaken_by_the_next(stage: Stage) -> None:
    screens = 4 * HEARD_AT_ONCE
    for number in range(screens):
        stage.enter(str(number), WALL, takes_ms=(MOST_HELD_MS + 1) / HEARD_AT_ONCE)
    stage.change(1, "wall")
    stage.loop.meanwhile = lambda: stage.change(2, "wall") if stage.loop.gave_way == 1 else None
    stage.loop.run_until(1000)
    assert stage.loop.gave_way == 4
    assert [rev for _, rev in stage.heard_by] == [1] * screens
    stage.loop.run_until(2000)
    assert [rev for _, rev in stage.heard_by] == [1] * screens + [2] * screens


def test_rounds_that_take_long_leave_others_most_of_the_time(stage: Stage) -> None:
    stage.enter("a", WALL, takes_ms=100)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    stage.change(2, "wall")
    stage.loop.run_until(1000 + 100 / ROUNDS_SHARE - 1)
    assert [rev for _, rev in stage.heard_by] == [1]
    stage.loop.run_until(1000 + 100 / ROUNDS_SHARE)
    assert [rev for _, rev in stage.heard_by] == [1, 2]


def test_who_leaves_in_the_middle_of_a_round_stops_nobody(stage: Stage) -> None:
    for number in range(2 * HEARD_AT_ONCE):
        stage.enter(str(number), WALL, takes_ms=1)
    stage.change(1, "wall")
    stage.loop.meanwhile = lambda: [stage.fanout.leave(str(number)) for number in range(2 * HEARD_AT_ONCE)]
    stage.loop.run_until(1000)
    stage.loop.meanwhile = None
    stage.enter("a", WALL)
    stage.change(2, "wall")
    stage.loop.run_until(5000)
    assert stage.heard_by[-1] == ("a", 2)
    assert stage.fanout.screens_by_kind() == {"wall": 1}


def test_one_screen_that_cannot_be_told_keeps_it_from_no_other(stage: Stage) -> None:
    class Broken:
        def hear(self, _told: Broadcast) -> None:
            raise RuntimeError("broken")

    stage.fanout.enter("a", WALL, Broken())
    stage.enter("b", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    assert stage.heard_by == [("b", 1)]


def test_a_view_that_did_not_change_is_not_sent_again(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.enter("b", KIOSK)
    stage.change(1, "wall", "kiosk")
    stage.loop.run_until(1100)
    stage.sent.clear()
    stage.change(2, "kiosk")
    stage.loop.run_until(1200)
    assert [room for _, room, _, _ in stage.sent] == ["kiosk"]


def test_nothing_is_built_for_an_empty_room(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.fanout.leave("a")
    stage.built.clear()
    stage.change(1, "wall")
    stage.loop.run_until(1100)
    assert (stage.built, stage.sent, stage.fanout.screens) == ([], [], 0)


def test_who_comes_back_gets_the_whole_view_at_once(stage: Stage) -> None:
    stage.enter("a", WALL)
    stage.fanout.leave("a")
    stage.change(7, "wall")
    envelope = stage.enter("a", WALL)
    assert (envelope["rev"], envelope["epoch"], envelope["data"]) == (1, "epoch", {"look": 7})


def test_walls_are_told_before_anybody_else(stage: Stage) -> None:
    stage.enter("k", KIOSK)
    stage.enter("w", WALL)
    stage.change(1, "kiosk", "wall")
    stage.loop.run_until(1000)
    assert [sid for sid, _ in stage.heard_by] == ["w", "k"]


def test_a_broken_view_stops_no_other(stage: Stage) -> None:
    stage.enter("b", KIOSK)
    stage.enter("a", WALL)
    stage.look["kiosk"] = 0
    stage.change(RuntimeError("broken"), "kiosk")
    stage.look["wall"] = 5
    stage.loop.run_until(1000)
    assert [(room, look) for _, room, _, look in stage.sent] == [("wall", 5)]
