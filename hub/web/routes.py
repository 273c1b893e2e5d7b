"""Every command's place below the API, and how a request's body becomes the command."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

import msgspec
from flask import request

from hub.domain import commands as c
from hub.web.context import Trust
from hub.web.problems import Problem

JSON = "application/json"


class CommandRoute(NamedTuple):
    """A path below the API and the command that is posted there; its ``<…>`` parts are fields of the command."""

    path: str
    command: type[Any]


_COUNTER = "/counters/<int:counter>"
_TICKET = "/tickets/<ticket>"
_FIELD = "/fields/<field>"

ROUTES: tuple[CommandRoute, ...] = (
    CommandRoute("/tickets", c.IssueTicket),
    CommandRoute("/tickets/join", c.JoinTicket),
    CommandRoute(f"{_TICKET}/cancel", c.CancelTicket),
    CommandRoute(f"{_TICKET}/defer", c.DeferTicket),
    CommandRoute(f"{_TICKET}/call-back", c.CallBack),
    CommandRoute(f"{_TICKET}/release", c.ReleaseTicket),
    CommandRoute(f"{_TICKET}/request-print", c.RequestPrint),
    CommandRoute(f"{_TICKET}/print", c.ReportPrint),
    CommandRoute(f"{_COUNTER}/open", c.OpenCounter),
    CommandRoute(f"{_COUNTER}/pause", c.PauseCounter),
    CommandRoute(f"{_COUNTER}/close", c.CloseCounter),
    CommandRoute(f"{_COUNTER}/fields", c.SetCounterFields),
    CommandRoute(f"{_COUNTER}/call-next", c.CallNext),
    CommandRoute(f"{_COUNTER}/finish-and-call-next", c.FinishAndCallNext),
    CommandRoute(f"{_COUNTER}/call-number", c.CallNumber),
    CommandRoute(f"{_COUNTER}/prepare", c.PrepareNext),
    CommandRoute(f"{_COUNTER}/drop-prepared", c.DropPrepared),
    CommandRoute(f"{_COUNTER}/profile", c.UseProfile),
    CommandRoute(f"{_COUNTER}/recall", c.Recall),
    CommandRoute(f"{_COUNTER}/start", c.StartService),
    CommandRoute(f"{_COUNTER}/finish", c.FinishService),
    CommandRoute(f"{_COUNTER}/missed", c.MarkMissed),
    CommandRoute(f"{_COUNTER}/undo-finish", c.UndoFinish),
    CommandRoute(f"{_COUNTER}/undo-missed", c.UndoMissed),
    CommandRoute(f"{_COUNTER}/visit-note", c.SetVisitNote),
    CommandRoute(f"{_COUNTER}/hold", c.Hold),
    CommandRoute(f"{_COUNTER}/resume", c.Resume),
    CommandRoute(f"{_COUNTER}/transfer", c.Transfer),
    CommandRoute(f"{_COUNTER}/return", c.ReturnToQueue),
    CommandRoute(f"{_COUNTER}/add-errand", c.AddErrand),
    CommandRoute(f"{_COUNTER}/drop-errand", c.DropErrand),
    CommandRoute(f"{_COUNTER}/help", c.CallForHelp),
    CommandRoute(f"{_COUNTER}/help-ended", c.EndHelp),
    CommandRoute(f"{_COUNTER}/rate", c.RateTicket),
    CommandRoute(f"{_COUNTER}/served-offline", c.RecordServedOffline),
    CommandRoute(f"{_FIELD}/move", c.MoveField),
    CommandRoute(f"{_FIELD}/stop", c.StopField),
    CommandRoute(f"{_FIELD}/start", c.StartField),
    CommandRoute("/requests/abandon", c.AbandonRequest),
    CommandRoute("/devices/<device>/status", c.ReportDevice),
    CommandRoute("/day/close", c.CloseDay),
    CommandRoute("/day/reopen", c.ReopenDay),
    CommandRoute("/day/carry-over", c.CarryOver),
    CommandRoute("/mode", c.SetMode),
)
"""Opening the day is not here: its day and plan come from the hub, not from the request."""


class OpenDayRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body that opens a day: whether a person says that the clock is right. Which day it is, the hub knows."""

    confirmed_by: Trust = "nobody"


def command_of(command: type[Any], in_path: Mapping[str, Any], body: bytes) -> Any:
    """The command of a request: the body's fields and those of the path. Raises Problem: malformed (400)."""
    try:
        fields = msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(str(error)) from None
    closed = sorted(fields.keys() & {*in_path, command.__struct_config__.tag_field})
    if closed:
        raise malformed(f"Object contains unknown field `{closed[0]}`")
    try:
        return msgspec.convert({**fields, **in_path}, command)
    except msgspec.ValidationError as error:
        raise malformed(str(error)) from None


def body_of(shape: type[Any]) -> Any:
    """The JSON body of the request that is being answered. Raises Problem: content_type (415), malformed (400)."""
    if request.mimetype != JSON:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content_type")
    try:
        return msgspec.json.decode(request.get_data(), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(str(error)) from None


def malformed(reason: str) -> Problem:
    """The problem of a body that cannot be used; ``reason`` names the field."""
    return Problem(HTTPStatus.BAD_REQUEST, "malformed", {"reason": reason})
