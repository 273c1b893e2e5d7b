"""The hub and the desk agent of a day of ratings: the real parts, without threads, on one stepped clock."""

import sqlite3
from pathlib import Path
from random import Random
from typing import Any, Protocol, cast

import msgspec

from config.attached import AttachedEntry
from counter_app.desk.attached_devices import AttachedDevices, Desks
from counter_app.desk.boards import BoardDesk
from drivers.devices import Rated
from drivers.lines import Lines
from drivers.simulators.hall import Bus, SteppedClock
from drivers.wire import Exchange
from hub.agent.hub_client import HubAnswer
from hub.domain import commands as c
from hub.domain.plan import CounterPlan, RatingPlan
from hub.domain.views.shared import SharedParts
from hub.messages import Topic
from hub.realtime.topics import build_view
from tests.counter_app.desk.desk_kit import HUB_MS
from tests.counter_app.desk.desk_kit import Desk as AgentParts
from tests.drivers.hall_kit import Hall as Line
from tests.faults.hub_at_hand import HubAtHand, SharedClock
from tests.faults.rating_oracle import STEPS
from tests.service.kit import DAY, PLAN, wording

COUNTERS = range(1, 11)
BAUD = 9600
BUS = "socket://127.0.0.1:4001?baud=9600"
ENTRIES = tuple(AttachedEntry(f"panel{number}", "panel", BUS, number, number) for number in COUNTERS)


class Around(Protocol):
    """What an agent meets of its day: the clock, the line, the way to the hub, and a disk that may be full."""

    clock: SteppedClock
    bus: Bus
    chance: Random
    full_disk: float

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See Hub."""

    def rating_kept(self) -> None:
        """A new rating is on the disk."""


class HubTime(SharedClock):
    """The hub's clock follows the stepped one."""

    def __init__(self, clock: SteppedClock) -> None:
        super().__init__()
        self._clock = clock

    def now_ms(self) -> int:
        return HUB_MS + int(self._clock.now_s * 1000)


class HubOfTen(HubAtHand):
    """A hub whose centre has ten counters and a scale of four."""

    def __init__(self, path: Path, clock: HubTime) -> None:
        self.clock, self._path = clock, path
        self.hall = self._opened()
        counters = tuple(CounterPlan(number=n, name=wording(f"{n}"), fields=("civil",)) for n in COUNTERS)
        rating = RatingPlan(labels=tuple(wording(f"{step}") for step in range(STEPS)))
        plan = msgspec.structs.replace(PLAN, fields=PLAN.fields[:1], counters=counters, rating=rating)
        self.hall.do(c.OpenDay(day=DAY, plan=plan))
        for number in COUNTERS:
            self.hall.do(c.OpenCounter(counter=number), actor=f"clerk-{number}")

    def view(self) -> dict[str, Any]:
        office = self.hall.office
        data = msgspec.json.decode(build_view(SharedParts(office.floor, office.day_texts), Topic("hall", None)))
        envelope = {"topic": "hall", "epoch": office.epoch, "rev": office.floor.seq, "at_ms": self.clock.now_ms()}
        return {**envelope, "data": data}


class OneLine:
    """The lines of an agent, one of them, without a thread."""

    def __init__(self, exchange: Exchange, clock: SteppedClock) -> None:
        self.exchange, self.now_s = exchange, clock

    def talk(self, _address: str, _make: type[Exchange]) -> Exchange:
        return self.exchange

    def let_go(self, _address: str) -> None:
        """It stays for the others."""

    def close(self) -> None:
        """No thread, nothing to end."""


class Agent(AgentParts):
    """The desk agent of all ten counters: its real parts and drivers, begun anew on the same disk by `start`."""

    def __init__(self, folder: Path, day: Around) -> None:
        self.day = day
        super().__init__(folder, ENTRIES)

    @property
    def now_s(self) -> float:
        return self.day.clock.now_s

    @now_s.setter
    def now_s(self, _given: float) -> None:
        """The day's clock is the only one."""

    def start(self) -> None:
        self.hub = self.day  # type: ignore[assignment]
        super().start()
        self.exchange = Exchange(Random(self.day.chance.random()))
        self.keep_on_disk = self.outbox.keep
        self.outbox.keep = self.keep  # type: ignore[method-assign]
        boards = BoardDesk(self.hall, self.clock, self.day.clock)
        lines = cast(Lines, OneLine(self.exchange, self.day.clock))
        self.devices = AttachedDevices(ENTRIES, Desks(self.hall, self.ratings, boards), self.standings, lines)
        self.devices.take(lambda _entry: True)
        self.ratings.on_kept = self.day.rating_kept
        self.line = Line(self.exchange, self.day.bus, self.day.clock, BAUD)

    def keep(self, device: str, rated: Rated) -> bool:
        """As the outbox, unless the disk is full at this moment."""
        if self.day.chance.random() < self.day.full_disk:
            raise sqlite3.OperationalError("database or disk is full")
        return self.keep_on_disk(device, rated)
