"""A hub that is killed a hundred times at any instant, under load: nothing that was answered is lost.

Two hubs die side by side. Most starts are forked from a process that has imported the program, some are those of an
installed hub. ``KILL9_SEED`` repeats the instants of a run, ``KILL9_KILLS`` asks for more of them.
"""

import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from hub.store.control import consistent_copy
from tests.faults.crowd import Crowd, Request
from tests.faults.ports import quiet_port
from tests.hub_process import ROOT, HubProcess, InstalledHub
from tests.screens import FIELD_OF, screens_of

KILLS = int(os.environ.get("KILL9_KILLS", "100"))
HUBS = 2
SEED = int(os.environ.get("KILL9_SEED", str(random.SystemRandom().randrange(10**9))))
LIVES_AT_MOST_S = 0.4
STARTS_WITHIN_S = {True: 0.25, False: 0.8}
"""Within how long a hub is up, forked or not; it is killed at its start in that time."""
KILLED_AT_START = 0.4
STARTED_AS_INSTALLED = 0.07
SETTLED_WITHIN_S = 30.0
COMPUTES_AT_MOST_S = 2.0
"""What a start may cost at the median (s of the processor): on a quiet machine the hub is ready within that."""


@dataclass
class Ordeal:
    """One hub's life: its folder, its port, who is there; how long each start took, and the processor at it (s)."""

    data: Path
    random: random.Random
    port: int
    starts_s: list[float] = field(default_factory=list)
    computed_s: list[float] = field(default_factory=list)
    ready_s: list[float] = field(default_factory=list)
    kills: int = 0

    def __post_init__(self) -> None:
        self.hub = self._as_installed()
        self.crowd = Crowd(self.hub.url, self.hub.token)

    def begin(self) -> None:
        """Start, and let everybody in."""
        self._start(self.hub)
        self.crowd.come()

    def run(self, kills: int) -> None:
        """Kill and start again; at the end the hub is up and everybody has an answer."""
        while self.kills < kills:
            self._die()
            self.kills += 1
            if self.random.random() < KILLED_AT_START:
                self.kills += self._dies_at_its_start()
            self._start(self._another())
        self.crowd.finish(SETTLED_WITHIN_S)

    def end(self) -> None:
        """Everybody goes home."""
        self.hub.close()
        self.crowd.leave()

    def _as_installed(self) -> HubProcess:
        return InstalledHub(self.data, port=self.port)

    def _another(self) -> HubProcess:
        if self.random.random() < STARTED_AS_INSTALLED:
            return self._as_installed()
        return HubProcess(self.data, port=self.port)

    def _start(self, hub: HubProcess) -> None:
        since = time.monotonic()
        self.hub = hub
        hub.start()
        self.ready_s.append(time.monotonic())
        if not hub.is_forked:
            self.starts_s.append(self.ready_s[-1] - since)
            self.computed_s.append(processor_s(hub.pid))

    def _die(self) -> None:
        threading.Event().wait(self.random.uniform(0, LIVES_AT_MOST_S))
        self.hub.stop(signal.SIGKILL)
        self.hub.close()

    def _dies_at_its_start(self) -> int:
        """Kill a hub that is about to start."""
        hub = self._another()
        killer = threading.Timer(self.random.uniform(0, STARTS_WITHIN_S[hub.is_forked]), hub.kill)
        killer.start()
        with suppress(AssertionError, requests.RequestException):
            hub.start()
        killer.join()
        hub.close()
        return 1


