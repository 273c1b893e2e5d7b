"""One decision of who is next: 300 waiting on 20 counters under every rule at once, against sorting those 300 once."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from msgspec.structs import replace as changed

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.apply import apply_event, fold
from hub.domain.calling import people_ahead
from hub.domain.decide import decide
from hub.domain.floor import Floor
from tests.bench.figures import Aim, Figure, Table, parts_apart, share_below
from tests.domain.hall import DAY, MINUTE_MS, MORNING_MS, PLAN, day_opened, words

WAITING, COUNTERS, FIELDS = 300, 20, 10
MOST_MS = 2.0
ROUNDS = 10
NOW_MS = MORNING_MS + 90 * MINUTE_MS
CLASSES = ("ordinary", "ordinary", "ordinary", "elderly", "merit")


def large_plan(classes: p.ClassOrder) -> p.Plan:
    """Ten fields, every counter with all of them, so that each could call everybody; every rule has to be looked at."""
    names = [f"field_{number}" for number in range(FIELDS)]
    fields = tuple(changed(PLAN.fields[0], id=name, series=f"A{chr(65 + n)}") for n, name in enumerate(names))
    return changed(
        PLAN,
        fields=fields,
        counters=tuple(p.CounterPlan(number, words("Counter"), tuple(names)) for number in range(1, COUNTERS + 1)),
        policy=p.Policy(
            classes=classes,
            ratio=(p.RatioShare("merit", 2), p.RatioShare("elderly", 1), p.RatioShare("ordinary", 1)),
            ageing=(p.Ageing(30, "elderly"), p.Ageing(60, "merit")),
            call_first_after_min=120,
            held_return="same_clerk",
            missed=p.MissedRules(come_back="after_others"),
        ),
        profiles=(p.Profile("even", words("Even"), tuple(p.FieldWeight(name, 5) for name in names)),),
        clerks=(p.ClerkProfile("staff-1", "even"),),
    )


def hall(classes: p.ClassOrder) -> Floor:
    """All counters open, everybody waiting."""
    plan, chance = large_plan(classes), random.Random(300)
    opened = [e.CounterOpened(counter=counter.number) for counter in plan.counters]
    drawn = [drawn_by(chance, plan, number) for number in range(1, WAITING + 1)]
    events = [day_opened(plan=plan), *opened, *drawn]
    return fold(e.Entry(n, MORNING_MS, DAY, "staff-1", event) for n, event in enumerate(events, start=1))


def drawn_by(chance: random.Random, plan: p.Plan, number: int) -> e.TicketIssued:
    """A number of any field and class."""
    field = chance.choice(plan.fields)
    return e.TicketIssued(
        ticket=f"{DAY}-{field.series}{number:03}",
        service=1,
        label=f"{field.series}{number:03}",
        series=field.series,
        number=number,
        field=field.id,
        arrived_ms=MORNING_MS + number * MINUTE_MS // 4,
        people_ahead=0,
        ticket_class=chance.choice(CLASSES),
    )


def taken(work: Callable[[], object]) -> float:
    """Seconds of the processor that it takes."""
    begin = time.thread_time()
    work()
    return time.thread_time() - begin


def run() -> Iterator[Table]:
    """One table for both ways of ordering the classes."""
    yield Table(f"Who is next: {WAITING} waiting on {COUNTERS} counters", tuple(_figures()))


def _figures() -> Iterator[Figure]:
    for classes in ("at_most", "ratio"):
        yield from _of(classes, hall(classes))


def _of(classes: p.ClassOrder, floor: Floor) -> Iterator[Figure]:
    """The limit is what every such decision needs at least once, when it is not thought about: all in order."""
    waiting = [ticket for queue in floor.waiting.values() for ticket in queue.values()]
    sorting = [taken(lambda: sorted(waiting, key=lambda t: t.place)) for _ in range(100)]
    numbers = [number for _ in range(ROUNDS) for number in floor.counters]
    decisions = [taken(lambda n=number: decide(floor, c.CallNext(counter=n), NOW_MS)) for number in numbers]
    ahead = [taken(lambda f=field: people_ahead(floor, f, "ordinary", NOW_MS)) for field in floor.waiting]
    limit_s = statistics.median(sorting)
    yield replace(_figure(f"one decision ({classes})", decisions, 99, limit_s), aim=Aim(most=MOST_MS, of="ours"))
    yield _figure(f"people ahead ({classes})", ahead, 50, limit_s)
    yield _figure(f"a call told to the hall ({classes})", _applied(floor), 50, limit_s)


def _figure(name: str, seconds: list[float], percent: int, limit_s: float) -> Figure:
    ours_ms, apart = share_below(seconds, percent) * 1000, parts_apart(seconds, percent)
    return Figure(f"{name}, p{percent}", ours_ms, "ms", limit_s * 1000, "sorting all", spread=apart)


def _applied(floor: Floor) -> list[float]:
    """What a call costs when it is applied, one at each counter."""
    costs = []
    for number in floor.counters:
        for event in decide(floor, c.CallNext(counter=number), NOW_MS):
            entry = e.Entry(floor.seq + 1, NOW_MS, DAY, "staff-1", event)
            costs.append(taken(lambda entry=entry: apply_event(floor, entry)))
    return costs
