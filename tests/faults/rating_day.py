"""A day at ten counters with rating panels on one line: hub, desk agent, drivers and panels on one stepped clock."""

import heapq
import itertools
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, cast

import msgspec

from config.attached import AttachedEntry
from counter_app.desk.attached_devices import AttachedDevices, Desks
from counter_app.desk.boards import BoardDesk
from drivers.devices import Rated
from drivers.lines import Lines
from drivers.simulators.hall import Bus, PanelSimulator, SteppedClock
from drivers.wire import Exchange
from hub.agent.hub_client import HubAbsent, HubAnswer, NoAnswer
from hub.domain import commands as c
from hub.domain.plan import CounterPlan, RatingPlan
from hub.messages import Topic
from hub.realtime.topics import build_view
from tests.counter_app.desk.desk_kit import HUB_MS
from tests.counter_app.desk.desk_kit import Desk as AgentParts
from tests.drivers.hall_kit import Hall as Line
from tests.faults.hub_at_hand import HubAtHand, SharedClock
from tests.faults.rating_oracle import STEPS, Oracle, Tablet
from tests.service.kit import DAY, PLAN, wording

COUNTERS = range(1, 11)
WITHOUT_MEMORY = (2, 5, 8)
"""Panels that forget what they keep when they lose their power."""

BAUD = 9600
ACTOR = "hall:H1"
CALM_S = 12.0
"""So long after the last trouble everything must be as it should."""

MOST_KEPT = 10
LAST_ONES_S, EVENING_S = 10.0, 8.0
"""The last visitors rate, then nobody presses anything any more, and all that is kept gets told."""

LOOK_S = 0.4
AWAY_S = 0.15
"""What is pressed again sooner bounces, as far as the panel knows."""

BUS = "socket://127.0.0.1:4001?baud=9600"
ENTRIES = tuple(AttachedEntry(f"panel{number}", "panel", BUS, number, number) for number in COUNTERS)


class AgentDied(BaseException):
    """The agent is killed in the middle of what it does."""


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
        data = build_view(office.floor, office.day_texts, Topic("hall", None))
        envelope = {"topic": "hall", "epoch": office.epoch, "rev": office.floor.seq, "at_ms": self.clock.now_ms()}
        return {**envelope, "data": data}


class OneLine:
    """The lines of an agent, one of them, without a thread."""

    def __init__(self, exchange: Exchange, clock: SteppedClock) -> None:
        self.exchange, self.now_s = exchange, clock

    def talk(self, _address: str, _make: type[Exchange]) -> Exchange:
        return self.exchange

    def close(self) -> None:
        """No thread, nothing to end."""


class Agent(AgentParts):
    """The desk agent of all ten counters: its real parts and drivers, begun anew on the same disk by `start`."""

    def __init__(self, folder: Path, day: "RatingDay") -> None:
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


