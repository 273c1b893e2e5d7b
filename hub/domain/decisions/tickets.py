"""Drawing numbers, cancelling, and what devices report."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import people_ahead
from hub.domain.decisions.checks import known_reason, require_day_of_issue, require_hours, served_field
from hub.domain.decisions.limits import require_room
from hub.domain.decisions.papers import requested, require_device
from hub.domain.decisions.preparing import waiting_as_before
from hub.domain.decisions.visits import awaited_states
from hub.domain.errors import Refused
from hub.domain.floor import Device, Floor, Ticket
from hub.domain.numbering import label, next_number, ticket_id
from hub.domain.plan import ORDINARY, Field
from hub.domain.transitions import AT_COUNTER, State
from hub.domain.visits import way

MOST_DEVICES = 64
"""So many panels, boards and keypads one agent has at most, see ``DeviceReport.devices``."""


def issue(floor: Floor, command: c.IssueTicket, now_ms: int) -> list[e.Event]:
    """Draw a number; staff may do so outside the hours, too. A clock that went backwards gives nobody an earlier place.

    Every field that was chosen has to be open, those of the chains have to be served.
    Raises Refused: no_day_open, field_chosen_twice, too_many_fields, unknown_field, field_closed, field_stopped,
    outside_hours, no_hours_ahead, unknown_class, class_not_granted_here, remote_by_staff_only, person_needed,
    too_many_files, quota_full, quota_full_until, unknown_device.
    """
    require_day_of_issue(floor, now_ms)
    fields = _fields(floor, command, now_ms)
    _require_class(floor, command)
    require_room(floor, command, fields, now_ms)
    if command.print_at is not None:
        require_device(floor, command.print_at)
    drawn = _drawn(floor, command, fields[0], now_ms)
    if command.print_at is None:
        return [drawn]
    had = 0 if command.granted_by == "staff" else 1
    return [drawn, requested(drawn.ticket, 1, label=drawn.label, device=command.print_at, had=had)]


def _fields(floor: Floor, command: c.IssueTicket, now_ms: int) -> list[Field]:
    """The fields that were chosen, all of them open."""
    chosen = (command.field, *command.further_fields)
    if len(set(chosen)) < len(chosen):
        raise Refused("field_chosen_twice")
    most = floor.the_plan.most_fields_per_ticket
    if len(chosen) > most:
        raise Refused("too_many_fields", fields=len(chosen), most=most)
    return [_open_field(floor, command, field_id, now_ms) for field_id in chosen]


def _open_field(floor: Floor, command: c.IssueTicket, field_id: str, now_ms: int) -> Field:
    field = served_field(floor, field_id, command.ticket_class)
    if field.id in floor.stopped:
        raise Refused("field_stopped", field=field.id, reason=floor.stopped[field.id])
    if command.granted_by != "staff":
        require_hours(floor, field.id, now_ms)
    return field


def _further(floor: Floor, command: c.IssueTicket) -> tuple[str, ...]:
    """Where the visit goes on; nobody is sent on to where nobody serves them."""
    further = way(floor.the_plan, command.field, command.further_fields)
    return tuple(served_field(floor, field_id, command.ticket_class).id for field_id in further)


def _drawn(floor: Floor, command: c.IssueTicket, field: Field, now_ms: int) -> e.TicketIssued:
    series = field.series if floor.mode == "live" else floor.the_plan.test_series
    number = next_number(floor, series)
    text = label(series, number, floor.the_plan.series)
    return e.TicketIssued(
        ticket=ticket_id(floor.day or "", text),
        service=1,
        label=text,
        series=series,
        number=number,
        field=field.id,
        arrived_ms=max(now_ms, floor.last_arrived_ms),
        people_ahead=people_ahead(floor, field.id, command.ticket_class, now_ms),
        ticket_class=command.ticket_class,
        language=command.language,
        files=command.files,
        mode="live" if floor.mode == "live" else "test",
        granted_by=command.granted_by,
        further=_further(floor, command),
        also_counted=command.further_fields,
        channel=command.channel,
    )


def _require_class(floor: Floor, command: c.IssueTicket) -> None:
    if command.ticket_class == ORDINARY:
        return
    known = {entry.id: entry for entry in floor.the_plan.classes}
    if command.ticket_class not in known:
        raise Refused("unknown_class", ticket_class=command.ticket_class)
    if command.granted_by not in known[command.ticket_class].granted_by:
        raise Refused("class_not_granted_here", ticket_class=command.ticket_class)


def call_back(floor: Floor, command: c.CallBack, now_ms: int) -> list[e.Event]:
    """Let a missed ticket wait again, as long as some counter serves its field.

    Raises Refused: no_day_open, unknown_ticket, ticket_not_missed, field_closed.
    """
    ticket = floor.ticket(command.ticket)
    if ticket.state is not State.MISSED:
        raise Refused("ticket_not_missed", label=ticket.label)
    served_field(floor, ticket.service.field, ticket.ticket_class)
    return [e.TicketCalledBack(ticket=ticket.id, service=ticket.service.number)]


def cancel(floor: Floor, command: c.CancelTicket, now_ms: int) -> list[e.Event]:
    """Take a ticket out: a waiting one, or from its own counter a called one, where calls start services also then.

    Raises Refused: no_day_open, unknown_ticket, ticket_not_cancellable, ticket_at_other_counter, reason_unknown.
    """
    if command.reason == c.BY_CITIZEN:
        ticket = _given_up(floor, command.ticket)
    elif command.reason in c.KIOSK_REASONS:
        ticket = _held_by_nobody(floor, command.ticket)
    else:
        ticket = _at_hand(floor, command)
    cancelled = e.TicketCancelled(ticket=ticket.id, service=ticket.service.number, reason=command.reason)
    return [*waiting_as_before(ticket), cancelled]


def _at_hand(floor: Floor, command: c.CancelTicket) -> Ticket:
    """What staff may cancel, for a reason of the plan."""
    ticket = floor.ticket(command.ticket)
    if ticket.state not in {State.WAITING, State.PREPARED, *awaited_states(floor)}:
        raise Refused("ticket_not_cancellable", label=ticket.label)
    if ticket.state in AT_COUNTER and ticket.service.counter != command.counter:
        raise Refused("ticket_at_other_counter", label=ticket.label, counter=ticket.service.counter or 0)
    known_reason(floor.the_plan.reasons.cancel, command.reason)
    return ticket


def _given_up(floor: Floor, ticket_id: str) -> Ticket:
    """What a citizen gives up by the ticket's link: once it was called, the counter waits for them."""
    ticket = floor.ticket(ticket_id)
    if ticket.state not in {State.WAITING, State.PREPARED}:
        raise Refused("ticket_not_cancellable", label=ticket.label)
    return ticket


