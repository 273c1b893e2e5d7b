"""Who may do what, tried on a real hub: every role at every route, with every command, on every topic.

What is expected stands in `who_may.py`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, get_args

import pytest
import requests
import socketio

from hub.domain import commands as c
from hub.messages import API
from hub.web.routes import ROUTES
from tests.hub_process import ROOT
from tests.service.kit import FakeClock
from tests.web.enrolled import STAFF, Enrolled, enrolled
from tests.web.who_may import (
    AT_A_COUNTER,
    AT_OTHER_COUNTERS,
    BODIES,
    COMMANDS,
    FORMS,
    GETS,
    NOBODY_KNOWN,
    OPEN_TO_ALL,
    PAGES,
    REPORT,
    REPORTS,
    ROLES,
    TICKET,
    TOKENS,
    TOPICS,
)

LIST_ROUTES = """
from gevent import monkey; monkey.patch_all()
import json, sys
from pathlib import Path
from config.centre import SAMPLE
from hub.app import Hub, HubSettings
hub = Hub(HubSettings(host="127.0.0.1", port=0, data=Path(sys.argv[1]), centre=SAMPLE))
print(json.dumps([[rule.endpoint, rule.rule, sorted(rule.methods - {"HEAD", "OPTIONS"})]
    for rule in hub.flask.url_map.iter_rules()]))
