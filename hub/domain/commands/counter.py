"""What a clerk can ask at a counter: each of these acts on the ticket which that counter holds or calls."""

from typing import Annotated

from msgspec import Meta

from hub.domain.commands.form import AtHand, Code, CodeOrNone, CommandForm, CounterNumber, ErasableText, Label, TicketId


class CallNext(CommandForm, frozen=True, tag=True):
    """Call whom the policy puts first among the counter's fields."""

    counter: CounterNumber


class Finishing(AtHand, frozen=True, kw_only=True):
    """What came of the service, by a code of the plan, and how many pieces were done, where the plan asks for it."""

    outcome: Code | None = None
    quantity: Annotated[int, Meta(ge=1, le=999)] | None = None


class FinishAndCallNext(Finishing, frozen=True, tag=True):
    """Finish the service and call the next one: both or neither (an empty queue only finishes)."""


class PrepareNext(CommandForm, frozen=True, tag=True):
    """Choose whom the policy puts first, while the counter still serves somebody else; it is called next."""

    counter: CounterNumber


class DropPrepared(CommandForm, frozen=True, tag=True):
    """Let whoever was chosen to come next wait as before."""

    counter: CounterNumber


class UseProfile(CommandForm, frozen=True, tag=True):
    """Let a work profile of the plan count at a counter today; empty: that of its clerk, or the counter's own."""

    counter: CounterNumber
    profile: CodeOrNone


class CallNumber(CommandForm, frozen=True, tag=True):
    """Call a given waiting or missed number out of order, with a reason of the plan."""

    counter: CounterNumber
    label: Label
    reason: Code


class Recall(AtHand, frozen=True, tag=True):
    """Announce the called ticket once more."""


class StartService(AtHand, frozen=True, tag=True):
    """The called citizen has come."""


class FinishService(Finishing, frozen=True, tag=True):
    """The service is done; the rating window opens. A visit with further errands waits for the next one."""


class MarkMissed(AtHand, frozen=True, tag=True):
    """The called citizen has not come; the plan may ask for one of its reasons."""

    reason: Code | None = None


class AddErrand(AtHand, frozen=True, tag=True):
    """The citizen at hand also goes to a field, after everything else that is to come."""

    field: Code


class DropErrand(AtHand, frozen=True, tag=True):
    """The citizen at hand does not go to a field any more that was to come."""

    field: Code


class CallForHelp(CommandForm, frozen=True, tag=True):
    """Call the colleagues to a counter: every page of the staff shows it until somebody ends it."""

    counter: CounterNumber


class EndHelp(CommandForm, frozen=True, tag=True):
    """Somebody helps a counter that called for it, or it needs none any more."""

    counter: CounterNumber


class UndoFinish(CommandForm, frozen=True, tag=True):
    """Take back, within seconds, that the service which was finished here last is done."""

    counter: CounterNumber
    ticket: TicketId


class UndoMissed(CommandForm, frozen=True, tag=True):
    """Take back, within seconds, that whoever was called here last has not come."""

    counter: CounterNumber
    ticket: TicketId


class SetVisitNote(AtHand, frozen=True, tag=True):
    """Write what every clerk who gets this visit shall know; without a note there is none any more."""

    note: ErasableText | None = None


class Hold(AtHand, frozen=True, tag=True):
    """Set the counter's ticket aside, for instance while papers are copied."""

    note: ErasableText | None = None


class Resume(CommandForm, frozen=True, tag=True):
    """Go on with a held ticket at a free counter."""

    counter: CounterNumber
    ticket: TicketId


class Transfer(AtHand, frozen=True, tag=True):
    """Send the counter's ticket to another field or to one counter; number and arrival time stay."""

    to_field: Code | None = None
    to_counter: CounterNumber | None = None
    note: ErasableText | None = None


class ReturnToQueue(AtHand, frozen=True, tag=True):
    """Give the counter's ticket back to the queue, at its own arrival time, with a reason of the plan."""

    reason: Code
