"""What the tests of a kiosk without its hub stand on: everything of an agent but its threads, over a clock to move."""

import threading
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from drivers.printers import JobEnd
from hub.agent.hub_client import Hub, NoAnswer
from kiosk_app.absence import HubAbsence
from kiosk_app.board import Board
from kiosk_app.courier import Courier
from kiosk_app.hall import Hall
from kiosk_app.hub_memory import HubMemory
from kiosk_app.issuing import IssueDesk, Wish
from kiosk_app.own_book import OwnBook
from kiosk_app.own_numbers import OwnNumbers
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.records import Job, PageAnswer
from kiosk_app.spool import Spool
from tests.kiosk_app.agent_kit import DAY, HALL_VIEW, NOON_MS, QUICK, FakeClock, FakeHub

HASTY = structs.replace(QUICK, patience_s=0.1)

TERMS = {"is_allowed": True, "most_tickets": 50, "most_minutes": 60, "after_s": 0.05, "last_numbers": {}}
HOUR_MS = 3_600_000


def open_hall(day: str = DAY, **changes: Any) -> dict[str, Any]:
    """The kiosk's view of an open day with two fields, one of them open in the morning only."""
    header = {**HALL_VIEW["header"], "day": day, "last_day": day, "hours": "weekly"}
    ho_tich, dat_dai = HALL_VIEW["fields"]
    morning = {"from_ms": NOON_MS - 5 * HOUR_MS, "to_ms": NOON_MS - HOUR_MS}
    whole = {"from_ms": NOON_MS - 5 * HOUR_MS, "to_ms": NOON_MS + 4 * HOUR_MS}
    common = {"is_served": True, "is_stopped": False, "waiting": 3}
    fields = [
        {**ho_tich, **common, "series": "A", "openings": [whole]},
        {**dat_dai, **common, "series": "L", "openings": [morning]},
    ]
    view = {"header": header, "fields": fields, "classes": [{"id": "elderly"}], "offline": TERMS, "test_series": "TT"}
    return {**view, **changes}


class Kiosk:
    """A kiosk whose agent can be dropped and made anew on its folder; ``hear`` is the hub's socket.

    Its disk has served under its name for days.
    """

    def __init__(self, folder: Path, hub: Hub, name: str = "K2", boot: str = "boot-1") -> None:
        self.folder = folder
        self.hub = hub
        self.name = name
        self.boot = boot
        self.clock = FakeClock()
        self.rev = 0
        self.start()
        self.memory.first_day(name, msgspec.convert(open_hall("2026-11-01"), Hall))

    def start(self) -> None:
        self.jobs_added: list[Job] = []
        self.spool = Spool(self.folder / "spool.db")
        self.board = Board(self.clock, self.clock.steady_s, self.boot)
        self.absence = HubAbsence(self.clock.steady_s)
        self.memory = HubMemory(OwnBook(self.spool.file), self.board, self.absence)
        self.own = OwnNumbers(self.spool, self.board, self.memory, lambda: self.name)
        self.desk = IssueDesk(self.spool, self.hub, lambda: self.board.hall, self.clock, HASTY)
        self.desk.own, self.desk.absence = self.own, self.absence
        self.board.offline_now = self.own.view
        self.desk.on_job = self.jobs_added.append
        self.jobs = PrintJobs(self.spool, self.clock, HASTY, self.clock.steady_s)
        self.courier = Courier(self.spool, self.hub, lambda: "", HASTY)
        self.courier.abandon = self.desk.abandon
        self.courier.name = lambda: self.name
        self.memory.recall()
        self.desk.resume()
        self.jobs.resume()
        self.own.look()

    def restart(self, boot: str = "") -> None:
        """Let the agent die at this instant, and start it anew; with ``boot`` the machine was switched off as well."""
        self.spool.close()
        if boot:
            self.boot = boot
            self.clock.boot_again()
        self.start()

    def hear(self, view: dict[str, Any] | None = None, at_ms: int | None = None, epoch: str = "e1") -> None:
        """The hub is there: its socket comes up and brings a view."""
        self.rev += 1
        self.board.hub_connected(True)
        self.absence.heard()
        at_ms = self.clock() if at_ms is None else at_ms
        data = open_hall() if view is None else view
        self.board.hub_said({"topic": "kiosk", "epoch": epoch, "rev": self.rev, "at_ms": at_ms, "data": data})
        self.own.look()

    def lose(self) -> None:
        """The hub's socket is gone."""
        self.board.hub_connected(False)
        self.absence.missed()
        self.own.look()

    def take(self, key: str, field: str = "ho_tich", **more: str) -> PageAnswer:
        return self.desk.take(key, Wish(field, **more))

    def end_print(self, end: JobEnd = JobEnd.CONFIRMED) -> None:
        """The newest paper ends so."""
        job = self.jobs.next()
        assert job is not None
        self.jobs.sending(job)
        self.jobs.end(job, end, "")

    def deliver(self) -> None:
        """One turn of the courier."""
        self.desk.look()
        self.jobs.look()
        self.own.look()
        self.courier.deliver()

    def try_to_deliver(self) -> None:
        try:
            self.deliver()
        except NoAnswer:
            return
        raise AssertionError("the hub answered")

    @property
    def offline(self) -> dict[str, Any] | None:
        """What the page is told of the hub's absence."""
        data: dict[str, Any] = self.board.views()[-1]["data"]
        return data["offline"]


def at_once(*acts: Any) -> None:
    """Let things happen beside each other."""
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def leave(kiosk: Kiosk) -> FakeHub:
    """The hub goes, and has been away for long enough."""
    hub = kiosk.hub
    assert isinstance(hub, FakeHub)
    hub.is_away = True
    kiosk.lose()
    kiosk.clock.advance(1)
    return hub


def come_back(kiosk: Kiosk, **more: Any) -> FakeHub:
    hub = kiosk.hub
    assert isinstance(hub, FakeHub)
    hub.is_away = False
    kiosk.hear(**more)
    return hub


def labels(hub: FakeHub) -> list[str]:
    return [f"{body['series']}-{body['tag']}-{body['number']:02}" for body in hub.joined]
