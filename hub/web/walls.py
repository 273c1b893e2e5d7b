"""What walls ask of the hub and tell it: what stands on them, their pictures and videos, and what they showed."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import Blueprint, Response, send_from_directory
from msgspec import Meta, Struct

from hub.domain.announcing import Announced, ToldCall, announced_in
from hub.domain.events import Entry, TicketCalled, TicketRecalled
from hub.domain.explaining import label_of
from hub.messages import API, Instant
from hub.web.context import WebHub
from hub.web.guard import asking
from hub.web.problems import Problem
from hub.web.routes import JSON, body_of
from hub.web.wall_programs import MEDIA_PATH

MOST_TOLD = 50
MOST_UNSEEN = 20


class ShownCall(Struct, frozen=True, forbid_unknown_fields=True):
    """An announcement that a screen has shown: its id and instant, when that was, and in which tongues it was said."""

    id: Annotated[int, Meta(ge=1, le=10**12)]
    at_ms: Instant
    shown_ms: Instant
    spoken: Annotated[tuple[Annotated[str, Meta(pattern=r"^[a-z]{2,8}\Z")], ...], Meta(max_length=8)] = ()


class ShownCalls(Struct, frozen=True, forbid_unknown_fields=True):
    """What a screen tells; ``counter`` is that of a tablet in front of one, 0 for a wall.

    ``unplayable`` are the paths of media that its browser could not show.
    """

    calls: Annotated[tuple[ShownCall, ...], Meta(max_length=MOST_TOLD)] = ()
    unplayable: Annotated[tuple[Annotated[str, Meta(max_length=300)], ...], Meta(max_length=20)] = ()
    counter: Annotated[int, Meta(ge=0, le=99)] = 0


class Kept(Struct, frozen=True):
    """How many of the calls that were told are today's."""

    kept: int


class CallShown(Struct, frozen=True):
    """A call of a number, and each screen that showed it."""

    call: Announced
    shown: tuple[ToldCall, ...]


class WallReport(Struct, frozen=True):
    """Today's calls that no wall has shown, the newest of them, how many they are, and whether a wall is open now."""

    unseen: tuple[Announced, ...]
    count: int
    is_any_open: bool


def make_walls(hub: WebHub) -> Blueprint:
    """The blueprint of the walls."""
    walls = Blueprint("walls", __name__)
    walls.add_url_rule(f"{API}/walls/program", "program", partial(_program, hub), methods=["GET"])
    walls.add_url_rule(f"{API}/walls/told", "told", partial(_told, hub), methods=["POST"])
    walls.add_url_rule(f"{API}/walls/unseen", "unseen", partial(_unseen, hub), methods=["GET"])
    walls.add_url_rule(f"{API}/tickets/<label>/shown", "shown", partial(_calls_shown, hub), methods=["GET"])
    walls.add_url_rule(f"{MEDIA_PATH}<path:name>", "media", partial(_medium, hub), methods=["GET"])
    return walls


def _program(hub: WebHub) -> Response:
    hub.told.hear()
    return _json(hub.programs.of(asking().actor))


def _told(hub: WebHub) -> Response:
    """Keep what a screen showed of today's calls. Raises Problem: malformed, not_found, storage (503)."""
    said: ShownCalls = body_of(ShownCalls)
    if said.counter and all(counter.number != said.counter for counter in hub.plan.counters):
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    who = asking()
    screen = f"front:{said.counter}" if said.counter else who.actor
    todays = hub.book.ask(partial(_todays, shown=said.calls)) if said.calls else []
    now_ms = hub.told.now_ms()
    told = [
        ToldCall(one.id, one.at_ms, who.grant, screen, who.name, _between(one, now_ms), " ".join(one.spoken))
        for one in todays
    ]
    if told:
        hub.told.note(told)
    for path in said.unplayable:
        hub.programs.note_unplayable(path.removeprefix(MEDIA_PATH), who.name)
    return _json(Kept(len(told)))


def _todays(rows: Sequence[Entry], shown: Sequence[ShownCall]) -> list[ShownCall]:
    """Those that the day's rows tell of: the rows follow one another without a gap."""
    first = rows[0].seq if rows else 0
    asked = [(one, rows[one.id - first]) for one in shown if 0 <= one.id - first < len(rows)]
    return [
        one for one, row in asked if isinstance(row.event, TicketCalled | TicketRecalled) and row.at_ms == one.at_ms
    ]


def _between(shown: ShownCall, now_ms: int) -> int:
    """When it was shown: after it was called and not later than now, whatever the clock of a screen says."""
    return max(shown.at_ms, min(shown.shown_ms, now_ms))


def _unseen(hub: WebHub) -> Response:
    unseen = hub.told.unseen(hub.book.ask(announced_in))
    return _json(WallReport(tuple(unseen[-MOST_UNSEEN:]), len(unseen), hub.told.is_any_open()))


def _calls_shown(hub: WebHub, label: str) -> Response:
    """Where each call of a number of today was shown. Raises Refused: no_day_open."""
    calls = hub.book.ask(partial(_calls_of, typed=label))
    told = hub.told.of(calls)
    return _json([CallShown(call, tuple(one for one in told if one.call == call.id)) for call in calls])


def _calls_of(rows: Sequence[Entry], typed: str) -> list[Announced]:
    _, label = label_of(rows, typed)
    return [call for call in announced_in(rows) if call.label == label]


def _medium(hub: WebHub, name: str) -> Response:
    """A picture or video; parts of it are given by ``Range``, and nothing that the browser has already."""
    medium = hub.programs.medium(name)
    return send_from_directory(hub.programs.media, medium.file, mimetype=medium.type, conditional=True, etag=True)


def _json(body: object) -> Response:
    return Response(msgspec.json.encode(body), HTTPStatus.OK.value, content_type=JSON)
