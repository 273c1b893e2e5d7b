"""From the hub's answer to what the page shows and the paper says."""

import logging
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from config.texts import FIRST_LANGUAGE, counted, languages, text
from kiosk_app.hall import Hall, PrintRequest
from kiosk_app.printed_facts import TicketPaper
from kiosk_app.ticket_code import ticket_code

log = logging.getLogger(__name__)

ORDINARY = "ordinary"
"""The class of a ticket without priority."""

NO_PAPER = ""
"""The paper of a job that could not be composed; printing it fails, and so the hub hears of it."""


class Issued(Struct, frozen=True):
    """The hub's event ``TicketIssued``, as far as a kiosk needs it; ``at_ms`` is the hub's time (UTC).

    Nobody has counted the people ahead of a number that this kiosk drew by itself (None). ``further`` are the fields to
    which the visit goes on; ``is_cut`` says that it does not, though it was asked for. ``link`` is for phones, empty
    where the hub has none or was not asked.
    """

    at_ms: int
    ticket: str
    label: str
    field: str
    people_ahead: int | None
    ticket_class: str = ORDINARY
    language: str = "vi"
    mode: str = "live"
    further: tuple[str, ...] = ()
    is_cut: bool = False
    link: str = ""


class PageTicket(Struct, frozen=True):
    """A ticket as the page gets it; one that ``is_offline`` was drawn here, without the hub."""

    ticket: str
    label: str
    field: str
    ticket_class: str
    people_ahead: int | None
    counters: tuple[int, ...]
    issued_ms: int
    is_test: bool
    is_offline: bool
    further: tuple[str, ...]
    link: str


def page_ticket(issued: Issued, hall: Hall) -> PageTicket:
    """The ticket with the counters that serve it."""
    return PageTicket(
        ticket=issued.ticket,
        label=issued.label,
        field=issued.field,
        ticket_class=issued.ticket_class,
        people_ahead=issued.people_ahead,
        counters=hall.counters_of(issued.field, issued.ticket_class),
        issued_ms=issued.at_ms,
        is_test=issued.mode == "test",
        is_offline=issued.people_ahead is None,
        further=issued.further,
        link=issued.link,
    )


def ticket_paper(issued: Issued, hall: Hall) -> TicketPaper:
    """Everything that stands on the paper, in the ticket's language."""
    language = issued.language
    further = [hall.field_name(field_id, language) for field_id in issued.further]
    return TicketPaper(
        centre=centre_lines(hall, language),
        field=hall.field_name(issued.field, language),
        label=issued.label,
        people_ahead=issued.people_ahead,
        counters=counter_words(hall.counters_of(issued.field, issued.ticket_class), language),
        class_mark=_class_mark(issued.ticket_class != ORDINARY, language),
        issued=_issued(issued.at_ms, hall, language),
        qr=ticket_code(issued.ticket, issued.link),
        language=language,
        is_test=issued.mode == "test",
        is_offline=issued.people_ahead is None,
        further=_cut(language) if issued.is_cut else _further(further, language),
    )


def requested_paper(request: PrintRequest, hall: Hall) -> TicketPaper:
    """The paper that staff want printed; a reprint says that its count of people is that of the drawing."""
    language = request.language if request.language in languages() else FIRST_LANGUAGE
    return TicketPaper(
        centre=centre_lines(hall, language),
        field=request.field.in_language(language),
        label=request.label,
        people_ahead=request.people_ahead,
        counters=counter_words(request.counters, language),
        class_mark=_class_mark(request.ticket_class != ORDINARY, language),
        issued=_issued(request.issued_ms, hall, language),
        qr=ticket_code(request.ticket, request.link),
        language=language,
        is_test=request.mode == "test",
        is_reprint=request.is_reprint,
        is_offline=request.people_ahead is None,
        further=_further([field.in_language(language) for field in request.further], language),
    )


def centre_lines(hall: Hall, language: str) -> tuple[str, ...]:
    """The office and the centre in a language, nothing before their names are known."""
    centre = hall.header.centre
    return (centre.office.in_language(language), centre.name.in_language(language)) if centre else ()


def counter_words(counters: tuple[int, ...], language: str) -> str:
    """Where somebody is served, in words; "" for no counter."""
    if not counters:
        return ""
    return counted(language, "paper.counters", len(counters), counters=", ".join(map(str, counters)))


def _further(names: list[str], language: str) -> str:
    """Where the visit goes on, in this order."""
    return text(language, "paper.further", fields=", ".join(names)) if names else ""


def _cut(language: str) -> str:
    """That a number drawn without the hub is for the first of several fields alone."""
    return text(language, "paper.first_only")


def _class_mark(has_priority: bool, language: str) -> str:
    """That a ticket has priority is shown, never why."""
    return text(language, "paper.class_mark") if has_priority else ""


def _issued(at_ms: int, hall: Hall, language: str) -> str:
    at = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(hall.header.zone))
    return text(language, "paper.issued", time=f"{at:%H:%M}", date=f"{at:%d/%m/%Y}")


def stored_paper(ticket: str, compose: Callable[[], TicketPaper]) -> str:
    """The paper as the spool keeps it (JSON). A number is drawn already: what is wrong with its paper loses nothing."""
    try:
        return msgspec.json.encode(compose()).decode()
    except Exception:  # the edge of a job: it fails, and the next one is printed
        log.exception("the paper of %s cannot be composed", ticket)
        return NO_PAPER
