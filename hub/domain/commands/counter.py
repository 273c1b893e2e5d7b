"""What a clerk can ask at a counter: each of these acts on the ticket which that counter holds or calls."""

from hub.domain.commands.form import AtHand, Code, CommandForm, CounterNumber, ErasableText, Label, TicketId


class CallNext(CommandForm, frozen=True, tag=True):
    """Call whom the policy puts first among the counter's fields."""

    counter: CounterNumber


class FinishAndCallNext(AtHand, frozen=True, tag=True):
    """Finish the service and call the next one: both or neither (an empty queue only finishes)."""


class CallNumber(CommandForm, frozen=True, tag=True):
    """Call a given waiting or missed number out of order, with a reason of the plan."""

    counter: CounterNumber
    label: Label
    reason: Code


class Recall(AtHand, frozen=True, tag=True):
    """Announce the called ticket once more."""


class StartService(AtHand, frozen=True, tag=True):
    """The called citizen has come."""


class FinishService(AtHand, frozen=True, tag=True):
    """The service is done; the rating window opens."""


class MarkMissed(AtHand, frozen=True, tag=True):
    """The called citizen has not come."""


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
