"""What the agent's tests stand on: clocks, a hub that can lose answers, a real printer driver, listeners to wait on."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import socketio
from msgspec import structs

from drivers.links import open_link
from drivers.printers import EscposPrinter, Raster
from drivers.printers.escpos_printer import PrinterTiming
from drivers.simulators import PrinterSimulator, TcpCable
from hub.agent.badge import Badge, BadgeFile
from hub.agent.hub_client import HubAbsent, HubAnswer, HubNotPaired, NoAnswer
from hub.messages import REQUEST_KEY_HEADER, VIEW_EVENT
from kiosk_app.timing import KioskTiming

WITHIN_S = 10.0

QUICK = KioskTiming(
    patience_s=0.4, attempt_s=0.2, pauses_s=(0.02, 0.1), status_every_s=0.05, reopen_s=(0.02, 0.05), tick_s=0.02
)
STEADY = structs.replace(QUICK, patience_s=3.0, attempt_s=3.0)
"""For a real hub on a busy machine."""

QUICK_PRINTER = PrinterTiming(answer_s=0.1, stall_s=0.3, look_s=0.05, fence_s=0.5)
STEADY_PRINTER = PrinterTiming(answer_s=2.0, stall_s=2.0, look_s=0.2, fence_s=8.0)

DAY = "2026-11-22"
NOON_MS = 1_795_323_600_000
"""12:00 on that day in Vietnam."""

HALL_VIEW: dict[str, Any] = {
    "header": {
        "centre": {
            "office": {"vi": "UBND Phường Mẫu", "en": "Ward office"},
            "name": {"vi": "Trung tâm", "en": "Centre"},
        },
        "zone": "Asia/Ho_Chi_Minh",
        "day": DAY,
        "mode": "live",
        "is_open": True,
    },
    "fields": [
        {
            "id": "ho_tich",
            "name": {"vi": "Hộ tịch", "en": "Civil status"},
            "counters": [2, 4],
            "open_counters": [4],
        },
        {"id": "dat_dai", "name": {"vi": "Đất đai", "en": "Land"}, "counters": [5], "open_counters": []},
    ],
    "classes": [],
}


def hall_envelope(rev: int = 1, epoch: str = "e1", day: str = DAY, at_ms: int = NOON_MS) -> dict[str, Any]:
    header = {**HALL_VIEW["header"], "day": day}
    return {"topic": "kiosk", "epoch": epoch, "rev": rev, "at_ms": at_ms, "data": {**HALL_VIEW, "header": header}}


def paired(folder: Path, hub_url: str, token: str, screen: str = "kiosk:K1") -> str:
    """Let the agent of a folder have been paired; returns the hub's address."""
    BadgeFile(folder).write(Badge(hub_url, screen, token))
    return hub_url


class Stranger:
    """How an agent stands with a hub: its badge, and what the hub said of it."""

    def __init__(self, hub_url: str, token: str) -> None:
        self.badge: Badge | None = Badge(hub_url, "kiosk:K1", token)
        self.answers: list[bool] = []

    def hub_answered(self, token: str, is_taken: bool) -> None:
        assert self.badge is not None
        assert token == self.badge.token
        self.answers.append(is_taken)


class FakeClock:
    """Milliseconds that pass only when a test says so; called, it tells the time, which ``jump`` sets anew."""

    def __init__(self) -> None:
        self.ms = NOON_MS
        self._passed_ms = 0

    def __call__(self) -> int:
        return self.ms

    def steady_s(self) -> float:
        return self._passed_ms / 1000

    def advance(self, seconds: float) -> None:
        self.jump(seconds)
        self._passed_ms += int(seconds * 1000)

    def jump(self, seconds: float) -> None:
        self.ms += int(seconds * 1000)

    def boot_again(self) -> None:
        """The machine was switched off: the clock that nobody sets begins anew."""
        self._passed_ms = 0


