"""The kiosk: the fields one can take a number for."""

from collections.abc import Callable

from msgspec import Struct

from hub.domain.floor import Floor, PrintRequest, Ticket
from hub.domain.hours import Opening
from hub.domain.plan import Field, Offline, Plan, TicketClass, Wording
from hub.domain.quotas import QuotaLeft
from hub.domain.views.cards import class_name
from hub.domain.views.parts import (
    FieldQueue,
    Header,
    SentOnNotice,
    ServedAt,
    field_name,
    kiosks_go_on,
    served_at,
    takes_somebody,
)
from hub.domain.views.shared import SharedParts


class KioskField(Struct, frozen=True):
    """A field at the kiosk; ``is_served`` is false when no counter serves it today, ``is_stopped`` while staff say so.
    Its counters are as in :class:`FieldQueue`.

    ``openings`` are those of the day and the next two; a screen works out by the hub's clock whether one is going on.
    ``left`` is how many numbers may still be drawn here, as :class:`FieldQueue` says of ``walk_in_left``.
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
    of_class: dict[str, ServedAt]
    is_served: bool
    is_stopped: bool
    openings: tuple[Opening, ...]
    left: tuple[QuotaLeft, ...]


class PaperWanted(Struct, frozen=True):
    """A paper that ``device`` shall print, once, under the name ``job``; its end is reported with ReportPrint.

    ``people_ahead`` is null when nobody could count them; ``further`` are the fields to which the visit went after
    the first one or still goes; ``link`` is that of the ticket for phones, empty where there are none. ``requested_ms``
    and ``issued_ms`` are instants (ms since the epoch, UTC): what is asked too late nobody waits for.
    """

    job: str
    device: str
    ticket: str
    label: str
    field_id: str
    field: Wording
    ticket_class: str
    class_name: Wording | None
    language: str
    files: int
    issued_ms: int
    people_ahead: int | None
    counters: tuple[int, ...]
    is_reprint: bool
    mode: str
    requested_ms: int
    further: tuple[Wording, ...]
    link: str


class OfflineView(Struct, frozen=True):
    """What a kiosk may do by itself while the hub is away; see :class:`hub.domain.plan.Offline`.

    ``last_numbers`` are the last ones of kiosks' own sub-series (``A-K2``) that the hub knows of today: none up to them
    may be drawn again.
    """

    is_allowed: bool
    most_tickets: int
    most_minutes: int
    after_s: int
    last_numbers: dict[str, int]


class KioskView(Struct, frozen=True):
    """Everything a kiosk shows of the hall, and what printers shall print.

    ``classes`` are those that it may grant, ``staff_classes`` those for which it sends people to the staff.
    ``test_series`` is that of numbers in test mode, of all fields. ``asks_card`` says that nobody gets a number without
    an identity card, ``most_fields`` for how many fields a number may be; ``sent_on`` as on the wall.
    """

    header: Header
    fields: tuple[KioskField, ...]
    classes: tuple[TicketClass, ...]
    staff_classes: tuple[TicketClass, ...]
    print_requests: tuple[PaperWanted, ...]
    test_series: str
    offline: OfflineView
    asks_card: bool
    most_fields: int
    sent_on: tuple[SentOnNotice, ...]


def kiosk_view(
    floor: Floor, link_of: Callable[[str], str] = lambda _ticket: "", known: SharedParts | None = None
) -> KioskView:
    """The view of every kiosk; ``link_of`` gives the link of a ticket's id."""
    shared = known or SharedParts(floor, {})
    if floor.plan is None or floor.day is None:
        return KioskView(shared.header, (), (), (), (), "", _offline(floor), False, 1, ())
    return KioskView(
        header=shared.header,
        fields=tuple(_kiosk_field(shared, field, queue) for field, queue in shared.fields),
        classes=tuple(entry for entry in floor.plan.classes if "kiosk" in entry.granted_by),
        staff_classes=tuple(entry for entry in floor.plan.classes if "kiosk" not in entry.granted_by),
        print_requests=tuple(_wanted(floor, floor.plan, request, link_of) for request in floor.print_requests.values()),
        test_series=floor.plan.test_series,
        offline=_offline(floor),
        asks_card=floor.plan.person_limit.by == "identity",
        most_fields=floor.plan.most_fields_per_ticket,
        sent_on=shared.sent_on,
    )


def _offline(floor: Floor) -> OfflineView:
    offline = floor.plan.offline if floor.plan else Offline()
    own = {field.series for field in floor.plan.fields} | {floor.plan.test_series} if floor.plan else set()
    return OfflineView(
        is_allowed=kiosks_go_on(floor),
        most_tickets=offline.most_tickets,
        most_minutes=offline.most_minutes,
        after_s=offline.after_s,
        last_numbers={series: last for series, last in floor.last_numbers.items() if series not in own},
    )


def _kiosk_field(shared: SharedParts, field: Field, queue: FieldQueue) -> KioskField:
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
        of_class=queue.of_class,
        is_served=takes_somebody(queue),
        is_stopped=field.id in shared.floor.stopped,
        openings=shared.openings[field.id],
        left=queue.walk_in_left,
    )


def _wanted(floor: Floor, plan: Plan, request: PrintRequest, link_of: Callable[[str], str]) -> PaperWanted:
    """The field is that of the first service: the paper says what it said at first."""
    ticket = floor.tickets[request.ticket]
    return PaperWanted(
        job=request.job,
        device=request.device,
        ticket=ticket.id,
        label=ticket.label,
        field_id=ticket.field,
        field=field_name(plan, ticket.field),
        ticket_class=ticket.ticket_class,
        class_name=class_name(plan, ticket.ticket_class),
        language=ticket.language,
        files=ticket.files,
        issued_ms=ticket.came_ms,
        people_ahead=ticket.people_ahead,
        counters=served_at(floor, ticket.field, ticket.ticket_class).counters,
        is_reprint=request.is_reprint,
        mode=ticket.mode,
        requested_ms=request.requested_ms,
        further=tuple(field_name(plan, field_id) for field_id in _further(ticket)),
        link=link_of(ticket.id),
    )


def _further(ticket: Ticket) -> list[str]:
    return [*(service.field for service in ticket.services[1:]), *ticket.errands]
