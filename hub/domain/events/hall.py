"""What has happened to the journal, the day, the counters, the fields and the devices."""

from typing import Literal

from hub.domain.events.form import EventForm
from hub.domain.plan import Hours, Plan
from hub.domain.snapshots import CounterFields, DeviceStatus, LastNumber


class JournalCreated(EventForm, frozen=True, tag=True):
    """The first row of every journal: its format, the hub, this file's incarnation and the epoch of its views."""

    format: int
    hub: str
    incarnation: str
    epoch: str


class JournalRestored(EventForm, frozen=True, tag=True):
    """This file was restored from a backup that ended with row ``from_seq``: a new incarnation, a new epoch.

    Numbers drawn after the backup may be on paper in the hall. So none up to ``skipped_to`` is drawn on ``day``, the
    backup's last one, and none up to ``skipped_next`` on the next that opens. Which of them is today nobody knows: the
    clock of another machine may be wrong.
    """

    incarnation: str
    epoch: str
    from_seq: int
    day: str
    skipped_to: tuple[LastNumber, ...] = ()
    skipped_next: tuple[LastNumber, ...] = ()


class DayOpened(EventForm, frozen=True, tag=True):
    """A snapshot from which the floor can be built without anything older.

    Numbers up to ``last_numbers`` are not drawn again: they may be on paper that a restored journal knows nothing of.
    ``confirmed_by`` says who vouched for the clock; ``carried`` lists tickets brought over.
    """

    day: str
    plan_version: int
    plan: Plan
    counters: tuple[CounterFields, ...]
    confirmed_by: Literal["nobody", "clock", "person"] = "nobody"
    devices: tuple[DeviceStatus, ...] = ()
    carried: tuple[str, ...] = ()
    last_numbers: tuple[LastNumber, ...] = ()


class DayClosed(EventForm, frozen=True, tag=True):
    """The end of a business day."""

    day: str


class DayReopened(EventForm, frozen=True, tag=True):
    """The day that was closed goes on, under the plan and after the numbers it had."""

    day: str


class HoursAdopted(EventForm, frozen=True, tag=True):
    """The open day goes on with other hours, and so with a plan of another version."""

    plan_version: int
    hours: Literal["always"] | Hours


class ModeSet(EventForm, frozen=True, tag=True):
    """From here on numbers are real (``live``) or come from the test series (``test``)."""

    mode: Literal["live", "test"]


class CounterOpened(EventForm, frozen=True, tag=True):
    """A counter opened or went on after a pause."""

    counter: int


class CounterPaused(EventForm, frozen=True, tag=True):
    """A counter stopped calling for a while."""

    counter: int
    reason: str


class CounterClosed(EventForm, frozen=True, tag=True):
    """A counter closed."""

    counter: int


class CounterFieldsSet(EventForm, frozen=True, tag=True):
    """A counter serves other fields from now on."""

    counter: int
    fields: tuple[str, ...]


class FieldStopped(EventForm, frozen=True, tag=True):
    """No more numbers are drawn for a field; who has one is still called."""

    field: str
    reason: str


class FieldStarted(EventForm, frozen=True, tag=True):
    """Numbers are drawn for a stopped field again."""

    field: str


class DeviceChanged(EventForm, frozen=True, tag=True):
    """A device has a new status; ``trouble`` is what stops it, as a code, empty for nothing.

    ``device_kind`` is empty and ``at_counter`` 0 of printers, and of what stands at no counter.
    """

    device: str
    link: str
    paper: str
    cover: str
    trouble: str = ""
    device_kind: str = ""
    at_counter: int = 0
