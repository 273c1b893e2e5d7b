"""The fan-out: at once, then every 50 ms; nothing twice, nothing for nobody, and one broken view stops no other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from hub.domain import events as e
from hub.domain.floor import Floor
from hub.messages import Topic, parse_topic
from hub.realtime import fanout as fanout_module
from hub.realtime.fanout import PACE_MS, Fanout

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

    def now_ms(self) -> int:
        return int(self.time_ms)

    def elapsed_ms(self) -> float:
        return self.time_ms

    def later(self, delay_ms: float, action: Callable[[], None]) -> None:
        self.due.append((self.time_ms + delay_ms, action))

    def run_until(self, time_ms: float) -> None:
        while ready := [entry for entry in self.due if entry[0] <= time_ms]:
            entry = min(ready, key=lambda due: due[0])
            self.due.remove(entry)
            self.time_ms = max(self.time_ms, entry[0])
            entry[1]()
        self.time_ms = time_ms


class Stage:
    """A fan-out over a hall without a day, whose views are made different by ``look``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hall, self.loop = Hall(), FakeLoop()
        self.sent: list[tuple[float, str, int, Any]] = []
        self.look: dict[str, Any] = {}
        self.built: list[str] = []
        self.fanout = Fanout(lambda: self.hall, self.loop, self._emit)
        monkeypatch.setattr(fanout_module, "build_view", self._build)

    def _build(self, _floor: Floor, _texts: object, topic: Topic, _link_of: object) -> dict[str, Any]:
        self.built.append(str(topic))
        look = self.look.get(str(topic), 0)
        if isinstance(look, Exception):
            raise look
        return {"look": look}

    def _emit(self, event: str, envelope: dict[str, Any], room: str) -> None:
        assert (event, envelope["topic"]) == ("view", room)
        self.sent.append((self.loop.time_ms, room, envelope["rev"], envelope["data"]["look"]))

    def change(self, look: Any, *topics: str) -> None:
        self.hall.floor.seq += 1
        self.look.update(dict.fromkeys(topics, look))
        self.fanout.announce([e.Entry(self.hall.floor.seq, 0, "", "hub", e.DayClosed(day="2026-11-22"))])


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def test_the_first_change_goes_out_at_once_and_the_next_ones_together_after_50_ms(stage: Stage) -> None:
    stage.fanout.enter("a", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    for look in range(2, 12):
        stage.change(look, "wall")
    stage.loop.run_until(1000 + PACE_MS - 1)
    assert [sent[3] for sent in stage.sent] == [1]
    stage.loop.run_until(2000)
    assert stage.sent == [(1000, "wall", 1, 1), (1000 + PACE_MS, "wall", 11, 11)]


def test_announcing_never_sends_inside_the_call(stage: Stage) -> None:
    stage.fanout.enter("a", WALL)
    stage.built.clear()
    stage.change(1, "wall")
    assert (stage.sent, stage.built) == ([], [])


def test_a_view_is_built_and_sent_once_for_all_in_the_room(stage: Stage) -> None:
    for sid in ("a", "b", "c"):
        stage.fanout.enter(sid, WALL)
    stage.built.clear()
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    assert stage.built == ["wall"]
    assert len(stage.sent) == 1


def test_who_comes_in_between_two_changes_does_not_keep_a_view_that_is_over(stage: Stage) -> None:
    stage.fanout.enter("a", WALL)
    stage.change(1, "wall")
    stage.loop.run_until(1000)
    stage.change(2, "wall")
    assert stage.fanout.enter("b", WALL)["data"] == {"look": 2}
    stage.change(1, "wall")
    stage.loop.run_until(2000)
    assert stage.sent[-1][3] == 1
    assert stage.sent[-1][2] == 3


def test_a_view_that_did_not_change_is_not_sent_again(stage: Stage) -> None:
    stage.fanout.enter("a", WALL)
    stage.fanout.enter("b", KIOSK)
    stage.change(1, "wall", "kiosk")
    stage.loop.run_until(1100)
    stage.sent.clear()
    stage.change(2, "kiosk")
    stage.loop.run_until(1200)
    assert [room for _, room, _, _ in stage.sent] == ["kiosk"]


def test_nothing_is_built_for_an_empty_room(stage: Stage) -> None:
    stage.fanout.enter("a", WALL)
    stage.fanout.leave("a")
    stage.built.clear()
    stage.change(1, "wall")
    stage.loop.run_until(1100)
    assert (stage.built, stage.sent, stage.fanout.screens) == ([], [], 0)


def test_who_comes_back_gets_the_whole_view_at_once(stage: Stage) -> None:
    stage.fanout.enter("a", WALL)
    stage.fanout.leave("a")
    stage.change(7, "wall")
    envelope = stage.fanout.enter("a", WALL)
    assert (envelope["rev"], envelope["epoch"], envelope["data"]) == (1, "epoch", {"look": 7})


def test_a_broken_view_stops_no_other(stage: Stage) -> None:
    stage.fanout.enter("b", KIOSK)
    stage.fanout.enter("a", WALL)
    stage.look["kiosk"] = 0
    stage.change(RuntimeError("broken"), "kiosk")
    stage.look["wall"] = 5
    stage.loop.run_until(1000)
    assert [(room, look) for _, room, _, look in stage.sent] == [("wall", 5)]


@pytest.mark.parametrize("name", ["wall", "wall:east", "kiosk", "counter:1", "rating:10", "counter:99"])
def test_topics_have_one_name(name: str) -> None:
    assert str(parse_topic(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "walls",
        "wall:1",
        "wall:",
        "wall:East",
        "counter",
        "counter:",
        "counter:0",
        "counter:03",
        "counter:100",
        "counter:٣",
        3,
        None,
    ],
)
def test_other_names_are_no_topics(name: object) -> None:
    assert parse_topic(name) is None
