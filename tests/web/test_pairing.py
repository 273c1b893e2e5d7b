"""Pairing on a real hub: what a device asks, what an administrator enters, and what comes of both."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from requests.adapters import HTTPAdapter

from hub.console.device import device
from hub.messages import API
from tests.service.kit import FakeClock
from tests.web.enrolled import STAFF, Enrolled, enrolled

FORM = "/admin/devices"


class From(HTTPAdapter):
    """Sends from an address of this machine."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        super().init_poolmanager(*arguments, source_address=(self._address, 0), **more)


@dataclass
class Desk:
    """The hub as a device and as an administrator see it. Each device that asks has an address of its own."""

    known: Enrolled
    devices: int = 0

    @property
    def url(self) -> str:
        return self.known.hub.url

    def post(self, path: str, body: Any, **more: Any) -> requests.Response:
        return requests.post(f"{self.url}{API}{path}", json=body, timeout=10, **more)

    def ask(self, kind: str = "kiosk", name: str = "") -> dict[str, Any]:
        self.devices += 1
        with requests.Session() as device:
            device.mount("http://", From(f"127.0.1.{self.devices}"))
            answer = device.post(f"{self.url}{API}/pairing", json={"kind": kind, "name": name}, timeout=10)
        assert answer.status_code == 201, answer.text
        asked: dict[str, Any] = answer.json()
        return asked

    def claim(self, asked: dict[str, Any]) -> requests.Response:
        return self.post("/pairing/claim", {"claim": asked["claim"]})

    def submit(self, path: str, role: str = "administrator", **fields: str) -> requests.Response:
        """Send a form as a browser of this role does."""
        cookies = {"staff": self.known.cookies[role]} if role in self.known.cookies else {}
        return requests.post(f"{self.url}{FORM}{path}", data=fields, cookies=cookies, allow_redirects=False, timeout=10)

    def enter(self, code: str, screen: str = "", **fields: str) -> requests.Response:
        return self.submit("/pair", code=code, screen=screen, place=fields.pop("place", "Sảnh"), **fields)

    def page(self, query: str = "") -> str:
        cookies = {"staff": self.known.cookies["administrator"]}
        return requests.get(f"{self.url}{FORM}{query}", cookies=cookies, timeout=10).text

    def paired(self, kind: str, screen: str, **fields: str) -> str:
        """A device that has been paired; returns its token."""
        asked = self.ask(kind)
        assert self.enter(asked["code"], screen, **fields).status_code == 303
        token: str = self.claim(asked).json()["token"]
        return token

    def may_look(self, token: str, topic: str = "kiosk") -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{self.url}{API}/views/{topic}", headers=headers, timeout=10).status_code

    def listed(self, role: str = "inspector") -> list[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.known.tokens[role]}"}
        answer: list[dict[str, Any]] = requests.get(f"{self.url}{API}/devices", headers=headers, timeout=10).json()
        return answer

    def grant_of(self, screen: str) -> int:
        return next(int(entry["grant"]) for entry in self.listed() if entry["screen"] == screen)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with enrolled(tmp_path_factory.mktemp("hub"), FakeClock(int(time.time() * 1000))) as known:
        yield Desk(known)


def refusal(answer: requests.Response) -> tuple[int, str]:
    """The status of a page that says why not, and the code of what it says."""
    found = re.search(r'data-refusal="(\w+)"', answer.text)
    assert found, answer.text
    return answer.status_code, found[1]


