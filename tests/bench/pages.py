"""What a page costs until somebody sees something on it: a cold Chromium at a quarter of its processor's speed.

First content is the first frame with what the page is there for (a kiosk's first field, a counter's state) in its own
letters. The limit is an empty page with the same letters and one line of text, by the same browser in the same turn.
"""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from flask import Flask, send_from_directory
from playwright.sync_api import Browser, CDPSession
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.bench.at_rest import shares_at_rest
from tests.bench.figures import Aim, Figure, Table, spread
from tests.bench.long_wall import memory_of_a_wall
from tests.bench.slow_page import Sight, first_content_ms, slow_page, value_of
from tests.browser import launched
from tests.hub_process import ROOT, InstalledHub
from tests.kiosk_app.agent_kit import Tray
from tests.kiosk_app.test_agent_process import Devices
from tests.screens import FIELD_OF

REPEATS = 7
COUNTER, WAITING = 2, 6
MOST_KB, MOST_MS = 300, 300
AT_REST = ("wall", "kiosk", "counter")
MOST_AT_REST = 3.0
"""Percent."""

MOST_GROWTH = 1.05
AFTERWARDS_MS = 500
"""What a page loads behind its first content counts, too; what it asks for again and again does not."""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
STATIC = ROOT / "hub" / "web" / "static"

EMPTY_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>One line</title>
<link rel="stylesheet" href="/fonts.css"><link rel="stylesheet" href="/static/css/fonts.css">
<p id="line"><b class="a">Số</b> <b class="b">Số</b> <b class="c">Số</b> <b class="d">1</b> <b class="e">1</b></p>"""
EMPTY_SHEET = "".join(
    f'.{name} {{ font: {weight} 20px "{family}"; }}\n'
    for name, weight, family in (
        *(("a", 400, "Be Vietnam Pro"), ("b", 600, "Be Vietnam Pro"), ("c", 700, "Be Vietnam Pro")),
        *(("d", 600, "Inter"), ("e", 800, "Inter")),
    )
)


@dataclass(slots=True)
class Cost:
    """What loading a page took: bytes and answers over the wire, and times since it was asked for (ms)."""

    kilobytes: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    paint_ms: list[float] = field(default_factory=list)
    content_ms: list[float] = field(default_factory=list)


def visit(browser: Browser, sight: Sight, cost: Cost) -> None:
    """Load a page in a browser that has never seen it, and note what it cost."""
    with slow_page(browser, sight) as (page, session):
        wire = Wire(session)
        page.goto(sight.url, wait_until="load")
        content_ms = first_content_ms(page, session)
        page.wait_for_timeout(AFTERWARDS_MS)
        cost.content_ms.append(content_ms)
        cost.paint_ms.append(value_of(session, FIRST_PAINT))
        cost.kilobytes.append(wire.bytes / 1000)
        cost.requests.append(wire.answers)


class Wire:
    """Counts answers and their bytes, heads too; a socket is none of them, nor what stands in a file itself."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes, self.answers = 0.0, 0
        self._within: set[str] = set()
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")

    def _asked(self, told: dict[str, Any]) -> None:
        if told["request"]["url"].startswith("data:"):
            self._within.add(told["requestId"])

    def _ended(self, told: dict[str, Any]) -> None:
        if told["requestId"] not in self._within:
            self.bytes += told["encodedDataLength"]
            self.answers += 1


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@contextmanager
def empty_page() -> Iterator[str]:
    """The address of the limit, as long as the block lasts."""
    app = Flask("empty", static_folder=None)
    app.add_url_rule("/", "page", lambda: EMPTY_PAGE)
    app.add_url_rule("/fonts.css", "sheet", lambda: (EMPTY_SHEET, {"Content-Type": "text/css"}))
    app.add_url_rule("/static/<path:path>", "file", partial(send_from_directory, STATIC))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def hall() -> Iterator[tuple[InstalledHub, list[Sight]]]:
    """A hall with somebody waiting and somebody called, and its pages; the limit comes first."""
    with ExitStack() as stack:
        hub = stack.enter_context(InstalledHub(Path(stack.enter_context(TemporaryDirectory()))))
        tray = Tray()
        stack.callback(tray.cable.unplug)
        devices = stack.enter_context(Devices(hub, tray))
        stack.enter_context(devices.screen())
        limit = Sight("limit", stack.enter_context(empty_page()), "#line", has_aim=False)
        kiosk = Sight("kiosk", f"http://127.0.0.1:{devices.port}/", ".card", (1080, 1920))
        yield hub, [limit, kiosk, *_of_hub(hub, ticket_link(hub))]