def _held_by_nobody(floor: Floor, ticket_id: str) -> Ticket:
    """What a kiosk takes back: a number that it drew, who still waits for the first time, and for whom staff had no
    paper printed.

    Once called, a ticket that nobody holds is missed like any other. One that ended waiting with its day is taken back,
    too: otherwise it would wait again when the day is reopened.
    """
    ticket = floor.tickets.get(ticket_id) or floor.ticket(ticket_id)
    is_with_staff = ticket.granted_by != "kiosk" or any(paper.device for paper in ticket.papers)
    has_been_served = len(ticket.services) > 1
    state = ticket.ended_from if ticket.state is State.EXPIRED else ticket.state
    if is_with_staff or has_been_served or state not in {State.WAITING, State.PREPARED}:
        raise Refused("ticket_not_cancellable", label=ticket.label)
    return ticket


def report_device(floor: Floor, command: c.ReportDevice, now_ms: int) -> list[e.Event]:
    """Note a device's new status. Raises Refused: nothing_changed, too_many_devices."""
    status = (command.link, command.paper, command.cover, command.trouble, command.device_kind, command.at_counter)
    known = floor.devices.get(command.device)
    if known is not None and _status(known) == status:
        raise Refused("nothing_changed")
    if known is None and command.paper == "none":
        _require_room(floor, command.device.partition("-")[0])
    return [
        e.DeviceChanged(
            device=command.device,
            link=command.link,
            paper=command.paper,
            cover=command.cover,
            trouble=command.trouble,
            device_kind=command.device_kind,
            at_counter=command.at_counter,
        )
    ]


def _require_room(floor: Floor, agent: str) -> None:
    """An agent that invents names shall not fill the journal and everybody's pages."""
    devices = [d for d in floor.devices.values() if d.paper == "none" and d.name.startswith(f"{agent}-")]
    if len(devices) >= MOST_DEVICES:
        raise Refused("too_many_devices", agent=agent, most=MOST_DEVICES)


def _status(device: Device) -> tuple[str | int, ...]:
    return (device.link, device.paper, device.cover, device.trouble, device.kind, device.counter)
