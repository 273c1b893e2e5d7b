"""Rating what was served: once a service, within its window; what was given may be changed for a moment."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import known_reason
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Service, Ticket
from hub.domain.plan import RatingPlan

CHANGE_S = 5
"""So long after the first press another score may stand in its place."""

REASONS_S = 15
"""So long the reasons of the same score may be told: a panel asks for 10 s, and what is on its way counts."""


def rate(floor: Floor, command: c.RateTicket, now_ms: int) -> list[e.Event]:
    """Rate a finished service once, while its window is open at the counter that finished it.

    What was pressed while the window was open counts also when it is told later, until another day opens. A phone may
    rate what nobody has rated as long. Where it was rated it may be changed for 5 s, and the reasons of that
    score told for 15 s, until the counter starts the next service.

    Raises Refused: no_day_open, unknown_counter, unknown_ticket, unknown_service, already_rated, score_out_of_range,
    reason_unknown, rating_window_closed.
    """
    ticket = _ticket_to_rate(floor, command)
    if command.service > len(ticket.services):
        raise Refused("unknown_service", label=ticket.label, service=command.service)
    service = ticket.services[command.service - 1]
    if service.score is not None and not _may_change(floor, command, service, now_ms):
        raise Refused("already_rated", label=ticket.label)
    _check_words(_rating_plan(floor), command)
    pressed_ms = None if command.pressed_ms is None else min(command.pressed_ms, now_ms)
    if service.score is None and not _may_rate(floor, command, pressed_ms, now_ms):
        raise Refused("rating_window_closed", label=ticket.label)
    return [_rated(command, pressed_ms, service.score or 0)]


def _rated(command: c.RateTicket, pressed_ms: int | None, instead_of: int) -> e.TicketRated:
    return e.TicketRated(
        ticket=command.ticket,
        service=command.service,
        counter=command.counter,
        score=command.score,
        pressed_ms=pressed_ms,
        instead_of=instead_of,
        reasons=tuple(dict.fromkeys(command.reasons)),
        channel=command.channel,
    )


def _rating_plan(floor: Floor) -> RatingPlan:
    return (floor.plan or floor.the_plan).rating


def closes_ms(floor: Floor, opened_ms: int) -> int:
    """When a rating window ends by itself (ms since the epoch, UTC)."""
    return opened_ms + _rating_plan(floor).window_s * 1000


def _ticket_to_rate(floor: Floor, command: c.RateTicket) -> Ticket:
    """The ticket of the open day; between two days that of the last one, for phones and what was pressed then."""
    is_later = command.pressed_ms is not None or command.channel == "phone"
    is_told_later = is_later and command.ticket in floor.tickets
    if floor.day is not None or not is_told_later:
        floor.counter(command.counter)
    return floor.tickets[command.ticket] if is_told_later else floor.ticket(command.ticket)


def _check_words(rating: RatingPlan, command: c.RateTicket) -> None:
    """Raises Refused: score_out_of_range, reason_unknown."""
    if command.score > rating.best:
        raise Refused("score_out_of_range", score=command.score, best=rating.best)
    for reason in command.reasons:
        known_reason(rating.reasons_of(command.score), reason)


def _may_change(floor: Floor, command: c.RateTicket, service: Service, now_ms: int) -> bool:
    """Whether who gave the score that stands there gives another one, or says why, soon enough."""
    if command.instead_of != service.score or command.channel != service.rated_by:
        return False
    if (command.score, command.reasons) == (service.score, service.score_reasons):
        return False
    if command.channel == "panel" and not _is_given(floor, command):
        return False
    for_s = REASONS_S if command.score == service.score else CHANGE_S
    return now_ms < (service.rated_ms or 0) + for_s * 1000


def _is_given(floor: Floor, command: c.RateTicket) -> bool:
    """Whether the service is the one that was rated at the counter last, before it went on to the next."""
    given = floor.counter(command.counter).given
    return given is not None and (given.ticket, given.service) == (command.ticket, command.service)


def _may_rate(floor: Floor, command: c.RateTicket, pressed_ms: int | None, now_ms: int) -> bool:
    """Whether a service that nobody has rated may be rated in this way at this time."""
    if command.channel == "phone":
        service = floor.tickets[command.ticket].services[command.service - 1]
        return (service.ending, service.counter) == ("finished", command.counter)
    return _is_open(floor, command, now_ms) if pressed_ms is None else _was_open(floor, command, pressed_ms)


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
