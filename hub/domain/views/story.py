"""One ticket's whole day, for whoever looks it up."""

from msgspec import Struct
from msgspec.structs import asdict, replace

from hub.domain.calling import people_ahead_of
from hub.domain.floor import Floor, Paper, Service
from hub.domain.numbering import label_meant, ticket_id
from hub.domain.plan import Plan, Wording
from hub.domain.transitions import State
from hub.domain.views.cards import Texts, TicketCard, card, hidden, is_hidden, outcome_name
from hub.domain.views.parts import field_name


class ServiceStory(Struct, frozen=True):
    """One service of a visit: where, by which actor, and its times (ms since the epoch, UTC) as of its last turn.

    ``ending`` is empty while it goes on, else ``finished``, ``served_offline``, ``transferred``, ``cancelled``,
    ``expired`` or ``ended_by_day``. ``outcome`` and ``quantity`` are what its clerk said came of it, null and 0 for
    nothing.
    """

    service: int
    field: Wording | None
    field_id: str
    to_counter: int | None
    counter: int | None
    clerk: str
    waiting_since_ms: int
    first_called_ms: int | None
    called_ms: int | None
    started_ms: int | None
    held_since_ms: int | None
    held_ms: int
    ended_ms: int | None
    ending: str
    outcome: Wording | None
    quantity: int


class PaperStory(Struct, frozen=True):
    """A paper of a ticket; ``device`` is empty for a kiosk's own, ``result`` while nobody knows how its job ended."""

    job: str
    device: str
    asked_ms: int
    is_reprint: bool
    result: str


class TicketStory(TicketCard, frozen=True):
    """A ticket with all its services and papers.

    ``people_ahead`` is null when its kiosk drew it by itself, ``people_ahead_now`` unless it waits.
    """

    mode: str
    granted_by: str
    people_ahead: int | None
    people_ahead_now: int | None
    services: tuple[ServiceStory, ...]
    papers: tuple[PaperStory, ...]


def ticket_story(floor: Floor, label: str, texts: Texts) -> TicketStory:
    """The story of the ticket with this label, as somebody types it. Raises Refused: no_day_open, unknown_ticket."""
    plan = floor.the_plan
    ticket = floor.ticket(ticket_id(floor.day or "", label_meant(floor, label)))
    return TicketStory(
        **asdict(card(plan, ticket, texts)),
        mode=ticket.mode,
        granted_by=ticket.granted_by,
        people_ahead=ticket.people_ahead,
        people_ahead_now=people_ahead_of(floor, ticket, floor.at_ms) if ticket.state is State.WAITING else None,
        services=tuple(_service(plan, service) for service in ticket.services),
        papers=tuple(_paper(paper) for paper in ticket.papers),
    )


def clerks_story(floor: Floor, label: str, texts: Texts) -> TicketStory:
    """The story as a clerk may know it; raises as :func:`ticket_story`."""
    whole = ticket_story(floor, label, texts)
    if not is_hidden(floor.the_plan, floor.tickets[whole.ticket]):
        return whole
    card_of = hidden(whole)
    return replace(card_of, granted_by="", people_ahead=None, people_ahead_now=None, services=(), papers=())


def _service(plan: Plan, service: Service) -> ServiceStory:
    return ServiceStory(
        service=service.number,
        field=field_name(plan, service.field),
        field_id=service.field,
        to_counter=service.to_counter,
        counter=service.counter,
        clerk=service.clerk or "",
        waiting_since_ms=service.waiting_since_ms,
        first_called_ms=service.first_called_ms,
        called_ms=service.called_ms,
        started_ms=service.started_ms,
        held_since_ms=service.held_since_ms,
        held_ms=service.held_ms,
        ended_ms=service.ended_ms,
        ending=service.ending,
        outcome=outcome_name(plan, service.outcome),
        quantity=service.quantity,
    )


def _paper(paper: Paper) -> PaperStory:
    return PaperStory(paper.job, paper.device, paper.asked_ms, paper.is_reprint, paper.result)
