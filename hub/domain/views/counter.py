"""A clerk's counter: the ticket at hand, who waits, what was set aside, what may be chosen."""

from collections.abc import Mapping

from msgspec import Struct

from hub.domain.calling import waiting_for
from hub.domain.decisions.tickets import closes_ms
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.plan import ORDINARY, Plan, Reasons, Wording
from hub.domain.transitions import State
from hub.domain.views.parts import MOST_ROWS, FieldQueue, Header, field_name, field_queues, header

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


class OtherCounter(Struct, frozen=True):
    """A counter that a ticket could be sent to."""

    number: int
    name: Wording
    state: str


class DeviceAlert(Struct, frozen=True):
    """A device that wants somebody: its status as reported."""

    device: str
    link: str
    paper: str
    cover: str


class CounterView(Struct, frozen=True):
    """Everything a clerk's page shows; ``waiting`` is for this counter, first come first.

    ``rating_open`` and ``last_rated`` are labels: of the ticket being rated until ``rating_closes_ms``, and of the one
    just rated.
    """

    header: Header
    counter: int
    name: Wording
    state: str
    pause_reason: str
    serves: tuple[str, ...]
    ticket: TicketCard | None
    waiting: TicketList
    held: TicketList
    missed: TicketList
    fields: tuple[FieldQueue, ...]
    counters: tuple[OtherCounter, ...]
    reasons: Reasons
    rating_labels: tuple[Wording, ...]
    rating_open: str
    rating_closes_ms: int | None
    last_rated: str
    last_score: int | None
    finished: int
    alerts: tuple[DeviceAlert, ...]


def counter_view(floor: Floor, number: int, texts: Texts) -> CounterView:
    """The view of one clerk's page. Raises Refused: no_day_open, unknown_counter."""
    plan, counter = floor.plan, floor.counters.get(number)
    if plan is None or counter is None:
        raise Refused("unknown_counter" if plan else "no_day_open", counter=number)
    open_rating = floor.tickets[counter.rating.ticket].label if counter.rating else ""
    return CounterView(
        header=header(floor),
        counter=number,
        name=_counter_name(plan, number),
        state=counter.state,
        pause_reason=counter.pause_reason or "",
        serves=counter.fields,
        ticket=_card(plan, floor.tickets[counter.ticket], texts) if counter.ticket else None,
        waiting=_list(plan, _waiting(floor, counter), texts),
        held=_list(plan, _in_state(floor, counter, State.HELD), texts),
        missed=_list(plan, _in_state(floor, counter, State.MISSED), texts),
        fields=field_queues(floor),
        counters=tuple(_other(plan, other) for other in floor.counters.values() if other.number != number),
        reasons=plan.reasons,
        rating_labels=plan.rating.labels,
        rating_open=open_rating,
        rating_closes_ms=closes_ms(floor, counter.rating) if counter.rating else None,
        last_rated=counter.last_rated or "",
        last_score=counter.last_score,
        finished=counter.finished,
        alerts=tuple(_alerts(floor)),
    )


def _waiting(floor: Floor, counter: Counter) -> list[Ticket]:
    tickets = [ticket for in_field in waiting_for(floor, counter).values() for ticket in in_field]
    return sorted(tickets, key=lambda ticket: ticket.place)


def _in_state(floor: Floor, counter: Counter, state: State) -> list[Ticket]:
    """Tickets of a state that this counter left so, newest first."""
    found = [t for t in floor.aside.values() if t.state is state and t.service.counter == counter.number]
    return sorted(found, key=lambda ticket: ticket.service.called_ms or 0, reverse=True)


def _list(plan: Plan, tickets: list[Ticket], texts: Texts) -> TicketList:
    return TicketList(len(tickets), tuple(_card(plan, ticket, texts) for ticket in tickets[:MOST_ROWS]))


def _card(plan: Plan, ticket: Ticket, texts: Texts) -> TicketCard:
    service = ticket.service
    names = {entry.id: entry.name for entry in plan.classes}
    return TicketCard(
        ticket=ticket.id,
        label=ticket.label,
        state=ticket.state,
        service=service.number,
        field=field_name(plan, service.field),
        field_id=service.field,
        ticket_class=ticket.ticket_class,
        class_name=names.get(ticket.ticket_class) if ticket.ticket_class != ORDINARY else None,
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


def _other(plan: Plan, counter: Counter) -> OtherCounter:
    return OtherCounter(counter.number, _counter_name(plan, counter.number), counter.state)


def _counter_name(plan: Plan, number: int) -> Wording:
    planned = plan.counter(number)
    return planned.name if planned else Wording(str(number), str(number))


def _alerts(floor: Floor) -> list[DeviceAlert]:
    troubled = [d for d in floor.devices.values() if d.link != "online" or d.paper != "ok" or d.cover == "open"]
    return [DeviceAlert(d.name, d.link, d.paper, d.cover) for d in troubled]
