"""What events do to the day, the counters, the fields and the devices."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.calling import begin_anew
from hub.domain.floor import Counter, Device, Floor
from hub.domain.snapshots import DeviceStatus


def _nothing(floor: Floor, event: e.Event, entry: e.Entry) -> None:
    """The journal's own first row says nothing about the hall."""


def _journal_restored(floor: Floor, event: e.JournalRestored, entry: e.Entry) -> None:
    for last in event.skipped_to:
        floor.last_numbers[last.series] = max(last.number, floor.last_numbers.get(last.series, 0))
    floor.skipped_next = {last.series: last.number for last in event.skipped_next}


def _day_opened(floor: Floor, event: e.DayOpened, entry: e.Entry) -> None:
    fresh = Floor(plan=event.plan, plan_version=event.plan_version, day=event.day, last_day=event.day)
    fresh.adopted, fresh.adopted_version = event.plan.document, event.plan_version
    fresh.opened_ms = entry.at_ms
    fresh.counters = {snapshot.counter: Counter(snapshot.counter, snapshot.fields) for snapshot in event.counters}
    fresh.devices = {d.device: _known(d) for d in event.devices}
    fresh.left_waiting = event.left_waiting
    fresh.last_numbers = {last.series: last.number for last in event.last_numbers}
    for name in Floor.__slots__:
        setattr(floor, name, getattr(fresh, name))


def _known(status: DeviceStatus) -> Device:
    return Device(status.device, status.link, status.paper, status.cover, status.since_ms, status.trouble)


def _day_closed(floor: Floor, event: e.DayClosed, entry: e.Entry) -> None:
    floor.day = None


def _day_reopened(floor: Floor, event: e.DayReopened, entry: e.Entry) -> None:
    """Whoever does not wait again now has been told to take a new number: a later reopening must not find them."""
    floor.day = event.day
    for ticket in floor.tickets.values():
        ticket.ended_from = None


def _mode_set(floor: Floor, event: e.ModeSet, entry: e.Entry) -> None:
    floor.mode = event.mode
    begin_anew(floor, "test")


def _counter_opened(floor: Floor, event: e.CounterOpened, entry: e.Entry) -> None:
    """Nobody was there before: a key says who is there now no more than it says who has come back from a pause."""
    counter = floor.counters[event.counter]
    counter.state, counter.clerk, counter.pause_reason = "open", entry.actor, None
    counter.free_since_ms = entry.at_ms


def _counter_paused(floor: Floor, event: e.CounterPaused, entry: e.Entry) -> None:
    counter = floor.counters[event.counter]
    counter.state, counter.pause_reason, counter.free_since_ms = "paused", event.reason, None
    counter.undo = None


def _counter_closed(floor: Floor, event: e.CounterClosed, entry: e.Entry) -> None:
    """Whoever is bound to this counter, waiting or set aside, may go to every counter of the field again."""
    counter = floor.counters[event.counter]
    counter.state, counter.clerk, counter.pause_reason = "closed", None, None
    counter.free_since_ms, counter.help_since_ms, counter.undo = None, None, None
    for ticket in floor.tickets.values():
        if ticket.is_open and ticket.service.to_counter == event.counter:
            ticket.service.to_counter = None


def _help_called(floor: Floor, event: e.HelpCalled, entry: e.Entry) -> None:
    floor.counters[event.counter].help_since_ms = entry.at_ms


def _help_ended(floor: Floor, event: e.HelpEnded, entry: e.Entry) -> None:
    floor.counters[event.counter].help_since_ms = None


def _counter_fields_set(floor: Floor, event: e.CounterFieldsSet, entry: e.Entry) -> None:
    floor.counters[event.counter].fields = event.fields


def _field_stopped(floor: Floor, event: e.FieldStopped, entry: e.Entry) -> None:
    floor.stopped[event.field] = event.reason


def _field_started(floor: Floor, event: e.FieldStarted, entry: e.Entry) -> None:
    floor.stopped.pop(event.field, None)


def _device_changed(floor: Floor, event: e.DeviceChanged, entry: e.Entry) -> None:
    floor.devices[event.device] = Device(
        name=event.device,
        link=event.link,
        paper=event.paper,
        cover=event.cover,
        since_ms=entry.at_ms,
        trouble=event.trouble,
        kind=event.device_kind,
        counter=event.at_counter,
    )


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.JournalCreated: _nothing,
    e.JournalRestored: _journal_restored,
    e.DayOpened: _day_opened,
    e.DayClosed: _day_closed,
    e.DayReopened: _day_reopened,
    e.ModeSet: _mode_set,
    e.CounterOpened: _counter_opened,
    e.CounterPaused: _counter_paused,
    e.CounterClosed: _counter_closed,
    e.CounterFieldsSet: _counter_fields_set,
    e.HelpCalled: _help_called,
    e.HelpEnded: _help_ended,
    e.FieldStopped: _field_stopped,
    e.FieldStarted: _field_started,
    e.DeviceChanged: _device_changed,
}
