"""Opening and closing the business day, and test mode."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import is_stranded_without
from hub.domain.decisions.closing import cut_off
from hub.domain.decisions.preparing import waiting_as_before
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.hours import is_overdue
from hub.domain.numbering import business_day, is_a_day
from hub.domain.plan import Plan
from hub.domain.snapshots import CounterFields, DeviceStatus, LastNumber
from hub.domain.transitions import State

BELIEVED_AHEAD = {"nobody": timedelta(days=15), "person": timedelta(days=366), "clock": timedelta.max}
"""How far ahead of the last day a clock may lie, by who vouches for it. A person may misread a year, and a day that was
opened too far ahead would keep every real one from opening."""

EARLIEST_DAY = "2026-01-01"
"""Older than this program: a clock that shows an earlier day has lost its time. A first day that was opened by it would
lie so far back that no person's word could open a real one."""

QUIET_MS = 3_600_000
"""After this long without an arrival, who still waits has long gone: the evening's leftovers expire with their day."""


def open_day(floor: Floor, command: c.OpenDay, now_ms: int) -> list[e.Event]:
    """Open the day that the clock shows, after closing the former one.

    That one is not cut off in the middle: after midnight it goes on until a quiet moment or until it is overdue.
    A journal's first day may bring its plan; every other opens with the one that was adopted.
    Raises Refused: day_not_today, clock_wrong, day_already_open, day_not_later, clock_doubtful, day_still_busy,
    plan_not_adopted.
    """
    if not is_a_day(command.day) or command.day != business_day(now_ms, command.plan.zone):
        raise Refused("day_not_today", day=command.day)
    if command.day < EARLIEST_DAY:
        raise Refused("clock_wrong", day=command.day)
    if command.day == floor.day:
        raise Refused("day_already_open", day=command.day)
    if floor.last_day is not None and command.day <= floor.last_day:
        raise Refused("day_not_later", day=command.day, last_day=floor.last_day)
    if _is_doubtful(floor, command):
        raise Refused("clock_doubtful", day=command.day, last_day=floor.last_day or "")
    if floor.day is not None and not is_overdue(floor, now_ms) and not is_quiet(floor, now_ms):
        raise Refused("day_still_busy", day=floor.day)
    if floor.adopted not in (None, command.plan.document):
        raise Refused("plan_not_adopted", day=command.day)
    closing = _closing(floor, floor.day) if floor.day is not None else []
    return [*closing, _snapshot(floor, command)]


def is_quiet(floor: Floor, now_ms: int) -> bool:
    """Nobody at a counter, and nobody who may still be waiting: the end of a day expires all of its open tickets."""
    if any(counter.ticket is not None for counter in floor.counters.values()):
        return False
    is_anybody_open = any(ticket.is_open for ticket in floor.tickets.values())
    return not is_anybody_open or now_ms - floor.last_arrived_ms > QUIET_MS


def trusted_until(floor: Floor) -> str:
    """The last day that opens without anybody's word for it; empty before the first day."""
    if floor.last_day is None:
        return ""
    return (date.fromisoformat(floor.last_day) + BELIEVED_AHEAD["nobody"]).isoformat()


def _is_doubtful(floor: Floor, command: c.OpenDay) -> bool:
    """Compared with the last day, not with the last row: what a device reports may carry the same wrong time."""
    if floor.last_day is None:
        return False
    ahead = date.fromisoformat(command.day) - date.fromisoformat(floor.last_day)
    return ahead > BELIEVED_AHEAD[command.confirmed_by]


def _snapshot(floor: Floor, command: c.OpenDay) -> e.DayOpened:
    return e.DayOpened(
        day=command.day,
        plan_version=floor.adopted_version or 1,
        plan=command.plan,
        counters=_counters(command.plan),
        confirmed_by=command.confirmed_by,
        devices=tuple(
            DeviceStatus(d.name, d.link, d.paper, d.cover, d.since_ms, d.trouble)
            for d in sorted(floor.devices.values(), key=lambda device: device.name)
            if d.paper != "none"
        ),
        left_waiting=cut_off(floor),
        last_numbers=tuple(LastNumber(series, number) for series, number in sorted(floor.skipped_next.items())),
    )


def _counters(plan: Plan) -> tuple[CounterFields, ...]:
    return tuple(CounterFields(counter.number, counter.fields) for counter in plan.counters)


def close_day(floor: Floor, command: c.CloseDay, now_ms: int) -> list[e.Event]:
    """End the day. Raises Refused: no_day_open."""
    if floor.day is None:
        raise Refused("no_day_open")
    return _closing(floor, floor.day)


def _closing(floor: Floor, day: str) -> list[e.Event]:
    tickets = _endings(floor.tickets.values())
    counters = [
        e.CounterClosed(counter=counter.number) for counter in floor.counters.values() if counter.state != "closed"
    ]
    return [*tickets, *counters, e.DayClosed(day=day)]


def _endings(tickets: Iterable[Ticket]) -> list[e.Event]:
    """One event for each ticket that is still open."""
    return [_ending(ticket) for ticket in tickets if ticket.is_open]


def _ending(ticket: Ticket) -> e.Event:
    service = ticket.service
    if ticket.state is State.SERVING:
        return e.ServiceEndedByDay(ticket=ticket.id, service=service.number, counter=service.counter or 0)
    return e.TicketExpired(ticket=ticket.id, service=service.number)


def reopen_day(floor: Floor, command: c.ReopenDay, now_ms: int) -> list[e.Event]:
    """Let the day that was closed go on until it is over. Counters are closed, test mode is over.

    Also when the clock lies before it: a clock that ran ahead opened it, and no day up to it can be opened any more.

    Whose ticket ended with the day waits again at the same place; but the missed, and those whose field no counter
    serves, take a new number.
    Raises Refused: day_already_open, no_day_open, day_not_today.
    """
    if floor.day is not None:
        raise Refused("day_already_open", day=floor.day)
    if floor.plan is None or floor.last_day is None:
        raise Refused("no_day_open")
    if business_day(now_ms, floor.plan.zone) > floor.last_day:
        raise Refused("day_not_today", day=floor.last_day)
    mode: list[e.Event] = [e.ModeSet(mode="live")] if floor.mode == "test" else []
    again = [e.TicketReinstated(ticket=t.id, service=t.service.number) for t in _cut_off(floor)]
    return [e.DayReopened(day=floor.last_day), *mode, *again]


def _cut_off(floor: Floor) -> Iterator[Ticket]:
    """The tickets that a day's end took out of the hall, in which somebody may still be."""
    counters = floor.counters.values()
    for ticket in floor.tickets.values():
        is_cut_off = ticket.state in (State.EXPIRED, State.ENDED_BY_DAY) and ticket.ended_from not in (
            None,
            State.MISSED,
        )
        is_stranded = is_stranded_without(floor, counters, ticket.service.field, ticket.ticket_class)
        if is_cut_off and ticket.mode == "live" and not is_stranded:
            yield ticket


def set_mode(floor: Floor, command: c.SetMode, now_ms: int) -> list[e.Event]:
    """Start or end test mode. Whoever was chosen to come next, and is no test, waits as before.

    Raises Refused: no_day_open, nothing_changed.
    """
    if floor.day is None:
        raise Refused("no_day_open")
    if command.mode == floor.mode:
        raise Refused("nothing_changed")
    test_tickets = [ticket for ticket in floor.tickets.values() if ticket.mode == "test"]
    dropped = [
        event for ticket in floor.tickets.values() if ticket.mode == "live" for event in waiting_as_before(ticket)
    ]
    return [*_endings(test_tickets), *dropped, e.ModeSet(mode=command.mode)]
