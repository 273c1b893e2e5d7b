"""What events do to those for whom a counter, a field or a day closed."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.effects.moves import enter, known, move, wait
from hub.domain.floor import Floor, Paper
from hub.domain.floor.hall import SentOn

MOST_SENT_ON = 200
"""More than this nobody reads, however many a field leaves behind."""


def _carried_over(floor: Floor, event: e.TicketCarriedOver, entry: e.Entry) -> None:
    """The paper is in their hand already; how many are ahead it does not say any more."""
    ticket = enter(floor, event, entry, papers=[Paper("", "", event.arrived_ms)])
    ticket.files, ticket.granted_by, ticket.carried_from = event.files, "staff", event.from_ticket
    ticket.errands = list(event.further)
    floor.left_waiting = tuple(left for left in floor.left_waiting if left.ticket != event.from_ticket)


def _moved(floor: Floor, event: e.TicketMoved, entry: e.Entry) -> None:
    """Only the field changes: whoever waited goes on waiting, at the same place and as long as before."""
    ticket = known(floor, event.ticket)
    move(floor, ticket, event)
    ticket.service.field, ticket.service.to_counter = event.to_field, None
    ticket.errands = [field_id for field_id in ticket.errands if field_id != event.to_field]
    wait(floor, ticket)
    send_on(floor, SentOn(ticket.label, entry.at_ms, event.to_field))


def send_on(floor: Floor, told: SentOn) -> None:
    """Let the hall hear what became of a number."""
    floor.sent_on = [*(former for former in floor.sent_on if former.label != told.label), told][-MOST_SENT_ON:]


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.TicketCarriedOver: _carried_over,
    e.TicketMoved: _moved,
}
