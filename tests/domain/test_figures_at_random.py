"""Times add up to the millisecond on any day: against a second opinion, and with each other."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.calling import waiting_for
from hub.domain.figures import COUNTS, FATES, Figures, figures_of, report
from hub.domain.figures.sums import ALL, Key
from hub.domain.floor import Floor
from hub.domain.plan import CounterRules, Plan, Policy
from hub.domain.transitions import State
from tests.domain import figures_by_hand as by_hand
from tests.domain.hall import CLASSES, DAY, MINUTE_MS, MORNING_MS, PLAN, SERIES
from tests.domain.random_commands import ANY_COMMAND, HALL_COMMAND
from tests.domain.small_office import SmallOffice

STEPS_MS = [0, 1, 999, 5_000, MINUTE_MS, 7 * MINUTE_MS, 3_600_000, -1, -5_000, -3_600_000]
WORK: dict[State, list[type[c.Command]]] = {
    State.CALLED: [c.StartService, c.StartService, c.StartService, c.MarkMissed, c.Hold, c.Recall],
    State.SERVING: [c.FinishService, c.FinishAndCallNext, c.Hold, c.PrepareNext, c.MarkMissed],
}
RICH_PLAN = replace(
    PLAN,
    most_fields_per_ticket=3,
    counter_rules=CounterRules(prepare_next="yes", start_on_call="yes"),
    policy=Policy(held_return="same_clerk"),
)
"""With all that makes visits longer than from one call to one end."""

ACTORS = ("staff-1", "staff-2", "desk:1")

COME = st.builds(
    c.IssueTicket,
    field=st.sampled_from(list(SERIES)),
    ticket_class=st.sampled_from(["ordinary", *CLASSES]),
    granted_by=st.just("staff"),
    further_fields=st.sampled_from([(), (), ("copies",), ("land", "copies")]),
)
CLOCK = st.sampled_from(STEPS_MS)
AT_WORK = st.tuples(st.integers(1, 3), st.integers(0, 47))
USUAL = st.one_of(COME, *[AT_WORK] * 5)
UNUSUAL = st.one_of(HALL_COMMAND, ANY_COMMAND, st.sampled_from([c.CloseDay(), c.ReopenDay()]))
STEP = st.integers(0, 11).flatmap(lambda way: [UNUSUAL, CLOCK, *[USUAL] * 10][way])
DAYS = st.lists(STEP, min_size=40, max_size=120)


def work(floor: Floor, number: int, way: int) -> c.Command:
    """Something sensible that the clerk of a counter could do now."""
    counter = floor.counters.get(number)
    if counter is None or counter.state != "open":
        return c.OpenCounter(counter=number)
    if counter.ticket is not None:
        if way % 9 == 8:
            return c.Transfer(counter=number, to_field=list(SERIES)[way % 3])
        choices = WORK[floor.tickets[counter.ticket].state]
        return choices[way % len(choices)](counter=number)
    if counter.undo is not None and way % 5 == 1:
        undo = c.UndoFinish if counter.undo.kind == "finish" else c.UndoMissed
        return undo(counter=number, ticket=counter.undo.ticket)
    aside = list(floor.aside.values())
    if way % 4 == 3 and aside:
        ticket = aside[way % len(aside)]
        is_held = ticket.state is State.HELD
        return c.Resume(counter=number, ticket=ticket.id) if is_held else c.CallBack(ticket=ticket.id)
    return c.CallNext(counter=number)


def a_day(plan: Plan, steps: list[object]) -> SmallOffice:
    """A day of such steps, a second between two of them unless the clock itself is moved."""
    office, now_ms = SmallOffice(watch=lambda _event: None), MORNING_MS
    office.submit(c.OpenDay(day=DAY, plan=plan), now_ms)
    for number in (1, 2, 3):
        office.submit(c.OpenCounter(counter=number), now_ms, "staff-1")
        office.submit(c.IssueTicket(field=list(SERIES)[number - 1], granted_by="staff"), now_ms)
    for place, step in enumerate(steps):
        now_ms += 1000
        if isinstance(step, int):
            now_ms += step
        elif isinstance(step, tuple):
            office.submit(work(office.floor, *step), now_ms, ACTORS[place % 3])
        else:
            office.submit(step, now_ms, ACTORS[place % 3])
    return office


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([PLAN, RICH_PLAN]), DAYS)
def test_a_days_times_add_up(plan: Plan, steps: list[object]) -> None:
    entries = a_day(plan, steps).since_opening()
    figures = figures_of(entries)
    pieces = list(by_hand.pieces(entries))
    visits_add_up(figures)
    sums_are_those_by_hand(figures, pieces)
    counters_add_up(figures, entries)
    everybody_has_one_fate(figures)
    what_goes_on_is_added_only_for_who_looks(figures, entries)


def visits_add_up(figures: Figures) -> None:
    """No span is negative, and together they are the time from the first number to the end."""
    for visit in figures.visits.values():
        ends_ms = visit.since_ms if visit.ended_ms is None else visit.ended_ms
        assert all(span.ms >= 0 for span in visit.spans)
        assert sum(span.ms for span in visit.spans) == ends_ms - visit.arrived_ms
        by_service = Counter(visit.times())
        for number in {span.where.service for span in visit.spans}:
            by_service.subtract(visit.times(number))
        assert not any(by_service.values())


def sums_are_those_by_hand(figures: Figures, pieces: list[by_hand.Piece]) -> None:
    told = report(figures, "live", 0), report(figures, "test", 0)
    found = {(group.by, group.name): Counter() for one in told for group in one.groups}
    for one in told:
        for group in one.groups:
            found[group.by, group.name].update(group.times_ms)
    assert _named(+found["total", ""]) == by_hand.by(pieces, "kind")
    for field in SERIES:
        of_field = [piece for piece in pieces if piece.field == field]
        assert _named(+found.get(("field", field), Counter())) == by_hand.by(of_field, "kind")
    for number in (1, 2, 3):
        at_counter = [piece for piece in pieces if piece.counter == number and piece.kind != "untimed"]
        of_counter = +found.get(("counter", str(number)), Counter())
        of_counter.pop("untimed", None)
        assert _named(of_counter) == by_hand.by(at_counter, "kind")


def _named(times: Counter[str]) -> Counter[tuple[object, ...]]:
    return Counter({(kind,): ms for kind, ms in times.items()})


def counters_add_up(figures: Figures, entries: list[e.Entry]) -> None:
    """At each instant of the open day a counter did one thing; while it served, somebody was served there."""
    open_ms, idle_ms = _looked_at_row_by_row(entries)
    of_modes = [report(figures, mode, 0) for mode in ("live", "test")]
    for number in (1, 2, 3):
        posts, times = Counter[str](), Counter[str]()
        for group in (group for one in of_modes for group in one.groups if (group.by, group.name) == _key(number)):
            posts.update(group.posts_ms)
            times.update(group.times_ms)
            assert sum(group.pauses_ms.values()) == group.posts_ms["paused"]
        assert posts.total() == open_ms
        assert (posts["serving"], posts["walking"]) == (times["service"], times["walking"])
        assert posts["idle_with_people"] == idle_ms[number]


def _key(number: int) -> tuple[str, str]:
    return ("counter", str(number))


def _looked_at_row_by_row(entries: list[e.Entry]) -> tuple[int, Counter[int]]:
    """How long the day was open, and how long each counter was free while somebody waited for it.

    What was taken back was never so: the counter was not free meanwhile.
    """
    floor, open_ms, idle_ms = Floor(), 0, Counter[int]()
    since_slip = Counter[int]()
    instants = by_hand.steady(entries)
    for entry, now_ms, next_ms in zip(entries, instants, [*instants[1:], instants[-1]], strict=True):
        apply_event(floor, entry)
        if isinstance(entry.event, e.ServiceFinished | e.TicketMissed):
            since_slip[entry.event.counter] = 0
        if isinstance(entry.event, e.FinishUndone | e.MissUndone):
            idle_ms[entry.event.counter] -= since_slip[entry.event.counter]
        if floor.day is None:
            continue
        open_ms += next_ms - now_ms
        for number, counter in floor.counters.items():
            is_free = counter.state == "open" and counter.ticket is None
            if is_free and list(waiting_for(floor, counter)):
                idle_ms[number] += next_ms - now_ms
                since_slip[number] += next_ms - now_ms
    return open_ms, idle_ms


def everybody_has_one_fate(figures: Figures) -> None:
    """Who was drawn or carried over is counted once, by field and by class too; nothing is below zero."""
    for mode in ("live", "test"):
        groups = {(group.by, group.name): group for group in report(figures, mode, 0).groups}
        total = groups["total", ""]
        visits = [visit for visit in figures.visits.values() if visit.mode == mode]
        assert sum(total.fates.values()) == total.counts["drawn"] + total.counts["carried"] == len(visits)
        for kind in ("field", "class"):
            those = [group for group in groups.values() if group.by == kind]
            for name in FATES:
                assert sum(group.fates[name] for group in those) == total.fates[name]
            for name in COUNTS:
                assert sum(group.counts[name] for group in those) == total.counts[name]
        assert min(total.counts.values()) >= 0
        assert total.visits.count <= total.services.count == total.counts["services"] <= total.counts["calls"]


def what_goes_on_is_added_only_for_who_looks(figures: Figures, entries: list[e.Entry]) -> None:
    """Looking later changes nothing of what was taken, and a fold from the start is the same."""
    last_ms, again = entries[-1].at_ms, figures_of(entries)
    before = report(figures, "live", last_ms)
    later = report(figures, "live", last_ms + MINUTE_MS)
    assert report(figures, "live", last_ms) == before == report(again, "live", last_ms)
    grown = sum(later.groups[0].times_ms.values()) - sum(before.groups[0].times_ms.values())
    is_open = figures.floor.day is not None
    assert grown == (before.groups[0].fates["going_on"] * MINUTE_MS if is_open else 0)
    assert figures.group("live", ALL).times == again.group("live", Key("total")).times
