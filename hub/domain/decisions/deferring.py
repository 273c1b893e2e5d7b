"""A later place, for somebody who asks for it."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import MOST_DEFERRALS, those_behind
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.transitions import State


def defer(floor: Floor, command: c.DeferTicket, now_ms: int) -> list[e.Event]:
    """Let so many others by, or all who are behind; a place is never a better one than before.

    Raises Refused: no_day_open, unknown_ticket, ticket_not_deferrable, deferred_enough, nobody_behind.
    """
    ticket = floor.ticket(command.ticket)
    if ticket.state is not State.WAITING:
        raise Refused("ticket_not_deferrable", label=ticket.label)
    if ticket.deferrals >= MOST_DEFERRALS:
        raise Refused("deferred_enough", label=ticket.label, most=MOST_DEFERRALS)
    let_by = those_behind(floor, ticket)[: command.behind]
    if not let_by:
        raise Refused("nobody_behind", label=ticket.label)
    return [e.TicketDeferred(ticket=ticket.id, service=ticket.service.number, behind=let_by[-1].id, others=len(let_by))]
