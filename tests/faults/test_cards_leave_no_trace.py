"""Identity cards under every scanner of a hall, whole and broken: nothing of them is in any file or log afterwards."""

import hashlib
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import requests
import socketio

from config.centre import SAMPLE
from hub.messages import API, REQUEST_KEY_HEADER, SCAN_EVENT
from tests.drivers.terminal import Terminal
from tests.faults.traces import FEWEST_LETTERS, files_below, forms, traces
from tests.hub_process import ROOT, HubProcess, free_port
from tests.waiting import until

WITHIN_S = 20.0

CARDS = (
    "001085912345|123456789|Nguyễn Thị Ánh Tuyết|02031985|Nữ|Số 7 phố Hàng Lụa, Hoàn Kiếm, Hà Nội|19042021",
    "079199054321||Đặng Quốc Hưng|30121999|Nam|Ấp Tân Phước, Đồng Tháp|11112022|",
    "036302067890|987654321|Lê Ngọc Diễm Quỳnh|17062002|Nữ|Thôn Vĩnh Khê, Nam Định|05052023||Trần Thúy Hằng",
)
WORDS = sorted({word for card in CARDS for word in card.split("|") if len(word) >= FEWEST_LETTERS})

RULES = """
[scanning]
receipt = 'H\\d{{2}}-\\d{{6}}-\\d{{4}}'
identity = "{identity}"
"""


