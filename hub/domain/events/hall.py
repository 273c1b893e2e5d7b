"""What has happened to the journal, the day, the counters, the fields and the devices."""

from typing import Literal

from hub.domain.events.form import EventForm
from hub.domain.plan import Plan
from hub.domain.snapshots import CounterFields, DeviceStatus, LastNumber, LeftTicket


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
    ``confirmed_by`` says who vouched for the clock; ``left_waiting`` lists those whom the end of the last day of work
    cut off, first come first.
    """

    day: str
    plan_version: int
    plan: Plan
    counters: tuple[CounterFields, ...]
    confirmed_by: Literal["nobody", "clock", "person"] = "nobody"
    devices: tuple[DeviceStatus, ...] = ()
    left_waiting: tuple[LeftTicket, ...] = ()
    last_numbers: tuple[LastNumber, ...] = ()


class DayClosed(EventForm, frozen=True, tag=True):
    """The end of a business day."""

    day: str


class DayReopened(EventForm, frozen=True, tag=True):
    """The day that was closed goes on, under the plan and after the numbers it had."""

    day: str


class PlanAdopted(EventForm, frozen=True, tag=True):
    """A plan counts from now on, for the open day and those to come, or from the next day that opens on.

    ``plan_version`` counts the documents that were adopted. Why is a text beside the journal.
    """

    plan_version: int
    plan: Plan
    when: Literal["now", "next_day"]


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


class HelpCalled(EventForm, frozen=True, tag=True):
    """A counter called its colleagues for help."""

    counter: int


class HelpEnded(EventForm, frozen=True, tag=True):
    """Somebody came to help a counter, or it needs none any more."""

    counter: int


class ProfileChosen(EventForm, frozen=True, tag=True):
    """A work profile counts at a counter from now on today; empty: that of its clerk, or its own."""

    counter: int
    profile: str


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
