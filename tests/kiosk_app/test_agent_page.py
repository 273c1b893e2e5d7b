"""The agent's own address: only this machine's browser, only with the page's token, only what it may ask."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import socketio
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from drivers.errors import PortTakenError
from hub.agent.browser_policy import content_policy
from hub.messages import PROBLEM_TYPE, REQUEST_KEY_HEADER
from hub.web.security import content_policy as policy_of_the_hub
from kiosk_app.board import Board
from kiosk_app.issuing import IssueDesk
from kiosk_app.page import Page
from kiosk_app.page_sockets import HostGuard, PageServer, attach_sockets
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.spool import Spool
from tests.kiosk_app.agent_kit import QUICK, FakeClock, FakeHub, hall_envelope, listening

TOKEN = "the-page's-own"
PRESS = {"Authorization": f"Bearer {TOKEN}", REQUEST_KEY_HEADER: "k"}


@dataclass
class Scene:
    hub: FakeHub
    board: Board
    jobs: PrintJobs
    page: Page
    client: FlaskClient

    def press(self, body: Any = None, **changes: str | None) -> TestResponse:
        headers = {**PRESS, **{name.replace("_", "-"): value for name, value in changes.items()}}
        sent = {name: value for name, value in headers.items() if value is not None}
        return self.client.post("/api/tickets", json={"field": "ho_tich"} if body is None else body, headers=sent)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    hub, clock, spool = FakeHub(), FakeClock(), Spool(tmp_path / "spool.db")
    board = Board(clock)
    board.hub_said(hall_envelope())
    desk = IssueDesk(spool, hub, lambda: board.hall, clock, QUICK)
    jobs = PrintJobs(spool, clock, QUICK)
    page = Page(board, desk, jobs, TOKEN)
    yield Scene(hub, board, jobs, page, page.make_app().test_client())
    spool.close()


def code_of(response: TestResponse) -> tuple[int, str]:
    assert response.content_type == PROBLEM_TYPE
    body = response.get_json(force=True)
    assert body["status"] == response.status_code
    assert set(body["text"]) == {"vi", "en"}
    return response.status_code, body["code"]


def test_a_press_becomes_a_ticket(scene: Scene) -> None:
    response = scene.press()
    assert (response.status_code, response.get_json()["label"]) == (201, "A001")


def test_the_page_has_its_number_before_it_is_told_of_the_paper(scene: Scene) -> None:
    told: list[str] = []
    scene.jobs.on_change = lambda job: told.append(job.label if job else "")
    response = scene.press()
    assert (response.get_json()["label"], told) == ("A001", [])
    response.close()
    assert told == ["A001"]


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer tökén"])
def test_without_the_pages_token_nothing_is_done(scene: Scene, authorization: str | None) -> None:
    assert code_of(scene.press(Authorization=authorization)) == (401, "unauthorised")
    for decision in ("noted", "cancel"):
        assert scene.client.post(f"/api/tickets/x/{decision}", json={}).status_code == 401
    assert scene.hub.keys == []


@pytest.mark.parametrize("key", [None, "", "with space", "k" * 129, "khóa"])
def test_a_key_is_needed(scene: Scene, key: str | None) -> None:
    assert code_of(scene.press(**{REQUEST_KEY_HEADER: key})) == (400, "request_key")
    assert scene.hub.keys == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"field": 1},
        {"field": ""},
        {"field": "x" * 41},
        {"field": "a", "extra": 1},
        {"field": "a", "language": "V"},
        {"field": "a", "language": "fr"},
        {"field": "a", "language": ""},
    ],
)
def test_a_malformed_wish_is_refused(scene: Scene, body: Any) -> None:
    assert code_of(scene.press(body)) == (400, "malformed")
    assert scene.hub.keys == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 10_000])
def test_bytes_that_are_no_json_are_refused(scene: Scene, body: bytes) -> None:
    response = scene.client.post("/api/tickets", data=body, headers=PRESS, content_type="application/json")
    assert code_of(response) == (400, "malformed")


def test_other_requests_get_their_own_problem(scene: Scene) -> None:
    post = scene.client.post
    assert code_of(post("/api/tickets", data=b"{}", headers=PRESS, content_type="text/plain")) == (415, "content_type")
    big = post("/api/tickets", data=b" " * 20_000, headers=PRESS, content_type="application/json")
    assert code_of(big) == (413, "too_large")
    assert code_of(scene.client.get("/nowhere")) == (404, "not_found")
    assert code_of(scene.client.get("/api/tickets")) == (405, "method_not_allowed")
    assert code_of(post("/api/tickets/2026-11-22-A9/noted", json={}, headers=PRESS)) == (404, "no_print_job")
    assert code_of(post("/token")) == (401, "unauthorised")


def test_a_fault_is_told_in_one_neutral_sentence(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret inside")

    scene.hub.post = broken  # type: ignore[assignment, method-assign]
    response = scene.press()
    assert code_of(response) == (500, "fault")
    assert "secret" not in response.get_data(as_text=True)
    assert "secret inside" in caplog.text


def test_the_shell_carries_token_texts_and_views(scene: Scene) -> None:
    response = scene.client.get("/")
    html = response.get_data(as_text=True)
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', html, re.DOTALL)
    assert found
    boot = json.loads(found[1])
    assert (boot["token"], boot["topic"], boot["api"], boot["language"]) == (TOKEN, "kiosk", "/api", "vi")
    assert [view["topic"] for view in boot["views"]] == ["kiosk", "agent"]
    assert boot["texts"]["vi"].keys() <= boot["texts"]["en"].keys()
    assert {code.partition(".")[0] for code in boot["texts"]["vi"]} == {"common", "kiosk", "kiosk_find", "pair"}


def test_the_policy_allows_our_scripts_only(scene: Scene) -> None:
    loose = scene.client.get("/?modules")
    nonce = re.search(r"'nonce-([^']+)'", loose.headers["Content-Security-Policy"])
    assert nonce
    assert f'<script type="importmap" nonce="{nonce[1]}">' in loose.get_data(as_text=True)
    assert nonce[1] not in scene.client.get("/?modules").headers["Content-Security-Policy"]
    response = scene.client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    for part in ("default-src 'none'", "frame-ancestors 'none'", "trusted-types 'none'", "connect-src 'self'"):
        assert part in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"


def test_the_policy_is_the_hubs() -> None:
    def parts(policy: str) -> set[str]:
        """All but what one of the two has no use for: the kiosk neither sounds nor sends forms."""
        return set(policy.split("; ")) - {"media-src 'self'", "form-action 'self'", "form-action 'none'"}

    assert parts(content_policy("n")) == parts(policy_of_the_hub("n"))


@pytest.mark.parametrize("path", ["/static/js/link.js", "/kiosk/kiosk_page.js"])
def test_files_are_served_and_nothing_beside_them(scene: Scene, path: str) -> None:
    response = scene.client.get(path, buffered=True)
    assert response.status_code == 200
    assert "javascript" in response.content_type
    assert response.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": response.headers["ETag"]}
    assert scene.client.get(path, headers=known, buffered=True).status_code == 304
    beside = f"{path.rpartition('/')[0]}/../../agent.py"
    assert scene.client.get(beside, buffered=True).status_code == 404


def test_health(scene: Scene) -> None:
    assert scene.client.get("/healthz").get_json() == {"status": "ok", "hub_is_reachable": False, "page": "none"}
    scene.board.hub_connected(True)
    assert scene.client.get("/healthz").get_json()["hub_is_reachable"] is True


def test_the_page_says_that_it_draws(scene: Scene) -> None:
    def say(body: object, headers: dict[str, str]) -> int:
        return scene.client.post("/api/alive", json=body, headers=headers).status_code

    def page() -> object:
        return scene.client.get("/healthz").get_json()["page"]

    assert say({"is_leaving": False}, {}) == 401
    assert [say(body, PRESS) for body in ({}, [], {"is_leaving": "no"})] == [400, 400, 400]
    assert page() == "none"
    assert say({"is_leaving": False}, PRESS) == 200
    assert page() == "alive"
    assert say({"is_leaving": True}, PRESS) == 200
    assert page() == "none"


def test_files_have_one_name_each_and_what_is_not_there_is_not_kept(scene: Scene) -> None:
    packs = {"Accept-Encoding": "gzip"}
    for address in ("/static/js/link.js", "/kiosk/kiosk_page.js"):
        answer = scene.client.get(address, headers=packs)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    for missing in ("/static/x1/../js/link.js", "/kiosk/./kiosk_page.js", "/kiosk/no.js", "/static/joined/0/no.js"):
        answer = scene.client.get(missing, headers=packs)
        assert code_of(answer) == (404, "not_found")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "asked", "is_ours"),
    [
        ("127.0.0.1", "127.0.0.1:8081", True),
        ("127.0.0.1", "localhost:8081", True),
        ("127.0.0.1", "[::1]:8081", True),
        ("127.0.0.1", "192.168.1.7:8081", False),
        ("127.0.0.1", "evil.example:8081", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "[::1", False),
        ("kiosk-1", "kiosk-1:8081", True),
        ("0.0.0.0", "192.168.1.7:8081", True),
        ("0.0.0.0", "evil.example:8081", False),
    ],
)
def test_only_names_of_this_machine_are_answered(host: str, asked: str, is_ours: bool) -> None:
    statuses: list[str] = []
    guard = HostGuard(lambda _environ, start: start("200 OK", []) or [b""], host)
    list(guard({"HTTP_HOST": asked}, lambda status, _headers: statuses.append(status)))
    assert statuses == ["200 OK" if is_ours else "421 Misdirected Request"]


@pytest.fixture
def served(scene: Scene) -> Iterator[str]:
    app = scene.page.make_app()
    attach_sockets(app, scene.board, scene.page.may_ask)
    server = PageServer(app, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.port}"
    server.close()


def test_the_socket_gives_both_views_and_each_change(scene: Scene, served: str) -> None:
    with listening(served, TOKEN) as screen:
        screen.wait_until("kiosk", lambda view: view["header"]["is_open"])
        screen.wait_until("agent", lambda view: not view["hub_is_reachable"])
        scene.board.hub_connected(True)
        screen.wait_until("agent", lambda view: view["hub_is_reachable"])
        scene.board.hub_said(hall_envelope(2, day="2026-11-23"))
        screen.wait_until("kiosk", lambda view: view["header"]["day"] == "2026-11-23")


@pytest.mark.parametrize("auth", [None, {}, {"token": "wrong"}, {"token": 7}, "text", [TOKEN]])
def test_the_socket_needs_the_pages_token(served: str, auth: Any) -> None:
    client = socketio.Client(reconnection=False, handle_sigint=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(served, auth=auth, transports=["websocket"])


def test_a_page_that_speaks_on_the_socket_is_let_go(scene: Scene, served: str) -> None:
    with listening(served, TOKEN) as bold, listening(served, TOKEN) as quiet:
        bold.say("tickets", {"field": "ho_tich"})
        bold.wait_until_let_go()
        scene.board.hub_connected(True)
        quiet.wait_until("agent", lambda view: view["hub_is_reachable"])
    assert scene.hub.keys == []


def test_a_taken_port_is_named(scene: Scene, served: str) -> None:
    port = int(served.rpartition(":")[2])
    with pytest.raises(PortTakenError, match=str(port)):
        PageServer(scene.page.make_app(), "127.0.0.1", port)