def processor_s(pid: int) -> float:
    """The processor time (s) of a process until now: its wall time would tell of what else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def hubs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Ordeal]]:
    """Two hubs that are up for the first time, and everybody there."""
    with ExitStack() as stack:
        found = []
        for number in range(HUBS):
            found.append(Ordeal(tmp_path_factory.mktemp("kill9"), random.Random(SEED + number), quiet_port()))
            stack.callback(found[-1].end)
            found[-1].begin()
        yield found


@pytest.fixture(scope="module")
def pages(hubs: list[Ordeal], chromium: Browser) -> Iterator[list[Page]]:
    """The first hub's wall and a clerk's page in a real browser."""
    with screens_of(chromium, hubs[0].hub) as screens:
        yield [screens.open(screen) for screen in ("wall", "counter:6")]


@pytest.fixture(scope="module")
def ordeals(hubs: list[Ordeal], pages: list[Page]) -> list[Ordeal]:
    """The hubs after all their deaths, up for the last time."""
    with ThreadPoolExecutor(HUBS) as pool:
        for ended in [pool.submit(ordeal.run, KILLS // HUBS) for ordeal in hubs]:
            ended.result()
    return hubs


Note = Callable[[str, object], None]


def all_requests(ordeals: list[Ordeal]) -> list[Request]:
    return [request for ordeal in ordeals for request in ordeal.crowd.requests]


def figures_of(times_s: list[float]) -> str:
    return f"median {statistics.median(times_s):.2f} s, max {max(times_s):.2f} s of {len(times_s)}"


def test_it_was_killed_under_load(ordeals: list[Ordeal], record_property: Note) -> None:
    requests_made = all_requests(ordeals)
    interrupted = [request for request in requests_made if request.tries > 1]
    done_before = [request for request in interrupted if request.was_done_before_it_was_asked_last]
    record_property("seed", SEED)
    record_property("kills", sum(ordeal.kills for ordeal in ordeals))
    starts = [start for ordeal in ordeals for start in ordeal.starts_s]
    computed = [time_s for ordeal in ordeals for time_s in ordeal.computed_s]
    record_property("from the start of the process to the first answer", figures_of(starts))
    record_property("processor time of that", figures_of(computed))
    record_property(
        "commands", f"{len(requests_made)}, interrupted {len(interrupted)}, stored before {len(done_before)}"
    )
    assert statistics.median(computed) <= COMPUTES_AT_MOST_S
    assert sum(ordeal.kills for ordeal in ordeals) >= KILLS
    assert len(interrupted) > KILLS / 2
    assert all(0 < request.status < 500 for request in requests_made)


def test_screens_came_back_by_themselves_with_the_newest_view(ordeals: list[Ordeal], record_property: Note) -> None:
    waits = []
    for ordeal in ordeals:
        hub = ordeal.hub
        newest = hub.view(hub.token("kiosk:K1"), "kiosk")["data"]
        for screen in ordeal.crowd.screens:
            until = time.monotonic() + SETTLED_WITHIN_S
            while screen.latest["data"] != newest and time.monotonic() < until:
                threading.Event().wait(0.05)
            assert screen.latest["data"] == newest
            waits += greetings(ordeal.ready_s, screen.greeted_s)
    record_property("from a hub that is ready to a screen's first view", figures_of(waits))


def test_pages_came_back_by_themselves(ordeals: list[Ordeal], pages: list[Page]) -> None:
    """The next call at a counter that was closed all the time is on the wall, and on the clerk's page."""
    crowd = ordeals[0].crowd
    clerk, kiosk = crowd.client("counter:6"), crowd.client("kiosk:K1")
    assert clerk.send("/counters/6/open").status == 200
    kiosk.send("/tickets", {"field": FIELD_OF[6]})
    label = clerk.send("/counters/6/call-next").answer["events"][0]["ticket"].rpartition("-")[2]
    for page in pages:
        expect(page.get_by_text(label).first).to_be_visible(timeout=SETTLED_WITHIN_S * 1000)


def greetings(ready: list[float], greeted: list[float]) -> list[float]:
    """How long after each start a screen had its first view, unless the hub died before."""
    lives = zip(ready, [*ready[1:], float("inf")], strict=True)
    firsts = ((since, next((at for at in greeted if since <= at < until), None)) for since, until in lives)
    return [at - since for since, at in firsts if at is not None]


def test_every_answer_is_still_true(ordeals: list[Ordeal]) -> None:
    """Asked again under their keys, the last requests of everybody get the same bytes, and change nothing."""
    for ordeal in ordeals:
        before = ordeal.hub.health()["seq"]
        for client in ordeal.crowd.clients:
            for request in client.requests[-25:]:
                answered = (request.status, request.content)
                assert client.try_once(request)
                assert (request.status, request.content) == answered
        assert ordeal.hub.health()["seq"] == before


def test_the_journal_holds_what_was_answered_and_nothing_else(ordeals: list[Ordeal], tmp_path: Path) -> None:
    for ordeal in ordeals:
        copy = tmp_path / f"{ordeal.port}.db"
        consistent_copy(ordeal.data, copy)
        with closing(sqlite3.connect(copy)) as journal:
            answers = journal.execute("SELECT actor, request_id, refusal, seq_to FROM answers WHERE actor != 'hub'")
            stored = {(actor, key): (refusal, 0 if refusal else seq) for actor, key, refusal, seq in answers}
            issued = journal.execute("SELECT actor, request_id, ticket FROM journal WHERE kind = 'TicketIssued'")
            drawn = {(actor, key): ticket for actor, key, ticket in issued}
        asked = {(request.actor, request.key): request for request in ordeal.crowd.requests}
        assert stored == {key: said(request) for key, request in asked.items()}
        given = {key: request.answer["events"][0]["ticket"] for key, request in asked.items() if request.status == 201}
        assert drawn == given
        assert len(set(drawn.values())) == len(drawn)


def said(request: Request) -> tuple[str | None, int]:
    """The refusal and the last row that a client was told; of a refusal no row is told."""
    return request.answer.get("code"), request.answer.get("seq", 0)


def test_the_audit_is_clean(ordeals: list[Ordeal]) -> None:
    for ordeal in ordeals:
        command = [sys.executable, str(ROOT / "run.py"), "audit", ordeal.hub.health()["day"]]
        report = subprocess.run([*command, "--data", str(ordeal.data)], capture_output=True, text=True, check=False)
        assert report.returncode == 0, report.stdout + report.stderr
