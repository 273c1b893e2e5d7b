"""The real book of print jobs with desk, spool, courier and office, moved by the print protocol's model."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import msgspec

from drivers.printers import NO_ANSWER, JobEnd, JobReport
from hub.agent.hub_client import NoAnswer
from hub.domain.transitions import State
from kiosk_app.hall import Hall
from kiosk_app.issuing import job_id
from kiosk_app.print_desk import PrintDesk
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.print_requests import PrintRequests
from kiosk_app.records import Job, Settlement
from kiosk_app.spool import Spool
from tests.faults.hub_at_hand import HubAtHand, SharedClock
from tests.kiosk_app.own_kit import HASTY, Kiosk
from tests.models import printing as p
from tests.models.doubles import Line, PrinterDouble, dead, full, mortal
from tests.models.puppet import Killed, Puppet

DEVICE = "K1-printer"
STATUS = {"link": "online", "paper": "ok", "cover": "closed"}
STEP_S = 0.001
SETTLED = {Settlement.OPEN: p.OPEN, Settlement.NOTED: p.NOTED, Settlement.LEFT_TO_STAFF: p.OPEN}
COPIES = {p.QUEUED: p.TAKEN, p.SENT: p.COPYING}


class Seen(NamedTuple):
    """A number's paper as far as it can be seen from outside."""

    disk: str
    number: str
    papers: int
    copy: str
    copies: int
    hub: str


class SlowBook:
    """The book of jobs as the desk uses it; the desk waits before each write until the model says that it is made."""

    def __init__(self, jobs: PrintJobs, wait: Callable[[str], object]) -> None:
        self._jobs = jobs
        self._wait = wait

    def sending(self, job: Job) -> None:
        self._wait("taken")
        self._jobs.sending(job)

    def end(self, job: Job, end: JobEnd, code: str) -> None:
        self._wait("ending")
        self._jobs.end(job, end, code)


