"""The kiosk: the fields one can take a number for."""

from msgspec import Struct

from hub.domain.floor import Floor
from hub.domain.hours import Opening, openings_by_field
from hub.domain.plan import Field, TicketClass, Wording
from hub.domain.views.parts import Header, field_queue, header


class KioskField(Struct, frozen=True):
    """A field at the kiosk; ``is_served`` is false when no counter serves it today.

    ``openings`` are those of the day and the next two; a screen works out by the hub's clock whether one is going on.
    """

    id: str
    series: str
    name: Wording
    summary: Wording
    icon: str
    page: int
    waiting: int
    counters: tuple[int, ...]
    open_counters: tuple[int, ...]
    is_served: bool
    openings: tuple[Opening, ...]


class KioskView(Struct, frozen=True):
    """Everything a kiosk shows of the hall; ``classes`` are those that it may grant."""

    header: Header
    fields: tuple[KioskField, ...]
    classes: tuple[TicketClass, ...]


def kiosk_view(floor: Floor) -> KioskView:
    """The view of every kiosk."""
    if floor.plan is None or floor.day is None:
        return KioskView(header(floor), (), ())
    openings = openings_by_field(floor.plan, floor.day)
    return KioskView(
        header=header(floor),
        fields=tuple(_kiosk_field(floor, field, openings[field.id]) for field in floor.plan.fields),
        classes=tuple(entry for entry in floor.plan.classes if "kiosk" in entry.granted_by),
    )


def _kiosk_field(floor: Floor, field: Field, openings: tuple[Opening, ...]) -> KioskField:
    queue = field_queue(floor, field.id)
    return KioskField(
        id=field.id,
        series=field.series,
        name=field.name,
        summary=field.summary,
        icon=field.icon,
        page=field.kiosk_page,
        waiting=queue.waiting,
        counters=queue.counters,
        open_counters=queue.open_counters,
        is_served=bool(queue.counters),
        openings=openings,
    )