@dataclass
class FakeHub:
    """Answers like the hub: a key gets one answer. ``is_away`` and ``lost_answers`` fail as a network does.

    ``is_strange`` is a hub that does not know this kiosk.
    """

    is_away: bool = False
    is_strange: bool = False
    lost_answers: int = 0
    refusal: str = ""
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, HubAnswer] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        assert timeout_s > 0
        with self.arrived:
            self.keys.append(key)
            self.arrived.notify_all()
            if self.is_away:
                raise HubAbsent("away")
            if self.is_strange:
                raise HubNotPaired("status 401")
            if key not in self.answers:
                self.answers[key] = self._answer(path, body)
                self.said.append((path, body))
            if self.lost_answers:
                self.lost_answers -= 1
                raise NoAnswer("lost")
            return self.answers[key]

    def _answer(self, path: str, body: dict[str, Any]) -> HubAnswer:
        if self.refusal:
            return _refused(self.refusal)
        if given_up := body.get("key") or body.get("abandoned"):
            self.answers.setdefault(given_up, _refused("request_abandoned"))
        if path != "/tickets":
            return HubAnswer(200, {"seq": 1, "events": []})
        label = f"A{len(self.tickets) + 1:03}"
        event = {
            "kind": "TicketIssued",
            "at_ms": NOON_MS,
            "ticket": f"{DAY}-{label}",
            "label": label,
            "people_ahead": 3,
        }
        return HubAnswer(201, {"seq": 1, "events": [{**event, **body}]})

    @property
    def tickets(self) -> list[dict[str, Any]]:
        return [body for path, body in self.said if path == "/tickets"]

    @property
    def joined(self) -> list[dict[str, Any]]:
        """The numbers that kiosks handed in."""
        return [body for path, body in self.said if path == "/tickets/join"]

    def paths(self) -> list[str]:
        return [path for path, _ in self.said]

    def wait_for_asked(self, times: int) -> None:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.keys) >= times, WITHIN_S)


def _refused(code: str) -> HubAnswer:
    return HubAnswer(409, {"code": code, "status": 409, "text": {"vi": "không", "en": "no"}})


class Tray:
    """A printer on a TCP port with the real driver before it; what it printed can be waited for."""

    def __init__(self, timing: PrinterTiming = STEADY_PRINTER) -> None:
        self.papers: list[Raster] = []
        self._changed = threading.Condition()
        self.simulator = PrinterSimulator(self._take)
        self.cable = TcpCable(self.simulator, 0)
        self.cable.plug()
        self.url = f"socket://127.0.0.1:{self.cable.port}"
        self.printer = EscposPrinter(lambda: open_link(self.url), timing=timing)

    def _take(self, picture: Raster) -> None:
        with self._changed:
            self.papers.append(picture)
            self._changed.notify_all()

    def wait_for(self, count: int) -> list[Raster]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.papers) >= count, WITHIN_S)
            return list(self.papers)


class Listener:
    """A screen's socket: keeps the newest view of each topic and waits for what they say."""

    def __init__(self, url: str, token: str, topic: str) -> None:
        self.views: dict[str, Any] = {}
        self.seen: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._client = socketio.Client(reconnection=False, handle_sigint=False)
        self._client.on(VIEW_EVENT, self._take)
        self._let_go = threading.Event()
        self._client.on("disconnect", lambda _reason: self._let_go.set())
        self._client.connect(url, auth={"token": token, "topic": topic}, transports=["websocket"])

    def _take(self, envelope: dict[str, Any]) -> None:
        with self._changed:
            self.seen.append(envelope)
            known = self.views.get(envelope["topic"])
            if known is None or known["epoch"] != envelope["epoch"] or known["rev"] < envelope["rev"]:
                self.views[envelope["topic"]] = envelope
            self._changed.notify_all()

    def wait_until(
        self, topic: str, is_so: Callable[[dict[str, Any]], Any], within_s: float = WITHIN_S
    ) -> dict[str, Any]:
        """The view of a topic as soon as something is so of it."""

        def holds() -> bool:
            return topic in self.views and bool(is_so(self.views[topic]["data"]))

        with self._changed:
            assert self._changed.wait_for(holds, within_s), self.views.get(topic)
            data: dict[str, Any] = self.views[topic]["data"]
            return data

    def say(self, event: str, content: object) -> None:
        self._client.emit(event, content)

    def wait_until_let_go(self) -> None:
        assert self._let_go.wait(WITHIN_S)

    def close(self) -> None:
        leaving = threading.Thread(target=self._client.shutdown, daemon=True)
        leaving.start()
        leaving.join(0.1)


@contextmanager
def listening(url: str, token: str, topic: str = "kiosk") -> Iterator[Listener]:
    listener = Listener(url, token, topic)
    try:
        yield listener
    finally:
        listener.close()


class PageDouble:
    """What the kiosk's page does: it posts with its token."""

    def __init__(self, port: int, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.token = (folder / "page.token").read_text(encoding="ascii")

    def post(self, path: str, body: dict[str, Any], key: str = "") -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", REQUEST_KEY_HEADER: key}
        with requests.Session() as session:
            session.trust_env = False
            return session.post(f"{self.url}/api{path}", json=body, headers=headers, timeout=30)

    def get(self, path: str) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            headers = {"Authorization": f"Bearer {self.token}"}
            return session.get(f"{self.url}/api{path}", headers=headers, timeout=30)

    def take(self, key: str, field_id: str = "ho_tich") -> requests.Response:
        return self.post("/tickets", {"field": field_id}, key)


def seconds_since(started_s: float) -> float:
    return time.monotonic() - started_s
