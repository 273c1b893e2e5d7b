"""A stand-in for the kiosk's agent: its page can be tried in a real browser with every answer and every fault."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, g, jsonify, render_template, request, send_from_directory
from flask_socketio import SocketIO
from jinja2 import FileSystemLoader
from msgspec import to_builtins
from werkzeug.serving import make_server

from config.centre import load_centre
from config.procedure_list import read_list
from config.texts import area, languages
from hub.assembly.folders import IMPORT_MAP
from hub.assembly.joined import JoinedPages
from kiosk_app.page import AREAS
from kiosk_app.web_files import FOLDERS, HUB_TEMPLATES, PAGE, PAGES

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "config" / "sample"
PLAN = load_centre(SAMPLE)
PROCEDURES = read_list(SAMPLE, [field.id for field in PLAN.fields])
WITHIN_S = 10.0

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def hall(classes: int = 1, is_open: bool = True, first_waiting: int = 0, staff_classes: int = 0) -> dict[str, Any]:
    """The hub's view of the sample centre, open at all hours, with so many priority classes of the kiosk and of staff.

    ``first_waiting`` wait in the first field, so that a test can see that the view has arrived.
    """
    fields = [_field(entry, waiting) for waiting, entry in enumerate(to_builtins(PLAN.fields))]
    fields[0]["waiting"] = first_waiting
    (entry,) = to_builtins(PLAN.classes)
    granted = [{**entry, "id": f"class_{n}"} for n in range(classes)]
    by_staff = [{**entry, "id": f"staff_class_{n}"} for n in range(staff_classes)]
    header = {
        "centre": to_builtins(PLAN.centre),
        "zone": "Asia/Ho_Chi_Minh",
        "day": "2026-11-22",
        "last_day": "2020-01-02",
        "mode": "live",
        "is_open": is_open,
        "hours": "always",
        "day_from_ms": 0,
        "day_until_ms": 4_000_000_000_000,
    }
    offline = {"is_allowed": True, "most_tickets": 50, "most_minutes": 60, "after_s": 3, "last_numbers": {}}
    more = {"print_requests": [], "test_series": PLAN.test_series, "offline": offline}
    more |= {"asks_card": False, "sent_on": [], "most_fields": 1}
    return {"header": header, "fields": fields, "classes": granted, "staff_classes": by_staff, **more}


def instant(text: str) -> int:
    """An instant of the hall, such as ``2026-11-23T07:30``, in ms since the epoch."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).timestamp() * 1000)


def opening(from_: str, to: str, reason: dict[str, str] | None = None) -> dict[str, Any]:
    return {"from_ms": instant(from_), "to_ms": instant(to), "reason": reason}


def with_hours(view: dict[str, Any], *openings: dict[str, Any], fields: tuple[str, ...] = ()) -> dict[str, Any]:
    """The view with these openings for all of its fields, or for some of them only."""
    view["header"]["hours"] = "weekly"
    for field in view["fields"]:
        if not fields or field["id"] in fields:
            field["openings"] = list(openings)
    return view


def _field(entry: dict[str, Any], waiting: int) -> dict[str, Any]:
    counters = [counter.number for counter in PLAN.counters if entry["id"] in counter.fields]
    page = entry.get("kiosk_page", 1)
    people = {"waiting": waiting, "counters": counters, "open_counters": counters[:1], "is_served": bool(counters)}
    people["of_class"] = {}
    return {**entry, "page": page, **people, "is_stopped": False, "openings": [], "left": []}


def device(**changes: Any) -> dict[str, Any]:
    """The agent's own view."""
    printer = {"is_online": True, "paper": "ok", "cover": "closed"}
    voice = {"vi": True, "en": True}
    known = {"procedures": PROCEDURES.version, "slip": None, "voice": voice}
    return {"hub_is_reachable": True, "printer": printer, "job": None, **known, **changes}


def without_hub(reason: str = "", **changes: Any) -> dict[str, Any]:
    """The agent's own view while the hub is away; with a ``reason`` it draws no numbers of its own either."""
    return device(hub_is_reachable=False, offline={"may_draw": not reason, "reason": reason}, **changes)