def test_from_a_code_to_a_token_that_can_be_revoked(desk: Desk) -> None:
    asked = desk.ask()
    assert re.fullmatch(r"\d{6}", asked["code"])
    assert asked["expires_in_s"] == 600
    assert (desk.claim(asked).status_code, desk.claim(asked).json()) == (202, {})
    shown = f"{asked['code'][:3]} {asked['code'][3:]}"
    answer = desk.enter(shown, "kiosk:K7", place="  Sảnh   tầng\u202e 1 ")
    assert answer.status_code == 303
    given = desk.claim(asked)
    assert (given.status_code, given.json()["screen"]) == (200, "kiosk:K7")
    assert re.fullmatch(r"[0-9a-f]{8,}", given.json()["hub"])
    token = given.json()["token"]
    assert desk.may_look(token) == 200
    assert (desk.claim(asked).status_code, desk.claim(asked).json()["code"]) == (410, "over")
    entry = next(entry for entry in desk.listed() if entry["screen"] == "kiosk:K7")
    assert (entry["place"], entry["online"], entry["status"]) == ("Sảnh tầng 1", False, None)
    assert entry["address"] == "127.0.0.1"
    assert abs(entry["seen_ms"] - time.time() * 1000) < 60_000
    assert "Sảnh tầng 1" in desk.page(answer.headers["Location"].removeprefix(FORM))
    assert refusal(desk.submit(f"/{entry['grant']}/rename", place=" \u202e ")) == (422, "place_missing")
    assert desk.submit(f"/{entry['grant']}/revoke").status_code == 303
    assert desk.may_look(token) == 401
    assert refusal(desk.submit(f"/{entry['grant']}/revoke")) == (404, "gone")
    assert refusal(desk.submit(f"/{entry['grant']}/rename", place="Cổng sau")) == (404, "gone")


def test_a_printer_is_told_with_its_kiosk(desk: Desk) -> None:
    token = desk.paired("kiosk", "kiosk:K6")
    status = {"link": "online", "paper": "low", "cover": "closed"}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "status-1"}
    assert desk.post("/devices/K6-printer/status", status, headers=headers).ok
    entry = next(entry for entry in desk.listed() if entry["screen"] == "kiosk:K6")
    assert {key: entry["status"][key] for key in status} == status
    assert 'data-printer="paper_low"' in desk.page()


def test_a_device_that_knows_what_it_is_need_not_be_told(desk: Desk) -> None:
    asked = desk.ask("rating", "3")
    assert desk.enter(asked["code"]).status_code == 303
    assert desk.claim(asked).json()["screen"] == "rating:3"


def test_what_cannot_be_is_said_on_the_page(desk: Desk) -> None:
    page, program = desk.ask("screen"), desk.ask("agent")
    assert refusal(desk.enter(page["code"])) == (409, "say_what")
    assert refusal(desk.enter(page["code"], "rating:99")) == (409, "say_what")
    assert refusal(desk.enter(page["code"], "counter:3")) == (409, "say_what")
    assert refusal(desk.enter(page["code"], "kiosk:K5")) == (409, "wrong_kind_page")
    assert refusal(desk.enter(program["code"], "wall")) == (409, "wrong_kind_program")
    assert desk.enter(page["code"], "wall").status_code == 303
    assert desk.enter(program["code"], "kiosk:K5").status_code == 303


