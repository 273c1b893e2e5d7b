"""What the hub is told after it was away: numbers that kiosks drew by themselves, people whom clerks served."""

from typing import Literal

from msgspec.structs import asdict

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import is_served
from hub.domain.decisions.preparing import waiting_as_before
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.numbering import label_meant, ticket_id
from hub.domain.offline import offline_label, offline_series
from hub.domain.plan import ORDINARY, Plan
from hub.domain.transitions import State
from hub.domain.visits import way


def join(floor: Floor, command: c.JoinTicket, now_ms: int) -> list[e.Event]:
    """Let a number of a kiosk's own join: it is on paper in somebody's hand, so neither hours nor stops count.

    It cannot wait when its day is closed or its test is over; a day that is reopened lets it wait again. One of a day
    before the last is written down and no more. One of a day that the hub has yet to open comes too early. Its chain
    leaves out what nobody serves today.
    Raises Refused: no_day_open, unknown_field, unknown_series, number_exists.
    """
    plan = floor.plan
    if plan is None or floor.last_day is None or command.day > floor.last_day:
        raise Refused("no_day_open")
    if command.day < floor.last_day:
        return [_lapsed(command)]
    joined = _joined(floor, plan, command, now_ms)
    is_of_a_test_over = joined.mode == "test" and floor.mode != "test"
    if floor.day is None or is_of_a_test_over:
        return [joined, e.TicketExpired(ticket=joined.ticket, service=joined.service)]
    return [joined]


def _lapsed(command: c.JoinTicket) -> e.OfflineTicketLapsed:
    return e.OfflineTicketLapsed(
        day=command.day,
        label=offline_label(command.series, command.tag, command.number),
        series=offline_series(command.series, command.tag),
        number=command.number,
        field=command.field,
        drawn_ms=command.drawn_ms,
        left_out=command.left_out,
    )


def _joined(floor: Floor, plan: Plan, command: c.JoinTicket, now_ms: int) -> e.TicketJoined:
    label = offline_label(command.series, command.tag, command.number)
    mode = _mode(plan, command)
    if ticket_id(command.day, label) in floor.tickets:
        raise Refused("number_exists", label=label)
    ticket_class = _class(plan, command.ticket_class)
    return e.TicketJoined(
        ticket=ticket_id(command.day, label),
        service=1,
        label=label,
        series=offline_series(command.series, command.tag),
        number=command.number,
        field=command.field,
        drawn_ms=command.drawn_ms,
        arrived_ms=max(min(command.drawn_ms, now_ms), floor.opened_ms),
        ticket_class=ticket_class,
        language=command.language,
        mode=mode,
        left_out=command.left_out,
        further=tuple(name for name in way(plan, command.field) if is_served(floor, name, ticket_class)),
    )


def _mode(plan: Plan, command: c.JoinTicket) -> Literal["live", "test"]:
    field = plan.field(command.field)
    if field is None:
        raise Refused("unknown_field", field=command.field)
    if command.series not in (field.series, plan.test_series):
        raise Refused("unknown_series", series=command.series, field=field.id)
    return "live" if command.series == field.series else "test"


def _class(plan: Plan, asked: str) -> str:
    """The number counts whatever it says; a preference counts only if kiosks may give it."""
    granted = {entry.id for entry in plan.classes if "kiosk" in entry.granted_by}
    return asked if asked in granted else ORDINARY


def served(floor: Floor, command: c.RecordServedOffline, now_ms: int) -> list[e.Event]:
    """Note who was served while the hub was away: all of these numbers or none. The counter need not be open now.

    A visit with further errands goes on: whoever was served there as well is noted at that counter, too.
    Raises Refused: no_day_open, unknown_counter, unknown_number, ticket_not_recordable, ticket_at_other_counter,
    number_in_other_mode.
    """
    counter = floor.counter(command.counter)
    labels = dict.fromkeys(label_meant(floor, label) for label in command.labels)
    until_ms = _until(command.served_ms, now_ms)
    return [event for label in labels for event in _served(floor, counter.number, label, until_ms)]


def _until(served_ms: int | None, now_ms: int) -> int | None:
    return None if served_ms is None else min(served_ms, now_ms)


def _served(floor: Floor, counter: int, label: str, served_ms: int | None) -> list[e.Event]:
    ticket = floor.tickets.get(ticket_id(floor.day or "", label))
    if ticket is None:
        raise Refused("unknown_number", label=label)
    service = ticket.service
    if ticket.mode != floor.mode:
        raise Refused("number_in_other_mode", label=label)
    if ticket.state not in (State.WAITING, State.PREPARED, State.CALLED, State.MISSED):
        raise Refused("ticket_not_recordable", label=label)
    if ticket.state is State.CALLED and service.counter != counter:
        raise Refused("ticket_at_other_counter", label=label, counter=service.counter or 0)
    ended_ms = None if served_ms is None else max(served_ms, ticket.arrived_ms)
    of_service = e.TicketServedOffline(ticket=ticket.id, service=service.number, counter=counter, served_ms=ended_ms)
    if not ticket.errands:
        return [*waiting_as_before(ticket), of_service]
    errand = e.ErrandServedOffline(**asdict(of_service), to_field=ticket.errands[0])
    return [*waiting_as_before(ticket), errand]