class AgentDouble:
    """Serves the page as the agent does. ``unanswered`` requests get 503; ``hold`` keeps answers back while cleared.

    Its clock is this machine's until :meth:`set_clock`; the page hears of it with the next view.
    """

    def __init__(self) -> None:
        self.heard = threading.Condition()
        self.port = 0
        self._rev = 0
        self.reset()
        self.app = Flask("agent_double", static_folder=str(ROOT / "hub" / "web" / "static"), static_url_path="/static")
        # All tests load the same files: the browser asks for each once.
        self.app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
        self.app.jinja_loader = FileSystemLoader(HUB_TEMPLATES)
        self.sockets = SocketIO(self.app, async_mode="threading", ping_interval=3, ping_timeout=3)
        self.sockets.on_event("connect", self._connect)
        self.app.add_url_rule("/", "shell", self._shell)
        self.app.add_url_rule("/kiosk/<path:name>", "file", self._file)
        self.app.add_url_rule("/token", "token", lambda: jsonify(token=self.good_token), methods=["POST"])
        self.app.add_url_rule("/api/procedures", "procedures", lambda: jsonify(to_builtins(PROCEDURES)))
        self.app.add_url_rule("/api/slips", "slip", self._slip, methods=["POST"])
        self.app.add_url_rule("/api/tickets", "take", self._take, methods=["POST"])
        self.app.add_url_rule("/api/tickets/<ticket>/<end>", "settle", self._settle, methods=["POST"])

    def reset(self) -> None:
        """Forget everything, as a new agent would."""
        self.views = {"kiosk": hall(), "agent": device()}
        self.unanswered = 0
        self.refusal: dict[str, Any] | None = None
        self.keys: list[str] = []
        self.wishes: list[dict[str, Any]] = []
        self.settled: list[str] = []
        self.slips: list[dict[str, Any]] = []
        self.attract_after_s = 0
        self.diagonal_in = 21.5
        self.hold = threading.Event()
        self.hold.set()
        self.is_heard = False
        self.good_token = "t"
        self.language = "vi"
        self.own_label = "A-K2-07"
        self._epoch = secrets.token_hex(4)
        self._ahead_ms = 0

    def set_clock(self, at_ms: int, is_new_epoch: bool = False) -> None:
        self._ahead_ms = at_ms - int(time.time() * 1000)
        if is_new_epoch:
            self._epoch = secrets.token_hex(4)

    def tell(self, topic: str, data: dict[str, Any]) -> None:
        self.views[topic] = data
        self.sockets.emit("view", self._envelope(topic))

    def tell_again(self, topic: str, data: dict[str, Any], revisions_ago: int) -> None:
        """Send a view with a revision that was sent before."""
        late = {"topic": topic, "epoch": self._epoch, "rev": self._rev - revisions_ago, "at_ms": 0, "data": data}
        self.sockets.emit("view", late)

    def tell_job(self, state: str, **more: Any) -> None:
        job = {"ticket": "2026-11-22-A001", "label": "A001", "state": state, "cancel_at_ms": None, "qr": "", **more}
        self.tell("agent", device(job=job))

    def tell_scan(self, kind: str, **more: Any) -> None:
        """Something lies under the scanner; who listens hears of it, and nobody else."""
        self.wait_for(lambda: self.is_heard)
        nothing = {"label": "", "state": "", "people_ahead": None, "counter": None, "field": ""}
        self.sockets.emit("scanned", {"kind": kind, **nothing, **more})

    def wait_for(self, holds: Callable[[], bool]) -> None:
        with self.heard:
            assert self.heard.wait_for(holds, WITHIN_S)

    def _envelope(self, topic: str) -> dict[str, Any]:
        self._rev += 1
        at_ms = int(time.time() * 1000) + self._ahead_ms
        return {"topic": topic, "epoch": self._epoch, "rev": self._rev, "at_ms": at_ms, "data": self.views[topic]}

    def _connect(self, auth: dict[str, Any]) -> bool | None:
        if auth["token"] != self.good_token:
            return False
        for topic in self.views:
            self.sockets.emit("view", self._envelope(topic), to=request.sid)  # type: ignore[attr-defined]
        with self.heard:
            self.is_heard = True
            self.heard.notify_all()
        return None

    def _shell(self) -> Response:
        g.nonce = secrets.token_hex(8)
        texts = {language: area(language, *AREAS) for language in languages()}
        views = [self._envelope(topic) for topic in self.views]
        boot = {
            "token": "t",
            "topic": "kiosk",
            "api": "/api",
            "language": self.language,
            "texts": texts,
            "views": views,
            "attract_after_s": self.attract_after_s,
            "diagonal_in": self.diagonal_in,
        }
        shell = JoinedPages(FOLDERS, PAGES).shell(PAGE, may_join=False)  # tests look into its modules
        drawn = render_template(
            "screen.html", title="Kiosk", shell=shell, boot=boot, import_map=IMPORT_MAP, csp_nonce=g.nonce
        )
        page = Response(drawn)
        page.headers["Content-Security-Policy"] = POLICY.format(g.nonce)
        return page

    def _file(self, name: str) -> Response:
        return send_from_directory(ROOT / "kiosk_app" / "static", name)

    def _take(self) -> Any:
        with self.heard:
            self.keys.append(request.headers["Idempotency-Key"])
            self.wishes.append(request.json)  # type: ignore[arg-type]
            self.heard.notify_all()
        self.hold.wait(WITHIN_S)
        if self.unanswered:
            self.unanswered -= 1
            return Response(status=503, headers={"Retry-After": "1"})
        if self.refusal:
            return jsonify(self.refusal), 409
        if self.views["agent"].get("offline") and not self.refusal:
            own = {"ticket": f"2026-11-22-{self.own_label}", "label": self.own_label, "is_offline": True}
            return jsonify({**own, "people_ahead": None, "counters": [2, 4], "field": self.wishes[-1]["field"]}), 201
        self.tell_job("printing")
        ticket = {"ticket": "2026-11-22-A001", "label": "A001", "people_ahead": 12, "counters": [2, 4]}
        return jsonify(
            {**ticket, "field": self.wishes[-1]["field"], "ticket_class": self.wishes[-1]["ticket_class"]}
        ), 201

    def _slip(self) -> Any:
        with self.heard:
            self.slips.append(request.json)  # type: ignore[arg-type]
            self.heard.notify_all()
        self.hold.wait(WITHIN_S)
        return jsonify(slip=f"slip-{len(self.slips)}"), 202

    def _settle(self, ticket: str, end: str) -> Any:
        with self.heard:
            self.settled.append(f"{ticket} {end}")
            self.heard.notify_all()
        self.hold.wait(WITHIN_S)
        if self.unanswered:
            self.unanswered -= 1
            return Response(status=503, headers={"Retry-After": "1"})
        self.tell_job("noted" if end == "noted" else "cancelled")
        return jsonify(ticket=ticket)


@contextmanager
def agent_double() -> Iterator[AgentDouble]:
    """An agent on a free port of this machine, gone with the block."""
    agent = AgentDouble()
    server = make_server("127.0.0.1", 0, agent.app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]
    agent.port = server.port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield agent
    finally:
        agent.hold.set()
        server.shutdown()
        thread.join(WITHIN_S)
        server.server_close()
