"""A fan-out on a clock that a test turns, over a hall whose views look as the test says."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hub.domain import events as e
from hub.domain.floor import Floor
from hub.domain.views.shared import SharedParts
from hub.messages import Topic
from hub.realtime.broadcast import Broadcast
from hub.realtime.fanout import Fanout

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
