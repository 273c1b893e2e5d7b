"""Opening and closing the business day, and test mode."""

from collections.abc import Iterable
from datetime import date, timedelta

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.numbering import business_day, is_a_day
from hub.domain.plan import Plan
from hub.domain.transitions import State

BELIEVED_AHEAD = {"nobody": timedelta(days=15), "person": timedelta(days=366), "clock": timedelta.max}
"""How far ahead of the last day a clock may lie, by who vouches for it. A person may misread a year, and a day that was
opened too far ahead would keep every real one from opening."""


def open_day(floor: Floor, command: c.OpenDay, now_ms: int) -> list[e.Event]:
    """Open the day that the clock shows, after closing the former one.

    Raises Refused: day_not_today, day_already_open, day_not_later, clock_doubtful.
    """
    if not is_a_day(command.day) or command.day != business_day(now_ms, command.plan.zone):
        raise Refused("day_not_today", day=command.day)
    if command.day == floor.day:
        raise Refused("day_already_open", day=command.day)
    if floor.last_day is not None and command.day <= floor.last_day:
        raise Refused("day_not_later", day=command.day, last_day=floor.last_day)
    if _is_doubtful(floor, command):
        raise Refused("clock_doubtful", day=command.day, last_day=floor.last_day or "")
    closing = _closing(floor, floor.day) if floor.day is not None else []
    return [*closing, _snapshot(floor, command)]


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
    is_same_plan = floor.plan == command.plan
    return e.DayOpened(
        day=command.day,
        plan_version=floor.plan_version if is_same_plan else floor.plan_version + 1,
        plan=command.plan,
        counters=_counters(command.plan),
        confirmed_by=command.confirmed_by,
        devices=tuple(
            e.DeviceStatus(d.name, d.link, d.paper, d.cover, d.since_ms)
            for d in sorted(floor.devices.values(), key=lambda device: device.name)
        ),
    )


def _counters(plan: Plan) -> tuple[e.CounterFields, ...]:
    return tuple(e.CounterFields(counter.number, counter.fields) for counter in plan.counters)


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


def set_mode(floor: Floor, command: c.SetMode, now_ms: int) -> list[e.Event]:
    """Start or end test mode. Raises Refused: no_day_open, nothing_changed."""
    if floor.day is None:
        raise Refused("no_day_open")
    if command.mode == floor.mode:
        raise Refused("nothing_changed")
    test_tickets = [ticket for ticket in floor.tickets.values() if ticket.mode == "test"]
    return [*_endings(test_tickets), e.ModeSet(mode=command.mode)]
