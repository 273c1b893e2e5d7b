"""What can be asked of the office: one struct a command, validated where it enters.

Commands that name a counter act on the ticket which that counter holds. Every command may be refused
(:class:`hub.domain.errors.Refused`) and then changes nothing.
"""

from hub.domain.commands.counter import (
    AddErrand,
    CallForHelp,
    CallNext,
    CallNumber,
    DropErrand,
    DropPrepared,
    EndHelp,
    FinishAndCallNext,
    FinishService,
    Hold,
    MarkMissed,
    PrepareNext,
    Recall,
    Resume,
    ReturnToQueue,
    SetVisitNote,
    StartService,
    Transfer,
    UndoFinish,
    UndoMissed,
    UseProfile,
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
    AdoptPlan,
    CarryOver,
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
    BY_CITIZEN,
    KIOSK_REASONS,
    AbandonRequest,
    CallBack,
    CancelTicket,
    DeferTicket,
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
    | CarryOver
    | AdoptPlan
    | SetMode
    | OpenCounter
    | PauseCounter
    | CloseCounter
    | SetCounterFields
    | MoveField
    | CallForHelp
    | EndHelp
    | StopField
    | StartField
    | IssueTicket
    | CallNext
    | FinishAndCallNext
    | PrepareNext
    | DropPrepared
    | UseProfile
    | CallNumber
    | Recall
    | StartService
    | FinishService
    | MarkMissed
    | UndoFinish
    | UndoMissed
    | SetVisitNote
    | CallBack
    | Hold
    | Resume
    | Transfer
    | AddErrand
    | DropErrand
    | ReturnToQueue
    | ReleaseTicket
    | CancelTicket
    | DeferTicket
    | RateTicket
    | RequestPrint
    | ReportPrint
    | ReportDevice
    | JoinTicket
    | RecordServedOffline
)
"""What the rules of the hall decide (:func:`hub.domain.decide.decide`)."""

Command = HallCommand | AbandonRequest

OF_THE_HUB: frozenset[type[Command]] = frozenset({AdoptPlan})
"""Commands that have no path of the API and no row in the table of access: the hub's own doors bring them."""

__all__ = [
    "BY_CITIZEN",
    "KIOSK_REASONS",
    "OF_THE_HUB",
    "AbandonRequest",
    "AddErrand",
    "AdoptPlan",
    "AtHand",
    "CallBack",
    "CallForHelp",
    "CallNext",
    "CallNumber",
    "CancelTicket",
    "CarryOver",
    "CloseCounter",
    "CloseDay",
    "Code",
    "Command",
    "CounterNumber",
    "Day",
    "DeferTicket",
    "DeviceName",
    "DropErrand",
    "DropPrepared",
    "EndHelp",
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
    "PrepareNext",
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
    "SetVisitNote",
    "StartField",
    "StartService",
    "StopField",
    "TicketId",
    "Transfer",
    "UndoFinish",
    "UndoMissed",
    "UseProfile",
]