def readings() -> Iterator[bytes]:
    """Cards as scanners send them, and as they should not: cut off, twice, without an end, in noise, endless."""
    noise = random.Random(7)
    for card in CARDS:
        whole = card.encode()
        number = card.partition("|")[0].encode()
        yield whole + b"\r"
        yield number + b"\r\n"
        yield whole + b"\r" + whole + b"\r"
        yield whole[: len(whole) // 2] + b"\r" + whole[len(whole) // 2 :] + b"\r"
        yield whole + whole + b"\r"
        yield whole * 8 + b"\r"
        yield noise.randbytes(40) + whole + noise.randbytes(9) + b"\r"
        yield card.encode("utf-16-le") + b"\r"
        yield b"\xef\xbb\xbf" + whole + b"\t\r"
        yield b"TL1:" + whole + b"\r"
        yield whole


def rubbed(scanner: Terminal, ticket: str) -> None:
    """Every card, then a ticket, so that somebody sees when all of it was read."""
    for reading in readings():
        scanner.say(reading)
    scanner.say(b"\r")
    scanner.say(f"TL1:{ticket}\r".encode())


class Program:
    """An agent as a process of its own; its log is kept."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, str(ROOT / "run.py"), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            self.log.extend(said)

    def wait_for(self, words: str) -> None:
        assert until(lambda: any(words in line for line in self.log), WITHIN_S), self.log

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(WITHIN_S)
        self._reader.join(WITHIN_S)


def installation(folder: Path, identity: str, devices: str) -> str:
    folder.mkdir()
    (folder / "devices.toml").write_text(devices + RULES.format(identity=identity), encoding="utf-8")
    return str(folder)


@contextmanager
def page(url: str, token: str, topic: str) -> Iterator[Queue[dict[str, Any]]]:
    """What a page hears of scans."""
    heard: Queue[dict[str, Any]] = Queue()
    client = socketio.Client(reconnection=False, handle_sigint=False)
    client.on(SCAN_EVENT, heard.put)
    client.connect(url, transports=["websocket"], auth={"token": token, "topic": topic}, wait_timeout=5)
    try:
        yield heard
    finally:
        leaving = threading.Thread(target=client.shutdown, daemon=True)
        leaving.start()
        leaving.join(0.2)


def typed_into_pages(hub: HubProcess, card: str) -> None:
    """A scanner that types like a keyboard, in every field that leads to the hub."""
    number = card.partition("|")[0]
    clerk, bearer = hub.token("counter:3"), {"Authorization": f"Bearer {hub.token('counter:3')}"}
    for reading in (card, number):
        hub.post(clerk, "/counters/3/call-number", {"label": reading, "reason": "elderly"})
        hub.post(clerk, "/counters/3/served-offline", {"labels": [reading]})
        hub.post(hub.token("hall:H1"), "/reception/scan", {"code": reading})
        hub.post(hub.token("kiosk:K1"), "/kiosk/scan", {"code": f"TL1:{reading}"})
        for path in ("tickets", "numbers"):
            requests.get(f"{hub.url}{API}/{path}/{reading}", headers=bearer, timeout=10)
        requests.post(f"{hub.url}/sign-in", {"login": reading, "password": reading, "next": "/"}, timeout=10)


def drawn(hub: HubProcess) -> str:
    """A number that another kiosk drew, for somebody whose card it has read."""
    asked = {"field": "ho_tich", "person": "0" * 64}
    return str(hub.post(hub.token("kiosk:K1"), "/tickets", asked).json()["events"][0]["ticket"])


def limited(folder: Path) -> str:
    """The sample centre, with a limit of numbers a person by their cards."""
    shutil.copytree(SAMPLE, folder)
    for name, more in (("centre.toml", '\n[person_limit]\nby = "identity"\n'), ("devices.toml", "")):
        file = folder / name
        file.write_text(file.read_text(encoding="utf-8").replace('"drop"', '"hash"') + more, encoding="utf-8")
    return str(folder)


def taken(port: int, page_token: str, key: str) -> int:
    """What the kiosk's page gets when somebody touches a field."""
    headers = {"Authorization": f"Bearer {page_token}", REQUEST_KEY_HEADER: key}
    asked = requests.post(
        f"http://127.0.0.1:{port}/api/tickets", json={"field": "ho_tich"}, headers=headers, timeout=20
    )
    return asked.status_code


def digests(day: str) -> list[str]:
    """What a kiosk makes of the cards' numbers on a day."""
    numbers = (card.partition("|")[0] for card in CARDS)
    return [hashlib.sha256(f"{day}\n{number}".encode()).hexdigest() for number in numbers]


def until_ticket(heard: Queue[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    """All that was told up to a ticket."""
    told = [heard.get(timeout=WITHIN_S)]
    while told[-1].get("label") != label:
        told.append(heard.get(timeout=WITHIN_S))
    return told


def test_cards_leave_no_trace(tmp_path: Path) -> None:
    data = tmp_path / "data"
    at_kiosk, at_desk = Terminal(), Terminal()
    kiosks = f'[[kiosks]]\nid = "K1"\nprinter = "socket://127.0.0.1:9"\nscanner = "{at_kiosk.path}"\n'
    desks = f'[[devices]]\nname = "scanner3"\nkind = "scanner"\ncounter = 3\naddress = "{at_desk.path}"\n'
    port = free_port()
    with ExitStack() as hall:
        hub = hall.enter_context(HubProcess(data, "--centre", limited(tmp_path / "centre")))
        common = ("--data", str(data), "--hub", hub.url, "--demo", "--centre")
        kiosk = installation(tmp_path / "kiosks", "hash", kiosks)
        desk = installation(tmp_path / "desks", "drop", desks)
        agents = [
            hall.enter_context(Program("devices", "--kiosk", "K1", "--port", str(port), *common, kiosk)),
            hall.enter_context(Program("desk", "--name", "H1", *common, desk)),
        ]
        agents[0].wait_for("is served at")
        ticket = drawn(hub)
        page_token = (data / "kiosk-K1" / "page.token").read_text(encoding="ascii")
        seen = hall.enter_context(page(f"http://127.0.0.1:{port}", page_token, "kiosk"))
        found = hall.enter_context(page(hub.url, hub.token("counter:3"), "counter:3"))
        agents[1].wait_for("is open")
        rubbed(at_kiosk, ticket)
        rubbed(at_desk, ticket)
        kinds = [scan["kind"] for scan in until_ticket(seen, ticket[-4:])]
        assert kinds.count("identity") >= 2 * len(CARDS), "each card and each bare number was known as one"
        told = [*until_ticket(found, ticket[-4:])]
        assert [set(scan) for scan in told] == [{"topic", "label"}] * len(told)
        assert {(scan["topic"], scan["label"]) for scan in told} == {("counter:3", ""), ("counter:3", ticket[-4:])}
        assert (taken(port, page_token, "with"), taken(port, page_token, "without")) == (201, 409), (
            "one card, one number"
        )
        for card in CARDS:
            typed_into_pages(hub, card)
        words = [*WORDS, *digests(ticket[: len("2026-11-22")])]
        living = traces(files_below(tmp_path), words)
    logs = [(str(program.process.args), "".join(program.log).encode()) for program in agents]
    logs.append(("hub", "".join(hub.log).encode()))
    for _place, log in logs:
        assert log, "a log that is empty proves nothing"
    assert living + traces(files_below(tmp_path), words) + traces(logs, words) == []


@pytest.mark.parametrize("form", forms(CARDS[0].split("|")[2]))
def test_what_would_be_left_would_be_found(form: str) -> None:
    word = CARDS[0].split("|")[2]
    assert traces([("file", b"xx" + forms(word)[form] + b"yy")], WORDS)
    assert traces([("file", f"a {word} b".encode())], WORDS)
