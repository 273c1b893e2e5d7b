"""Moving a ticket from state to state, with all that the floor keeps by state."""

from bisect import insort

from hub.domain import events as e
from hub.domain.floor import HUB, Counter, Floor, Paper, Service, Tally, Ticket, Undo, is_pressed_by_clerks
from hub.domain.floor.hall import QuotaKey
from hub.domain.transitions import OVER, SET_ASIDE, IllegalMove, State, next_state


def known(floor: Floor, ticket_id: str) -> Ticket:
    """A ticket that was drawn. Raises IllegalMove."""
    if ticket_id not in floor.tickets:
        raise IllegalMove(f"{ticket_id} was never issued")
    return floor.tickets[ticket_id]


def move(floor: Floor, ticket: Ticket, event: e.Event) -> None:
    """Put a ticket into the state that the table gives, keeping what the floor indexes by state. Raises IllegalMove."""
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
    if state in OVER:
        forget_print_requests(floor, ticket.id)


def enter(
    floor: Floor, event: e.TicketIssued | e.TicketJoined | e.TicketCarriedOver, entry: e.Entry, papers: list[Paper]
) -> Ticket:
    """Let a new ticket wait, with what is known of all; who is carried over waits since that was done.

    Raises IllegalMove: there is one of this number.
    """
    if event.ticket in floor.tickets:
        raise IllegalMove(f"{event.ticket} was issued twice")
    is_carried = isinstance(event, e.TicketCarriedOver)
    ticket = Ticket(
        id=event.ticket,
        label=event.label,
        field=event.field,
        arrived_ms=event.arrived_ms,
        order=len(floor.tickets),
        ticket_class=event.ticket_class,
        language=event.language,
        mode="live" if isinstance(event, e.TicketCarriedOver) else event.mode,
        state=State.WAITING,
        services=[Service(event.service, event.field, entry.at_ms if is_carried else event.arrived_ms)],
        papers=papers,
        drawn_by=entry.actor,
    )
    floor.tickets[ticket.id] = ticket
    floor.last_arrived_ms = max(floor.last_arrived_ms, event.arrived_ms)
    tally(floor, ticket).issued += 1
    wait(floor, ticket)
    return ticket


def count_number(
    floor: Floor, event: e.TicketIssued | e.TicketJoined, keys: tuple[QuotaKey, ...], drawn_ms: int
) -> None:
    """A number was drawn: none up to it is drawn again today, and it counts in the quotas of ``keys``."""
    floor.last_numbers[event.series] = max(event.number, floor.last_numbers.get(event.series, event.number))
    for key in keys:
        insort(floor.drawn_of.setdefault(key, []), drawn_ms)
    ticket = floor.tickets[event.ticket]
    ticket.counted_in, ticket.counted_ms = keys, drawn_ms


def give_back_places(floor: Floor, ticket: Ticket) -> None:
    """The centre served nobody for this number: its places in the quotas are free again, but for fields that did."""
    served = {service.field for service in ticket.services if service.ending in ("finished", "served_offline")}
    kept = tuple(key for key in ticket.counted_in if key[1] in served)
    for key in ticket.counted_in:
        if key not in kept:
            floor.drawn_of[key].remove(ticket.counted_ms)
    ticket.counted_in = kept


def forget_print_requests(floor: Floor, ticket_id: str) -> None:
    """Nobody needs a ticket's pending papers any more."""
    for job in [job for job, request in floor.print_requests.items() if request.ticket == ticket_id]:
        del floor.print_requests[job]


def texts_row(entry: e.Entry) -> int:
    """The row by which the texts of a person that came with a request are kept: the first of the request's."""
    return entry.seq - entry.part + 1


def wait(floor: Floor, ticket: Ticket) -> None:
    """Put a waiting ticket into the queue of its field."""
    floor.waiting.setdefault(ticket.service.field, {})[ticket.id] = ticket


def leave_counter(floor: Floor, ticket: Ticket, entry: e.Entry) -> None:
    """Free the counter that holds the ticket, or had it prepared, if one does."""
    counter = floor.counters.get(ticket.service.counter or 0)
    if counter is not None and counter.ticket == ticket.id:
        counter.ticket, counter.left_by, counter.free_since_ms = None, entry.actor, entry.at_ms
    if counter is not None and counter.prepared == ticket.id:
        counter.prepared, counter.taken = None, {}


def end_service(ticket: Ticket, ended_ms: int | None, ending: str) -> None:
    """Close the current service; nobody may know when it ended."""
    ticket.service.ending = ending
    ticket.service.ended_ms = ended_ms


def back_to_waiting(floor: Floor, ticket: Ticket, entry: e.Entry) -> None:
    """Let a ticket wait anew: its current service has neither counter nor clerk nor times."""
    service = ticket.service
    service.counter, service.clerk, service.called_ms, service.started_ms = None, None, None, None
    service.held_since_ms, service.held_ms, service.begun_row = None, 0, None
    service.waiting_since_ms = entry.at_ms
    wait(floor, ticket)


def undo_of(floor: Floor, event: e.ServiceFinished | e.TicketMissed, entry: e.Entry, kind: str) -> Undo:
    """How a press may be taken back; to be asked before it does anything."""
    counter, service = floor.counters[event.counter], known(floor, event.ticket).service
    before = (counter.left_by, counter.rating, counter.given, service.missed_ms, service.missed_row)
    return Undo(kind, event.ticket, entry.seq, entry.at_ms, *before)


def clerk_at(counter: Counter, actor: str) -> str:
    """Who works at a counter when ``actor`` does something there: a keypad is pressed by the clerk who is there.

    So it is when the hub calls somebody by itself.
    """
    is_for_clerk = is_pressed_by_clerks(actor) or actor == HUB
    return counter.clerk if is_for_clerk and counter.clerk else actor


def counter_of(floor: Floor, event: e.CounterTicketEvent, entry: e.Entry) -> Counter:
    """The counter at which a clerk did something; whoever does so is its clerk."""
    counter = floor.counters[event.counter]
    counter.clerk = clerk_at(counter, entry.actor)
    return counter


def end_rating(floor: Floor, counter: Counter, entry: e.Entry) -> None:
    """A counter lets nothing be rated any more, and forgets what was rated there last."""
    if counter.rating is not None:
        floor.tickets[counter.rating.ticket].services[counter.rating.service - 1].rating_ended_ms = entry.at_ms
    counter.rating, counter.given, counter.last_rated, counter.last_score = None, None, None, None


def goes_on(floor: Floor, ticket: Ticket, following: Service) -> None:
    """Let a visit wait for its next service; what was to come in that field comes now."""
    ticket.services.append(following)
    if following.field in ticket.errands:
        ticket.errands.remove(following.field)
    wait(floor, ticket)


def tally(floor: Floor, ticket: Ticket) -> Tally:
    """What is counted of the field that the ticket is in now."""
    return floor.tallies.setdefault((ticket.mode, ticket.service.field), Tally())
