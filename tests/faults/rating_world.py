"""What goes on around the agent on a day of ratings: time, the way to the hub, the line of the panels, and troubles."""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from drivers.simulators.hall import Bus, PanelSimulator, SteppedClock
from hub.agent.hub_client import HubAbsent, HubAnswer, NoAnswer
from tests.faults.rating_agent import BAUD, COUNTERS, Agent, HubOfTen, HubTime
from tests.faults.rating_oracle import STEPS, Oracle

WITHOUT_MEMORY = (2, 5, 8)
"""Panels that forget what they keep when they lose their power."""

ACTOR = "hall:H1"
CALM_S = 12.0
"""So long after the last trouble everything must be as it should."""

LOOK_S = 0.4


class AgentDied(BaseException):
    """The agent is killed in the middle of what it does."""


class RatingWorld:
    """Events in their order, and troubles among them. It is also the agent's way to the hub."""

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

    @property
    def now_s(self) -> float:
        return self.clock.now_s

    @property
    def is_calm(self) -> bool:
        return not self.troubles and self.now_s > self.calm_from_s

    def then(self, after_s: float, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now_s + after_s, next(self._order), event))

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
