"""Where the numbers of a day went: what became of each ticket, and why."""

from collections.abc import Iterable

from msgspec import Struct

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.explaining.line import Params
from hub.domain.floor import Floor, Ticket
from hub.domain.transitions import State


class Fate(Struct, frozen=True):
    """What has become of a ticket: ``fate_<code>`` of the texts, since when (ms since the epoch, UTC)."""

    ticket: str
    label: str
    code: str
    at_ms: int
    params: Params = {}


def fates_of(rows: Iterable[e.Entry], carried: Iterable[e.TicketCarriedOver] = ()) -> dict[str, Fate]:
    """The fate of every ticket of a day by its id; ``carried`` are those of the days after it that carry some on."""
    floor, last = Floor(), dict[str, e.Entry]()
    for entry in rows:
        apply_event(floor, entry)
        ticket = getattr(entry.event, "ticket", "")
        if ticket and not isinstance(entry.event, e.TicketRated | e.PrintEnded | e.PrintRequested | e.VisitNoted):
            last[ticket] = entry
    goes_on = {event.from_ticket: event.label for event in carried}
    return {ticket.id: _fate(ticket, last[ticket.id], goes_on.get(ticket.id, "")) for ticket in floor.tickets.values()}


def _fate(ticket: Ticket, last: e.Entry, goes_on: str) -> Fate:
    event, code = last.event, str(ticket.state)
    params: Params = {"counter": ticket.service.counter or 0}
    if isinstance(event, e.TicketCancelled):
        code, params = "cancelled_by_closing" if event.because else "cancelled", {"reason": event.reason}
    if goes_on:
        code, params = "carried_over", {"label": goes_on}
    if ticket.service.ending == "served_offline" and ticket.state is State.FINISHED:
        code = "served_offline"
    return Fate(ticket.id, ticket.label, code, last.at_ms, params)
