"""The API: every command by POST, every view by GET."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from hub.domain.commands import Command, IssueTicket, OpenDay
from hub.domain.views import calls_are_blind, clerks_story, ticket_story
from hub.messages import API, parse_topic
from hub.service.access import is_at_counter, may_listen
from hub.service.scopes import may_command
from hub.web.context import WebHub
from hub.web.guard import asking
from hub.web.problems import Problem
from hub.web.request_keys import request_key
from hub.web.routes import ROUTES, OpenDayRequest, command_of
from hub.web.today_list import today_list

JSON = "application/json"

Reader = Callable[[dict[str, Any], bytes], Any]
"""Makes a command of the path's fields and the body. Raises Problem."""


def make_api(hub: WebHub) -> Blueprint:
    """The blueprint of the API. Endpoints are called after their commands, ``api.IssueTicket``."""
    api = Blueprint("api", __name__, url_prefix=API)
    for route in ROUTES:
        reader = partial(command_of, route.command)
        api.add_url_rule(route.path, route.command.__name__, partial(_command, hub, reader), methods=["POST"])
    api.add_url_rule("/day/open", OpenDay.__name__, partial(_command, hub, partial(_opening, hub)), methods=["POST"])
    api.add_url_rule("/tickets/<label>", "ticket", partial(_ticket, hub), methods=["GET"])
    api.add_url_rule("/people", "people", lambda: _json(hub.staff.names(), HTTPStatus.OK), methods=["GET"])
    api.add_url_rule("/today.csv", "today", lambda: today_list(hub.office.floor), methods=["GET"])
    api.add_url_rule(
        "/closings", "closings", lambda: _json(msgspec.to_builtins(hub.closings()), HTTPStatus.OK), methods=["GET"]
    )
    api.add_url_rule("/views/<topic>", "view", partial(_view, hub), methods=["GET"])
    return api


def add_health(app: Any, hub: WebHub) -> None:
    """``GET /healthz``, for everybody: whether the office can store, and how far it is."""

    def healthz() -> Response:
        floor, trouble = hub.office.floor, hub.office.trouble
        status = HTTPStatus.OK if trouble is None else HTTPStatus.SERVICE_UNAVAILABLE
        told = "ok" if trouble is None else trouble.kind
        return _json({"status": told, "epoch": hub.office.epoch, "seq": floor.seq, "day": floor.day or ""}, status)

    app.add_url_rule("/healthz", "healthz", healthz, methods=["GET"])


def _command(hub: WebHub, read: Reader, **in_path: Any) -> Response:
    """Do one command: type, size, key, body, scope, then the office."""
    if request.mimetype != JSON:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content_type")
    body = request.get_data()
    key = request_key()
    if key is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "request_key")
    command: Command = read(in_path, body)
    identity = asking()
    if not may_command(identity, command):
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden")
    answer = _as_told(hub, hub.office.submit(command, identity.actor, key).answer)
    if not isinstance(command, IssueTicket):
        return _json(answer, HTTPStatus.OK)
    return _json(_with_link(hub, answer), HTTPStatus.CREATED)


def _with_link(hub: WebHub, answer: dict[str, Any]) -> dict[str, Any]:
    """With the link of the number that was drawn. At a counter nobody gets one: links rate what the counter did."""
    drawn, *others = answer["events"]
    link = hub.links.link(drawn["ticket"]) if asking().counter is None else ""
    return {**answer, "events": [{**drawn, "link": link}, *others]} if link else answer


HIDDEN_OF_CALLS = frozenset({"rule", "as_class", "candidates"})
"""What the answer to a call would tell a clerk of whoever was called."""


def _is_blind(hub: WebHub) -> bool:
    """Whether who asks is a clerk who calls blindly."""
    return is_at_counter(asking()) and calls_are_blind(hub.office.floor.plan)


def _as_told(hub: WebHub, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer, without what a clerk who calls blindly may not know."""
    if not _is_blind(hub):
        return answer
    events = [{key: told for key, told in event.items() if key not in HIDDEN_OF_CALLS} for event in answer["events"]]
    return {**answer, "events": events}


def _opening(hub: WebHub, in_path: dict[str, Any], body: bytes) -> Command:
    asked = command_of(OpenDayRequest, in_path, body)
    return hub.opening(asked.confirmed_by)


def _view(hub: WebHub, topic: str) -> Response:
    """The same envelope as on the sockets, for those who poll."""
    parsed = parse_topic(topic)
    if parsed is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    if not may_listen(asking(), str(parsed), calls_are_blind=calls_are_blind(hub.office.floor.plan)):
        raise Problem(HTTPStatus.FORBIDDEN, "forbidden")
    return Response(hub.envelope_json(parsed), content_type=JSON)


def _ticket(hub: WebHub, label: str) -> Response:
    """Today's ticket of a number as somebody types it."""
    story = clerks_story if _is_blind(hub) else ticket_story
    return _json(msgspec.to_builtins(story(hub.office.floor, label, hub.office.day_texts)), HTTPStatus.OK)


def _json(body: dict[str, Any], status: HTTPStatus) -> Response:
    return Response(msgspec.json.encode(body), status.value, content_type=JSON)
