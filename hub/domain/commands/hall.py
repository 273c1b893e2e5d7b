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
    ErasableText,
    TicketId,
)
from hub.domain.plan import Plan


class OpenDay(CommandForm, frozen=True, tag=True):
    """Open a business day, closing the former one; ``confirmed_by`` says why the clock is trusted.

    ``plan`` is the adopted one with that time's public holidays.
    """

    day: Day
    plan: Plan
    confirmed_by: Literal["nobody", "clock", "person"] = "nobody"


class CloseDay(CommandForm, frozen=True, tag=True):
    """End the day: those still waiting expire, open services end with it, counters close."""


class ReopenDay(CommandForm, frozen=True, tag=True):
    """Let the last day go on until it is over: same plan, same numbers, and who still waited waits again."""


class AdoptPlan(CommandForm, frozen=True, tag=True):
    """Let another plan count, from now on or from the next day that opens on.

    Its slips are found before: no request brings it here by itself. ``base`` is the adopted version that it was made
    from or held against; None: whatever counts.
    """

    plan: Plan
    when: Literal["now", "next_day"]
    why: ErasableText
    base: int | None = None


class SetMode(CommandForm, frozen=True, tag=True):
    """Change between real numbers and those of the test series; test tickets still open expire with the test."""

    mode: Literal["live", "test"]


class OpenCounter(CommandForm, frozen=True, tag=True):
    """Open a closed counter, or go on after a pause."""

    counter: CounterNumber


class CarryOver(CommandForm, frozen=True, tag=True):
    """Let whom the end of the last day cut off wait first today, each once, as far as a counter serves them."""


class SettlingQueue(CommandForm, frozen=True, kw_only=True):
    """What happens to those who wait for what closes: they ``wait`` on, ``move`` to another field, or it ends for them.

    None: nobody said so, which is refused where the plan wants to be told. ``end_reason`` is one for cancelling.
    """

    for_waiting: Literal["wait", "move", "end"] | None = None
    move_to: Code | None = None
    end_reason: Code | None = None


class LeavingCounter(SettlingQueue, frozen=True, kw_only=True):
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


class StopField(SettlingQueue, frozen=True, kw_only=True, tag=True):
    """Draw no more numbers for a field, with a reason of the plan; who has one is still called, unless it is said."""

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
