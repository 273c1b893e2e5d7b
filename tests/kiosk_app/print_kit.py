"""What the tests of print jobs stand on: one kiosk's jobs, with the real driver in memory and a clock to move."""

from pathlib import Path
from typing import Any

import msgspec

from drivers.printers import PrinterStatus
from kiosk_app.paper import Issued, ticket_paper
from kiosk_app.print_desk import PrintDesk, Printer
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.records import Job, PageAnswer
from kiosk_app.spool import Spool
from tests.drivers.desk import Desk
from tests.kiosk_app.agent_kit import DAY, NOON_MS, QUICK, FakeClock
from tests.kiosk_app.test_agent_issuing import HALL

TICKET = f"{DAY}-A001"


class Scene:
    """One kiosk's jobs with a driver over an in-memory printer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.device = Desk()
        self.shown: list[Job | None] = []
        self.statuses: list[PrinterStatus] = []
        self.open(self.device.printer)

    def open(self, printer: Printer) -> None:
        self.spool = Spool(self.folder / "spool.db")
        self.jobs = PrintJobs(self.spool, self.clock, QUICK, self.clock.steady_s)
        self.jobs.on_change = self.shown.append
        self.desk = PrintDesk(self.jobs, printer, QUICK)
        self.desk.on_status = self.statuses.append

    def restart(self) -> None:
        self.spool.close()
        self.open(self.device.printer)
        self.jobs.resume()

    def queue(self, label: str = "A001") -> Job:
        issued = Issued(NOON_MS, f"{DAY}-{label}", label, "ho_tich", 0)
        paper = msgspec.json.encode(ticket_paper(issued, HALL)).decode()
        job = Job(f"job-{label}", issued.ticket, label, paper, self.clock())
        self.spool.open_request(label, "{}", self.clock())
        self.spool.answer_request(label, PageAnswer(201, {}), job)
        return job

    def job(self) -> Job:
        job = self.spool.job_of(TICKET)
        assert job is not None
        return job

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        return [(errand.path.rpartition("/")[2], errand.body) for errand in self.spool.open_errands()]


def report(result: str) -> tuple[str, dict[str, Any]]:
    return ("print", {"job": "job-A001", "result": result})


def cancelled(reason: str) -> tuple[str, dict[str, Any]]:
    return ("cancel", {"reason": reason})
