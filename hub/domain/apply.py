"""How an event changes the floor. Nothing here refuses: the event has happened."""

from collections.abc import Callable, Iterable
from typing import Any

from hub.domain import events as e
from hub.domain.announcing import announce
from hub.domain.calling import in_a_row_after
from hub.domain.floor import Counter, Device, Floor, RatingWindow, Service, Ticket
from hub.domain.transitions import SET_ASIDE, State, next_state


class IllegalMove(Exception):
    """An event that the table of moves does not allow: a fault in the rules or a journal that was tampered with."""


def apply_event(floor: Floor, entry: e.Entry) -> None:
    """Change ``floor`` as ``entry`` says. Raises IllegalMove; then the floor must be folded again."""
    _HANDLERS[type(entry.event)](floor, entry.event, entry)
    floor.seq = entry.seq


def fold(entries: Iterable[e.Entry]) -> Floor:
    """The floor after a run of entries that begins at a ``DayOpened`` (or at the journal's first row)."""
    floor = Floor()
    for entry in entries:
        apply_event(floor, entry)
    return floor


def _known(floor: Floor, ticket_id: str) -> Ticket:
    if ticket_id not in floor.tickets:
        raise IllegalMove(f"{ticket_id} was never issued")
    return floor.tickets[ticket_id]


def _move(floor: Floor, ticket: Ticket, event: e.Event) -> None:
    """Put a ticket into the state that the table gives, keeping the indexes of the waiting and the set aside."""
    state = next_state(ticket.state, type(event))
    if state is None:
        raise IllegalMove(f"{ticket.id}: {type(event).__name__} from {ticket.state}")
    if ticket.state is State.WAITING:
        floor.waiting[ticket.service.field].pop(ticket.id, None)
    ticket.state = state
    if state in SET_ASIDE:
        floor.aside[ticket.id] = ticket
    else:
        floor.aside.pop(ticket.id, None)


def _wait(floor: Floor, ticket: Ticket) -> None:
    floor.waiting.setdefault(ticket.service.field, {})[ticket.id] = ticket


def _leave_counter(floor: Floor, ticket: Ticket) -> None:
    counter = floor.counters.get(ticket.service.counter or 0)
    if counter is not None and counter.ticket == ticket.id:
        counter.ticket = None


def _end_service(ticket: Ticket, entry: e.Entry, ending: str) -> None:
    ticket.service.ending = ending
    ticket.service.ended_ms = entry.at_ms


def _nothing(floor: Floor, event: e.Event, entry: e.Entry) -> None:
    """The journal's own first row says nothing about the hall."""


def _journal_restored(floor: Floor, event: e.JournalRestored, entry: e.Entry) -> None:
    numbers = {last.series: last.number for last in event.skipped_to}
    if event.day == floor.last_day:
        floor.last_numbers.update(numbers)
    else:
        floor.skipped_day, floor.skipped_to = event.day, numbers


def _day_opened(floor: Floor, event: e.DayOpened, entry: e.Entry) -> None:
    fresh = Floor(plan=event.plan, plan_version=event.plan_version, day=event.day, last_day=event.day)
    fresh.counters = {snapshot.counter: Counter(snapshot.counter, snapshot.fields) for snapshot in event.counters}
    fresh.devices = {d.device: Device(d.device, d.link, d.paper, d.cover, d.since_ms) for d in event.devices}
    for name in Floor.__slots__:
        setattr(floor, name, getattr(fresh, name))


def _day_closed(floor: Floor, event: e.DayClosed, entry: e.Entry) -> None:
    floor.day = None


def _mode_set(floor: Floor, event: e.ModeSet, entry: e.Entry) -> None:
    floor.mode = event.mode
    floor.in_a_row = {place: calls for place, calls in floor.in_a_row.items() if place[0] == "live"}


def _counter_opened(floor: Floor, event: e.CounterOpened, entry: e.Entry) -> None:
    counter = floor.counters[event.counter]
    counter.state, counter.clerk, counter.pause_reason = "open", entry.actor, None


