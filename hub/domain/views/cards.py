"""Tickets as staff see them, on whichever page."""

from collections.abc import Mapping

from msgspec import Struct

from hub.domain.floor import Ticket
from hub.domain.plan import Plan, Wording
from hub.domain.views.parts import MOST_ROWS, field_name

Texts = Mapping[int, Mapping[str, str]]
"""Erasable texts by journal row and name."""


class TicketCard(Struct, frozen=True):
    """A ticket as a clerk sees it; instants in ms since the epoch (UTC), ``note`` is what the last clerk wrote."""

    ticket: str
    label: str
    state: str
    service: int
    field: Wording
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
    print_result: str


class TicketList(Struct, frozen=True):
    """Up to 20 tickets and how many there are in all."""

    count: int
    tickets: tuple[TicketCard, ...]


def card_list(plan: Plan, tickets: list[Ticket], texts: Texts) -> TicketList:
    """The first tickets of a list, and how many there are."""
    return TicketList(len(tickets), tuple(card(plan, ticket, texts) for ticket in tickets[:MOST_ROWS]))


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
        arrived_ms=ticket.arrived_ms,
        called_ms=service.called_ms,
        started_ms=service.started_ms,
        times_called=ticket.times_called,
        counter=service.counter,
        note=texts.get(service.texts_seq or 0, {}).get("note", ""),
        print_result=ticket.print_result or "",
    )


def class_name(plan: Plan, class_id: str) -> Wording | None:
    """The name of a priority class; None for the ordinary one (and for one that the plan does not have)."""
    return next((entry.name for entry in plan.classes if entry.id == class_id), None)


def counter_name(plan: Plan, number: int) -> Wording:
    """A counter's name; one that the plan does not have goes by its number."""
    planned = plan.counter(number)
    return planned.name if planned else Wording(str(number), str(number))
