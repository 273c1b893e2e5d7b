"""From the hub's answer to what the page shows and the paper says."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from config.texts import catalogue, text
from kiosk_app.hall import Hall
from kiosk_app.ticket_code import ticket_code
from kiosk_app.ticket_layout import PaperTexts, TicketPaper


class Issued(Struct, frozen=True):
    """The hub's event ``TicketIssued``, as far as a kiosk needs it; ``at_ms`` is the hub's time (UTC)."""

    at_ms: int
    ticket: str
    label: str
    field: str
    people_ahead: int
    ticket_class: str = "ordinary"
    language: str = "vi"
    mode: str = "live"


class PageTicket(Struct, frozen=True):
    """A ticket as the page gets it."""

    ticket: str
    label: str
    field: str
    ticket_class: str
    people_ahead: int
    counters: tuple[int, ...]
    issued_ms: int
    is_test: bool


def page_ticket(issued: Issued, hall: Hall) -> PageTicket:
    """The ticket with the counters that serve it."""
    return PageTicket(
        ticket=issued.ticket,
        label=issued.label,
        field=issued.field,
        ticket_class=issued.ticket_class,
        people_ahead=issued.people_ahead,
        counters=hall.counters_of(issued.field),
        issued_ms=issued.at_ms,
        is_test=issued.mode == "test",
    )


def ticket_paper(issued: Issued, hall: Hall) -> TicketPaper:
    """Everything that stands on the paper, in the ticket's language."""
    language, field = issued.language, hall.field(issued.field)
    return TicketPaper(
        centre=_centre(hall, language),
        field=field.name.in_language(language) if field else issued.field,
        label=issued.label,
        people_ahead=issued.people_ahead,
        counters=_counters(hall.counters_of(issued.field), language),
        class_mark=_class_mark(issued),
        issued=_issued(issued, ZoneInfo(hall.header.zone)),
        qr=ticket_code(issued.ticket),
        texts=PaperTexts.from_catalogue(catalogue(language)),
        is_test=issued.mode == "test",
    )


def _centre(hall: Hall, language: str) -> tuple[str, ...]:
    centre = hall.header.centre
    return (centre.office.in_language(language), centre.name.in_language(language)) if centre else ()


def _counters(counters: tuple[int, ...], language: str) -> str:
    if not counters:
        return ""
    code = "paper.counters_one" if len(counters) == 1 else "paper.counters"
    return text(language, code, counters=", ".join(map(str, counters)))


def _class_mark(issued: Issued) -> str:
    """That a ticket has priority is shown, never why."""
    return "" if issued.ticket_class == "ordinary" else text(issued.language, "paper.class_mark")


def _issued(issued: Issued, zone: ZoneInfo) -> str:
    at = datetime.fromtimestamp(issued.at_ms / 1000, zone)
    return text(issued.language, "paper.issued", time=f"{at:%H:%M}", date=f"{at:%d/%m/%Y}")