def _counter_paused(floor: Floor, event: e.CounterPaused, entry: e.Entry) -> None:
    counter = floor.counters[event.counter]
    counter.state, counter.pause_reason = "paused", event.reason


def _counter_closed(floor: Floor, event: e.CounterClosed, entry: e.Entry) -> None:
    """Whoever is bound to this counter, waiting or set aside, may go to every counter of the field again."""
    counter = floor.counters[event.counter]
    counter.state, counter.clerk, counter.pause_reason = "closed", None, None
    for ticket in floor.tickets.values():
        if ticket.is_open and ticket.service.to_counter == event.counter:
            ticket.service.to_counter = None


def _counter_fields_set(floor: Floor, event: e.CounterFieldsSet, entry: e.Entry) -> None:
    floor.counters[event.counter].fields = event.fields


def _issued(floor: Floor, event: e.TicketIssued, entry: e.Entry) -> None:
    ticket = Ticket(
        id=event.ticket,
        label=event.label,
        field=event.field,
        arrived_ms=event.arrived_ms,
        order=len(floor.tickets),
        ticket_class=event.ticket_class,
        language=event.language,
        files=event.files,
        mode=event.mode,
        state=State.WAITING,
        services=[Service(event.service, event.field, event.arrived_ms)],
    )
    if ticket.id in floor.tickets:
        raise IllegalMove(f"{ticket.id} was issued twice")
    floor.tickets[ticket.id] = ticket
    floor.last_numbers[event.series] = event.number
    floor.last_arrived_ms = max(floor.last_arrived_ms, event.arrived_ms)
    _wait(floor, ticket)


def _called(floor: Floor, event: e.TicketCalled, entry: e.Entry) -> None:
    ticket, counter = _known(floor, event.ticket), floor.counters[event.counter]
    floor.in_a_row[floor.mode, ticket.service.field] = in_a_row_after(floor, ticket)
    _move(floor, ticket, event)
    service = ticket.service
    service.counter, service.clerk, service.called_ms = counter.number, entry.actor, entry.at_ms
    counter.ticket = ticket.id
    ticket.times_called += 1
    announce(floor, ticket, entry)


def _recalled(floor: Floor, event: e.TicketRecalled, entry: e.Entry) -> None:
    ticket = _known(floor, event.ticket)
    _move(floor, ticket, event)
    ticket.times_called += 1
    announce(floor, ticket, entry)


def _started(floor: Floor, event: e.ServiceStarted, entry: e.Entry) -> None:
    ticket, counter = _known(floor, event.ticket), floor.counters[event.counter]
    _move(floor, ticket, event)
    ticket.service.started_ms, ticket.service.clerk = entry.at_ms, entry.actor
    _forget_rating(counter)


def _forget_rating(counter: Counter) -> None:
    """The next start at a counter ends the rating window of the service before."""
    counter.rating, counter.last_rated, counter.last_score = None, None, None


def _finished(floor: Floor, event: e.ServiceFinished, entry: e.Entry) -> None:
    ticket, counter = _known(floor, event.ticket), floor.counters[event.counter]
    _move(floor, ticket, event)
    _leave_counter(floor, ticket)
    _end_service(ticket, entry, "finished")
    counter.rating = RatingWindow(ticket.id, event.service, entry.at_ms)
    counter.finished += 1


def _missed(floor: Floor, event: e.TicketMissed, entry: e.Entry) -> None:
    ticket = _known(floor, event.ticket)
    _move(floor, ticket, event)
    _leave_counter(floor, ticket)


def _called_back(floor: Floor, event: e.TicketCalledBack, entry: e.Entry) -> None:
    ticket = _known(floor, event.ticket)
    _move(floor, ticket, event)
    _back_to_waiting(floor, ticket, entry)


def _back_to_waiting(floor: Floor, ticket: Ticket, entry: e.Entry) -> None:
    service = ticket.service
    service.counter, service.clerk, service.called_ms, service.started_ms = None, None, None, None
    service.waiting_since_ms = entry.at_ms
    _wait(floor, ticket)


