"""Today's figures: as JSON, and as a table that any spreadsheet opens."""

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from typing import Literal

import msgspec
from flask import Blueprint, Response, request
from msgspec.structs import replace

from config.texts import FIRST_LANGUAGE, languages, text
from hub.domain.figures import COUNTS, FATES, KINDS, POSTS, Group, Report
from hub.domain.floor import Floor
from hub.domain.plan import ORDINARY, Plan, Wording
from hub.domain.views.cards import class_name
from hub.domain.views.parts import field_name
from hub.messages import API
from hub.service.access import CLERK
from hub.web.context import WebHub
from hub.web.guard import asking
from hub.web.routes import JSON, malformed
from hub.web.today_list import harmless

MINUTE_MS = 60_000


def make_figures(hub: WebHub) -> Blueprint:
    """The blueprint of today's figures."""
    figures = Blueprint("figures", __name__, url_prefix=API)
    figures.add_url_rule("/figures", "day", partial(_day, hub), methods=["GET"])
    figures.add_url_rule("/figures.csv", "table", partial(_table, hub), methods=["GET"])
    return figures


def _day(hub: WebHub) -> Response:
    """Raises Problem: malformed, of another mode."""
    return Response(msgspec.json.encode(_report(hub)), HTTPStatus.OK.value, content_type=JSON)


def _report(hub: WebHub) -> Report:
    """The figures of the mode that is asked for. A clerk's are their own alone: nobody looks over a shoulder."""
    mode = request.args.get("mode", "live")
    if mode not in ("live", "test"):
        raise malformed(f"`{mode}` is no mode")
    told = hub.book.report(_mode(mode), hub.now_ms())
    if asking().role != CLERK:
        return told
    own = tuple(group for group in told.groups if (group.by, group.name) == ("clerk", asking().actor))
    return replace(told, groups=own)


def _mode(asked: str) -> Literal["live", "test"]:
    return "test" if asked == "test" else "live"


def _table(hub: WebHub) -> Response:
    """Raises Problem: malformed, of another mode."""
    asked = request.args.get("language", "")
    language = asked if asked in languages() else FIRST_LANGUAGE
    told = _report(hub)
    table = figures_table(told, hub.office.floor, language, hub.staff.names())
    response = Response(table, HTTPStatus.OK.value, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="toi-luot-figures-{told.day}.csv"'
    return response


def figures_table(told: Report, floor: Floor, language: str, people: dict[str, str]) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets know it; one row a group, times in minutes.

    ``people`` are the names of staff by their actors.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([text(language, f"figures.{name}") for name in ("by", "group", *COLUMNS)])
    for group in told.groups:
        words = (text(language, f"figures.by_{group.by}"), name_of(group, floor.plan, language, people))
        writer.writerow([harmless(str(cell)) for cell in (*words, *(told_of(group) for told_of in COLUMNS.values()))])
    return written.getvalue().encode("utf-8-sig")


def name_of(group: Group, plan: Plan | None, language: str, people: dict[str, str]) -> str:
    """A group's name for people; what the plan no longer has goes by its code."""
    if group.by == "clerk":
        return people.get(group.name, group.name)
    if plan is None or group.by in ("total", "counter"):
        return group.name
    if group.name == ORDINARY and group.by == "class":
        return text(language, "today_list.ordinary")
    wording: Wording | None = {"field": field_name, "class": class_name}[group.by](plan, group.name)
    return str(getattr(wording, language, "") or group.name)


def _columns() -> Iterator[tuple[str, Callable[[Group], str | int]]]:
    """Each column's text and what it tells of a group."""
    yield "visits_called", lambda group: group.visits.count
    yield "in_time", lambda group: group.visits.in_time
    yield "visits_average", lambda group: minutes(group.visits.average_ms)
    yield "average", lambda group: minutes(group.services.average_ms)
    yield "half", lambda group: minutes(group.services.half_ms)
    yield "nine_of_ten", lambda group: minutes(group.services.nine_of_ten_ms)
    yield "service_average", lambda group: minutes(group.service_average_ms)
    yield "rated", lambda group: sum(group.ratings.values())
    yield from ((f"count_{name}", partial(_told, "counts", name)) for name in COUNTS)
    yield from ((f"fate_{name}", partial(_told, "fates", name)) for name in FATES)
    yield from ((f"time_{name}", partial(_told_time, "times_ms", name)) for name in KINDS)
    yield from ((f"post_{name}", partial(_told_time, "posts_ms", name)) for name in POSTS)


def _told(sums: str, name: str, group: Group) -> int:
    told: dict[str, int] = getattr(group, sums)
    return told[name]


def _told_time(sums: str, name: str, group: Group) -> str:
    return minutes(_told(sums, name, group))


def minutes(ms: int | None) -> str:
    """Minutes with two decimals and a point, empty for none."""
    return "" if ms is None else f"{ms / MINUTE_MS:.2f}"


COLUMNS: dict[str, Callable[[Group], str | int]] = dict(_columns())
"""What each column tells; its heading is ``figures.<name>`` of the locales."""