class RealPrinting:
    """One kiosk without threads of its own, its printer as the model says, and a hub."""

    def __init__(self, folder: Path) -> None:
        self.clock = SharedClock()
        self.hub = HubAtHand(folder / "hub.db", self.clock)
        self.line = Line("kiosk:K1", self.hub)
        self.line.arrive((f"/devices/{DEVICE}/status", STATUS, "status"))
        self.kiosk = Kiosk(folder / "K1", self.line, "K1")
        self.kiosk.clock = self.clock
        self.papers: Counter[tuple[str, int]] = Counter()
        self.desk: Puppet | None = None
        self.is_up = True
        self.rise()

    def close(self) -> None:
        """Nothing is left running."""
        self.kill()
        self.kiosk.spool.close()
        self.hub.hall.close()

    def do(self, step: str, before: p.World, after: p.World) -> None:
        """One step of the model."""
        self.clock.advance(STEP_S)
        which = next((n for n, job in enumerate(before.numbers) if after.numbers[n] != job), 0)
        if step in OF_A_NUMBER:
            OF_A_NUMBER[step](self, which)
        elif step == "a paper comes out":
            self.papers[before.whole[0], before.whole[1]] += 1
        elif step == "the desk takes a job":
            self._take(self.work(*after.desk[1:]))
        elif step == "!the disk takes nothing":
            assert self.desk is not None
            with mock.patch.object(self.kiosk.spool.file, "transaction", full):
                self.desk.tell(None)
        elif step == "its end is on the disk after all":
            self.kiosk.jobs.look()
        elif step in OF_THE_DESK:
            assert self.desk is not None
            self.desk.tell(OF_THE_DESK[step])
        elif step == "!no answer comes":
            assert self.desk is not None
            self.desk.tell(JobReport(JobEnd.UNKNOWN, "paper_out" if before.is_stopped else NO_ANSWER))

    # The desk and its death

    def _take(self, job: Job | None) -> None:
        assert job is not None

        def print_it(wait: Callable[[str], object]) -> None:
            book = SlowBook(self.kiosk.jobs, wait)
            with suppress(sqlite3.OperationalError):
                PrintDesk(book, PrinterDouble(wait), HASTY, lambda _paper: ()).print_one(job)  # type: ignore[arg-type]

        self.desk = Puppet(print_it)

    def kill(self, _which: int = 0) -> None:
        self.kiosk.spool.file.transaction = dead  # type: ignore[method-assign,assignment]
        if self.desk is not None and self.desk.at:
            self.desk.tell(Killed())
        self.desk, self.is_up = None, False
        self._reopen()

    def _reopen(self) -> None:
        self.kiosk.spool.close()
        self.kiosk.spool = Spool(self.kiosk.folder / "spool.db")

    def judge(self, _which: int) -> None:
        """The agent starts, makes one judgement, and dies at the next."""
        self.kiosk.spool.close()
        left = [1]
        with mock.patch.object(Spool, "end_job", mortal(Spool.end_job, left)), suppress(Killed):
            self.kiosk.start()
        assert left == [0]
        self._reopen()

    def grow_old(self, which: int) -> None:
        sql = "UPDATE jobs SET created_ms = 0 WHERE id = ?"
        self.kiosk.spool.file.connection.execute(sql, (job_id(_key(which)),))
        self.judge(which)

    def rise(self, _which: int = 0) -> None:
        self.kiosk.restart()
        self.kiosk.board.hub_connected(True)
        self.kiosk.absence.heard()
        self.kiosk.board.hub_said(self.hub.view())
        jobs, clock = self.kiosk.jobs, self.clock
        self.requests = PrintRequests(jobs, lambda: DEVICE, clock, HASTY, clock.steady_s)
        self.is_up = True

    # People, and what the hub hears

    def draw(self, which: int) -> None:
        self.line.through = _key(which)
        assert self.kiosk.take(_key(which), "civil").status == 201

    def note(self, which: int) -> None:
        self.kiosk.jobs.note(self.ticket(which))

    def give_back(self, which: int) -> None:
        self.kiosk.jobs.cancel(self.ticket(which))

    def want(self, which: int) -> None:
        path = f"/tickets/{self.ticket(which)}/request-print"
        assert self.hub.answer("staff-1", path, {"device": DEVICE}, f"want-{which}").is_good

    def hear_wish(self, which: int) -> None:
        hall = msgspec.convert(self.hub.view()["data"], Hall)
        wanted = tuple(entry for entry in hall.print_requests if entry.ticket == self.ticket(which))
        self.requests.take(msgspec.structs.replace(hall, print_requests=wanted), self.clock.now_ms())

    def tell_hub(self, which: int) -> None:
        self.line.through = f"cancel-{job_id(_key(which))}"
        with suppress(NoAnswer):
            self.kiosk.courier.deliver()

    # In the model's words

    def work(self, kind: str, which: int) -> Job | None:
        """The job of a visitor's paper or of a reprint."""
        if kind == p.OWN:
            return self.kiosk.spool.job(job_id(_key(which)))
        sql = "SELECT id FROM jobs WHERE ticket = ? AND requested_as <> ''"
        rows = self.kiosk.spool.file.rows(sql, self.ticket(which))
        return self.kiosk.spool.job(str(rows[0]["id"])) if rows else None

    def ticket(self, which: int) -> str:
        """The ticket of a wish, empty while there is none."""
        job = self.work(p.OWN, which)
        return job.ticket if job else ""

    def seen(self, which: int) -> Seen:
        """What became of a number."""
        job, ticket = self.work(p.OWN, which), self.hub.hall.office.floor.tickets.get(self.ticket(which))
        is_void = ticket is not None and ticket.state is State.CANCELLED
        return Seen(
            disk=job.state.value if job else p.NONE,
            number=self._number(job) if job else p.OPEN,
            papers=self.papers[p.OWN, which],
            copy=self._copy(which),
            copies=self.papers[p.COPY, which],
            hub=p.CANCELLED if is_void else p.LIVE,
        )

    def _number(self, job: Job) -> str:
        is_open = any(errand.key == f"cancel-{job.id}" for errand in self.kiosk.spool.open_errands())
        return SETTLED.get(job.settled, p.BACK if is_open else p.CLOSED)

    def _copy(self, which: int) -> str:
        job = self.work(p.COPY, which) if self.ticket(which) else None
        if job is not None and (self.is_up or job.state.value != p.QUEUED):
            return COPIES.get(job.state.value, p.COPIED)
        wanted = [entry.ticket for entry in self.hub.hall.office.floor.print_requests.values()]
        return p.ASKED if self.ticket(which) in wanted else p.NOT_ASKED


def _key(which: int) -> str:
    return f"wish-{which}"


OF_A_NUMBER: dict[str, Callable[[RealPrinting, int], None]] = {
    "!a number is drawn": RealPrinting.draw,
    "the visitor notes the number": RealPrinting.note,
    "nobody notes it in time": RealPrinting.give_back,
    "!staff want a paper": RealPrinting.want,
    "the kiosk hears that staff want a paper": RealPrinting.hear_wish,
    "the hub hears that nobody holds it": RealPrinting.tell_hub,
    "!the agent is killed": RealPrinting.kill,
    "what was begun is judged": RealPrinting.judge,
    "what is too old fails": RealPrinting.grow_old,
    "the agent is up": RealPrinting.rise,
}

OF_THE_DESK: dict[str, object] = {
    "it is on the disk as sent": None,
    "!nobody takes the line": JobReport(JobEnd.FAILED, "link_refused"),
    "the printer says that it stopped": JobReport(JobEnd.FAILED, "paper_out"),
    "!the line breaks": JobReport(JobEnd.UNKNOWN, "link_lost"),
    "the printer confirms": JobReport(JobEnd.CONFIRMED),
    "its end is on the disk": None,
}
"""What the desk is told at each of its steps."""
