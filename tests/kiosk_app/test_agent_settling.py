"""What becomes of a number without paper: noted, given back, or cancelled when its time is over."""

from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.simulators import Fault
from kiosk_app.print_jobs import NoSuchJob, NotFailed, PrintJobs, SettledOtherwise
from kiosk_app.records import JobState, Settlement
from tests.kiosk_app.print_kit import TICKET, Scene, cancelled, report


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


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


def test_a_clock_that_is_set_takes_nobodys_time_and_gives_none(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    scene.clock.jump(3600)
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("failed")]
    scene.clock.jump(-7200)
    scene.clock.advance(20)
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("failed"), cancelled("print_failed")]


def test_a_clock_that_was_set_back_during_a_restart_keeps_no_number_for_long(scene: Scene) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    scene.clock.jump(-3600)
    scene.restart()
    scene.jobs.cancel_overdue()
    scene.clock.advance(19.999)
    scene.jobs.cancel_overdue()
    assert scene.told() == [report("failed")]
    scene.clock.advance(0.001)
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
