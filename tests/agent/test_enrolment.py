"""An agent that the hub does not know, over real HTTP to a hub that says what the test wants."""

import json
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from hub.agent import enrolment
from hub.agent.badge import Badge, BadgeFile
from hub.agent.enrolment import Enrolment, PairingView
from hub.agent.hub_finder import FoundHub
from tests.kiosk_app.agent_kit import WITHIN_S

NOWHERE = "http://127.0.0.1:9"


class HubDouble:
    """Gives codes 100001, 100002, …; a test says what a claim is answered with."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.asked: list[dict[str, Any]] = []
        self.status = 202
        self.is_full = False
        self.id = ""
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = double.answer(self.path, body)
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        with self.changed:
            if path == "/api/v1/pairing":
                if self.is_full:
                    return 429, {}
                self.asked.append(body)
                return 201, {
                    "code": str(100_000 + len(self.asked)),
                    "claim": f"c{len(self.asked)}",
                    "expires_in_s": 600,
                }
            assert body["claim"] == f"c{len(self.asked)}"
            given = {"screen": "kiosk:K2", "token": "fresh", "hub": self.id} if self.status == 200 else {}
            status = self.status
            if status != 200:
                self.status = 202
            self.changed.notify_all()
            return status, given

    def say_once(self, status: int) -> None:
        """Answer one question about the code with this status."""
        with self.changed:
            self.status = status
            assert self.changed.wait_for(lambda: self.status != status, WITHIN_S)


@contextmanager
def serving(double: HubDouble) -> Iterator[HubDouble]:
    thread = threading.Thread(target=double.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield double
    finally:
        double.server.shutdown()
        thread.join(WITHIN_S)
        double.server.server_close()


class Agent:
    """A running enrolment; what it shows can be waited for."""

    def __init__(self, folder: Path, hub_url: str | None, find: Callable[[], list[FoundHub]] = list) -> None:
        self.enrolment = Enrolment(BadgeFile(folder), hub_url, find, "kiosk:K1")
        self.shown: list[PairingView | None] = []
        self.badges: list[Badge] = []
        self._changed = threading.Condition()
        self.enrolment.show = self._show
        self.enrolment.on_badge = self._keep
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.enrolment.run, args=(self._stop,), daemon=True)
        self._thread.start()

    def _show(self, view: PairingView | None) -> None:
        with self._changed:
            self.shown.append(view)
            self._changed.notify_all()

    def wait_until_shown(self, view: PairingView | None) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.shown and self.shown[-1] == view, WITHIN_S), self.shown[-1]

    def _keep(self, badge: Badge) -> None:
        with self._changed:
            self.badges.append(badge)
            self._changed.notify_all()

    def wait_for_badge(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.badges, WITHIN_S)

    def close(self) -> None:
        self._stop.set()
        self.enrolment.wake()
        self._thread.join(WITHIN_S)


@contextmanager
def running(folder: Path, hub_url: str | None, find: Callable[[], list[FoundHub]] = list) -> Iterator[Agent]:
    agent = Agent(folder, hub_url, find)
    try:
        yield agent
    finally:
        agent.close()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubDouble]:
    for name, seconds in {"ASK_S": 0.01, "PAUSE_S": 0.05, "LOST_S": 0.05, "GONE_S": 0.2}.items():
        monkeypatch.setattr(enrolment, name, seconds)
    with serving(HubDouble()) as double:
        yield double


def code(hub: HubDouble, number: int = 1) -> PairingView:
    return PairingView("code", str(100_000 + number), hub.url)


def test_a_new_agent_shows_a_code_until_it_was_entered(hub: HubDouble, tmp_path: Path) -> None:
    with running(tmp_path, hub.url) as agent:
        assert agent.enrolment.badge is None
        assert agent.enrolment.device() == ""
        agent.wait_until_shown(code(hub))
        assert hub.asked == [{"kind": "kiosk", "name": "K1"}]
        hub.status = 200
        agent.wait_until_shown(None)
        assert agent.badges == [agent.enrolment.badge] == [Badge(hub.url, "kiosk:K2", "fresh")]
        assert agent.enrolment.device() == "K2-printer"
    file = tmp_path / "badge.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert BadgeFile(tmp_path).read() == Badge(hub.url, "kiosk:K2", "fresh")


def test_a_code_that_is_over_is_followed_by_another(hub: HubDouble, tmp_path: Path) -> None:
    with running(tmp_path, hub.url) as agent:
        agent.wait_until_shown(code(hub))
        hub.say_once(410)
        agent.wait_until_shown(code(hub, 2))
        assert len(hub.asked) == 2


def test_a_hub_that_cannot_store_now_keeps_its_code(hub: HubDouble, tmp_path: Path) -> None:
    with running(tmp_path, hub.url) as agent:
        agent.wait_until_shown(code(hub))
        hub.say_once(503)
        hub.status = 200
        agent.wait_until_shown(None)
        assert len(hub.asked) == 1


def test_a_hub_with_enough_codes_is_asked_again(hub: HubDouble, tmp_path: Path) -> None:
    hub.is_full = True
    with running(tmp_path, hub.url) as agent:
        agent.wait_until_shown(PairingView("busy"))
        hub.is_full = False
        agent.wait_until_shown(code(hub))


def test_a_refused_token_is_kept_until_there_is_another(hub: HubDouble, tmp_path: Path) -> None:
    old = Badge(NOWHERE, "kiosk:K1", "old")
    BadgeFile(tmp_path).write(old)
    with running(tmp_path, hub.url) as agent:
        agent.wait_until_shown(None)
        agent.enrolment.hub_answered("somebody else's", is_taken=False)
        agent.enrolment.hub_answered("old", is_taken=False)
        agent.wait_until_shown(code(hub))
        assert BadgeFile(tmp_path).read() == old
        assert agent.enrolment.badge == Badge(hub.url, "kiosk:K1", "old")
        agent.enrolment.hub_answered("old", is_taken=True)
        agent.wait_until_shown(None)
        agent.enrolment.hub_answered("old", is_taken=False)
        agent.wait_until_shown(code(hub, 2))
        hub.status = 200
        agent.wait_until_shown(None)
    assert BadgeFile(tmp_path).read() == Badge(hub.url, "kiosk:K2", "fresh")


def test_without_a_hub_it_goes_on_searching(hub: HubDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found: list[FoundHub] = []
    with running(tmp_path, None, lambda: found) as agent:
        agent.wait_until_shown(PairingView("searching"))
        found[:] = [FoundHub(hub.url, "h1"), FoundHub(NOWHERE, "h2")]
        agent.wait_until_shown(PairingView("several_hubs"))
        assert "no hub has answered yet" in caplog.text
        assert "say which one with --hub" in caplog.text
        found[:] = [FoundHub(hub.url, "h1")]
        agent.wait_until_shown(code(hub))
        hub.status = 200
        agent.wait_until_shown(None)
    assert BadgeFile(tmp_path).read() == Badge(hub.url, "kiosk:K2", "fresh", "h1")


def test_a_hub_with_another_address_is_followed(hub: HubDouble, tmp_path: Path) -> None:
    BadgeFile(tmp_path).write(Badge(NOWHERE, "kiosk:K1", "old", "h1"))
    with running(tmp_path, None, lambda: [FoundHub(hub.url, "h1"), FoundHub(NOWHERE, "h2")]) as agent:
        agent.enrolment.hub_reachable(False)
        agent.wait_for_badge()
        assert agent.badges == [Badge(hub.url, "kiosk:K1", "old", "h1")]
        assert hub.asked == []


def test_a_hub_with_another_address_is_no_other_hub(hub: HubDouble, tmp_path: Path) -> None:
    BadgeFile(tmp_path).write(Badge(NOWHERE, "kiosk:K1", "old", "h1"))
    others: list[str] = []
    with running(tmp_path, None, lambda: [FoundHub(hub.url, "h1")]) as agent:
        agent.enrolment.on_other_hub = others.append
        agent.enrolment.hub_reachable(False)
        agent.wait_for_badge()
    assert others == []


@pytest.mark.parametrize(
    ("known", "given", "others"), [("h1", "h1", []), ("h1", "h2", ["old"]), ("h1", "", ["old"]), ("", "h1", ["old"])]
)
def test_a_hub_that_pairs_anew_is_another_one_unless_it_has_the_same_id(
    hub: HubDouble, tmp_path: Path, known: str, given: str, others: list[str]
) -> None:
    BadgeFile(tmp_path).write(Badge(NOWHERE, "kiosk:K1", "old", known))
    hub.id = given
    told: list[tuple[str, Badge | None]] = []
    with running(tmp_path, hub.url) as agent:
        agent.enrolment.on_other_hub = lambda now: told.append((now, agent.enrolment.badge))
        agent.enrolment.hub_answered("old", is_taken=False)
        agent.wait_until_shown(code(hub))
        hub.status = 200
        agent.wait_until_shown(None)
    assert [(now, badge.token) for now, badge in told if badge] == [(given, old) for old in others]
    assert BadgeFile(tmp_path).read() == Badge(hub.url, "kiosk:K2", "fresh", given)


def test_where_its_hub_is_gone_for_good_another_may_take_it_in(hub: HubDouble, tmp_path: Path) -> None:
    BadgeFile(tmp_path).write(Badge(NOWHERE, "kiosk:K1", "old", "h1"))
    with running(tmp_path, None, lambda: [FoundHub(hub.url, "h2")]) as agent:
        agent.enrolment.hub_reachable(False)
        agent.wait_until_shown(code(hub))
        hub.status = 200
        agent.wait_until_shown(None)
    assert BadgeFile(tmp_path).read() == Badge(hub.url, "kiosk:K2", "fresh", "h2")


def test_a_kiosk_that_goes_on_without_its_hub_looks_for_no_other(hub: HubDouble, tmp_path: Path) -> None:
    BadgeFile(tmp_path).write(Badge(NOWHERE, "kiosk:K1", "old", "h1"))
    looked = threading.Semaphore(0)
    with running(tmp_path, None, lambda: [FoundHub(hub.url, "h2")]) as agent:
        goes_on = True

        def asked() -> bool:
            looked.release()
            return goes_on

        agent.enrolment.goes_on = asked
        agent.enrolment.hub_reachable(False)
        assert all(looked.acquire(timeout=WITHIN_S) for _ in range(2))
        assert hub.asked == []
        goes_on = False
        agent.wait_until_shown(code(hub))


def test_a_badge_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / "badge.json").write_text("{")
    assert BadgeFile(tmp_path).read() is None
