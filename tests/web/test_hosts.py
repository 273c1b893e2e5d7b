"""By which names the hub answers, and whom it believes about the client's address."""

import socket
from collections.abc import Iterator

import pytest
import requests
from flask import Flask, request

from hub.web.hosts import trust_proxy
from tests.hub_process import HubProcess
from tests.staff_kit import PASSWORD, at_console, centre, sign_in, signed_in

PROXIED = {"X-Forwarded-For": "10.9.8.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "hub.example"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with centre(tmp_path_factory.mktemp("hub"), "--public-name", "Hub.example", "--behind-proxy") as running:
        yield running


def _status(hub: HubProcess, host: str, path: str = "/sign-in") -> int:
    return requests.get(f"{hub.url}{path}", headers={"Host": host}, timeout=10).status_code


OWN_NAME = socket.gethostname()


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost:8080", "[::1]:8080", "10.0.0.5"),
        *("hub.example", "HUB.EXAMPLE:443", "hub.example."),
        *(OWN_NAME, f"{OWN_NAME.partition('.')[0]}.local"),
    ],
)
def test_its_own_names_are_answered(hub: HubProcess, host: str) -> None:
    assert _status(hub, host) == 200


@pytest.mark.parametrize("host", ["evil.example", "hub.example.evil.example", "127.0.0.1.evil.example", "", "a b"])
def test_other_names_are_not(hub: HubProcess, host: str) -> None:
    assert _status(hub, host) == 421
    problem = requests.get(f"{hub.url}/api/v1/people", headers={"Host": host}, timeout=10)
    assert (problem.status_code, problem.json()["code"]) == (421, "unknown_host")


def test_behind_a_proxy_with_tls_cookies_are_for_tls_alone_and_addresses_are_the_clients(hub: HubProcess) -> None:
    with requests.Session() as browser:
        browser.headers.update(PROXIED)
        cookie = sign_in(hub, browser, "lan", PASSWORD).headers["Set-Cookie"]
        assert cookie.startswith("__Host-staff=")
        assert "Secure" in cookie
        own = browser.post(f"{hub.url}/sign-out", headers={"Origin": "https://hub.example"}, timeout=10)
        assert own.status_code != 403
    with requests.Session() as attacker, signed_in(hub, "lan") as clerk:
        attacker.headers.update(PROXIED)
        for _ in range(6):
            last = sign_in(hub, attacker, "minh", "a wrong guess")
        assert last.status_code == 429
        assert sign_in(hub, clerk, "minh", PASSWORD).status_code == 303
    assert [
        account["sessions"] for account in at_console(hub, "staff-list")["accounts"] if account["login"] == "minh"
    ] == [1]


@pytest.mark.parametrize(
    ("peer", "seen"),
    [
        ("127.0.0.1", "10.9.8.7 https hub.example"),
        ("::1", "10.9.8.7 https hub.example"),
        ("::ffff:127.0.0.1", "10.9.8.7 https hub.example"),
        ("192.168.1.66", "192.168.1.66 http localhost"),
        ("::ffff:192.168.1.66", "::ffff:192.168.1.66 http localhost"),
        ("2001:db8::1", "2001:db8::1 http localhost"),
    ],
)
def test_only_a_proxy_on_this_machine_says_who_asks(peer: str, seen: str) -> None:
    app = Flask("hub")
    app.add_url_rule("/", "who", lambda: f"{request.remote_addr} {request.scheme} {request.host}")
    trust_proxy(app)
    answer = app.test_client().get("/", headers=PROXIED, environ_base={"REMOTE_ADDR": peer})
    assert answer.get_data(as_text=True) == seen
