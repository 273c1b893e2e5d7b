"""The whole hall for its supervisor: counters, queues, people set aside, devices, and what has come of the day."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import asdict

from hub.domain.floor import Counter, Device, Floor, Tally, Ticket
from hub.domain.hours import Opening
from hub.domain.plan import CounterRules, Field, Plan, RatingPlan, Reasons, Wording
from hub.domain.transitions import State
from hub.domain.views.cards import Texts, TicketList, card_list, class_name, counter_name
from hub.domain.views.help_calls import HelpCall
from hub.domain.views.parts import (
    FieldQueue,
    Header,
    KnownDevice,
    field_name,
    is_in_trouble,
    known_devices,
)
from hub.domain.views.shared import SharedParts
from hub.domain.views.work_rules import CounterWork, counter_work


class TicketAtCounter(Struct, frozen=True):
    """The ticket that a counter holds, in its state since ``since_ms`` (ms since the epoch, UTC)."""

    ticket: str
    label: str
    state: str
    since_ms: int
    field: Wording
    class_name: Wording | None


class FloorCounter(Struct, frozen=True):
    """A counter; ``clerk`` is the actor who worked there last, empty while it is closed.

    ``prepared`` is the number chosen to come next, empty for none.
    """

    number: int
    name: Wording
    state: str
    pause_reason: str
    clerk: str
    fields: tuple[str, ...]
    ticket: TicketAtCounter | None
    prepared: str
    work: CounterWork
    finished: int


class FloorField(FieldQueue, frozen=True):
    """A field; ``oldest_ms`` is the arrival of whoever waits longest. ``called`` and ``finished`` count services."""

    oldest_ms: int | None
    is_stopped: bool
    stop_reason: str
    openings: tuple[Opening, ...]
    issued: int
    called: int
    finished: int


class Totals(Struct, frozen=True):
    """The day's tickets in this mode. ``waiting``, ``serving`` (called ones too), ``held`` and ``missed`` are so now.

    ``called`` counts those called at least once, ``called_within_15_min`` those of them who waited that long at most;
    ``served_offline`` are those of the finished that clerks recorded after the hub was away.
    """

    issued: int = 0
    waiting: int = 0
    serving: int = 0
    held: int = 0
    missed: int = 0
    finished: int = 0
    served_offline: int = 0
    cancelled: int = 0
    called: int = 0
    called_within_15_min: int = 0


class FloorView(Struct, frozen=True):
    """Everything a supervisor's page shows; ``last_day``, open or closed, may be reopened until it is over.

    The day goes by ``plan_version``; ``coming_version`` is that of the next day, if it is another. ``left_waiting``
    counts those whom the end of a former day cut off and who may be carried over. ``device_count`` counts all devices,
    ``well_at_counters`` those without paper that nobody need look at.
    """

    header: Header
    last_day: str
    counters: tuple[FloorCounter, ...]
    fields: tuple[FloorField, ...]
    held: TicketList
    missed: TicketList
    devices: tuple[KnownDevice, ...]
    device_count: int
    well_at_counters: int
    reasons: Reasons | None
    totals: Totals
    rules: CounterRules = CounterRules()
    plan_version: int = 0
    coming_version: int = 0
    left_waiting: int = 0
    help_calls: tuple[HelpCall, ...] = ()
    rating: RatingPlan | None = None


def floor_view(floor: Floor, texts: Texts, known: SharedParts | None = None) -> FloorView:
    """The view of every supervisor's page; it can be built at any time."""
    shared = known or SharedParts(floor, texts)
    plan, devices = floor.plan, floor.devices.values()
    shown, of_all, well = known_devices(devices), len(devices), sum(map(_is_well_at_counter, devices))
    if plan is None:
        nobody = TicketList(0, ())
        return FloorView(shared.header, "", (), (), nobody, nobody, shown, of_all, well, None, Totals())
    return FloorView(
        header=shared.header,
        last_day=floor.last_day or "",
        counters=tuple(_counter(floor, plan, counter) for counter in floor.counters.values()),
        fields=tuple(_field(shared, field, queue) for field, queue in shared.fields),
        held=card_list(plan, _aside(floor, State.HELD), texts),
        missed=card_list(plan, _aside(floor, State.MISSED), texts),
        devices=shown,
        device_count=of_all,
        well_at_counters=well,
        reasons=plan.reasons,
        totals=_totals(floor),
        rules=plan.counter_rules,
        plan_version=floor.plan_version,
        coming_version=floor.adopted_version if floor.adopted_version != floor.plan_version else 0,
        left_waiting=len(floor.left_waiting) if floor.day else 0,
        help_calls=shared.help_calls,
        rating=plan.rating,
    )


