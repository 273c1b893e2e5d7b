"""The wall: who is called where, who was called last, how many wait."""

from msgspec import Struct

from hub.domain.floor import Announcement, Counter, Floor
from hub.domain.hours import Opening, openings_of_hall
from hub.domain.plan import HallPlan, Plan, Wording
from hub.domain.views.cards import counter_name
from hub.domain.views.parts import (
    MOST_ROWS,
    FieldQueue,
    Header,
    SentOnNotice,
    field_name,
)
from hub.domain.views.shared import SharedParts


class Call(Struct, frozen=True):
    """An announcement: a call or recall, each with an ``id`` of its own that a screen announces once."""

    id: int
    at_ms: int
    label: str
    counter: int
    field: Wording
    language: str
    times_called: int


class CounterTile(Struct, frozen=True):
    """A counter as the hall sees it: its state and the number there, if any; ``pause`` says why it is paused.

    ``hall`` is the room it stands in, null where there is one only; ``prepared`` is the number that comes next and
    should be near, empty for none.
    """

    number: int
    name: Wording
    hall: Wording | None
    state: str
    pause: Wording | None
    label: str
    ticket_state: str
    prepared: str


class WallView(Struct, frozen=True):
    """Everything a wall shows, of its ``hall`` or (null) of the whole centre; ``announcements`` are oldest first,
    ``announcement_count`` counts those left out too.

    ``openings`` are those of any field: when the kiosks of the hall give out numbers. ``sent_on`` are the numbers for
    which something closed, oldest first.
    """

    header: Header
    hall: Wording | None
    announcements: tuple[Call, ...]
    announcement_count: int
    waiting: tuple[FieldQueue, ...]
    counters: tuple[CounterTile, ...]
    openings: tuple[Opening, ...]
    sent_on: tuple[SentOnNotice, ...]


def wall_view(floor: Floor, hall_id: str = "", known: SharedParts | None = None) -> WallView:
    """The view of the walls of a hall, or of those that show everything: so does one whose hall the plan lost."""
    shared = known or SharedParts(floor, {})
    plan = floor.plan if floor.day else None
    hall = plan.hall(hall_id) if plan else None
    counters = _counters_in(floor, plan, hall) if plan else []
    numbers = {counter.number for counter in counters}
    calls = [call for call in floor.announcements if hall is None or call.counter in numbers] if plan else []
    served = {field for counter in counters for field in counter.fields}
    return WallView(
        header=shared.header,
        hall=hall.name if hall else None,
        announcements=tuple(call_of(floor, announcement) for announcement in calls[-MOST_ROWS:]),
        announcement_count=len(calls),
        waiting=tuple(queue for queue in shared.field_queues if hall is None or queue.id in served),
        counters=tuple(_tile(floor, plan, counter) for counter in counters) if plan else (),
        openings=openings_of_hall(shared.openings),
        sent_on=shared.sent_on,
    )


def call_of(floor: Floor, announcement: Announcement) -> Call:
    """A call or recall as screens announce it."""
    return Call(
        id=announcement.id,
        at_ms=announcement.at_ms,
        label=announcement.label,
        counter=announcement.counter,
        field=field_name(floor.plan, announcement.field),
        language=announcement.language,
        times_called=announcement.times_called,
    )


def _counters_in(floor: Floor, plan: Plan, hall: HallPlan | None) -> list[Counter]:
    return [one for one in floor.counters.values() if hall is None or plan.hall_of(one.number) == hall.id]


def _pause(plan: Plan, counter: Counter) -> Wording | None:
    return next((reason.name for reason in plan.reasons.pause if reason.id == counter.pause_reason), None)


def _tile(floor: Floor, plan: Plan, counter: Counter) -> CounterTile:
    ticket = floor.tickets[counter.ticket] if counter.ticket else None
    hall = plan.hall(plan.hall_of(counter.number))
    return CounterTile(
        number=counter.number,
        name=counter_name(plan, counter.number),
        hall=hall.name if hall else None,
        state=counter.state,
        pause=_pause(plan, counter),
        label=ticket.label if ticket else "",
        ticket_state=ticket.state if ticket else "",
        prepared=floor.tickets[counter.prepared].label if counter.prepared else "",
    )
