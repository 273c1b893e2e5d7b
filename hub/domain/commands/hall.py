"""What can be asked about the day, the counters, the fields and the devices."""

from typing import Annotated, Literal

from msgspec import Meta

from hub.domain.commands.form import (
    Code,
    CodeOrNone,
    CommandForm,
    CounterNumber,
    CounterOrNone,
    Day,
    DeviceKind,
    DeviceName,
    TicketId,
)
from hub.domain.plan import Hours, Plan


class OpenDay(CommandForm, frozen=True, tag=True):
    """Open a business day under ``plan``, closing the former one; ``confirmed_by`` says why the clock is trusted."""

    day: Day
    plan: Plan
    confirmed_by: Literal["nobody", "clock", "person"] = "nobody"


class CloseDay(CommandForm, frozen=True, tag=True):
    """End the day: those still waiting expire, open services end with it, counters close."""


class ReopenDay(CommandForm, frozen=True, tag=True):
    """Let the last day go on until it is over: same plan, same numbers, and who still waited waits again."""


class AdoptHours(CommandForm, frozen=True, tag=True):
    """Let other hours count from now on, without waiting for the next day. Only the hub itself asks for it."""

    hours: Literal["always"] | Hours


class SetMode(CommandForm, frozen=True, tag=True):
    """Change between real numbers and those of the test series; test tickets still open expire with the test."""

    mode: Literal["live", "test"]


class OpenCounter(CommandForm, frozen=True, tag=True):
    """Open a closed counter, or go on after a pause."""

    counter: CounterNumber


class LeavingCounter(CommandForm, frozen=True, kw_only=True):
    """``return_reason`` first gives the ticket at hand back to the queue, but only ``return_ticket`` if named."""

    counter: CounterNumber
    return_reason: Code | None = None
    return_ticket: TicketId | None = None


class PauseCounter(LeavingCounter, frozen=True, kw_only=True, tag=True):
    """Stop calling for a while, with a reason of the plan."""

    reason: Code


class CloseCounter(LeavingCounter, frozen=True, tag=True):
    """Close a counter."""


class SetCounterFields(CommandForm, frozen=True, tag=True):
    """Change the fields that a counter serves today."""

    counter: CounterNumber
    fields: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=40)]


class MoveField(CommandForm, frozen=True, tag=True):
    """Let one counter serve a field instead of another, which may be left without any."""

    field: Code
    from_counter: CounterNumber
    to_counter: CounterNumber


class StopField(CommandForm, frozen=True, tag=True):
    """Draw no more numbers for a field, with a reason of the plan; who has one is still called."""

    field: Code
    reason: Code


class StartField(CommandForm, frozen=True, tag=True):
    """Draw numbers for a stopped field again."""

    field: Code


class ReportDevice(CommandForm, frozen=True, tag=True):
    """A device's new status, sent once a change; ``trouble`` is what stops it, as a code.

    What is no printer has neither paper nor cover: ``none``. It says what it is (``device_kind``) and at which counter
    it stands (0: at none).
    """

    device: DeviceName
    link: Literal["online", "offline", "unknown"]
    paper: Literal["ok", "low", "out", "none", "unknown"]
    cover: Literal["closed", "open", "none", "unknown"]
    trouble: CodeOrNone = ""
    device_kind: DeviceKind = ""
    at_counter: CounterOrNone = 0