def _is_well_at_counter(device: Device) -> bool:
    return device.paper == "none" and not is_in_trouble(device)


def _counter(floor: Floor, plan: Plan, counter: Counter) -> FloorCounter:
    return FloorCounter(
        number=counter.number,
        name=counter_name(plan, counter.number),
        state=counter.state,
        pause_reason=counter.pause_reason or "",
        clerk=counter.clerk or "",
        fields=counter.fields,
        ticket=_at_counter(plan, floor.tickets[counter.ticket]) if counter.ticket else None,
        prepared=floor.tickets[counter.prepared].label if counter.prepared else "",
        work=counter_work(plan, counter),
        finished=counter.finished,
    )


def _at_counter(plan: Plan, ticket: Ticket) -> TicketAtCounter:
    service = ticket.service
    since_ms = service.started_ms if ticket.state is State.SERVING else service.called_ms
    return TicketAtCounter(
        ticket=ticket.id,
        label=ticket.label,
        state=ticket.state,
        since_ms=since_ms or ticket.came_ms,
        field=field_name(plan, service.field),
        class_name=class_name(plan, ticket.ticket_class),
    )


def _field(shared: SharedParts, field: Field, queue: FieldQueue) -> FloorField:
    floor = shared.floor
    tally = floor.tallies.get((floor.mode, field.id), Tally())
    waiting = floor.waiting_in(field.id)
    return FloorField(
        **asdict(queue),
        oldest_ms=min((ticket.came_ms for ticket in waiting), default=None),
        is_stopped=field.id in floor.stopped,
        stop_reason=floor.stopped.get(field.id, ""),
        openings=shared.openings[field.id],
        issued=tally.issued,
        called=tally.called,
        finished=tally.finished,
    )


def _aside(floor: Floor, state: State) -> list[Ticket]:
    """Who was set aside, at whichever counter, the newest call first."""
    found = [ticket for ticket in floor.aside.values() if ticket.state is state and ticket.mode == floor.mode]
    return sorted(found, key=lambda ticket: ticket.service.called_ms or 0, reverse=True)


def _totals(floor: Floor) -> Totals:
    """Of tallies and indexes alone: a view is built at every change."""
    tallies = [tally for (mode, _), tally in floor.tallies.items() if mode == floor.mode]

    def total(of: Callable[[Tally], int]) -> int:
        return sum(of(tally) for tally in tallies)

    return Totals(
        issued=total(lambda tally: tally.issued),
        waiting=sum(floor.count_waiting_in(field) for field in floor.waiting),
        serving=sum(_is_of_mode(floor, counter.ticket) for counter in floor.counters.values()),
        held=len(_aside(floor, State.HELD)),
        missed=len(_aside(floor, State.MISSED)),
        finished=total(lambda tally: tally.visits_finished),
        served_offline=total(lambda tally: tally.served_offline),
        cancelled=total(lambda tally: tally.cancelled),
        called=total(lambda tally: tally.visits_called),
        called_within_15_min=total(lambda tally: tally.called_in_time),
    )


def _is_of_mode(floor: Floor, ticket_id: str | None) -> bool:
    return ticket_id is not None and floor.tickets[ticket_id].mode == floor.mode
