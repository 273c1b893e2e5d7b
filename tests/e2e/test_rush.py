"""A rush at a real hub: 8 kiosks and 8 clerks at once, each request sent twice at the same time, 2,000 tickets."""

import itertools
import json
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import pytest

from hub.messages import API, REQUEST_KEY_HEADER
from tests.hub_process import ROOT, HubProcess

TICKETS = 2_000
KIOSKS = CLERKS = 8
FIELDS = ("ho_tich", "chung_thuc", "dat_dai", "xay_dung", "ho_kinh_doanh", "bao_tro", "cu_tru", "quan_su")
COUNTERS = (2, 3, 4, 5, 6, 7, 8, 9)

Answer = tuple[int, dict[str, Any]]


@dataclass
class Rush:
    """What the kiosks and clerks were answered; ``twins`` are the threads that send each request a second time."""

    twins: ThreadPoolExecutor
    issued: list[dict[str, Any]] = field(default_factory=list)
    called: list[dict[str, Any]] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    unlike: list[tuple[Answer, Answer]] = field(default_factory=list)


class Line:
    """A connection that is kept open; a client that does more would take the processor from the hub."""

    def __init__(self, hub: HubProcess, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", hub.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: dict[str, Any] | None, key: str) -> Answer:
        headers = {**self._headers, REQUEST_KEY_HEADER: key}
        self._connection.request("POST", f"{API}{path}", json.dumps(body or {}), headers)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())

    def close(self) -> None:
        self._connection.close()


class Sender:
    """A screen that sends every command twice under one key, at the same time, over two connections of its own."""

    def __init__(self, hub: HubProcess, screen: str, rush: Rush) -> None:
        self._lines = [Line(hub, hub.token(screen)) for _ in range(2)]
        self._rush = rush

    def send(self, path: str, body: dict[str, Any] | None = None) -> Answer:
        key = uuid.uuid4().hex
        twin = self._rush.twins.submit(self._lines[1].post, path, body, key)
        first = self._lines[0].post(path, body, key)
        second = twin.result()
        if first != second:
            self._rush.unlike.append((first, second))
        return first

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.close()


def _take_numbers(hub: HubProcess, rush: Rush, kiosk: int, everybody: threading.Barrier) -> None:
    sender = Sender(hub, f"kiosk:K{kiosk}", rush)
    everybody.wait()
    for number in range(TICKETS // KIOSKS):
        ticket_class = "ordinary" if number % 10 else "priority"
        status, answer = sender.send("/tickets", {"field": FIELDS[number % 8], "ticket_class": ticket_class})
        assert status == 201, answer
        rush.issued.append(answer["events"][0])
    sender.close()


def _serve(
    hub: HubProcess, rush: Rush, counter: int, everybody: threading.Barrier, is_over: Callable[[], bool]
) -> None:
    sender = Sender(hub, f"counter:{counter}", rush)
    here = f"/counters/{counter}"
    everybody.wait()
    sender.send(f"{here}/open")
    while True:
        was_over = is_over()
        status, answer = sender.send(f"{here}/call-next")
        if status != 200:
            rush.refusals[answer["code"]] += 1
            if was_over:
                return sender.close()
            continue
        rush.called.extend(answer["events"])
        _start_and_finish(sender, rush, here)


def _start_and_finish(sender: Sender, rush: Rush, here: str) -> None:
    """Serve the called one and, by one command for both, whoever comes next."""
    while True:
        assert sender.send(f"{here}/start")[0] == 200
        status, answer = sender.send(f"{here}/finish-and-call-next")
        assert status == 200, answer
        calls = [event for event in answer["events"] if event["kind"] == "TicketCalled"]
        rush.called.extend(calls)
        if not calls:
            return


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("rush")) as running:
        yield running


@pytest.fixture(scope="module")
def rush(hub: HubProcess) -> Rush:
    """The rush, once over."""
    everybody = threading.Barrier(KIOSKS + CLERKS)
    with ThreadPoolExecutor(KIOSKS + CLERKS) as twins, ThreadPoolExecutor(KIOSKS + CLERKS) as pool:
        rush = Rush(twins)
        kiosks = [pool.submit(_take_numbers, hub, rush, kiosk, everybody) for kiosk in range(1, KIOSKS + 1)]

        def is_over() -> bool:
            return all(kiosk.done() for kiosk in kiosks)

        clerks = [pool.submit(_serve, hub, rush, counter, everybody, is_over) for counter in COUNTERS]
        for task in [*kiosks, *clerks]:
            task.result()
    return rush


def test_numbers_are_unique_and_without_gaps(rush: Rush) -> None:
    assert len({event["label"] for event in rush.issued}) == TICKETS
    by_series = sorted((event["series"], event["number"]) for event in rush.issued)
    for _, numbers in itertools.groupby(by_series, key=lambda drawn: drawn[0]):
        drawn = [number for _, number in numbers]
        assert drawn == list(range(1, len(drawn) + 1))


def test_everybody_is_called_exactly_once(rush: Rush) -> None:
    assert Counter(event["ticket"] for event in rush.called) == Counter(event["ticket"] for event in rush.issued)


def test_repeats_are_answered_alike(rush: Rush) -> None:
    assert rush.unlike == []
    assert set(rush.refusals) == {"queue_empty"}


def test_the_audit_accounts_for_every_number(hub: HubProcess, rush: Rush) -> None:
    day = hub.health()["day"]
    command = [sys.executable, str(ROOT / "run.py"), "audit", day, "--data", str(hub.data)]
    report = subprocess.run(command, capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stdout + report.stderr
    assert f"{TICKETS}" in report.stdout
    assert "unexplained" not in report.stdout
