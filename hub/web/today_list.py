"""Today's numbers as a table that any spreadsheet opens: what happened when and where, and nothing about a person."""

import csv
import io
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import NamedTuple

from flask import Response, request

from config.texts import FIRST_LANGUAGE, languages, text
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Service, Ticket
from hub.domain.numbering import local_time
from hub.domain.plan import ORDINARY, Plan, Wording
from hub.domain.views.cards import class_name, outcome_name
from hub.domain.views.parts import field_name

MINUTE_MS = 60_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be calculated by a spreadsheet; OWASP, "CSV injection"."""


class Line(NamedTuple):
    """One service of one visit, and how to say things."""

    plan: Plan
    ticket: Ticket
    service: Service
    language: str

    def own(self, wording: Wording | None) -> str:
        """A text of the centre's own."""
        return str(getattr(wording, self.language, "") or getattr(wording, FIRST_LANGUAGE, ""))

    def time(self, at_ms: int | None) -> str:
        """An instant as the centre's clocks show it, empty for none."""
        return "" if at_ms is None else local_time(at_ms, self.plan.zone).strftime("%H:%M:%S")

    def of_class(self) -> str:
        """The class by its name alone: the list holds no reason for it."""
        if self.ticket.ticket_class == ORDINARY:
            return text(self.language, "today_list.ordinary")
        return self.own(class_name(self.plan, self.ticket.ticket_class)) or self.ticket.ticket_class

    def reprints(self) -> str | int:
        """How often the ticket's paper was printed again, in the line of its first service."""
        printed_again = sum(paper.is_reprint for paper in self.ticket.papers)
        return printed_again if printed_again and self.service.number == 1 else ""

    def to_come(self) -> str:
        """Where the visit goes on, in the line of its last service; of what is over, the fields left undone."""
        if self.service is not self.ticket.service:
            return ""
        return ", ".join(self.own(field_name(self.plan, field_id)) for field_id in self.ticket.errands)

    def outcome(self) -> str:
        """How the service ended, or where it stands."""
        if self.service.ending in ("transferred", "served_offline"):
            return text(self.language, f"today_list.{self.service.ending}")
        return text(self.language, f"state.{self.service.ending or self.ticket.state}")


COLUMNS: dict[str, Callable[[Line], str | int]] = {
    "label": lambda line: line.ticket.label,
    "service": lambda line: line.service.number,
    "field": lambda line: line.own(field_name(line.plan, line.service.field)),
    "class": lambda line: line.of_class(),
    "language": lambda line: line.ticket.language,
    "files": lambda line: line.ticket.files,
    "arrived": lambda line: line.time(line.ticket.came_ms),
    "counter": lambda line: line.service.counter or "",
    "called": lambda line: line.time(line.service.first_called_ms),
    "started": lambda line: line.time(line.service.started_ms),
    "ended": lambda line: line.time(line.service.ended_ms),
    "waited_min": lambda line: _minutes(line.service.waiting_since_ms, line.service.first_called_ms),
    "served_min": lambda line: _minutes(line.service.started_ms, line.service.ended_ms, line.service.held_ms),
    "outcome": lambda line: line.outcome(),
    "result": lambda line: line.own(outcome_name(line.plan, line.service.outcome)),
    "quantity": lambda line: line.service.quantity or "",
    "to_come": lambda line: line.to_come(),
    "reprints": lambda line: line.reprints(),
    "score": lambda line: line.service.score or "",
}
"""What each column tells; its heading is ``today_list.<name>`` of the locales."""


def today_list(floor: Floor) -> Response:
    """The list as a file, in the ``language`` of the query, Vietnamese otherwise. Raises Refused: no_day_open."""
    day = floor.day or floor.last_day
    if floor.plan is None or day is None:
        raise Refused("no_day_open")
    asked = request.args.get("language", "")
    language = asked if asked in languages() else FIRST_LANGUAGE
    response = Response(table(floor, floor.plan, language), HTTPStatus.OK.value, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="toi-luot-{day}.csv"'
    return response


def table(floor: Floor, plan: Plan, language: str) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets know it; one row a service, test numbers left out."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(text(language, f"today_list.{name}") for name in COLUMNS)
    for line in _lines(floor, plan, language):
        writer.writerow(harmless(str(cell(line))) for cell in COLUMNS.values())
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _lines(floor: Floor, plan: Plan, language: str) -> Iterator[Line]:
    for ticket in sorted(floor.tickets.values(), key=lambda ticket: ticket.order):
        if ticket.mode == "live":
            yield from (Line(plan, ticket, service, language) for service in ticket.services)


def _minutes(from_ms: int | None, to_ms: int | None, without_ms: int = 0) -> str | int:
    """Whole minutes between two instants, empty when one is missing; a clock set back makes none negative."""
    if from_ms is None or to_ms is None:
        return ""
    return max(to_ms - from_ms - without_ms, 0) // MINUTE_MS
