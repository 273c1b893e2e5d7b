"""What events do to a ticket on its way from the first number to the end of the visit."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.announcing import announce
from hub.domain.calling import count_turn, those_behind
from hub.domain.commands import KIOSK_REASONS
from hub.domain.effects.closing import send_on
from hub.domain.effects.moves import (
    back_to_waiting,
    count_number,
    counter_of,
    end_rating,
    end_service,
    enter,
    give_back_places,
    goes_on,
    known,
    leave_counter,
    move,
    tally,
    texts_row,
    undo_of,
    wait,
)
from hub.domain.floor import Floor, Paper, Service, Ticket
from hub.domain.floor.hall import SentOn
from hub.domain.quotas import quota_keys
from hub.domain.transitions import State

MOST_LISTED = 20
"""How many of the tickets that staff drew last are kept at hand."""

IN_TIME_MS = 15 * 60_000
"""Nobody shall wait longer for the first call (Quyết định 468/QĐ-TTg: 15 minutes on average)."""


def _issued(floor: Floor, event: e.TicketIssued, entry: e.Entry) -> None:
    ticket = enter(floor, event, entry, papers=[] if event.granted_by == "staff" else [Paper("", "", entry.at_ms)])
    ticket.files, ticket.people_ahead, ticket.granted_by = event.files, event.people_ahead, event.granted_by
    ticket.errands = list(event.further)
    counted = (event.field, *event.also_counted)
    count_number(floor, event, quota_keys(counted, event.mode, event.channel), entry.at_ms)
    if event.granted_by == "staff":
        floor.drawn_by_staff = [*floor.drawn_by_staff, ticket.id][-MOST_LISTED:]


def _called(floor: Floor, event: e.TicketCalled, entry: e.Entry) -> None:
    ticket, counter = known(floor, event.ticket), counter_of(floor, event, entry)
    if ticket.state is State.PREPARED:
        counter.prepared, counter.taken = None, {}
    else:
        count_turn(floor, counter, ticket, entry.at_ms)
    move(floor, ticket, event)
    _count_call(floor, ticket, entry)
    service = ticket.service
    service.counter, service.clerk, service.called_ms = counter.number, counter.clerk, entry.at_ms
    service.rule, service.as_class, service.for_clerk = event.rule, event.as_class, None
    counter.ticket, counter.free_since_ms, counter.undo = ticket.id, None, None
    _announced(floor, ticket, entry)


def _announced(floor: Floor, ticket: Ticket, entry: e.Entry) -> None:
    """The hall is told of a call or recall."""
    ticket.times_called += 1
    ticket.service.calls += 1
    ticket.service.last_called_ms = entry.at_ms
    announce(floor, ticket, entry)


def _count_call(floor: Floor, ticket: Ticket, entry: e.Entry) -> None:
    """The first call of a service, and of a visit, counts; a visit that began while the hub was away has none."""
    counted, service = tally(floor, ticket), ticket.service
    counted.called += service.first_called_ms is None
    service.first_called_ms = service.first_called_ms or entry.at_ms
    if ticket.times_called == 0 and service.number == 1:
        counted.visits_called += 1
        counted.called_in_time += entry.at_ms - ticket.came_ms <= IN_TIME_MS


def _recalled(floor: Floor, event: e.TicketRecalled, entry: e.Entry) -> None:
    ticket = known(floor, event.ticket)
    counter_of(floor, event, entry)
    move(floor, ticket, event)
    _announced(floor, ticket, entry)


def _started(floor: Floor, event: e.ServiceStarted, entry: e.Entry) -> None:
    """The next start at a counter ends the rating window of the service before.

    Not so where services start with the call: who is called is not there yet, and the panel is that of who leaves.
    """
    ticket, counter = known(floor, event.ticket), counter_of(floor, event, entry)
    move(floor, ticket, event)
    service = ticket.service
    service.started_ms, service.clerk, service.begun_row = entry.at_ms, counter.clerk, entry.seq
    floor.begun.setdefault((ticket.mode, service.field), []).append(entry.seq)
    if floor.the_plan.counter_rules.start_on_call == "no":
        end_rating(floor, counter, entry)


def _missed(floor: Floor, event: e.TicketMissed, entry: e.Entry) -> None:
    """A service that began with its call never began, as nobody came."""
    ticket = known(floor, event.ticket)
    counter, undo = counter_of(floor, event, entry), undo_of(floor, event, entry, "missed")
    move(floor, ticket, event)
    leave_counter(floor, ticket, entry)
    service = ticket.service
    if service.begun_row is not None:
        floor.begun[ticket.mode, service.field].remove(service.begun_row)
    service.started_ms, service.begun_row = None, None
    service.missed_ms, service.missed_row = entry.at_ms, entry.seq
    counter.undo = undo


def _noted(floor: Floor, event: e.VisitNoted, entry: e.Entry) -> None:
    ticket = known(floor, event.ticket)
    counter_of(floor, event, entry)
    move(floor, ticket, event)
    ticket.note_seq = texts_row(entry)


def _called_back(floor: Floor, event: e.TicketCalledBack, entry: e.Entry) -> None:
    ticket = known(floor, event.ticket)
    move(floor, ticket, event)
    back_to_waiting(floor, ticket, entry)


def _deferred(floor: Floor, event: e.TicketDeferred, entry: e.Entry) -> None:
    """It counts as having waited no longer than any of those whom it let by, or a rule about waiting would undo it."""
    ticket, last = known(floor, event.ticket), known(floor, event.behind)
    service = ticket.service
    let_by = [other for other in those_behind(floor, ticket) if other.place <= last.place]
    move(floor, ticket, event)
    service.counts_from_ms = max(one.service.counts_from_ms for one in (ticket, *let_by))
    service.for_clerk = None
    ticket.placed_behind = (*last.place[:2], entry.seq)
    ticket.deferred_ms.append(entry.at_ms)
    wait(floor, ticket)


def _held(floor: Floor, event: e.TicketHeld, entry: e.Entry) -> None:
    """It may be kept for whoever holds it."""
    ticket = known(floor, event.ticket)
    service = ticket.service
    service.clerk = counter_of(floor, event, entry).clerk
    move(floor, ticket, event)
    leave_counter(floor, ticket, entry)
    service.held_since_ms, service.texts_seq = entry.at_ms, texts_row(entry)


def _resumed(floor: Floor, event: e.ServiceResumed, entry: e.Entry) -> None:
    ticket, counter = known(floor, event.ticket), counter_of(floor, event, entry)
    move(floor, ticket, event)
    service = ticket.service
    service.held_ms += max(0, entry.at_ms - (service.held_since_ms or entry.at_ms))
    service.held_since_ms = None
    service.counter, service.clerk = counter.number, counter.clerk
    service.started_ms = service.started_ms or entry.at_ms
    counter.ticket, counter.free_since_ms, counter.undo = ticket.id, None, None
    end_rating(floor, counter, entry)


def _transferred(floor: Floor, event: e.TicketTransferred, entry: e.Entry) -> None:
    ticket = known(floor, event.ticket)
    counter_of(floor, event, entry)
    move(floor, ticket, event)
    leave_counter(floor, ticket, entry)
    end_service(ticket, entry.at_ms, "transferred")
    following = Service(event.service + 1, event.to_field, entry.at_ms, event.to_counter, texts_seq=texts_row(entry))
    goes_on(floor, ticket, following)


def _returned(floor: Floor, event: e.TicketReturned, entry: e.Entry) -> None:
    ticket = known(floor, event.ticket)
    if ticket.state is State.HELD and floor.the_plan.policy.held_return == "same_clerk":
        ticket.service.for_clerk = ticket.service.clerk
    move(floor, ticket, event)
    leave_counter(floor, ticket, entry)
    ticket.service.to_counter = event.to_counter
    back_to_waiting(floor, ticket, entry)


def _reinstated(floor: Floor, event: e.TicketReinstated, entry: e.Entry) -> None:
    """The counter to which somebody was sent has closed with the day."""
    ticket = known(floor, event.ticket)
    move(floor, ticket, event)
    service = ticket.service
    ticket.ended_from, service.ending, service.ended_ms, service.to_counter = None, "", None, None
    back_to_waiting(floor, ticket, entry)


def _ended(ending: str) -> Callable[[Floor, Any, e.Entry], None]:
    """What cancelling, expiring and ending by the day have in common."""

    def handler(floor: Floor, event: e.TicketCancelled | e.TicketExpired, entry: e.Entry) -> None:
        ticket = known(floor, event.ticket)
        ticket.ended_from = ticket.state
        move(floor, ticket, event)
        leave_counter(floor, ticket, entry)
        end_service(ticket, entry.at_ms, ending)
        tally(floor, ticket).cancelled += ending == "cancelled"

    return handler


def _cancelled(floor: Floor, event: e.TicketCancelled, entry: e.Entry) -> None:
    """Whom a closing sent home the hall is told.

    They may come again, so their number leaves its place to the next, as one does that nobody ever held.
    """
    _ended("cancelled")(floor, event, entry)
    ticket = known(floor, event.ticket)
    if event.because == "closing":
        send_on(floor, SentOn(ticket.label, entry.at_ms, ""))
    if event.because == "closing" or event.reason in KIOSK_REASONS:
        give_back_places(floor, ticket)


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.TicketIssued: _issued,
    e.TicketCalled: _called,
    e.TicketRecalled: _recalled,
    e.ServiceStarted: _started,
    e.TicketMissed: _missed,
    e.TicketDeferred: _deferred,
    e.VisitNoted: _noted,
    e.TicketCalledBack: _called_back,
    e.TicketHeld: _held,
    e.ServiceResumed: _resumed,
    e.TicketTransferred: _transferred,
    e.TicketReturned: _returned,
    e.TicketReinstated: _reinstated,
    e.TicketCancelled: _cancelled,
    e.TicketExpired: _ended("expired"),
    e.ServiceEndedByDay: _ended("ended_by_day"),
}
