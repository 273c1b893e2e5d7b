"""2,000 services at eight panels on a line that fails in every way: exactly what was pressed while lit is rated."""

import heapq
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random

from drivers.devices import Device, PanelFace, Rated
from drivers.devices.doubles import RecordingHost
from drivers.simulators.hall import PanelSimulator
from tests.drivers.devices.a_line import ALine

PANELS = range(1, 9)
SERVICES_EACH = 250
SERVICES = SERVICES_EACH * len(PANELS)
MOST_KEPT = 10
EVERY_S = 15.0
"""How often something goes wrong."""
TOLERANCE_S = 0.3
"""Tenths of a second are told, and the line takes its time."""

Record = Callable[[str, object], None]


class KeepingHost(RecordingHost):
    """Has what it kept, and when each rating must have been pressed by what it was told."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        super().__init__(now_s)
        self.kept: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self.pressed_s: dict[str, float] = {}

    def rated(self, rated: Rated) -> bool:
        if self.keeps:
            self.kept[rated.token].add((rated.entry, rated.button))
            self.pressed_s[rated.token] = self.now_s() - rated.ago_s
        return self.keeps


class Day:
    """What happens by itself, in its order; the oracle is what a person at the panel saw lit when they pressed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.panels = {
            number: PanelSimulator(number, keeps_over_restart=True, chance=Random(number)) for number in PANELS
        }
        self.line = ALine(*self.panels.values(), baud=None)
        self.drivers: dict[int, Device] = {}
        self.hosts: dict[int, KeepingHost] = {}
        for number in PANELS:
            self.hosts[number] = host = KeepingHost(self.line.clock)
            self.drivers[number] = self.line.attach_to(host, "panel", number)
        self.line.switch_on()
        self.expected: dict[str, int] = {}
        self.windows: dict[str, tuple[float, float]] = {}
        self.seen: Counter[str] = Counter()
        self._order = itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []

    @property
    def now_s(self) -> float:
        return self.line.clock.now_s

    def then(self, after_s: float, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now_s + after_s, next(self._order), event))

    def live(self) -> None:
        for number in PANELS:
            self.then(self.chance.uniform(0, 5), lambda number=number: self.serve(number, 0))
        self.then(EVERY_S, self.go_wrong)
        while self._events:
            at_s, _, event = heapq.heappop(self._events)
            self.line.hall.run(at_s - self.now_s)
            event()

    def serve(self, number: int, service: int) -> None:
        """A service ends, may be rated for a while, and the next one comes."""
        token, window_s = f"{number}S{service}", self.chance.uniform(2, 6)
        self.windows[token] = (self.now_s, self.now_s + window_s)
        self.drivers[number].show(PanelFace(token, token, 4, self.now_s + window_s))
        if self.chance.random() < 0.8:
            at_s = self.chance.uniform(0, window_s + 1)
            self.then(at_s, lambda: self.press(number))
            if self.chance.random() < 0.3:
                self.then(at_s + self.chance.uniform(0.2, 1.5), lambda: self.press(number))
        if self.chance.random() < 0.5:
            self.then(window_s, lambda: self.drivers[number].show(PanelFace()))
        if service + 1 < SERVICES_EACH:
            self.then(window_s + self.chance.uniform(0.1, 2), lambda: self.serve(number, service + 1))

    def press(self, number: int) -> None:
        panel, button = self.panels[number], self.chance.randint(1, 4)
        picture = panel.picture(self.now_s)
        if picture.is_lit and picture.kept < MOST_KEPT:
            self.expected[picture.label] = button
        self.seen["lit" if picture.is_lit else "dark"] += 1
        panel.press(button, self.now_s, bounces=self.chance.choice((0, 0, 1, 3)))

    def go_wrong(self) -> None:
        trouble = self.chance.choice((self.lose_line, self.lose_power, self.start_anew, self.be_noisy, self.be_full))
        self.seen[trouble.__name__] += 1
        lasts_s = self.chance.uniform(2, 12)
        trouble(lasts_s)
        if len(self.windows) < SERVICES:
            self.then(EVERY_S, self.go_wrong)

    def lose_line(self, lasts_s: float) -> None:
        self.line.hall.unplug()
        self.then(lasts_s, self.line.hall.plug)

    def lose_power(self, lasts_s: float) -> None:
        panel = self.panels[self.chance.choice(PANELS)]
        panel.switch_off()
        self.then(lasts_s, lambda: panel.switch_on(self.now_s))

    def start_anew(self, _lasts_s: float) -> None:
        self.panels[self.chance.choice(PANELS)].restart(self.now_s)

    def be_noisy(self, lasts_s: float) -> None:
        self.line.bus.cause("line_noise@20")
        self.then(lasts_s, lambda: self.line.bus.fault("line_noise", False))

    def be_full(self, lasts_s: float) -> None:
        host = self.hosts[self.chance.choice(PANELS)]
        host.keeps = False
        self.then(lasts_s, lambda: setattr(host, "keeps", True))


def test_exactly_what_was_pressed_while_lit_is_rated(record_property: Record) -> None:
    day = Day(seed=11)
    day.live()
    assert day.line.hall.until(lambda: not any(panel.picture(day.now_s).kept for panel in day.panels.values()), 60)
    kept = {token: entries for host in day.hosts.values() for token, entries in host.kept.items()}
    assert {token: len(entries) for token, entries in kept.items() if len(entries) > 1} == {}
    assert {token: button for token, ((_, button),) in kept.items()} == day.expected
    for host in day.hosts.values():
        for token, at_s in host.pressed_s.items():
            opened_s, until_s = day.windows[token]
            assert opened_s - TOLERANCE_S <= at_s <= until_s + TOLERANCE_S
    record_property("services", len(day.windows))
    record_property("rated", len(day.expected))
    record_property("seen", dict(day.seen))
    assert len(day.windows) == SERVICES
    assert min(day.seen.values()) > 10
