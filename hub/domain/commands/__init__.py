"""What can be asked of the office: one struct a command, validated where it enters.

Commands that name a counter act on the ticket which that counter holds. Every command may be refused
(:class:`hub.domain.errors.Refused`) and then changes nothing.
"""

from hub.domain.commands.counter import (
    CallNext,
    CallNumber,
    FinishAndCallNext,
    FinishService,
    Hold,
    MarkMissed,
    Recall,
    Resume,
    ReturnToQueue,
    StartService,
    Transfer,
)
from hub.domain.commands.form import (
    AtHand,
    Code,
    CounterNumber,
    Day,
    DeviceName,
    ErasableText,
    Label,
    Language,
    RequestKey,
    TicketId,
)
from hub.domain.commands.hall import (
    AdoptHours,
    CloseCounter,
    CloseDay,
    MoveField,
    OpenCounter,
    OpenDay,
    PauseCounter,
    ReopenDay,
    ReportDevice,
    SetCounterFields,
    SetMode,
    StartField,
    StopField,
)
from hub.domain.commands.offline import JoinTicket, RecordServedOffline
from hub.domain.commands.tickets import (
    AbandonRequest,
    CallBack,
    CancelTicket,
    IssueTicket,
    RateTicket,
    ReleaseTicket,
    ReportPrint,
    RequestPrint,
)

HallCommand = (
    OpenDay
    | CloseDay
    | ReopenDay
    | AdoptHours
    | SetMode
    | OpenCounter
    | PauseCounter
    | CloseCounter
    | SetCounterFields
    | MoveField
    | StopField
    | StartField
    | IssueTicket
    | CallNext
    | FinishAndCallNext
    | CallNumber
    | Recall
    | StartService
    | FinishService
    | MarkMissed
    | CallBack
    | Hold
    | Resume
    | Transfer
    | ReturnToQueue
    | ReleaseTicket
    | CancelTicket
    | RateTicket
    | RequestPrint
    | ReportPrint
    | ReportDevice
    | JoinTicket
    | RecordServedOffline
)
"""What the rules of the hall decide (:func:`hub.domain.decide.decide`)."""

Command = HallCommand | AbandonRequest

OF_THE_HUB: frozenset[type[Command]] = frozenset({AdoptHours})
"""Commands that nobody else may give: they have no path and no row in the table of access."""

__all__ = [
    "OF_THE_HUB",
    "AbandonRequest",
    "AdoptHours",
    "AtHand",
    "CallBack",
    "CallNext",
    "CallNumber",
    "CancelTicket",
    "CloseCounter",
    "CloseDay",
    "Code",
    "Command",
    "CounterNumber",
    "Day",
    "DeviceName",
    "ErasableText",
    "FinishAndCallNext",
    "FinishService",
    "HallCommand",
    "Hold",
    "IssueTicket",
    "JoinTicket",
    "Label",
    "Language",
    "MarkMissed",
    "MoveField",
    "OpenCounter",
    "OpenDay",
    "PauseCounter",
    "RateTicket",
    "Recall",
    "RecordServedOffline",
    "ReleaseTicket",
    "ReopenDay",
    "ReportDevice",
    "ReportPrint",
    "RequestKey",
    "RequestPrint",
    "Resume",
    "ReturnToQueue",
    "SetCounterFields",
    "SetMode",
    "StartField",
    "StartService",
    "StopField",
    "TicketId",
    "Transfer",
]
