"""What a closing counts, worked out from the rows of its day alone: by who makes it, and again by who checks it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.transitions import IllegalMove
from hub.store.audit_numbers import series_of
from hub.store.chain import StoreFault
from hub.store.closing import LeftOut, SeriesCount, Turn
from hub.store.journal import at_text

CARRIED_OVER = "carried over"
"""Stands in the place of a series for those who waited since a former day: their numbers were drawn then."""


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What a closing says of its day, apart from the rows' hashes."""

    plan_versions: tuple[int, ...]
    turns: tuple[Turn, ...]
    events: dict[str, int]
    series: tuple[SeriesCount, ...]
    left_out: tuple[LeftOut, ...]


def count_day(entries: Sequence[e.Entry]) -> DayCounts:
    """Count a day by its rows, from its ``DayOpened`` to a ``DayClosed``. Raises StoreFault: against the rules."""
    floor, versions = Floor(), []
    for entry in entries:
        try:
            apply_event(floor, entry)
        except (IllegalMove, Refused, LookupError, AttributeError) as fault:
            raise StoreFault(f"Row {entry.seq} of the journal is against the rules ({fault}).") from fault
        if floor.plan_version not in versions:
            versions.append(floor.plan_version)
    assert floor.plan is not None, "a day's first row brings its plan"
    events = [entry.event for entry in entries]
    drawn = series_of(floor.plan, [event for event in events if not isinstance(event, e.OfflineTicketLapsed)])
    left_out = (LeftOut(name, first, last, why) for name, one in drawn.items() for first, last, why in one.spared())
    return DayCounts(
        plan_versions=tuple(versions),
        turns=tuple(_turns(entries)),
        events=dict(Counter(type(event).__name__ for event in events)),
        series=tuple(_by_series(floor, events)),
        left_out=tuple(left_out),
    )


def _turns(entries: Iterable[e.Entry]) -> Iterable[Turn]:
    for entry in entries:
        match entry.event:
            case e.DayOpened():
                yield Turn("DayOpened", entry.seq, at_text(entry.at_ms))
            case e.DayClosed():
                yield Turn("DayClosed", entry.seq, at_text(entry.at_ms))
            case e.DayReopened():
                yield Turn("DayReopened", entry.seq, at_text(entry.at_ms))


def _by_series(floor: Floor, events: Iterable[e.Event]) -> Iterable[SeriesCount]:
    """Every ticket of the day, by series and mode, with the state in which the day left it."""
    named = {one.ticket: one.series for one in events if isinstance(one, e.TicketIssued | e.TicketJoined)}
    found: dict[tuple[str, str], list[Ticket]] = defaultdict(list)
    for ticket in floor.tickets.values():
        found[(named.get(ticket.id, CARRIED_OVER), ticket.mode)].append(ticket)
    for (series, mode), tickets in sorted(found.items()):
        fates = dict(Counter(str(ticket.state) for ticket in tickets))
        yield SeriesCount(series, mode, len(tickets), tickets[0].label, tickets[-1].label, fates)
