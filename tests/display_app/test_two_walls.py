"""Two walls and three counters for five hundred calls, the walls cut off now and then: none is missed or doubled.

The rules, the walls' view and what the walls make of it are the real ones; what passes is the page's own time, so an
hour of a hall takes seconds. How a real socket is cut and heals is looked at in ``tests/e2e/test_wall.py``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import to_builtins
from playwright.sync_api import Browser, Page

from hub.domain import commands as c
from hub.domain.floor import Announcement
from hub.domain.numbering import business_day
from hub.domain.transitions import State
from hub.domain.views import wall_view
from tests.display_app.hall_of_walls import BE_DEAF, DEAF_ONCE_TOLD, NOW, announced_by, hear
from tests.domain.hall import PLAN
from tests.domain.small_office import SmallOffice
from tests.hub_process import HubProcess
from tests.screens import screens_of

Record = Callable[[str, object], None]

CALLS = 500
COUNTERS = (1, 2, 3)
WALLS = (1, 2)
STEP_MS = 5_500
YOUNG_MS = 60_000
IN_TIME_MS = 30_000
"""Within how long a call is announced that nothing overtakes: three counters fill the panel twice at most."""

LAST_STEPS = max(1, IN_TIME_MS // STEP_MS) + 15
"""Enough for a wall that was cut off for the longest when the last call came."""

AWAY_STEPS = (1, 2, 14)
"""For how many steps a wall is cut off; the longest is more than a minute, after which it stays quiet."""


class Hall:
    """Three counters that call, recall, hold and send on at random."""

    def __init__(self, chance: Random, now_ms: int) -> None:
        self.chance = chance
        self.calls: list[Announcement] = []
        self.office = SmallOffice(watch=lambda _entry: self._note())
        self.office.submit(c.AdoptPlan(plan=PLAN, when="next_day", why="walls"), now_ms)
        self.office.submit(c.OpenDay(day=business_day(now_ms, PLAN.zone), plan=PLAN, confirmed_by="person"), now_ms)
        for number in COUNTERS:
            self.office.submit(c.OpenCounter(counter=number), now_ms)

    def _note(self) -> None:
        known = len(self.calls) and self.calls[-1].id
        self.calls += [call for call in self.office.floor.announcements if call.id > known]

    def go_on(self, number: int, now_ms: int) -> None:
        """A clerk does something, so that another number is called, or the same once more, within a step or two."""
        for command in self._commands(number):
            self.office.submit(command, now_ms)

    def _commands(self, number: int) -> Iterator[c.HallCommand]:
        floor = self.office.floor
        if floor.counters[number].ticket is not None:
            state = floor.tickets[floor.counters[number].ticket or ""].state
            yield self.chance.choice([*self._ends(number), *([c.Recall(counter=number)] * (state is State.CALLED))])
        if floor.counters[number].ticket is None:
            held = [ticket.id for ticket in floor.aside.values() if ticket.state is State.HELD]
            if held and self.chance.random() < 0.2:
                yield c.Resume(counter=number, ticket=held[0])
                return
            yield c.IssueTicket(field=self.chance.choice(PLAN.counters[number - 1].fields), granted_by="staff")
            yield c.CallNext(counter=number)

    def _ends(self, number: int) -> list[c.HallCommand]:
        return [
            c.MarkMissed(counter=number),
            c.Hold(counter=number),
            c.Transfer(counter=number, to_counter=number % 3 + 1),
            c.ReturnToQueue(counter=number, reason="papers_missing"),
        ]


@dataclass
class Wall:
    """A wall's page and what it has seen: calls by id, with their age (ms) at the first sight."""

    page: Page
    number: int
    away: int = 0
    seen: dict[int, int] = field(default_factory=dict)

    def sees(self, view: dict[str, Any], now_ms: int) -> bool:
        """Whether there is a way to it for the newest view."""
        if self.away:
            self.away -= 1
            return False
        for call in view["announcements"]:
            self.seen.setdefault(call["id"], now_ms - call["at_ms"])
        return True


@pytest.fixture
def walls(chromium: Browser, tmp_path: Path) -> Iterator[list[Wall]]:
    with HubProcess(tmp_path) as hub, screens_of(chromium, hub) as screens:
        screens.context.add_init_script(DEAF_ONCE_TOLD)
        screens.context.clock.install()
        page = screens.open("wall", size=(1280, 720), is_loose=True)
        hear(page, {number: {"announcements": [], "counters": []} for number in WALLS})
        hub.kill()  # it would tell the page the real time
        page.evaluate(BE_DEAF)
        yield [Wall(page, number) for number in WALLS]


def overtaken(calls: list[Announcement], call: Announcement) -> bool:
    """Whether, before its turn came at the latest, the counter called on or the number was called elsewhere."""
    later = [other for other in calls if call.id < other.id and other.at_ms <= call.at_ms + YOUNG_MS]
    return any((other.label == call.label) != (other.counter == call.counter) for other in later)


def faults_of(wall: Wall, calls: list[Announcement]) -> list[str]:
    """Everything that this wall should have announced otherwise."""
    times = announced_by(wall.page, wall.number)
    doubled = [f"{call} was announced twice" for call in times if len(times[call]) > 1]
    old = [f"{call} was old when it was seen" for call in times if wall.seen[call] >= YOUNG_MS]
    young = [call for call in calls if call.id in wall.seen and wall.seen[call.id] < YOUNG_MS]
    missed = [f"{call} was missed" for call in young if call.id not in times and not overtaken(calls, call)]
    late = [
        f"{call} came late"
        for call in young
        if wall.seen[call.id] < STEP_MS and times.get(call.id, [call.at_ms])[0] - call.at_ms > IN_TIME_MS
    ]
    return [*doubled, *old, *missed, *late]


def step(walls: list[Wall], hall: Hall, now_ms: int) -> None:
    """Every wall that can hears how the hall is now; then a while passes."""
    view: dict[str, Any] = to_builtins(wall_view(hall.office.floor))
    hear(walls[0].page, {wall.number: view for wall in walls if wall.sees(view, now_ms)})
    walls[0].page.clock.run_for(STEP_MS)


def live(walls: list[Wall], chance: Random) -> Hall:
    """The hall until it has made its calls, and the while that its walls need for the last of them."""
    page = walls[0].page
    hall = Hall(chance, page.evaluate(NOW))
    turns: list[int] = []
    while len(hall.calls) < CALLS:
        now_ms = page.evaluate(NOW)
        turns = turns or chance.sample(COUNTERS, len(COUNTERS))
        hall.go_on(turns.pop(), now_ms)
        for wall in walls:
            wall.away = wall.away or (chance.random() < 0.06 and chance.choice(AWAY_STEPS))
        step(walls, hall, now_ms)
    for _ in range(LAST_STEPS):
        step(walls, hall, page.evaluate(NOW))
    return hall


def test_none_of_five_hundred_calls_is_missed_or_doubled(walls: list[Wall], record_property: Record) -> None:
    hall = live(walls, Random(7))
    for wall in walls:
        announced = len(announced_by(wall.page, wall.number))
        unheard = sum(call.id not in wall.seen or wall.seen[call.id] >= YOUNG_MS for call in hall.calls)
        record_property(f"wall {wall.number}", f"{len(hall.calls)} calls, {announced} announced, {unheard} while away")
        assert faults_of(wall, hall.calls) == []
        assert announced + unheard > CALLS * 0.8
        assert unheard > 0, "nobody was away for long"
