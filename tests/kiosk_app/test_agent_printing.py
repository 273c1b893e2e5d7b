"""Print jobs from queue to end: the real driver in memory, a clock that a test moves, restarts in the middle."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from drivers.printers import Cut, JobEnd, JobReport, Part, PrinterStatus
from drivers.simulators import Fault
from kiosk_app.paper import NO_PAPER
from kiosk_app.print_desk import PrintDesk
from kiosk_app.records import Job, JobState, PageAnswer, Settlement
from tests.kiosk_app.agent_kit import QUICK, WITHIN_S
from tests.kiosk_app.print_kit import TICKET, Scene, report


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


class Double:
    """A printer that does as told."""

    def __init__(self, act: Callable[[], JobReport]) -> None:
        self._act = act

    def status(self) -> PrinterStatus:
        return PrinterStatus()

    def print(self, parts: Sequence[Part]) -> JobReport:
        assert parts[-1] == Cut()
        return self._act()


def test_a_job_is_printed_confirmed_and_reported(scene: Scene) -> None:
    scene.desk.print_one(scene.queue())
    assert len(scene.device.pictures) == 1
    assert scene.job().state is JobState.CONFIRMED
    assert scene.told() == [report("confirmed")]
    assert scene.jobs.next() is None


def test_a_slow_printer_is_not_taken_for_one_that_hangs(scene: Scene) -> None:
    turned: list[float] = []

    def act() -> JobReport:
        for _ in range(3):
            scene.desk.turned_s = 0.0
            printer.on_progress()  # type: ignore[attr-defined]
            turned.append(scene.desk.turned_s)
        return JobReport(JobEnd.CONFIRMED)

    printer = Double(act)
    scene.desk = PrintDesk(scene.jobs, printer, QUICK)
    scene.desk.print_one(scene.queue())
    assert len(turned) == 3
    assert all(turned)
    assert scene.job().state is JobState.CONFIRMED


def test_the_job_is_on_the_disk_as_sent_before_a_byte_leaves(scene: Scene) -> None:
    seen = []
    job = scene.queue()

    def act() -> JobReport:
        seen.append(scene.job().state)
        raise ZeroDivisionError

    PrintDesk(scene.jobs, Double(act), QUICK).print_one(job)
    assert seen == [JobState.SENT]
    assert (scene.job().state, scene.job().code) == (JobState.UNKNOWN, "driver_fault")


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


def test_whether_a_half_ticket_may_hang_is_known_after_a_crash(scene: Scene) -> None:
    assert not scene.jobs.half_ticket_may_hang()
    scene.jobs.sending(scene.queue())
    scene.spool.close()
    scene.open(scene.device.printer)
    assert scene.jobs.half_ticket_may_hang()
    scene.restart()
    assert scene.jobs.half_ticket_may_hang()
    scene.desk.print_one(scene.queue("A002"))
    assert not scene.jobs.half_ticket_may_hang()


def test_a_printer_that_never_answers_leaves_no_half_ticket(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.SILENT)
    scene.desk.print_one(scene.queue())
    assert not scene.jobs.half_ticket_may_hang()


@pytest.mark.parametrize("paper", ['{"centre": 7}', NO_PAPER])
def test_a_paper_that_cannot_be_drawn_fails(scene: Scene, paper: str) -> None:
    job = Job("job-A001", TICKET, "A001", paper, scene.clock())
    scene.spool.open_request("A001", "{}", 0)
    scene.spool.answer_request("A001", PageAnswer(201, {}), job)
    scene.desk.print_one(job)
    assert (scene.job().state, scene.job().code) == (JobState.FAILED, "not_drawn")


def test_the_page_is_shown_every_state_of_the_newest_job(scene: Scene) -> None:
    scene.queue("A000")
    scene.jobs.show_newest()
    scene.desk.print_one(scene.queue())
    assert [(job.label, job.state.value) for job in scene.shown if job] == [("A000", "queued"), ("A001", "confirmed")]


def test_a_state_that_was_read_first_is_never_shown_last(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    noting = threading.Thread(target=scene.jobs.note, args=(TICKET,))
    shown: list[Settlement] = []

    def show(job: Job | None) -> None:
        assert job is not None
        if threading.current_thread() is not noting:
            noting.start()
            noting.join(0.2)
        shown.append(job.settled)

    scene.jobs.on_change = show
    scene.jobs.show_newest()
    noting.join(WITHIN_S)
    assert shown == [Settlement.OPEN, Settlement.NOTED]


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


def test_a_trial_paper_that_broke_off_is_known_after_a_restart(scene: Scene) -> None:
    def dies() -> JobReport:
        raise KeyboardInterrupt

    scene.desk = PrintDesk(scene.jobs, Double(dies), QUICK)
    scene.desk.try_out(lambda: (Cut(),), lambda _report: None)
    with pytest.raises(KeyboardInterrupt):
        scene.desk.run(threading.Event())
    scene.restart()
    assert scene.jobs.half_ticket_may_hang()
    scene.desk.print_one(scene.queue())
    assert not scene.jobs.half_ticket_may_hang()
    scene.restart()
    assert not scene.jobs.half_ticket_may_hang()


@pytest.mark.parametrize(("end", "code", "hangs"), [(JobEnd.CONFIRMED, "", False), (JobEnd.UNKNOWN, "link_lost", True)])
def test_a_trial_paper_leaves_what_its_end_says(scene: Scene, end: JobEnd, code: str, hangs: bool) -> None:
    stop = threading.Event()
    scene.desk = PrintDesk(scene.jobs, Double(lambda: JobReport(end, code)), QUICK)
    scene.desk.try_out(lambda: (Cut(),), lambda _report: stop.set())
    scene.desk.run(stop)
    scene.restart()
    assert scene.jobs.half_ticket_may_hang() is hangs