hub.close()
"""


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Enrolled]:
    clock = FakeClock(int(time.time() * 1000))
    with enrolled(tmp_path_factory.mktemp("enrolled"), clock) as known:
        yield known


def headers(everybody: Enrolled, role: str) -> dict[str, str]:
    return {} if role == "public" else {"Authorization": f"Bearer {everybody.tokens[role]}"}


def place_of(command: str, counter: int) -> str:
    routes = {route.command.__name__: route.path for route in ROUTES} | {"OpenDay": "/day/open"}
    filled = routes[command].replace("<int:counter>", str(counter)).replace("<ticket>", TICKET)
    return filled.replace("<device>", "K1-printer").replace("<field>", "nothing")


def may(everybody: Enrolled, role: str, command: str, counter: int = 3, **other: Any) -> bool:
    """Whether the hub lets a role as far as its own rules. Asserts that a stranger and a wrong role are told apart."""
    answer = requests.post(
        f"{everybody.hub.url}{API}{place_of(command, counter)}",
        json=BODIES.get(command, {}) | other,
        headers={**headers(everybody, role), "Idempotency-Key": f"{command}-{counter}-{sorted(other)}"},
        timeout=10,
    )
    assert answer.status_code in ({401} if role in NOBODY_KNOWN else {200, 201, 403, 404, 409}), answer.text
    return answer.status_code not in (401, 403)


def test_every_command_has_its_people(everybody: Enrolled) -> None:
    assert {command.__name__ for command in set(get_args(c.Command)) - c.OF_THE_HUB} == COMMANDS.keys()
    let_in = {command: {role for role in ROLES if may(everybody, role, command)} for command in COMMANDS}
    assert let_in == COMMANDS


def test_a_counter_belongs_to_its_own_pages(everybody: Enrolled) -> None:
    others = {command: {role for role in ROLES if may(everybody, role, command, counter=4)} for command in AT_A_COUNTER}
    assert others == AT_OTHER_COUNTERS
    assert {role for role in ROLES if may(everybody, role, "RateTicket", counter=4)} == {"hall"}


def test_staff_and_kiosks_do_not_pass_for_one_another(everybody: Enrolled) -> None:
    kiosks = {role for role in ROLES if may(everybody, role, "IssueTicket", granted_by="kiosk")}
    takings_back = {role for role in ROLES if may(everybody, role, "CancelTicket", reason="print_failed")}
    assert (kiosks, takings_back) == ({"kiosk"}, {"kiosk"})


def hears(everybody: Enrolled, role: str, topic: str) -> bool:
    """Whether a real socket gets in."""
    client = socketio.Client(reconnection=False)
    auth = {"token": everybody.tokens.get(role), "topic": topic}
    try:
        client.connect(everybody.hub.url, transports=["websocket"], auth=auth, wait_timeout=5)
    except socketio.exceptions.ConnectionError:
        return False
    finally:
        client.disconnect()
        client.shutdown()
    return True


def test_every_topic_has_its_listeners(everybody: Enrolled) -> None:
    assert {topic: {role for role in ROLES if hears(everybody, role, topic)} for topic in TOPICS} == TOPICS


def test_what_may_be_heard_may_be_read(everybody: Enrolled) -> None:
    for topic, listeners in TOPICS.items():
        url = f"{everybody.hub.url}{API}/views/{topic}"
        told = {role: requests.get(url, headers=headers(everybody, role), timeout=10).status_code for role in ROLES}
        assert {role for role, status in told.items() if status == 200} == listeners, topic


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, list[str]]]:
    """Endpoint, rule and methods of every route of a real hub; in a process of its own, because it is patched."""
    listing = [sys.executable, "-c", LIST_ROUTES, str(tmp_path_factory.mktemp("routes"))]
    told = subprocess.run(listing, capture_output=True, text=True, check=True, timeout=30, cwd=ROOT).stdout
    return [(endpoint, rule, methods) for endpoint, rule, methods in json.loads(told)]


def address(everybody: Enrolled, rule: str) -> str:
    for part, value in {
        "<int:number>": "3",
        "<int:counter>": "3",
        "<int:digits>": "1",
        "<int:version>": "1",
        "<int:call>": "1",
        "<language>": "vi",
        "<label>": "A001",
        "<token>": "a" * 26,
        "<topic>": "wall",
        "<int:grant>": "999",
        "<name>": "K1",
        "<screen>": "kiosk:K9",
        "<int:account>": "999",
    }.items():
        rule = rule.replace(part, value)
    return everybody.hub.url + rule


def test_every_route_has_its_people(everybody: Enrolled, routes: list[tuple[str, str, list[str]]]) -> None:
    commands = {f"api.{command}" for command in COMMANDS}
    known = {*GETS, *PAGES, *FORMS, *TOKENS, *REPORTS, *OPEN_TO_ALL, *commands, "api.view"}
    assert {endpoint for endpoint, _, _ in routes} == known
    found: dict[str, set[str]] = {}
    for endpoint, rule, _ in routes:
        url = address(everybody, rule)
        if endpoint in GETS:
            found[endpoint] = readers(everybody, url)
        if endpoint in PAGES:
            found[endpoint] = visitors(everybody, "GET", url)
        if endpoint in FORMS | TOKENS:
            found[endpoint] = visitors(everybody, "POST", url)
        if endpoint in REPORTS:
            found[endpoint] = reporters(everybody, url, REPORT[endpoint])
    assert found == GETS | PAGES | FORMS | TOKENS | REPORTS


def status_of(url: str, headers: dict[str, str]) -> int:
    return requests.get(url, headers=headers, timeout=10, allow_redirects=False).status_code


def readers(everybody: Enrolled, url: str) -> set[str]:
    told = {role: status_of(url, headers(everybody, role)) for role in ROLES}
    assert {told[role] for role in NOBODY_KNOWN} <= {303, 401}
    return {role for role, status in told.items() if status not in (303, 401, 403)}


def reporters(everybody: Enrolled, url: str, body: dict[str, Any]) -> set[str]:
    """Who is heard; a ticket that was never drawn is told as unknown."""
    tell = partial(requests.post, url, json=body, timeout=10)
    told = {role: tell(headers=headers(everybody, role)).status_code for role in ROLES}
    return {role for role, status in told.items() if status in (200, 404)}


def visitors(everybody: Enrolled, method: str, url: str) -> set[str]:
    """The roles of staff that get on; who has no session is sent to the sign-in, a newcomer to the new password."""
    let_in = set()
    for role in (*STAFF, "public"):
        cookies = {"staff": everybody.cookies[role]} if role in STAFF else {}
        answer = requests.request(method, url, cookies=cookies, timeout=10, allow_redirects=False)
        if role in NOBODY_KNOWN:
            assert answer.status_code == 401 or answer.headers["Location"].startswith("/sign-in")
        elif answer.status_code != 403 and answer.headers.get("Location") != "/password":
            let_in.add(role)
    return let_in
