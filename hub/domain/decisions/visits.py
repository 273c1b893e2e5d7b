"""The errands of a visit and what comes of its services: finishing, missing, adding, dropping."""

from collections.abc import Sequence

from msgspec.structs import asdict

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import known_reason, served_field, ticket_at
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.plan import Plan, Reason
from hub.domain.transitions import AT_COUNTER, State
from hub.domain.visits import MOST_ERRANDS, put_behind, way


def finish(floor: Floor, command: c.FinishService, now_ms: int) -> list[e.Event]:
    """Finish the service; the visit goes on to what is still to come.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket,
    ticket_not_serving, outcome_needed, outcome_unknown, quantity_needed, quantity_not_asked.
    """
    return [finished(floor, command)]


def finished(floor: Floor, command: c.FinishService | c.FinishAndCallNext) -> e.ServiceFinished | e.ErrandFinished:
    """The event that ends the service at hand. Raises Refused as :func:`finish`."""
    ticket = ticket_at(floor, command, [State.SERVING], "ticket_not_serving")
    done = e.ServiceFinished(
        ticket=ticket.id,
        service=ticket.service.number,
        counter=command.counter,
        outcome=_outcome(floor.the_plan, command.outcome),
        quantity=_quantity(floor.the_plan, command.quantity),
    )
    return e.ErrandFinished(**asdict(done), to_field=ticket.errands[0]) if ticket.errands else done


def _outcome(plan: Plan, code: str | None) -> str:
    if code is None:
        if plan.outcomes.ask == "needed":
            raise Refused("outcome_needed")
        return ""
    if plan.outcomes.ask == "never" or not _is_one_of(plan.outcomes.choices, code):
        raise Refused("outcome_unknown", outcome=code)
    return code


def _is_one_of(choices: tuple[Reason, ...], code: str) -> bool:
    return any(choice.id == code for choice in choices)


def _quantity(plan: Plan, quantity: int | None) -> int:
    if quantity is None and plan.outcomes.quantity == "needed":
        raise Refused("quantity_needed")
    if quantity is not None and plan.outcomes.quantity == "never":
        raise Refused("quantity_not_asked")
    return quantity or 0


def started_at_once(floor: Floor, called: e.TicketCalled) -> list[e.Event]:
    """A call, and the start of the service with it where the plan wants that."""
    if floor.the_plan.counter_rules.start_on_call == "no":
        return [called]
    return [called, e.ServiceStarted(ticket=called.ticket, service=called.service, counter=called.counter)]


def awaited_states(floor: Floor) -> frozenset[State]:
    """In which states a counter's ticket may be of somebody who has yet to come: served, too, if calls start that."""
    starts_at_once = floor.plan is not None and floor.plan.counter_rules.start_on_call == "yes"
    return AT_COUNTER if starts_at_once else frozenset({State.CALLED})


def mark_missed(floor: Floor, command: c.MarkMissed, now_ms: int) -> list[e.Event]:
    """The citizen has not come; where services start with the call, that shows only when one has started.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket,
    ticket_not_called, reason_needed, reason_unknown.
    """
    ticket = ticket_at(floor, command, awaited_states(floor), "ticket_not_called")
    return [
        e.TicketMissed(
            ticket=ticket.id,
            service=ticket.service.number,
            counter=command.counter,
            reason=_missed_reason(floor.the_plan, command.reason),
        )
    ]


def _missed_reason(plan: Plan, code: str | None) -> str:
    if code is None:
        if plan.counter_rules.missed_reason == "yes":
            raise Refused("reason_needed")
        return ""
    known_reason(plan.reasons.missed, code)
    return code


def add_errand(floor: Floor, command: c.AddErrand, now_ms: int) -> list[e.Event]:
    """Let the visit also go to a field, after everything else, and from there along the field's chain.

    What that chain leads to comes behind it, also if it was to come already.
    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket, unknown_field,
    field_closed, nothing_changed, too_many_errands.
    """
    ticket = ticket_at(floor, command, AT_COUNTER, "counter_has_no_ticket")
    field = served_field(floor, command.field, ticket.ticket_class)
    added = put_behind(floor.the_plan, _been(ticket), ticket.errands, [field.id])
    if field.id == ticket.service.field or not added:
        raise Refused("nothing_changed")
    if len({*ticket.errands, *added}) > MOST_ERRANDS:
        raise Refused("too_many_errands", most=MOST_ERRANDS)
    return _added(floor, ticket, command.counter, added)


def chain_events(floor: Floor, ticket: Ticket, counter: int, field_id: str) -> list[e.Event]:
    """The events that let a visit which is sent to a field go on along the field's chain.

    Whoever stays in the field is on that way already, as far as no clerk dropped it.
    Raises Refused: field_closed.
    """
    if field_id == ticket.service.field:
        return []
    plan, left = floor.the_plan, [errand for errand in ticket.errands if errand != field_id]
    return _added(floor, ticket, counter, put_behind(plan, [*_been(ticket), field_id], left, way(plan, field_id)))


def _been(ticket: Ticket) -> list[str]:
    return [service.field for service in ticket.services]


def _added(floor: Floor, ticket: Ticket, counter: int, fields: Sequence[str]) -> list[e.Event]:
    service, of_class = ticket.service.number, ticket.ticket_class
    served = (served_field(floor, field, of_class).id for field in fields)
    return [e.ErrandAdded(ticket=ticket.id, service=service, counter=counter, field=field) for field in served]


def drop_errand(floor: Floor, command: c.DropErrand, now_ms: int) -> list[e.Event]:
    """Take a field out of what is still to come.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket,
    errand_not_planned.
    """
    ticket = ticket_at(floor, command, AT_COUNTER, "counter_has_no_ticket")
    if command.field not in ticket.errands:
        raise Refused("errand_not_planned", label=ticket.label, field=command.field)
    service = ticket.service.number
    return [e.ErrandDropped(ticket=ticket.id, service=service, counter=command.counter, field=command.field)]