def _held(floor: Floor, event: e.TicketHeld, entry: e.Entry) -> None:
    ticket = _known(floor, event.ticket)
    _move(floor, ticket, event)
    _leave_counter(floor, ticket)
    ticket.service.held_since_ms, ticket.service.texts_seq = entry.at_ms, entry.seq


def _resumed(floor: Floor, event: e.ServiceResumed, entry: e.Entry) -> None:
    ticket, counter = _known(floor, event.ticket), floor.counters[event.counter]
    _move(floor, ticket, event)
    service = ticket.service
    service.held_ms += max(0, entry.at_ms - (service.held_since_ms or entry.at_ms))
    service.held_since_ms = None
    service.counter, service.clerk = counter.number, entry.actor
    service.started_ms = service.started_ms or entry.at_ms
    counter.ticket = ticket.id
    _forget_rating(counter)


def _transferred(floor: Floor, event: e.TicketTransferred, entry: e.Entry) -> None:
    ticket = _known(floor, event.ticket)
    _move(floor, ticket, event)
    _leave_counter(floor, ticket)
    _end_service(ticket, entry, "transferred")
    following = Service(event.service + 1, event.to_field, entry.at_ms, event.to_counter, texts_seq=entry.seq)
    ticket.services.append(following)
    _wait(floor, ticket)


def _returned(floor: Floor, event: e.TicketReturned, entry: e.Entry) -> None:
    ticket = _known(floor, event.ticket)
    _move(floor, ticket, event)
    _leave_counter(floor, ticket)
    _back_to_waiting(floor, ticket, entry)


def _ended(ending: str) -> Callable[[Floor, Any, e.Entry], None]:
    """What cancelling, expiring and ending by the day have in common."""

    def handler(floor: Floor, event: e.TicketCancelled | e.TicketExpired, entry: e.Entry) -> None:
        ticket = _known(floor, event.ticket)
        _move(floor, ticket, event)
        _leave_counter(floor, ticket)
        _end_service(ticket, entry, ending)

    return handler


def _rated(floor: Floor, event: e.TicketRated, entry: e.Entry) -> None:
    ticket, counter = _known(floor, event.ticket), floor.counters[event.counter]
    ticket.services[event.service - 1].score = event.score
    counter.rating, counter.last_rated, counter.last_score = None, ticket.label, event.score


def _print_ended(floor: Floor, event: e.PrintEnded, entry: e.Entry) -> None:
    _known(floor, event.ticket).print_result = event.result


def _device_changed(floor: Floor, event: e.DeviceChanged, entry: e.Entry) -> None:
    floor.devices[event.device] = Device(event.device, event.link, event.paper, event.cover, entry.at_ms)


_HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.JournalCreated: _nothing,
    e.JournalRestored: _journal_restored,
    e.DayOpened: _day_opened,
    e.DayClosed: _day_closed,
    e.ModeSet: _mode_set,
    e.CounterOpened: _counter_opened,
    e.CounterPaused: _counter_paused,
    e.CounterClosed: _counter_closed,
    e.CounterFieldsSet: _counter_fields_set,
    e.TicketIssued: _issued,
    e.TicketCalled: _called,
    e.TicketRecalled: _recalled,
    e.ServiceStarted: _started,
    e.ServiceFinished: _finished,
    e.TicketMissed: _missed,
    e.TicketCalledBack: _called_back,
    e.TicketHeld: _held,
    e.ServiceResumed: _resumed,
    e.TicketTransferred: _transferred,
    e.TicketReturned: _returned,
    e.TicketCancelled: _ended("cancelled"),
    e.TicketExpired: _ended("expired"),
    e.ServiceEndedByDay: _ended("ended_by_day"),
    e.TicketRated: _rated,
    e.PrintEnded: _print_ended,
    e.DeviceChanged: _device_changed,
}
