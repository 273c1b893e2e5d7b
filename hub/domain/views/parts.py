"""Parts that several views share."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from hub.domain.calling import reserved_for
from hub.domain.decisions.days import trusted_until
from hub.domain.floor import Counter, Device, Floor, Ticket
from hub.domain.hours import overdue_ms, starts_ms
from hub.domain.numbering import runs_of
from hub.domain.plan import DEFAULT_ZONE, ORDINARY, Centre, Hours, Plan, Wording
from hub.domain.quotas import QuotaLeft, quotas_ahead
from hub.domain.transitions import State

MOST_ROWS = 20
"""Lists in views are capped at this many rows, with the full count beside them."""


class ServedAt(Struct, frozen=True):
    """The counters that call some class in a field; ``open_counters`` are those that do so now."""

    counters: tuple[int, ...]
    open_counters: tuple[int, ...]


class FieldQueue(Struct, frozen=True):
    """A field, how many wait in it, and the counters that call ordinary numbers there; see :class:`ServedAt`.

    ``of_class`` names the classes that are called elsewhere than the ordinary ones, as counters are reserved.

    What is left of its quotas is told for each session, in order: the first counts whose ``until_ms`` has not passed,
    else the last. Empty: nothing limits the numbers.
    """

    id: str
    series: str
    name: Wording
    waiting: int
    counters: tuple[int, ...]
    open_counters: tuple[int, ...]
    of_class: dict[str, ServedAt]
    walk_in_left: tuple[QuotaLeft, ...]
    remote_left: tuple[QuotaLeft, ...]


class SentOnNotice(Struct, frozen=True):
    """A number, or a run of them (``M001–M060``), for which a counter or field closed at ``at_ms`` (ms since the epoch,
    UTC): the field in which it waits from now on; null where it waits for nothing any more and its holder shall ask
    the staff.
    """

    label: str
    at_ms: int
    to_field: Wording | None


class KnownDevice(Struct, frozen=True):
    """A device and its status since ``since_ms`` (ms since the epoch, UTC); ``trouble`` is a code, empty for none.

    ``kind`` is empty of printers, ``counter`` is 0 of what stands at none.
    """

    device: str
    link: str
    paper: str
    cover: str
    trouble: str
    since_ms: int
    kind: str
    counter: int


class Header(Struct, frozen=True):
    """What every screen shows of the centre and its day.

    ``day`` is empty while none is open; ``last_day`` is the newest that was ever opened. A day after
    ``trusted_until`` waits for a person's word (empty: none does). With ``hours`` of ``always`` nothing closes. A clock
    before ``day_from_ms`` is wrong, and then hours say nothing; from ``day_until_ms`` on the day gives no more numbers,
    the next one being overdue. Whether kiosks draw numbers of their own while the hub is away, ``kiosks_go_on`` says.
    """

    centre: Centre | None
    zone: str
    day: str
    last_day: str
    trusted_until: str
    mode: str
    is_open: bool
    hours: Literal["always", "weekly"]
    day_from_ms: int
    day_until_ms: int
    kiosks_go_on: bool


def header(floor: Floor) -> Header:
    """The centre and its day."""
    zone = floor.plan.zone if floor.plan else DEFAULT_ZONE
    return Header(
        centre=floor.plan.centre if floor.plan else None,
        zone=zone,
        day=floor.day or "",
        last_day=floor.last_day or "",
        trusted_until=trusted_until(floor),
        mode=floor.mode,
        is_open=floor.day is not None,
        hours="weekly" if floor.plan and isinstance(floor.plan.hours, Hours) else "always",
        day_from_ms=starts_ms(floor.day, zone) if floor.day else 0,
        day_until_ms=overdue_ms(floor.day, zone) if floor.day else 0,
        kiosks_go_on=kiosks_go_on(floor),
    )


def kiosks_go_on(floor: Floor) -> bool:
    """Whether kiosks may draw numbers of their own; without an open day they may not."""
    return floor.day is not None and floor.the_plan.offline.numbers == "allowed"


def field_queue(floor: Floor, field_id: str) -> FieldQueue:
    """How a field of the open day stands. Raises Refused: no_day_open."""
    field = floor.the_plan.field(field_id)
    if field is None:
        raise KeyError(field_id)
    serving = _serving(floor, field_id)
    ordinary = _served_by(serving, ORDINARY)
    kept_apart = floor.the_plan.classes if any(classes for _, classes in serving) else ()
    of_class = {entry.id: _served_by(serving, entry.id) for entry in kept_apart}
    return FieldQueue(
        id=field.id,
        series=field.series,
        name=field.name,
        waiting=floor.count_waiting_in(field_id),
        counters=ordinary.counters,
        open_counters=ordinary.open_counters,
        of_class={name: served for name, served in of_class.items() if served != ordinary},
        walk_in_left=quotas_ahead(floor, field_id, "walk_in"),
        remote_left=quotas_ahead(floor, field_id, "remote"),
    )


def served_at(floor: Floor, field_id: str, ticket_class: str) -> ServedAt:
    """The counters that call tickets of a class in a field: those reserved for other classes never do."""
    return _served_by(_serving(floor, field_id), ticket_class)


_Serving = list[tuple[Counter, tuple[str, ...]]]
"""The counters of a field, each with the classes that it is reserved for (none: for all)."""


def _serving(floor: Floor, field_id: str) -> _Serving:
    there = [counter for counter in floor.counters.values() if field_id in counter.fields]
    return [(counter, reserved_for(floor.plan, counter)) for counter in there]


def _served_by(serving: _Serving, ticket_class: str) -> ServedAt:
    taking = [counter for counter, classes in serving if not classes or ticket_class in classes]
    return ServedAt(
        tuple([counter.number for counter in taking]),
        tuple([counter.number for counter in taking if counter.state == "open"]),
    )


def takes_somebody(queue: FieldQueue) -> bool:
    """Whether any class is called in a field, by whatever counter."""
    return bool(queue.counters) or any(served.counters for served in queue.of_class.values())


def field_queues(floor: Floor) -> tuple[FieldQueue, ...]:
    """All fields of the open day in the plan's order, empty while no day is open."""
    if floor.plan is None or floor.day is None:
        return ()
    return tuple(field_queue(floor, field.id) for field in floor.plan.fields)


