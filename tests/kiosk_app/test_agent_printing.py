"""Print jobs from queue to end: the real driver in memory, a clock that a test moves, restarts in the middle."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from drivers.printers import JobReport, PrinterStatus, Raster
from drivers.simulators import Fault
from kiosk_app.paper import Issued, ticket_paper
from kiosk_app.print_desk import PrintDesk, Printer
from kiosk_app.print_jobs import NoSuchJob, NotFailed, PrintJobs, SettledOtherwise
from kiosk_app.records import Job, JobState, PageAnswer, Settlement
from kiosk_app.spool import Spool
from tests.drivers.desk import Desk
from tests.kiosk_app.agent_kit import DAY, NOON_MS, QUICK, WITHIN_S, FakeClock
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
        self.jobs = PrintJobs(self.spool, self.clock, QUICK)
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


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def report(result: str) -> tuple[str, dict[str, Any]]:
    return ("print", {"job": "job-A001", "result": result})


def cancelled(reason: str) -> tuple[str, dict[str, Any]]:
    return ("cancel", {"reason": reason})


class Double:
    """A printer that does as told."""

    def __init__(self, act: Callable[[], JobReport]) -> None:
        self._act = act

    def status(self) -> PrinterStatus:
        return PrinterStatus()

    def print(self, raster: Raster) -> JobReport:
        assert raster.width == 576
        return self._act()


def test_a_job_is_printed_confirmed_and_reported(scene: Scene) -> None:
    scene.desk.print_one(scene.queue())
    assert len(scene.device.pictures) == 1
    assert scene.job().state is JobState.CONFIRMED
    assert scene.told() == [report("confirmed")]
    assert scene.jobs.next() is None


def test_the_job_is_on_the_disk_as_sent_before_a_byte_leaves(scene: Scene) -> None:
    seen = []
    job = scene.queue()

    def act() -> JobReport:
        seen.append(scene.job().state)
        raise ZeroDivisionError

    PrintDesk(scene.jobs, Double(act), QUICK).print_one(job)
    assert seen == [JobState.SENT]
    assert (scene.job().state, scene.job().code) == (JobState.UNKNOWN, "driver_fault")


def test_paper_out_fails_and_time_cancels(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    assert (scene.job().state, scene.job().code) == (JobState.FAILED, "paper_out")
    scene.clock.advance(19.999)
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("failed")]
    scene.clock.advance(0.001)
    scene.jobs.cancel_overdue()
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("failed"), cancelled("print_failed")]
    with pytest.raises(SettledOtherwise):
        scene.jobs.note(TICKET)


def test_the_time_goes_on_while_the_agent_is_down(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    scene.clock.advance(25)
    scene.restart()
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("failed"), cancelled("print_failed")]


def test_a_noted_number_stays(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    scene.jobs.note(TICKET)
    scene.jobs.note(TICKET)
    scene.clock.advance(60)
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("failed")]
    with pytest.raises(SettledOtherwise):
        scene.jobs.cancel(TICKET)


def test_a_visitor_may_give_the_number_back(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    scene.jobs.cancel(TICKET)
    scene.jobs.cancel(TICKET)
    assert scene.told() == [report("failed"), cancelled("kiosk_cancelled")]
    assert scene.job().settled is Settlement.KIOSK_CANCELLED


@pytest.mark.parametrize("decide", [PrintJobs.note, PrintJobs.cancel])
def test_only_failed_jobs_are_decided_about(scene: Scene, decide: Callable[[PrintJobs, str], None]) -> None:
    with pytest.raises(NoSuchJob):
        decide(scene.jobs, TICKET)
    scene.desk.print_one(scene.queue())
    with pytest.raises(NotFailed):
        decide(scene.jobs, TICKET)
    assert scene.told() == [report("confirmed")]


def test_a_silent_printer_leaves_it_unknown_whatever_time_passes(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.SILENT)
    scene.desk.print_one(scene.queue())
    assert scene.job().state is JobState.UNKNOWN
    scene.clock.advance(3600)
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("unknown")]


def test_after_a_crash_while_sending_nobody_knows_and_nothing_is_printed_again(scene: Scene) -> None:
    job = scene.queue()
    scene.jobs.sending(job)
    scene.restart()
    assert (scene.job().state, scene.job().code) == (JobState.UNKNOWN, "agent_stopped")
    assert scene.told() == [report("unknown")]
    assert scene.jobs.next() is None
    scene.restart()
    assert scene.told() == [report("unknown")]
    assert scene.device.pictures == []


def test_a_queued_job_is_printed_after_a_short_restart(scene: Scene) -> None:
    scene.queue()
    scene.clock.advance(QUICK.queue_s)
    scene.restart()
    job = scene.jobs.next()
    assert job is not None
    scene.desk.print_one(job)
    assert scene.job().state is JobState.CONFIRMED


def test_a_queued_job_fails_after_a_long_restart(scene: Scene) -> None:
    scene.queue()
    scene.clock.advance(QUICK.queue_s + 0.001)
    scene.restart()
    assert scene.job().state is JobState.FAILED
    assert scene.job().cancel_at_ms == scene.clock() + 20_000
    assert scene.jobs.next() is None


def test_a_paper_that_cannot_be_drawn_fails(scene: Scene) -> None:
    job = Job("job-A001", TICKET, "A001", '{"centre": 7}', scene.clock())
    scene.spool.open_request("A001", "{}", 0)
    scene.spool.answer_request("A001", PageAnswer(201, {}), job)
    scene.desk.print_one(job)
    assert (scene.job().state, scene.job().code) == (JobState.FAILED, "not_drawn")


def test_the_page_is_shown_every_state_of_the_newest_job(scene: Scene) -> None:
    scene.queue("A000")
    scene.jobs.show_newest()
    scene.desk.print_one(scene.queue())
    assert [(job.label, job.state.value) for job in scene.shown if job] == [("A000", "queued"), ("A001", "confirmed")]


def test_each_change_of_the_printer_is_told_once(scene: Scene) -> None:
    for is_on in (False, True, True, False):
        scene.device.simulator.fault(Fault.PAPER_LOW, is_on)
        scene.desk.look()
        scene.desk.look()
    assert [status.paper.value for status in scene.statuses] == ["ok", "low", "ok"]


def test_the_desks_thread_prints_what_is_queued_and_ends_when_told(scene: Scene) -> None:
    confirmed, stop = threading.Event(), threading.Event()
    scene.jobs.on_change = lambda job: confirmed.set() if job and job.state is JobState.CONFIRMED else None
    thread = threading.Thread(target=scene.desk.run, args=(stop,))
    thread.start()
    scene.queue()
    scene.desk.wake()
    assert confirmed.wait(WITHIN_S)
    stop.set()
    scene.desk.wake()
    thread.join(WITHIN_S)
    assert not thread.is_alive()
