"""The reception desk: numbers drawn for people, with or without a printer."""

from msgspec import Struct
from msgspec.structs import asdict

from hub.domain.floor import Floor, Ticket
from hub.domain.hours import Opening
from hub.domain.plan import Field, Plan, Reasons, TicketClass
from hub.domain.views.cards import Texts, TicketCard, card
from hub.domain.views.help_calls import HelpCall
from hub.domain.views.parts import FieldQueue, Header, KnownDevice, known_devices
from hub.domain.views.shared import SharedParts

LANGUAGES = ("vi", "en")
"""The languages in which a paper can be printed."""


class ReceptionField(FieldQueue, frozen=True):
    """A field as the reception desk sees it; a number stands for ``most_files`` at most.

    ``openings`` are the kiosk's: staff may draw a number at any time.
    """

    is_stopped: bool
    stop_reason: str
    most_files: int
    openings: tuple[Opening, ...]


class LastPaper(Struct, frozen=True):
    """The paper that was asked for last; ``result`` is ``pending`` or how its print job ended."""

    job: str
    device: str
    is_reprint: bool
    requested_ms: int
    result: str


class RecentTicket(TicketCard, frozen=True):
    """A ticket that staff drew; ``print`` is null when no paper was asked for."""

    people_ahead: int | None
    print: LastPaper | None


class ReceptionView(Struct, frozen=True):
    """Everything a reception page shows; ``classes`` are those that staff may grant, ``recent`` the newest first.

    A number may be for ``most_fields`` fields. ``offers_remote``: some quota tells those who are elsewhere apart.
    ``person_by`` is what tells persons apart where their numbers are limited (``nothing``: they are not).
    """

    header: Header
    fields: tuple[ReceptionField, ...]
    classes: tuple[TicketClass, ...]
    printers: tuple[KnownDevice, ...]
    printer_count: int
    recent: tuple[RecentTicket, ...]
    reasons: Reasons | None
    most_files: int
    languages: tuple[str, ...]
    most_fields: int
    offers_remote: bool
    person_by: str
    help_calls: tuple[HelpCall, ...]


def reception_view(floor: Floor, texts: Texts, known: SharedParts | None = None) -> ReceptionView:
    """The view of every reception page."""
    shared = known or SharedParts(floor, texts)
    plan = floor.plan
    if plan is None or floor.day is None:
        return ReceptionView(shared.header, (), (), (), 0, (), None, 1, LANGUAGES, 1, False, "nothing", ())
    printers = [device for device in floor.devices.values() if device.paper != "none"]
    return ReceptionView(
        header=shared.header,
        fields=tuple(_field(shared, plan, field, queue) for field, queue in shared.fields),
        classes=tuple(entry for entry in plan.classes if "staff" in entry.granted_by),
        printers=known_devices(printers),
        printer_count=len(printers),
        recent=tuple(_recent(floor, plan, floor.tickets[drawn], texts) for drawn in reversed(floor.drawn_by_staff)),
        reasons=plan.reasons,
        most_files=plan.most_files_per_ticket,
        languages=LANGUAGES,
        most_fields=plan.most_fields_per_ticket,
        offers_remote=any(field.quota is not None and field.quota.remote is not None for field in plan.fields),
        person_by=plan.person_limit.by,
        help_calls=shared.help_calls,
    )


def _field(shared: SharedParts, plan: Plan, field: Field, queue: FieldQueue) -> ReceptionField:
    stopped = shared.floor.stopped
    return ReceptionField(
        **asdict(queue),
        is_stopped=field.id in stopped,
        stop_reason=stopped.get(field.id, ""),
        most_files=field.most_files or plan.most_files_per_ticket,
        openings=shared.openings[field.id],
    )


def _recent(floor: Floor, plan: Plan, ticket: Ticket, texts: Texts) -> RecentTicket:
    return RecentTicket(
        **asdict(card(plan, ticket, texts)), people_ahead=ticket.people_ahead, print=_print(floor, ticket)
    )


def _print(floor: Floor, ticket: Ticket) -> LastPaper | None:
    """A paper of which nothing was heard and that nobody waits for any more ended in an unknown way."""
    if not ticket.papers:
        return None
    paper = ticket.papers[-1]
    result = "pending" if paper.job in floor.print_requests else paper.result or "unknown"
    return LastPaper(paper.job, paper.device, paper.is_reprint, paper.asked_ms, result)