def sent_on(floor: Floor) -> tuple[SentOnNotice, ...]:
    """The newest numbers for which something closed, as far as they wait still or wait for nothing any more."""
    if floor.day is None:
        return ()
    waiting = {ticket.label for tickets in floor.waiting.values() for ticket in tickets.values()}
    told = [one for one in floor.sent_on if not one.to_field or one.label in waiting]
    together: dict[tuple[int, str | None], list[str]] = {}
    for one in told:
        together.setdefault((one.at_ms, one.to_field), []).append(one.label)
    notices = [
        SentOnNotice(run, at_ms, field_name(floor.plan, to_field) if to_field else None)
        for (at_ms, to_field), labels in together.items()
        for run in runs_of(labels)
    ]
    return tuple(notices[-MOST_ROWS:])


def set_aside(floor: Floor, counter: Counter, state: State) -> list[Ticket]:
    """The held or the missed tickets that a counter left so, newest first."""
    found = [t for t in floor.aside.values() if t.state is state and t.service.counter == counter.number]
    return sorted(found, key=lambda ticket: ticket.service.called_ms or 0, reverse=True)


def field_name(plan: Plan | None, field_id: str) -> Wording:
    """A field's name; a field that the plan does not have goes by its id."""
    field = plan.field(field_id) if plan else None
    return field.name if field else Wording(field_id, field_id)


def is_in_trouble(device: Device) -> bool:
    """Whether somebody should look at a device. What has no paper may be unheard of because nobody has used it yet."""
    if device.paper == "none":
        return device.link == "offline" or bool(device.trouble)
    return device.link != "online" or device.paper != "ok" or device.cover == "open" or bool(device.trouble)


def known_devices(devices: Iterable[Device]) -> tuple[KnownDevice, ...]:
    """Devices as they told their status, no more than a list holds: those that somebody should look at come first."""
    first = sorted(devices, key=lambda device: (not is_in_trouble(device), device.paper == "none"))
    return tuple(
        KnownDevice(d.name, d.link, d.paper, d.cover, d.trouble, d.since_ms, d.kind, d.counter)
        for d in first[:MOST_ROWS]
    )
