"""Bad input at a real hub: the right status, code and sentence; nothing changes and nobody else is disturbed."""

import json
import socket
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import requests

from hub.messages import API, PROBLEM_TYPE
from tests.hub_process import HubProcess

KIOSK, CLERK, OTHER_CLERK, WALL, PANEL = "kiosk:K1", "counter:2", "counter:3", "wall", "rating:2"
ISSUE = {"field": "ho_tich"}


class Case(NamedTuple):
    status: int
    code: str
    path: str
    body: bytes
    screen: str | None = KIOSK
    changed: dict[str, str | None] = {}
    method: str = "POST"


def _json(body: Any) -> bytes:
    return json.dumps(body).encode()


CASES = {
    "unknown field of a body": Case(400, "malformed", "/tickets", _json({**ISSUE, "colour": "red"})),
    "the command's tag in a body": Case(400, "malformed", "/tickets", _json({**ISSUE, "command": "OpenDay"})),
    "a path's field in a body": Case(400, "malformed", "/counters/2/open", _json({"counter": 3}), CLERK),
    "missing field": Case(400, "malformed", "/tickets", b"{}"),
    "empty body": Case(400, "malformed", "/tickets", b""),
    "wrong type of a value": Case(400, "malformed", "/tickets", _json({"field": 7})),
    "text for a number": Case(400, "malformed", "/tickets", _json({**ISSUE, "files": "2"})),
    "a line's end after a name": Case(400, "malformed", "/tickets", _json({"field": "ho_tich\n"})),
    "number out of range": Case(400, "malformed", "/tickets", _json({**ISSUE, "files": 0})),
    "a float for a whole number": Case(400, "malformed", "/tickets", _json({**ISSUE, "files": 1.5})),
    "not an object": Case(400, "malformed", "/tickets", b"[]"),
    "not JSON": Case(400, "malformed", "/tickets", b'{"field": '),
    "not UTF-8": Case(400, "malformed", "/tickets", b'{"field": "\xff\xfe"}'),
    "deeply nested": Case(400, "malformed", "/tickets", b"[" * 16_000),
    "path that cannot be a ticket": Case(
        400, "malformed", "/tickets/x%27y/cancel", _json({"reason": "kiosk_cancelled"})
    ),
    "too large": Case(413, "too_large", "/tickets", _json({"field": "x" * 20_000})),
    "form instead of JSON": Case(
        415, "content_type", "/tickets", b"field=ho_tich", changed={"Content-Type": "application/x-www-form-urlencoded"}
    ),
    "no content type": Case(415, "content_type", "/tickets", _json(ISSUE), changed={"Content-Type": None}),
    "no key": Case(400, "request_key", "/tickets", _json(ISSUE), changed={"Idempotency-Key": None}),
    "key with a space": Case(400, "request_key", "/tickets", _json(ISSUE), changed={"Idempotency-Key": "a b"}),
    "key too long": Case(400, "request_key", "/tickets", _json(ISSUE), changed={"Idempotency-Key": "k" * 129}),
    "no token": Case(401, "unauthorised", "/tickets", _json(ISSUE), None),
    "forged token": Case(401, "unauthorised", "/tickets", _json(ISSUE), changed={"Authorization": "Bearer x.y.z"}),
    "another scheme": Case(401, "unauthorised", "/tickets", _json(ISSUE), changed={"Authorization": "Basic YTpi"}),
    "a wall that commands": Case(403, "forbidden", "/tickets", _json(ISSUE), WALL),
    "a clerk that issues": Case(403, "forbidden", "/tickets", _json(ISSUE), CLERK),
    "a kiosk that says staff": Case(403, "forbidden", "/tickets", _json({**ISSUE, "granted_by": "staff"})),
    "another's counter": Case(403, "forbidden", "/counters/2/open", b"{}", OTHER_CLERK),
    "a panel that calls": Case(403, "forbidden", "/counters/2/call-next", b"{}", PANEL),
    "a panel that opens the day": Case(403, "forbidden", "/day/open", b"{}", PANEL),
    "closed counter": Case(409, "counter_closed", "/counters/2/call-next", b"{}", CLERK),
    "day already open": Case(409, "day_already_open", "/day/open", _json({"confirmed_by": "person"}), "supervisor"),
    "unknown field of business": Case(404, "unknown_field", "/tickets", _json({"field": "nothing_such"})),
    "unknown ticket": Case(
        404, "unknown_ticket", "/tickets/2026-01-01-A001/cancel", _json({"reason": "kiosk_cancelled"})
    ),
    "a clerk that gives a kiosk's key up": Case(403, "forbidden", "/requests/abandon", _json({"key": "k"}), CLERK),
    "a key that cannot be one": Case(400, "malformed", "/requests/abandon", _json({"key": "a b"})),
    "a key with a line's end": Case(400, "malformed", "/requests/abandon", _json({"key": "k\n"})),
    "unknown counter": Case(404, "unknown_counter", "/counters/55/open", b"{}", "supervisor"),
    "unknown path": Case(404, "not_found", "/nothing", b"{}"),
    "unknown topic": Case(404, "not_found", "/views/nothing", b"", WALL, method="GET"),
    "another's topic": Case(403, "forbidden", "/views/counter:2", b"", OTHER_CLERK, method="GET"),
    "wrong method": Case(405, "method_not_allowed", "/tickets", b"", method="GET"),
    "wrong method again": Case(405, "method_not_allowed", "/views/wall", b"{}", WALL),
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as running:
        yield running


def _send(hub: HubProcess, case: Case) -> requests.Response:
    headers: dict[str, str | None] = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
    if case.screen is not None:
        headers["Authorization"] = f"Bearer {hub.token(case.screen)}"
    kept = {name: value for name, value in {**headers, **case.changed}.items() if value is not None}
    return requests.request(case.method, f"{hub.url}{API}{case.path}", data=case.body, headers=kept, timeout=10)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_input_is_refused_in_words_and_changes_nothing(hub: HubProcess, case: Case) -> None:
    before = hub.health()
    response = _send(hub, case)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (case.status, case.code)
    assert response.headers["Content-Type"] == PROBLEM_TYPE
    assert problem["status"] == case.status
    assert problem["type"].endswith(case.code)
    assert set(problem["text"]) >= {"vi", "en"}
    assert problem["detail"] == problem["text"]["vi"]
    assert "{" not in "".join(problem["text"].values())
    assert hub.health() == before


def test_a_malformed_body_is_told_which_field(hub: HubProcess) -> None:
    problem = hub.post(hub.token(KIOSK), "/tickets", {"field": "ho_tich", "files": "2"}).json()
    assert "$.files" in problem["params"]["reason"]


def test_the_preferred_language_is_answered(hub: HubProcess) -> None:
    headers = {"Accept-Language": "en-GB,en;q=0.9"}
    problem = requests.post(f"{hub.url}{API}/tickets", headers=headers, timeout=10).json()
    assert problem["detail"] == problem["text"]["en"]


def test_a_key_is_one_command_and_its_refusal_too(hub: HubProcess) -> None:
    token = hub.token(CLERK)
    refused = hub.post(token, "/counters/2/call-next", key="twice")
    again = hub.post(token, "/counters/2/call-next", key="twice")
    assert (refused.status_code, refused.content) == (409, again.content)
    before = hub.health()
    other = hub.post(token, "/counters/2/open", key="twice")
    assert (other.status_code, other.json()["code"]) == (422, "request_reused")
    assert other.json()["request_id"] == "twice"
    assert hub.health() == before


def test_a_key_belongs_to_its_screen(hub: HubProcess) -> None:
    first = hub.post(hub.token("kiosk:K8"), "/tickets", ISSUE, key="shared")
    second = hub.post(hub.token("kiosk:K9"), "/tickets", ISSUE, key="shared")
    labels = {response.json()["events"][0]["label"] for response in (first, second)}
    assert len(labels) == 2


def test_a_request_that_was_given_up_is_answered_so_under_any_body(hub: HubProcess) -> None:
    token, before = hub.token(KIOSK), hub.health()
    given_up = hub.post(token, "/requests/abandon", {"key": "late"})
    assert (given_up.status_code, given_up.json()) == (200, {"seq": before["seq"], "events": []})
    for body in (ISSUE, {"field": "dat_dai"}):
        late = hub.post(token, "/tickets", body, key="late")
        assert (late.status_code, late.json()["code"]) == (409, "request_abandoned")
    assert hub.health() == before


@pytest.mark.parametrize(
    ("length", "status"), [("Content-Length: 1000000000000", b"413"), ("Transfer-Encoding: chunked", b"400")]
)
def test_a_body_without_end_is_not_read(hub: HubProcess, length: str, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hub.port), timeout=10) as connection:
        connection.sendall(
            f"POST {API}/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: endless\r\nAuthorization: Bearer {hub.token(KIOSK)}\r\n{length}\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.split()[1] == status


def test_who_sends_too_much_still_gets_the_answer_and_knows_that_the_connection_ends(hub: HubProcess) -> None:
    headers = {"Authorization": f"Bearer {hub.token(KIOSK)}", "Content-Type": "application/json"}
    for _ in range(5):
        answer = requests.post(f"{hub.url}{API}/tickets", b"x" * 8_000_000, headers=headers, timeout=10)
        assert (answer.status_code, answer.headers["Connection"]) == (413, "close")


def test_pages_tell_errors_in_words_not_in_json(hub: HubProcess) -> None:
    missing = requests.get(f"{hub.url}/nothing", timeout=10)
    assert missing.status_code == 404
    assert missing.headers["Content-Type"].startswith("text/html")
    assert requests.get(f"{hub.url}/counter/55/", timeout=10).status_code == 404


def test_every_answer_carries_the_browser_policy(hub: HubProcess) -> None:
    for path in ("/healthz", "/wall/", "/nothing", "/static/css/base.css"):
        headers = requests.get(f"{hub.url}{path}", timeout=10).headers
        assert "trusted-types 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_static_files_are_asked_for_again_and_not_sent_again(hub: HubProcess) -> None:
    first = requests.get(f"{hub.url}/static/css/base.css", timeout=10)
    headers = {"If-None-Match": first.headers["ETag"]}
    assert requests.get(f"{hub.url}/static/css/base.css", headers=headers, timeout=10).status_code == 304
    assert requests.get(f"{hub.url}/static/../keyring.py", timeout=10).status_code == 404
