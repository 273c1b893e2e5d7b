"""One number that this kiosk draws by itself, and everything that goes with it onto the disk."""

from http import HTTPStatus

import msgspec
from msgspec import Struct

from hub.agent.hub_clock import HubClock
from hub.messages import offline_label, offline_series
from kiosk_app.hall import Hall, HallField
from kiosk_app.issuing import TICKETS, Wish, job_id
from kiosk_app.paper import Issued, page_ticket, stored_paper, ticket_paper
from kiosk_app.records import Errand, Job, OwnTicket, PageAnswer

JOIN = f"{TICKETS}/join"


class OwnNumber(Struct, frozen=True):
    """A number for a wish, as the hall was when the hub was heard last; ``at_ms`` is the instant by the hub's clock.

    ``key`` is that of the page's request, ``tag`` how this kiosk is called in its own numbers, ``left_out`` how many
    right before it may be on paper that another disk knows of.
    """

    hall: Hall
    tag: str
    wish: Wish
    key: str
    at_ms: int
    number: int = 0
    left_out: int = 0

    @property
    def label(self) -> str:
        """What people read: ``A-K2-07``."""
        return offline_label(letters(self.hall, self.field), self.tag, self.number)

    @property
    def field(self) -> HallField:
        """The field of the wish."""
        field = self.hall.field(self.wish.field)
        assert field is not None, "only a field of the hall is drawn for"
        return field

    @property
    def issued(self) -> Issued:
        """What page and paper are made of, as if the hub had answered."""
        return Issued(
            at_ms=self.at_ms,
            ticket=f"{self.hall.header.day}-{self.label}",
            label=self.label,
            field=self.field.id,
            people_ahead=None,
            ticket_class=self.wish.ticket_class,
            language=self.wish.language,
            mode=self.hall.header.mode,
            is_cut=bool(self.wish.further_fields),
        )

    def answer(self) -> PageAnswer:
        """What the page is told."""
        return PageAnswer(HTTPStatus.CREATED, msgspec.to_builtins(page_ticket(self.issued, self.hall)))

    def job(self, machine_ms: int) -> Job:
        """Its print job."""
        issued = self.issued
        paper = stored_paper(issued.ticket, lambda: ticket_paper(issued, self.hall))
        return Job(job_id(self.key), issued.ticket, issued.label, paper, machine_ms)

    def join(self, may_have_arrived: bool, is_held: bool) -> Errand:
        """The errand that hands it in, and gives up the request if that may have reached the hub."""
        body = {
            "day": self.hall.header.day,
            "field": self.field.id,
            "series": letters(self.hall, self.field),
            "tag": self.tag,
            "number": self.number,
            "ticket_class": self.wish.ticket_class,
            "language": self.wish.language,
            "drawn_ms": self.at_ms,
            **({"abandoned": self.key} if may_have_arrived else {}),
            **({"left_out": self.left_out} if self.left_out else {}),
        }
        return Errand(f"join-{job_id(self.key)}", JOIN, body, is_held)

    def record(self, join_key: str, clock: HubClock) -> OwnTicket:
        """What stays on the disk for the numbers to come, and to correct the instant by."""
        return OwnTicket(
            key=join_key,
            ticket=self.issued.ticket,
            day=self.hall.header.day,
            series=own_series(self.hall, self.field, self.tag),
            number=self.number,
            label=self.label,
            boot=clock.boot,
            steady_ms=clock.steady_ms(),
            drawn_ms=self.at_ms,
            created_ms=clock.machine_ms(),
        )


def own_series(hall: Hall, field: HallField, tag: str) -> str:
    """The series from which a kiosk of that tag draws its own numbers of a field: ``A-K2``."""
    return offline_series(letters(hall, field), tag)


def letters(hall: Hall, field: HallField) -> str:
    """The letters of a field's numbers; in test mode they are those of all test numbers."""
    return hall.test_series if hall.header.mode == "test" else field.series


def ticket_of(errand: Errand) -> str:
    """The ticket with which an errand is concerned."""
    if errand.path != JOIN:
        return errand.path.split("/")[2]
    body = errand.body
    return f"{body['day']}-{offline_label(body['series'], body['tag'], body['number'])}"
