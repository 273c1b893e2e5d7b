"""The slip of a procedure, printed for whoever reads about it at the kiosk. It is no ticket, and kept nowhere."""

import threading
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path

from msgspec import Struct

from config.procedures import Procedure
from config.texts import FIRST_LANGUAGE, languages
from drivers.printers import NO_ANSWER, JobEnd, JobReport, Part
from drivers.printers.profile import GENERIC, Profile
from kiosk_app.board import SlipView
from kiosk_app.hall import Hall
from kiosk_app.layout import load_layout
from kiosk_app.paper import ORDINARY, centre_lines, counter_words
from kiosk_app.paper_parts import WIDE_DOTS, parts_of
from kiosk_app.printed_facts import Facts, slip_facts
from kiosk_app.problems import problem
from kiosk_app.procedures import Procedures
from kiosk_app.records import PageAnswer

NO_HALL = problem(HTTPStatus.CONFLICT, "slip_without_hall")
NO_PROCEDURE = problem(HTTPStatus.NOT_FOUND, "no_procedure")
UNDER_WAY = problem(HTTPStatus.CONFLICT, "slip_under_way")

PRINTING = "printing"

PrintAside = Callable[[Callable[[], Sequence[Part]], Callable[[JobReport], None]], None]
"""Print something that is no ticket and tell how it ended, see PrintDesk.try_out."""


class SlipWish(Struct, frozen=True, forbid_unknown_fields=True):
    """Which procedure the page wants on paper, and in which language the words around it."""

    field: str
    name: str
    language: str = FIRST_LANGUAGE

    def __post_init__(self) -> None:
        """Raises ValueError for a language in which this kiosk has no texts."""
        if self.language not in languages():
            raise ValueError(f"there are no texts in this language, only in {', '.join(languages())}")


class SlipPress(Struct, frozen=True):
    """How slips are made: for which printer, with the layouts of which centre."""

    profile: Profile = GENERIC
    centre: Path | None = None
    is_slow: bool = False

    def parts(self, facts: Facts) -> tuple[Part, ...]:
        """The job of a slip. Raises ConfigError as `load_layout`."""
        name = "slip-80" if self.profile.width_dots >= WIDE_DOTS else "slip-58"
        layout = load_layout(name, [self.centre] if self.centre else [])
        return parts_of(facts, layout, self.profile, self.is_slow)


class Slips:
    """Takes wishes for slips, one at a time; ``on_change`` is told of each and how it stands.

    ``expects_answers`` says whether the printer tells that it has printed, ``hall`` gives the hub's newest view.
    """

    def __init__(self, procedures: Procedures, press: SlipPress, hall: Callable[[], Hall | None]) -> None:
        self.on_change: Callable[[SlipView], None] = lambda _slip: None
        self.print_aside: PrintAside = lambda _compose, _told: None
        self.expects_answers: Callable[[], bool] = lambda: True
        self._procedures = procedures
        self._press = press
        self._hall = hall
        self._lock = threading.Lock()
        self._newest = SlipView("", "")

    def take(self, key: str, wish: SlipWish) -> PageAnswer:
        """Have a slip printed under the request's key; the same key prints once."""
        procedure, hall = self._procedures.find(wish.field, wish.name), self._hall()
        if procedure is None:
            return NO_PROCEDURE
        if hall is None:
            return NO_HALL
        with self._lock:
            if self._newest.id != key:
                if self._newest.state == PRINTING:
                    return UNDER_WAY
                self._tell(key, PRINTING)
                facts = _facts(procedure, hall, wish.language)
                self.print_aside(lambda: self._press.parts(facts), lambda report: self._ended(key, report))
        return PageAnswer(HTTPStatus.ACCEPTED, {"slip": key})

    def _ended(self, key: str, report: JobReport) -> None:
        state = report.end.value
        if report.end is JobEnd.UNKNOWN and report.code == NO_ANSWER and not self.expects_answers():
            state = "sent"
        self._tell(key, state)

    def _tell(self, key: str, state: str) -> None:
        self._newest = SlipView(key, state)
        self.on_change(self._newest)


def _facts(procedure: Procedure, hall: Hall, language: str) -> Facts:
    counters = counter_words(hall.counters_of(procedure.field, ORDINARY), language)
    places = (hall.field_name(procedure.field, language), counters)
    return slip_facts(procedure, centre_lines(hall, language), places, language)
