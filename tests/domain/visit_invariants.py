"""What must be true of visits with several errands, told by the journal alone."""

from collections.abc import Sequence

from hub.domain import events as e
from hub.domain.floor import Floor

ENTERS = (e.TicketIssued, e.TicketJoined, e.TicketCarriedOver)
GOES_ON = (e.ErrandFinished, e.ErrandServedOffline)
DONE = (e.ServiceFinished, e.TicketServedOffline)


def errands_are_never_lost(since_opening: Sequence[e.Entry], floor: Floor) -> None:
    """What was chosen, planned or added comes in its order, is dropped, or ends with the visit; nothing else does."""
    to_come: dict[str, list[str]] = {}
    for event in (entry.event for entry in since_opening):
        if isinstance(event, ENTERS):
            to_come[event.ticket] = list(event.further)
        elif isinstance(event, GOES_ON):
            assert to_come[event.ticket].pop(0) == event.to_field
        elif isinstance(event, DONE):
            assert to_come[event.ticket] == [], "a visit is done when all of its errands are"
        elif isinstance(event, e.ErrandAdded):
            to_come[event.ticket] = [*_without(to_come[event.ticket], event.field), event.field]
        elif isinstance(event, e.ErrandDropped):
            to_come[event.ticket].remove(event.field)
        elif isinstance(event, e.TicketTransferred | e.TicketMoved):
            to_come[event.ticket] = _without(to_come[event.ticket], event.to_field)
    assert {ticket.id: ticket.errands for ticket in floor.tickets.values()} == to_come
    assert all(len(set(fields)) == len(fields) for fields in to_come.values()), "each field once"


def _without(fields: list[str], done: str) -> list[str]:
    return [field for field in fields if field != done]


def chains_come_in_their_order(floor: Floor) -> None:
    """A field that chains lead to from others comes behind all of them, unless a clerk has changed the visit."""
    plan = floor.plan
    if plan is None:
        return
    for ticket in floor.tickets.values():
        for place, field_id in enumerate(ticket.errands):
            field = plan.field(field_id)
            assert not set(field.then if field else ()) & set(ticket.errands[:place])
