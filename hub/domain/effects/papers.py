"""What events do to what follows a ticket: its papers and its rating."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.effects.moves import forget_print_requests, known
from hub.domain.floor import Floor, Paper, PrintRequest, RatingWindow

MOST_PRINT_REQUESTS = 20
"""More pending papers than this nobody waits for: the oldest are forgotten."""


def _rated(floor: Floor, event: e.TicketRated, entry: e.Entry) -> None:
    """What was pressed a while ago says nothing of the service that may be rated now."""
    ticket, counter = known(floor, event.ticket), floor.counters[event.counter]
    service = ticket.services[event.service - 1]
    service.score, service.score_reasons, service.rated_by = event.score, event.reasons, event.channel
    service.rated_ms = service.rated_ms or entry.at_ms
    if _is_of(counter.rating, event):
        counter.rating, counter.given, counter.last_rated = None, counter.rating, ticket.label
    if _is_of(counter.given, event):
        counter.last_score = event.score


def _is_of(window: RatingWindow | None, event: e.TicketRated) -> bool:
    return window is not None and (window.ticket, window.service) == (event.ticket, event.service)


def _print_requested(floor: Floor, event: e.PrintRequested, entry: e.Entry) -> None:
    """A ticket has one pending paper at most: who asks anew does not wait for the former one."""
    is_reprint = event.is_reprint == "yes"
    known(floor, event.ticket).papers.append(Paper(event.job, event.device, entry.at_ms, is_reprint))
    forget_print_requests(floor, event.ticket)
    floor.print_requests[event.job] = PrintRequest(event.job, event.ticket, event.device, is_reprint, entry.at_ms)
    for job in list(floor.print_requests)[:-MOST_PRINT_REQUESTS]:
        del floor.print_requests[job]


def _print_ended(floor: Floor, event: e.PrintEnded, entry: e.Entry) -> None:
    """A job that nobody asked for is a kiosk's own: that of the first paper, which the kiosk gave its name."""
    ticket = known(floor, event.ticket)
    floor.print_requests.pop(event.job, None)
    by_job = {paper.job: paper for paper in ticket.papers}
    paper = by_job.get(event.job) or by_job.get("")
    if paper is None:
        paper = Paper(event.job, "", entry.at_ms)
        ticket.papers.append(paper)
    paper.job, paper.result = event.job, event.result
    ticket.print_result = event.result


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.TicketRated: _rated,
    e.PrintRequested: _print_requested,
    e.PrintEnded: _print_ended,
}
