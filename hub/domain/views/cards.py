"""Tickets as staff see them, on whichever page."""

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from hub.domain.floor import Ticket
from hub.domain.plan import ORDINARY, Plan, Wording
from hub.domain.transitions import State
from hub.domain.views.parts import MOST_ROWS, field_name

Texts = Mapping[int, Mapping[str, str]]
"""Erasable texts by journal row and name."""


NEVER_ACCEPTED = frozenset({State.WAITING, State.PREPARED, State.CALLED, State.MISSED, State.HELD})
"""States in which a service may not have begun yet."""


SERVED = frozenset({"finished", "served_offline"})
"""Endings of services by which an errand is done."""


class Errand(Struct, frozen=True):
    """One of several errands of a visit; ``state`` is ``done``, ``now`` or ``next``."""

    field_id: str
    field: Wording
    state: str


class TicketCard(Struct, frozen=True):
    """A ticket as staff see it; instants in ms since the epoch (UTC), ``note`` is what the last clerk wrote.

    ``visit_note`` is what every clerk of the visit shall know. Its service should be done within ``target_min`` minutes
    (0: nobody says so).

    ``rule`` is the one by which it was called, ``as_class`` the class that it counted as then, if another than its own.
    ``errands`` are those of a visit that has several; ``carried_from`` is the ticket of a former day that goes on.
    With ``is_hidden`` its clerk may know no more than its number and its state: nothing else here is true.
    """

    ticket: str
    label: str
    state: str
    service: int
    field: Wording | None
    field_id: str
    ticket_class: str
    class_name: Wording | None
    language: str
    files: int
    arrived_ms: int
    called_ms: int | None
    started_ms: int | None
    times_called: int
    counter: int | None
    note: str
    visit_note: str
    target_min: int
    print_result: str
    rule: str
    as_class: Wording | None
    errands: tuple[Errand, ...]
    carried_from: str
    is_hidden: bool


AnyCard = TypeVar("AnyCard", bound=TicketCard)


class TicketList(Struct, frozen=True):
    """Up to 20 tickets and how many there are in all."""

    count: int
    tickets: tuple[TicketCard, ...]


def card_list(plan: Plan, tickets: list[Ticket], texts: Texts) -> TicketList:
    """The first tickets of a list, and how many there are."""
    return TicketList(len(tickets), tuple(card(plan, ticket, texts) for ticket in tickets[:MOST_ROWS]))


def calls_are_blind(plan: Plan | None) -> bool:
    """Whether clerks learn whom they have called only once the service has started."""
    return plan is not None and plan.counter_rules.blind_call == "yes"


def is_hidden(plan: Plan, ticket: Ticket) -> bool:
    """Whether clerks may not know yet whom they have before them (:class:`hub.domain.plan.CounterRules`)."""
    return calls_are_blind(plan) and ticket.state in NEVER_ACCEPTED and ticket.service.started_ms is None


def clerks_card(plan: Plan, ticket: Ticket, texts: Texts) -> TicketCard:
    """A ticket as a clerk may see it."""
    whole = card(plan, ticket, texts)
    return hidden(whole) if is_hidden(plan, ticket) else whole


def hidden(whole: AnyCard) -> AnyCard:
    """A card that tells neither the field nor anything of the person."""
    unknown: dict[str, Any] = {
        "field": None,
        "field_id": "",
        "ticket_class": ORDINARY,
        "class_name": None,
        "language": "",
        "note": "",
        "visit_note": "",
        "target_min": 0,
    }
    further: dict[str, Any] = {"rule": "", "as_class": None, "errands": (), "carried_from": ""}
    return replace(whole, **unknown, **further, files=1, arrived_ms=0, is_hidden=True)


def card(plan: Plan, ticket: Ticket, texts: Texts) -> TicketCard:
    """A ticket as staff see it."""
    service = ticket.service
    return TicketCard(
        ticket=ticket.id,
        label=ticket.label,
        state=ticket.state,
        service=service.number,
        field=field_name(plan, service.field),
        field_id=service.field,
        ticket_class=ticket.ticket_class,
        class_name=class_name(plan, ticket.ticket_class),
        language=ticket.language,
        files=ticket.files,
        arrived_ms=ticket.came_ms,
        called_ms=service.called_ms,
        started_ms=service.started_ms,
        times_called=ticket.times_called,
        counter=service.counter,
        note=texts.get(service.texts_seq or 0, {}).get("note", ""),
        visit_note=texts.get(ticket.note_seq or 0, {}).get("note", ""),
        target_min=_target_min(plan, service.field),
        print_result=ticket.print_result or "",
        rule=service.rule,
        as_class=class_name(plan, service.as_class),
        errands=_errands(plan, ticket),
        carried_from=ticket.carried_from,
        is_hidden=False,
    )


def _target_min(plan: Plan, field_id: str) -> int:
    field = plan.field(field_id)
    return field.target_min if field else 0


def _errands(plan: Plan, ticket: Ticket) -> tuple[Errand, ...]:
    """What was done, what is being done and what is still to come; nothing where there is one errand only."""
    done = [service.field for service in ticket.services if service.ending in SERVED]
    now = [ticket.service.field] if ticket.is_open else []
    if len(done) + len(now) + len(ticket.errands) == 1:
        return ()
    steps = [("done", done), ("now", now), ("next", ticket.errands)]
    return tuple(Errand(field, field_name(plan, field), state) for state, fields in steps for field in fields)


def class_name(plan: Plan, class_id: str) -> Wording | None:
    """The name of a priority class; None for the ordinary one (and for one that the plan does not have)."""
    return next((entry.name for entry in plan.classes if entry.id == class_id), None)


def outcome_name(plan: Plan, code: str) -> Wording | None:
    """What the plan calls an outcome; None for none, the code itself for one that it no longer has."""
    named = {choice.id: choice.name for choice in plan.outcomes.choices}
    return named.get(code, Wording(code, code)) if code else None


def counter_name(plan: Plan, number: int) -> Wording:
    """A counter's name; one that the plan does not have goes by its number."""
    planned = plan.counter(number)
    return planned.name if planned else Wording(str(number), str(number))