def test_a_kiosk_is_replaced_only_on_purpose(desk: Desk) -> None:
    old = desk.paired("kiosk", "kiosk:K4", place="Cổng <chính>")
    asked = desk.ask()
    answer = desk.enter(asked["code"], "kiosk:K4")
    assert refusal(answer) == (409, "name_taken")
    assert "Cổng &lt;chính&gt;" in answer.text
    assert 'name="replace"' in answer.text
    assert desk.may_look(old) == 200
    assert desk.enter(asked["code"], "kiosk:K4", replace="on").status_code == 303
    assert desk.may_look(old) == 401
    assert desk.may_look(desk.claim(asked).json()["token"]) == 200


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/pairing", {"kind": "counter"}, 400, "malformed"),
        ("/pairing", {"kind": "wall", "more": 1}, 400, "malformed"),
        ("/pairing", [], 400, "malformed"),
        ("/pairing", {"kind": "kiosk", "name": "x" * 65}, 400, "malformed"),
        ("/pairing/claim", {}, 400, "malformed"),
        ("/pairing/claim", {"claim": "nobody's"}, 410, "over"),
    ],
)
def test_what_makes_no_sense_is_said_so(desk: Desk, path: str, body: Any, status: int, code: str) -> None:
    answer = desk.post(path, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_only_json_of_our_own_pages_is_taken(desk: Desk) -> None:
    address = f"{desk.url}{API}/pairing"
    assert requests.post(address, data={"kind": "wall"}, timeout=10).status_code == 415
    cookies = {"staff": desk.known.cookies["administrator"]}
    foreign = requests.post(
        f"{desk.url}{FORM}/pair", headers={"Origin": "http://evil.example"}, cookies=cookies, timeout=10
    )
    assert foreign.status_code == 403


@pytest.mark.parametrize("role", ["supervisor", "inspector", "clerk", "revoked"])
def test_only_an_administrator_lets_devices_in_or_out(desk: Desk, role: str) -> None:
    asked = desk.ask()
    assert desk.submit("/pair", role, code=asked["code"], screen="kiosk:K8", place="x").status_code in {401, 403}
    assert desk.submit(f"/{desk.grant_of('wall')}/revoke", role).status_code in {401, 403}
    assert desk.claim(asked).status_code == 202
    assert desk.enter(asked["code"], "kiosk:K8", replace="on").status_code == 303


def test_a_session_is_no_device_to_be_revoked(desk: Desk) -> None:
    """The sessions' grants are those that were given first."""
    for number in range(1, len(STAFF) + 1):
        desk.submit(f"/{number}/revoke")
    assert all(isinstance(desk.listed(role), list) for role in ("supervisor", "administrator", "inspector"))


def test_the_command_line_does_the_same(desk: Desk) -> None:
    data = ["--data", str(desk.known.hub.data)]

    def run(*arguments: str, status: int = 0) -> str:
        ended = CliRunner().invoke(device, [*arguments, *data])
        assert ended.exit_code == status, ended.output
        return ended.output

    asked = desk.ask()
    assert "No device shows this code" in run("pair", "000000000", "kiosk:K9", "Cổng", status=2)
    assert "It can be wall" in run("pair", asked["code"], "counter:3", "Cổng", status=2)
    assert "is kiosk:K9 now" in run("pair", asked["code"], "kiosk:K9", " Cổng\n\u202esau ")
    token = desk.claim(asked).json()["token"]
    assert desk.may_look(token) == 200
    line = next(line for line in run("list").splitlines() if "kiosk:K9" in line)
    assert "Cổng sau  (127.0.0.1, last seen " in line
    assert "kiosk:K9 (Cổng sau) is shut out" in run("revoke", line.split()[0])
    assert desk.may_look(token) == 401
    assert "no device with the number" in run("revoke", line.split()[0], status=2)
    monitor = run("monitor", "Prometheus").splitlines()[-1]
    headers = {"Authorization": f"Bearer {monitor}"}
    assert requests.get(f"{desk.url}/metrics", headers=headers, timeout=10).status_code == 200
    assert desk.may_look(monitor) == 403


def test_the_name_under_which_it_announces_itself_is_answered(desk: Desk) -> None:
    answers = [
        requests.get(f"{desk.url}/sign-in", headers={"Host": f"toi-luot-{name}.local:8080"}, timeout=10).status_code
        for name in (desk.known.hub_id[:8], "another")
    ]
    assert answers == [200, 421]


def test_without_a_hub_the_command_line_says_so(tmp_path: Path) -> None:
    ended = CliRunner().invoke(device, ["list", "--data", str(tmp_path)])
    assert (ended.exit_code, "start it first" in ended.output) == (2, True)


def test_codes_are_limited_and_so_are_wrong_ones(tmp_path: Path) -> None:
    with enrolled(tmp_path, FakeClock(int(time.time() * 1000))) as known:
        desk = Desk(known)
        answers = [desk.post("/pairing", {"kind": "wall"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [201] * 5 + [429]
        assert answers[-1].json()["code"] == "too_many_codes"
        codes = {answer.json()["code"] for answer in answers}
        wrong = next(code for number in range(10) if (code := f"{number:06}") not in codes)
        assert [refusal(desk.enter(wrong, "wall"))[1] for _ in range(10)] == ["unknown_code"] * 10
        assert refusal(desk.enter(answers[0].json()["code"], "wall")) == (429, "locked")