def ticket_link(hub: InstalledHub) -> str:
    """Open a counter, draw some numbers, call the first; gives the link of the last."""
    counter, kiosk = (hub.token(screen) for screen in (f"counter:{COUNTER}", "kiosk:K1"))
    hub.post(counter, f"/counters/{COUNTER}/open").raise_for_status()
    drawn = [hub.post(kiosk, "/tickets", {"field": FIELD_OF[COUNTER]}) for _ in range(WAITING)]
    hub.post(counter, f"/counters/{COUNTER}/call-next").raise_for_status()
    link: str = drawn[-1].json()["events"][0]["link"]
    return link


def _of_hub(hub: InstalledHub, link: str) -> Iterator[Sight]:
    yield Sight("counter", hub.page(f"counter:{COUNTER}"), "[data-counter-state]", (1366, 768))
    yield Sight("wall", hub.page("wall"), ".topbar-time")
    yield Sight("rating", hub.page(f"rating:{COUNTER}"), ".rest-state", (1280, 800))
    yield Sight("reception", hub.page("reception"), ".reception", (1366, 768), has_aim=False)
    yield Sight("supervisor", hub.page("supervisor"), ".hall", (1366, 768), has_aim=False)
    yield Sight("phone", link, "#number", (390, 844), has_aim=False)


def run() -> Iterator[Table]:
    """What each page costs, what pages take at rest, and what a wall holds after many calls."""
    with launched() as browser, hall() as (hub, pages):
        costs = {sight.name: Cost() for sight in pages}
        for _ in range(REPEATS):
            for sight in pages:
                visit(browser, sight, costs[sight.name])
        limit = costs["limit"]
        yield Table("Pages, cold", tuple(f for sight in pages[1:] for f in _figures(sight, costs[sight.name], limit)))
        yield Table("Pages at rest", tuple(_at_rest(browser, pages)))
        yield Table("A wall after many calls", tuple(_memory(*memory_of_a_wall(browser, hub))))


def _figures(sight: Sight, cost: Cost, limit: Cost) -> Iterator[Figure]:
    of_time, of_size = (Aim(most=most, of="ours") if sight.has_aim else None for most in (MOST_MS, MOST_KB))
    for what, unit, ours, theirs, aim in (
        ("first content, p50", "ms", cost.content_ms, limit.content_ms, of_time),
        ("first paint, p50", "ms", cost.paint_ms, limit.paint_ms, None),
        ("over the wire", "kB", cost.kilobytes, limit.kilobytes, of_size),
        ("answers", "", cost.requests, limit.requests, None),
    ):
        middle, least = statistics.median(ours), statistics.median(theirs)
        yield Figure(f"{sight.name}: {what}", middle, unit, least, "empty page", aim, spread(ours))


def _at_rest(browser: Browser, pages: list[Sight]) -> Iterator[Figure]:
    shares = shares_at_rest(browser, [sight for sight in pages if sight.name in AT_REST])
    for name, share in shares.items():
        aim = Aim(most=MOST_AT_REST, of="ours")
        yield Figure(f"{name}: share of a slowed core", share, "%", aim=aim)


def _memory(warm: dict[str, float], full: dict[str, float]) -> Iterator[Figure]:
    for what, unit, scale in (("heap", "MB", 1e6), ("nodes", "", 1), ("listeners", "", 1)):
        aim = Aim(most=MOST_GROWTH)
        now, before = (counted[what] / scale for counted in (full, warm))
        yield Figure(what, now, unit, before, "after two in five of them", aim, limit_is_ours=True)
