"""Rating what was served: once a service, and only within its window."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket


def rate(floor: Floor, command: c.RateTicket, now_ms: int) -> list[e.Event]:
    """Rate a finished service once, while its window is open at the counter that finished it.

    What was pressed while the window was open counts also when it is told later, until another day opens.

    Raises Refused: no_day_open, unknown_counter, unknown_ticket, unknown_service, already_rated, score_out_of_range,
    rating_window_closed.
    """
    ticket = _ticket_to_rate(floor, command)
    if command.service > len(ticket.services):
        raise Refused("unknown_service", label=ticket.label, service=command.service)
    service = ticket.services[command.service - 1]
    if service.score is not None:
        raise Refused("already_rated", label=ticket.label)
    best = (floor.plan or floor.the_plan).rating.best
    if command.score > best:
        raise Refused("score_out_of_range", score=command.score, best=best)
    pressed_ms = None if command.pressed_ms is None else min(command.pressed_ms, now_ms)
    if not (_is_open(floor, command, now_ms) if pressed_ms is None else _was_open(floor, command, pressed_ms)):
        raise Refused("rating_window_closed", label=ticket.label)
    return [_rated(command, pressed_ms)]


def _rated(command: c.RateTicket, pressed_ms: int | None) -> e.TicketRated:
    return e.TicketRated(
        ticket=command.ticket,
        service=command.service,
        counter=command.counter,
        score=command.score,
        pressed_ms=pressed_ms,
    )


def closes_ms(floor: Floor, opened_ms: int) -> int:
    """When a rating window ends by itself (ms since the epoch, UTC)."""
    return opened_ms + (floor.plan or floor.the_plan).rating.window_s * 1000


def _ticket_to_rate(floor: Floor, command: c.RateTicket) -> Ticket:
    """The ticket of the open day; between two days it is that of the last one, for what was pressed on it."""
    is_told_later = command.pressed_ms is not None and command.ticket in floor.tickets
    if floor.day is not None or not is_told_later:
        floor.counter(command.counter)
    return floor.tickets[command.ticket] if is_told_later else floor.ticket(command.ticket)


def _is_open(floor: Floor, command: c.RateTicket, now_ms: int) -> bool:
    """Whether the counter lets this very service be rated now."""
    window = floor.counter(command.counter).rating
    is_this = window is not None and (window.ticket, window.service) == (command.ticket, command.service)
    return window is not None and is_this and now_ms < closes_ms(floor, window.opened_ms)


def _was_open(floor: Floor, command: c.RateTicket, pressed_ms: int) -> bool:
    """Whether the window of the service was open when the panel of its counter was pressed."""
    service = floor.tickets[command.ticket].services[command.service - 1]
    if service.ending != "finished" or service.ended_ms is None or service.counter != command.counter:
        return False
    closed_ms = closes_ms(floor, service.ended_ms)
    if service.rating_ended_ms is not None:
        closed_ms = min(closed_ms, service.rating_ended_ms)
    return service.ended_ms <= pressed_ms < closed_ms