class RatingDay:
    """Everything that happens, in its order. It is also the agent's way to the hub."""

    def __init__(self, folder: Path, seed: int, services: int) -> None:
        self.chance = Random(seed)
        self.clock = SteppedClock(1000.0)
        self.oracle = Oracle()
        self.seen: Counter[str] = Counter()
        self.services_left = services
        self.pauses = 0.02
        self.deaths: tuple[str, ...] = ("kept", "before", "after", "")
        self.full_disk = 0.0
        self.is_hub_away = self.is_evening = False
        self.dies = ""
        self.troubles = 0
        self.calm_from_s = 0.0
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.panels = {n: PanelSimulator(n, STEPS, n not in WITHOUT_MEMORY, Random(n)) for n in COUNTERS}
        self.bus = Bus(list(self.panels.values()), chance=Random(seed), baud=BAUD)
        self.hub_of_ten = HubOfTen(folder / "hub.db", HubTime(self.clock))
        self.agent: Agent | None = Agent(folder, self)
        self.agent_at_rest = self.agent
        self.bus.switch_on(self.clock.now_s)
        self.kinds: tuple[Callable[[float], None], ...] = (
            *(self.cut, self.noise, self.lose_bytes, self.lose_hub),
            *(self.fill_disk, self.fill_disk, self.restart, self.restart, self.kill, self.kill),
        )
        self._is_cut = False
        self._pressed_s = dict.fromkeys(COUNTERS, 0.0)
        self.hear()

    # Time.

    @property
    def now_s(self) -> float:
        return self.clock.now_s

    @property
    def is_calm(self) -> bool:
        return not self.troubles and self.now_s > self.calm_from_s

    def then(self, after_s: float, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now_s + after_s, next(self._order), event))

    def live(self) -> None:
        """Until all services are over, and whatever they left behind."""
        self.look()
        self.calm_from_s = self.now_s + CALM_S
        for number in COUNTERS:
            self.then(self.chance.uniform(1, 9), lambda number=number: self.call(number))
        self.then(self.chance.uniform(5, 20), self.go_wrong)
        self._go_on(lambda: self.services_left > 0 or self.troubles > 0 or self.now_s < self.calm_from_s)
        self._go_on_for(LAST_ONES_S)
        self.is_evening = True
        self._go_on_for(EVENING_S)

    def _go_on_for(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        self._go_on(lambda: self.now_s < until_s)

    def _go_on(self, is_day: Callable[[], bool]) -> None:
        while is_day():
            at_s, _, event = heapq.heappop(self._events)
            self.pass_until(at_s)
            try:
                event()
            except AgentDied:
                self.die()

    def pass_until(self, at_s: float) -> None:
        """What is on the line goes on; an agent that is gone leaves it silent."""
        while self.agent and self.now_s < at_s:
            try:
                self.agent.line.run(at_s - self.now_s)
            except AgentDied:
                self.die()
        self.clock.now_s = max(self.now_s, at_s)

    # The agent's way to the hub.

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See Hub. Requests and answers get lost, and the agent may die on either side of the hub's work."""
        if self.is_hub_away or self.chance.random() < 0.01:
            raise HubAbsent("away")
        self._may_die("before")
        answer = self.hub_of_ten.answer(ACTOR, path, body, key)
        self._may_die("after")
        if self.chance.random() < 0.02:
            self.seen["lost answers"] += 1
            raise HubAbsent("lost")
        return answer

    def read(self, path: str, timeout_s: float) -> HubAnswer:
        """See Readable; no keypad asks for anything here."""
        raise HubAbsent(path)

    def _may_die(self, when: str) -> None:
        if self.dies == when:
            self.dies = ""
            raise AgentDied

    def hear(self) -> None:
        """A view comes to the agent, if there is a way."""
        if self.agent and not self.is_hub_away:
            self.agent.hall.hub_said(self.hub_of_ten.view())
            self.agent.devices.show()

    def look(self) -> None:
        """What the agent does by itself, again and again."""
        self.then(LOOK_S, self.look)
        if self.agent:
            self.agent.devices.show()
            with suppress(NoAnswer):
                self.agent.courier.deliver()
            if not self.is_hub_away and self.agent.hall.rev() >= 0 and self.chance.random() < 0.05:
                self.agent.outbox.remember_clock()
        for number, panel in self.panels.items():
            picture = panel.picture(self.now_s)
            if panel.is_on:
                self.oracle.saw(number, picture.label, self.now_s, self.is_calm)

    def rating_kept(self) -> None:
        """The panel goes dark at once. The agent may die right here: the disk has it, and the panel does not know."""
        self._may_die("kept")
        self.then(0.0, lambda: self.agent and self.agent.devices.show())

    # People.

    def tell_hub(self, actor: str, path: str, **body: Any) -> HubAnswer:
        """Somebody asks the hub for something; all views change a moment later."""
        answer = self.hub_of_ten.answer(actor, path, body, f"{actor}-{next(self._order)}")
        self.then(self.chance.uniform(0.01, 0.06), self.hear)
        return answer

    def call(self, number: int) -> None:
        """The next visitor comes."""
        if self.services_left <= 0:
            return
        self.services_left -= 1
        assert self.tell_hub("kiosk:K1", "/tickets", field="civil").is_good
        called = self.tell_hub(f"clerk-{number}", f"/counters/{number}/call-next")
        ticket = str(called.body["events"][-1]["ticket"])
        self.then(self.chance.uniform(0.2, 1), lambda: self.start(number, ticket))

    def start(self, number: int, ticket: str) -> None:
        assert self.tell_hub(f"clerk-{number}", f"/counters/{number}/start").is_good
        self.oracle.started(number, self.now_s)
        self.then(self.chance.uniform(0.5, 2.5), lambda: self.finish(number, ticket))
        if self.chance.random() < 0.1:
            self.then(self.chance.uniform(0, 2), lambda: self.press(number))

    def finish(self, number: int, ticket: str) -> None:
        """The service may be rated until somebody else is served, or for a minute: now and then nobody comes."""
        assert self.tell_hub(f"clerk-{number}", f"/counters/{number}/finish").is_good
        self.oracle.finished(ticket.removeprefix(f"{DAY}-"), number, self.now_s)
        is_pause = self.chance.random() < self.pauses
        next_s = self.chance.uniform(61, 64) if is_pause else self.chance.uniform(0.5, 4.5)
        self.then(next_s, lambda: self.call(number))
        self.rate(number, ticket, min(next_s + 0.6, 60.0))

    def rate(self, number: int, ticket: str, about_s: float) -> None:
        """Some press at once, some late, some around the very end; some twice; some on the tablet."""
        if self.chance.random() < 0.75:
            at_s = self.chance.choice((self.chance.uniform(0.3, about_s), about_s + self.chance.uniform(-1.2, 0.6)))
            self.then(max(0.0, at_s), lambda: self.press(number))
            if self.chance.random() < 0.25:
                self.then(max(0.0, at_s) + self.chance.uniform(0.1, 1.5), lambda: self.press(number))
        if self.chance.random() < 0.15:
            self.then(self.chance.uniform(0.1, about_s + 0.5), lambda: self.touch(number, ticket))

    def press(self, number: int) -> None:
        """A person presses one of the buttons; its contact may bounce."""
        panel, button, bounces = self.panels[number], self.chance.randint(1, STEPS), self.chance.choice((0, 0, 1, 3))
        if self.is_evening or not panel.is_on or self.now_s < self._pressed_s[number] + AWAY_S:
            return
        self._pressed_s[number] = self.now_s
        picture = panel.picture(self.now_s)
        is_taken = picture.is_lit and picture.kept < MOST_KEPT
        self.oracle.pressed(number, picture.label if is_taken else "", button, 1 + bounces, self.now_s, self.is_calm)
        panel.press(button, self.now_s, bounces)
        self.seen["presses"] += 1
        self.seen["most kept"] = max(self.seen["most kept"], panel.picture(self.now_s).kept)

    def touch(self, number: int, ticket: str) -> None:
        """A person touches the tablet's page."""
        if self.is_evening:
            return
        score = self.chance.randint(1, STEPS)
        answer = self.tell_hub(f"rating:{number}", f"/counters/{number}/rate", ticket=ticket, service=1, score=score)
        refusal = "" if answer.is_good else str(answer.body["code"])
        self.oracle.tablets[ticket.removeprefix(f"{DAY}-")].append(Tablet(self.now_s, score, refusal))

    # What goes wrong.

    def go_wrong(self) -> None:
        """One thing after the other, sometimes two at once, and between them a while of peace."""
        if self.services_left > 0 and self.kinds:
            self.then(self.chance.choice((self.chance.uniform(3, 15), self.chance.uniform(30, 50))), self.go_wrong)
            kind = self.chance.choice(self.kinds)
            self.seen[kind.__name__] += 1
            self.troubles += 1
            kind(self.chance.choice((self.chance.uniform(0.5, 4), self.chance.uniform(5, 40))))

    def over(self) -> None:
        self.troubles -= 1
        self.calm_from_s = self.now_s + CALM_S

    def then_over(self, after_s: float, end: Callable[[], None]) -> None:
        self.then(after_s, lambda: (end(), self.over()))  # type: ignore[func-returns-value]

    def cut(self, lasts_s: float) -> None:
        self._plug(False)
        self.then_over(lasts_s, lambda: self._plug(True))

    def _plug(self, is_in: bool) -> None:
        self._is_cut = not is_in
        if self.agent and self.agent.line.is_open is not is_in:
            (self.agent.line.plug if is_in else self.agent.line.unplug)()

    def noise(self, lasts_s: float) -> None:
        self.bus.cause(f"line_noise@{self.chance.choice((2, 10, 40))}")
        self.then_over(lasts_s, lambda: self.bus.fault("line_noise", False))

    def lose_bytes(self, _lasts_s: float) -> None:
        self.bus.cause(f"lost_bytes@{self.chance.randint(1, 60)}")
        self.then_over(1.0, lambda: None)

    def restart(self, lasts_s: float) -> None:
        """The line is away, and a while later all panels lose their power that keep something, or else any one."""
        self.cut(lasts_s)
        self.troubles += 1
        self.then_over(self.chance.uniform(0, lasts_s), self._lose_power)

    def _lose_power(self) -> None:
        kept = {number: panel.picture(self.now_s).kept for number, panel in self.panels.items() if panel.is_on}
        self.seen["kept when the power went"] += sum(kept.values())
        for number in [number for number, count in kept.items() if count] or [self.chance.choice(COUNTERS)]:
            self.oracle.lost_power(number, kept.get(number, 0) if number in WITHOUT_MEMORY else 0)
            self.panels[number].switch_off()
            self.troubles += 1
            self.then_over(self.chance.uniform(0.1, 5), lambda number=number: self.panels[number].switch_on(self.now_s))

    def lose_hub(self, lasts_s: float) -> None:
        self.is_hub_away = True
        self.then_over(lasts_s, self._hub_is_back)

    def _hub_is_back(self) -> None:
        self.is_hub_away = False
        self.hear()

    def kill(self, _lasts_s: float) -> None:
        """At once, or at the next rating: once it is on the disk, or before or after the hub has done its work."""
        self.dies = self.chance.choice(self.deaths)
        self.then_over(8.0 if self.dies else 0.0, self._kill_at_last)

    def _kill_at_last(self) -> None:
        if self.agent:
            self.dies = ""
            self.die()

    def die(self) -> None:
        """The process is gone; systemd starts it anew."""
        self.seen["deaths"] += 1
        if self.agent:
            self.agent.end()
            self.agent = None
            self.troubles += 1
            self.then_over(self.chance.uniform(0.3, 2), self._begin_anew)

    def _begin_anew(self) -> None:
        self.agent = self.agent_at_rest
        self.agent.start()
        self._plug(not self._is_cut)
        self.then(self.chance.uniform(0.1, 0.5), self.hear)

    def fill_disk(self, lasts_s: float) -> None:
        self.full_disk = self.chance.choice((0.5, 1.0))
        self.then_over(lasts_s, lambda: setattr(self, "full_disk", 0.0))
