"""A kiosk's agent, and now and then its hub, killed at any instant: no paper is void, nothing is printed twice.

Real processes, a simulated printer on TCP, and a visitor whose page asks again as the real one does.
``POWER_CUTS_SEED`` repeats the instants of a run, ``POWER_CUTS`` asks for more of them.
"""

import os
import random
import signal
import sqlite3
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import requests
import zxingcpp
from PIL import Image

from drivers.printers import Raster
from drivers.simulators import Fault
from hub.service.links import Links
from hub.store.control import consistent_copy
from kiosk_app.ticket_code import ticket_code
from tests.faults.ports import quiet_port
from tests.hub_process import HubProcess
from tests.kiosk_app.agent_kit import PageDouble, Tray
from tests.kiosk_app.test_agent_process import Devices
from tests.waiting import until

CUTS = int(os.environ.get("POWER_CUTS", "4"))
SEED = int(os.environ.get("POWER_CUTS_SEED", str(random.SystemRandom().randrange(10**9))))
LIVES_AT_MOST_S = 0.7
PREPARES_S = 1.5
"""How long the driver listens for late answers before the first paper behind one that may have broken off."""

HUB_DIES, IS_SLOW = 0.34, 0.5
SETTLED_WITHIN_S = 30.0
CREATED = 201


class Visitors:
    """One after the other they take a number; whoever gets none presses again."""

    def __init__(self, page: Callable[[], PageDouble]) -> None:
        self.given: list[str] = []
        self._page = page
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._come, daemon=True)
        self._thread.start()

    def _come(self) -> None:
        key = uuid.uuid4().hex
        while not self._stop.is_set():
            with suppress(requests.RequestException, OSError):
                answer = self._page().take(key)
                key = uuid.uuid4().hex
                if answer.status_code == CREATED:
                    self.given.append(answer.json()["ticket"])
            self._stop.wait(0.1)

    def stop(self) -> None:
        self._stop.set()

    def leave(self) -> None:
        """The last one comes to an end."""
        self.stop()
        self._thread.join(SETTLED_WITHIN_S)
        assert not self._thread.is_alive()


def code_on(paper: Raster) -> str:
    """The ticket's code on a paper, empty on a piece of one."""
    image = Image.frombytes("1", (paper.width, paper.height), paper.bits, "raw", "1;I").convert("L")
    return next((code.text for code in zxingcpp.read_barcodes(image)), "")


def waiting(hub: HubProcess) -> int:
    """How many wait in the whole hall."""
    fields = hub.view(hub.token("supervisor"), "floor")["data"]["fields"]
    return sum(int(field["waiting"]) for field in fields)


def at_the_hub(hub: HubProcess, copy: Path) -> tuple[list[str], set[str]]:
    """Every ticket in the journal, and those that were taken back."""
    consistent_copy(hub.data, copy)
    with closing(sqlite3.connect(copy)) as journal:
        rows = journal.execute("SELECT kind, ticket FROM journal WHERE ticket <> '' ORDER BY seq").fetchall()
    drawn = [ticket for kind, ticket in rows if kind in ("TicketIssued", "TicketJoined")]
    return drawn, {ticket for kind, ticket in rows if kind == "TicketCancelled"}


class Ordeal:
    """A hub and a kiosk's agent that die and come back, a printer that has power all the time."""

    def __init__(self, folder: Path) -> None:
        self.tray, self.hub_deaths = Tray(), 0
        self._folder, self._port, self._chance = folder, quiet_port(), random.Random(SEED)
        self.hub = self._new_hub()
        self.agent = self._new_agent()
        self.visitors = Visitors(lambda: PageDouble(self.agent.port, folder / "kiosk-K1"))

    def _new_hub(self) -> HubProcess:
        return HubProcess(self._folder, port=self._port).start()

    def _new_agent(self) -> Devices:
        return Devices(self.hub, self.tray).__enter__()

    def cut(self) -> None:
        """The power goes, of the kiosk alone or of the hub as well."""
        self.tray.simulator.fault(Fault.SLOW, self._chance.random() < IS_SLOW)
        threading.Event().wait(self._chance.uniform(0, LIVES_AT_MOST_S) + self._chance.choice((0.0, PREPARES_S)))
        with_hub = self._chance.random() < HUB_DIES
        if with_hub:
            self.hub_deaths += 1
            self.hub.kill()
        self.agent.end(signal.SIGKILL)
        if with_hub:
            self.hub.close()
            self.hub = self._new_hub()
        self.agent = self._new_agent()

    def settle(self) -> None:
        """Let the last visitors go and the agent tell the hub everything."""
        self.tray.simulator.fault(Fault.SLOW, is_on=False)
        until(lambda: len(self.visitors.given) > CUTS, SETTLED_WITHIN_S)
        self.visitors.leave()
        with self.agent.screen() as (_, screen):
            screen.wait_until("agent", lambda view: view["job"]["state"] != "printing", SETTLED_WITHIN_S)
        until(lambda: waiting(self.hub) == len(self.visitors.given), SETTLED_WITHIN_S)
        assert self.agent.end(signal.SIGTERM) == 0

    def end(self) -> None:
        """Nothing is left running."""
        self.visitors.stop()
        self.agent.__exit__()
        self.hub.close()
        self.tray.cable.unplug()


@pytest.fixture
def ordeal(tmp_path: Path) -> Iterator[Ordeal]:
    ordeal = Ordeal(tmp_path)
    yield ordeal
    ordeal.end()


def test_no_paper_is_void_and_nothing_is_printed_twice(
    ordeal: Ordeal, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("seed", SEED)
    for _ in range(CUTS):
        ordeal.cut()
    ordeal.settle()
    given, (drawn, cancelled) = ordeal.visitors.given, at_the_hub(ordeal.hub, tmp_path / "copy.db")
    links, living = Links(ordeal.hub.keyring.derived("links"), ordeal.hub.url), set(drawn) - cancelled
    tickets = {code: ticket for ticket in living for code in (ticket_code(ticket), links.link(ticket))}
    papers = Counter(tickets.get(code, code) for code in map(code_on, ordeal.tray.papers) if code)
    record_property("numbers", f"{len(given)}, papers {papers.total()}, given up {len(cancelled)}")
    record_property("deaths", f"agent {CUTS}, hub {ordeal.hub_deaths}")
    assert len(set(drawn)) == len(drawn)
    assert set(given) <= set(drawn)
    assert set(drawn) - set(given) <= cancelled, "a number waits that nobody holds"
    assert papers.keys() <= living, "a number on a paper is void"
    assert set(papers.values()) == {1}, "printed twice, and nobody asked"
    assert papers
