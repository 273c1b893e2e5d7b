"""Why a number of today was called when it was, for whoever leads the hall, with a sentence in each language."""

from functools import partial
from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, request
from msgspec import Struct

from config.texts import languages
from hub.domain.explaining import Line, story_of
from hub.domain.plan import Plan
from hub.messages import API
from hub.web.context import WebHub
from hub.web.explained_words import Words
from hub.web.routes import JSON


class ToldLine(Struct, frozen=True):
    """What happened at an instant (ms since the epoch, UTC; 0: at none) by its code, and in words by language."""

    at_ms: int
    code: str
    text: dict[str, str]


class ToldStory(Struct, frozen=True):
    """A number's story; ``beside`` says how it stands with the other number, null when none was asked for."""

    label: str
    lines: tuple[ToldLine, ...]
    beside: ToldLine | None


def make_explained(hub: WebHub) -> Blueprint:
    """The blueprint of the stories."""
    explained = Blueprint("explained", __name__, url_prefix=API)
    explained.add_url_rule("/tickets/<label>/explained", "story", partial(_story, hub), methods=["GET"])
    return explained


def _story(hub: WebHub, label: str) -> Response:
    """Raises Refused: no_day_open, unknown_number."""
    other = request.args.get("other", "")
    told = hub.book.ask(partial(story_of, label=label, other=other))
    plan = hub.office.floor.plan
    assert plan is not None, "whoever has a story has a day"
    lines = tuple(_told(plan, line) for line in told.lines)
    answer = ToldStory(told.label, lines, _told(plan, told.beside) if told.beside else None)
    return Response(msgspec.json.encode(answer), HTTPStatus.OK.value, content_type=JSON)


def _told(plan: Plan, line: Line) -> ToldLine:
    return ToldLine(line.at_ms, line.code, {language: Words(plan, language).line(line) for language in languages()})
