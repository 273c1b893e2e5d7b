"""The one entry to the rules: which events a command leads to."""

from collections.abc import Callable
from typing import Any

from hub.domain import commands as c
from hub.domain.decisions import (
    calls,
    closing,
    counters,
    days,
    deferring,
    fields,
    help_calls,
    offline,
    papers,
    plans,
    preparing,
    ratings,
    tickets,
    undoing,
    visits,
)
from hub.domain.events import Event
from hub.domain.floor import Floor

DECISIONS: dict[type[c.HallCommand], Callable[[Floor, Any, int], list[Event]]] = {
    c.OpenDay: days.open_day,
    c.CloseDay: days.close_day,
    c.ReopenDay: days.reopen_day,
    c.CarryOver: closing.carry_over,
    c.AdoptPlan: plans.adopt,
    c.SetMode: days.set_mode,
    c.OpenCounter: counters.open_,
    c.PauseCounter: counters.pause,
    c.CloseCounter: counters.close,
    c.SetCounterFields: fields.set_fields,
    c.MoveField: fields.move,
    c.CallForHelp: help_calls.call,
    c.EndHelp: help_calls.end,
    c.StopField: fields.stop,
    c.StartField: fields.start,
    c.IssueTicket: tickets.issue,
    c.CallNext: calls.call_next,
    c.FinishAndCallNext: calls.finish_and_call_next,
    c.PrepareNext: preparing.prepare,
    c.DropPrepared: preparing.drop,
    c.UseProfile: preparing.use_profile,
    c.CallNumber: calls.call_number,
    c.Recall: calls.recall,
    c.StartService: calls.start,
    c.FinishService: visits.finish,
    c.MarkMissed: visits.mark_missed,
    c.UndoFinish: undoing.undo_finish,
    c.UndoMissed: undoing.undo_missed,
    c.SetVisitNote: calls.note_visit,
    c.CallBack: tickets.call_back,
    c.Hold: calls.hold,
    c.Resume: calls.resume,
    c.Transfer: calls.transfer,
    c.AddErrand: visits.add_errand,
    c.DropErrand: visits.drop_errand,
    c.ReturnToQueue: calls.return_to_queue,
    c.ReleaseTicket: calls.release,
    c.CancelTicket: tickets.cancel,
    c.DeferTicket: deferring.defer,
    c.RateTicket: ratings.rate,
    c.RequestPrint: papers.request,
    c.ReportPrint: papers.report,
    c.ReportDevice: tickets.report_device,
    c.JoinTicket: offline.join,
    c.RecordServedOffline: offline.served,
}
"""The decision of each command; its docstring ends with all the codes that it may be refused with."""


def decide(floor: Floor, command: c.HallCommand, now_ms: int) -> list[Event]:
    """The events that ``command`` leads to at ``now_ms`` (ms since the epoch, UTC); the floor is only looked at.

    Returns at least one event. Raises Refused, with the codes that the decision's own docstring lists.
    """
    return DECISIONS[type(command)](floor, command, now_ms)
