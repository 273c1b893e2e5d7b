"""A hall full of clients that never give up: kiosks, clerks and screens of a hub that dies again and again."""

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from hub.agent.badge import Badge
from hub.agent.hub_client import HubSocket
from hub.messages import API, REQUEST_KEY_HEADER

FIELDS = ("ho_tich", "chung_thuc", "dat_dai", "xay_dung", "ho_kinh_doanh", "bao_tro", "cu_tru", "quan_su")
CLERKS = (2, 3, 4, 5)
KIOSKS = (1, 2, 3)
AFTER_AN_ANSWER_S = 0.02
AFTER_NO_ANSWER_S = 0.1
ANSWER_WITHIN_S = 5.0
PAUSES_S = (0.1, 0.2)


@dataclass(slots=True)
class Request:
    """A command under its key, how often it was sent, and what was answered at last."""

    actor: str
    path: str
    body: dict[str, Any]
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    tries: int = 0
    last_sent_ms: int = 0
    status: int = 0
    content: bytes = b""

    @property
    def answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.content)
        return answer

    @property
    def was_done_before_it_was_asked_last(self) -> bool:
        """Whether the hub had stored it when it died, and its answer got lost."""
        events = self.answer.get("events", [])
        return self.tries > 1 and bool(events) and events[0]["at_ms"] < self.last_sent_ms


class Client:
    """A screen that sends commands, each until it is answered."""

    def __init__(self, url: str, actor: str, token: str) -> None:
        self.requests: list[Request] = []
        self._api = url + API
        self._actor = actor
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pause = threading.Event()
        self._http = requests.Session()
        self._http.trust_env = False

    def send(self, path: str, body: dict[str, Any] | None = None) -> Request:
        """Send until there is an answer that is the office's own."""
        request = Request(self._actor, path, body or {})
        self.requests.append(request)
        while not self.try_once(request):
            self._pause.wait(AFTER_NO_ANSWER_S)
        self._pause.wait(AFTER_AN_ANSWER_S)
        return request

    def try_once(self, request: Request) -> bool:
        request.tries += 1
        request.last_sent_ms = time.time_ns() // 1_000_000
        headers = {**self._headers, REQUEST_KEY_HEADER: request.key}
        try:
            response = self._http.post(
                self._api + request.path, json=request.body, headers=headers, timeout=ANSWER_WITHIN_S
            )
        except requests.RequestException:
            return False
        request.status, request.content = response.status_code, response.content
        return response.status_code < 500

    def close(self) -> None:
        self._http.close()


def take_numbers(kiosk: Client, stop: threading.Event) -> None:
    """Citizens at a kiosk, one after the other."""
    number = 0
    while not stop.is_set():
        number += 1
        ticket_class = "ordinary" if number % 7 else "priority"
        issued = kiosk.send("/tickets", {"field": FIELDS[number % 8], "ticket_class": ticket_class})
        assert issued.status == 201, issued.content


def serve(clerk: Client, counter: int, stop: threading.Event) -> None:
    """A clerk who calls, serves and finishes: nothing that was answered is ever undone by the hub's death."""
    here = f"/counters/{counter}"
    assert clerk.send(f"{here}/open").status == 200
    while not stop.is_set():
        called = clerk.send(f"{here}/call-next")
        if called.status == 200:
            assert clerk.send(f"{here}/start").status == 200
            assert clerk.send(f"{here}/finish").status == 200
        else:
            assert called.answer["code"] == "queue_empty", called.content


class Screen:
    """A kiosk agent's own socket, which finds its hub again by itself; ``greeted_s`` are the times of first views."""

    def __init__(self, url: str, kiosk: str, token: str) -> None:
        self.badge = Badge(hub_url=url, screen=kiosk, token=token)
        self.latest: dict[str, Any] = {}
        self.greeted_s: list[float] = []
        self._is_new = True
        self._socket = HubSocket(self, lambda: "kiosk", self, PAUSES_S)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._socket.run, args=(self._stop,), daemon=True)
        self._thread.start()

    def hub_answered(self, token: str, is_taken: bool) -> None:
        """See hub.agent.hub_client.Standing."""

    def hub_connected(self, is_connected: bool) -> None:
        self._is_new = True

    def hub_said(self, envelope: dict[str, Any]) -> None:
        if self._is_new:
            self.greeted_s.append(time.monotonic())
            self._is_new = False
        known = self.latest
        if not known or known["epoch"] != envelope["epoch"] or envelope["rev"] > known["rev"]:
            self.latest = envelope

    def close(self) -> None:
        self._stop.set()
        self._socket.leave()
        self._thread.join(5)


@dataclass
class Crowd:
    """Everybody at one hub, each in a thread of its own."""

    url: str
    token: Callable[[str], str]
    stop: threading.Event = field(default_factory=threading.Event)
    clients: list[Client] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def come(self) -> None:
        """Everybody comes while the hub is up."""
        for kiosk in KIOSKS:
            self.screens.append(Screen(self.url, f"kiosk:K{kiosk}", self.token(f"kiosk:K{kiosk}")))
            self._start(take_numbers, self.client(f"kiosk:K{kiosk}"), self.stop)
        for counter in CLERKS:
            self._start(serve, self.client(f"counter:{counter}"), counter, self.stop)

    def finish(self, within_s: float) -> None:
        """Everybody ends what they have begun; the hub is up."""
        self.stop.set()
        until = time.monotonic() + within_s
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
            assert not thread.is_alive(), "somebody still waits for an answer"
        assert self.faults == []

    def leave(self) -> None:
        for closing in (*self.screens, *self.clients):
            closing.close()

    @property
    def requests(self) -> list[Request]:
        return [request for client in self.clients for request in client.requests]

    def client(self, actor: str) -> Client:
        """One more who sends commands."""
        self.clients.append(Client(self.url, actor, self.token(actor)))
        return self.clients[-1]

    def _start(self, task: Callable[..., None], *values: Any) -> None:
        def guarded() -> None:
            try:
                task(*values)
            except BaseException as fault:  # noqa: BLE001 - handed to the test
                self.faults.append(fault)

        self._threads.append(threading.Thread(target=guarded, daemon=True))
        self._threads[-1].start()
