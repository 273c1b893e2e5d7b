"""Papers that staff ask for: each printed once, at once or not at all, and its end told under the hub's name for it."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from drivers.simulators import Fault
from kiosk_app.hall import Hall, PrintRequest, Words
from kiosk_app.paper import requested_paper
from kiosk_app.print_requests import PrintRequests
from kiosk_app.printed_facts import ticket_facts
from kiosk_app.records import JobState, Settlement
from tests.kiosk_app.agent_kit import DAY, NOON_MS, QUICK
from tests.kiosk_app.paper_kit import dots
from tests.kiosk_app.print_kit import TICKET, Scene, cancelled, report
from tests.kiosk_app.test_agent_issuing import HALL

REQUEST = PrintRequest(
    job="A001-2",
    device="K1-printer",
    ticket=TICKET,
    label="A001",
    field=Words("Hộ tịch", "Civil status"),
    people_ahead=3,
    counters=(2, 4),
    issued_ms=NOON_MS - 600_000,
    requested_ms=NOON_MS,
    ticket_class="ordinary",
    language="vi",
    is_reprint=True,
    mode="live",
)


class Reception(Scene):
    """A kiosk that hears of what reception wants printed."""

    def open(self, printer: Any) -> None:
        super().open(printer)
        self.requests = PrintRequests(self.jobs, lambda: "K1-printer", self.clock, QUICK, self.clock.steady_s)

    def hear(self, *requests: PrintRequest, at_ms: int = NOON_MS) -> None:
        self.requests.take(structs.replace(HALL, print_requests=requests), at_ms)

    def print_all(self) -> None:
        while (job := self.jobs.next()) is not None:
            self.desk.print_one(job)

    @property
    def printed(self) -> int:
        return len(self.device.pictures)


@pytest.fixture
def scene(tmp_path: Path) -> Reception:
    return Reception(tmp_path)


def ended(result: str, job: str = "A001-2") -> tuple[str, dict[str, Any]]:
    return ("print", {"job": job, "result": result})


def test_a_request_is_printed_and_reported_under_the_hubs_name(scene: Reception) -> None:
    scene.hear(REQUEST)
    scene.print_all()
    assert scene.device.pictures == [dots(requested_paper(REQUEST, HALL))]
    assert scene.told() == [ended("confirmed")]


def test_a_request_for_another_printer_is_left_to_it(scene: Reception) -> None:
    scene.hear(structs.replace(REQUEST, device="K2-printer"))
    scene.print_all()
    assert (scene.printed, scene.told()) == (0, [])


def test_a_request_that_is_told_again_is_not_printed_again(scene: Reception) -> None:
    scene.hear(REQUEST)
    scene.hear(REQUEST)
    scene.print_all()
    scene.hear(REQUEST)
    scene.hear()
    scene.hear(REQUEST)
    scene.restart()
    scene.hear(REQUEST)
    scene.print_all()
    assert (scene.printed, scene.told()) == (1, [ended("confirmed")])


def test_the_same_name_at_another_time_is_another_paper(scene: Reception) -> None:
    scene.hear(REQUEST)
    scene.hear(REQUEST, structs.replace(REQUEST, requested_ms=NOON_MS + 1))
    scene.print_all()
    assert scene.printed == 2


@pytest.mark.parametrize(("age_s", "is_printed"), [(0, True), (60, True), (60.001, False), (-59, True), (-61, False)])
def test_a_request_that_is_old_by_the_hubs_clock_fails_without_paper(
    scene: Reception, age_s: float, is_printed: bool
) -> None:
    scene.clock.jump(86_400)
    scene.hear(REQUEST, at_ms=NOON_MS + int(age_s * 1000))
    scene.print_all()
    assert scene.printed == is_printed
    assert scene.told() == [ended("confirmed" if is_printed else "failed")]


def test_a_request_that_waited_too_long_for_the_printer_fails(scene: Reception) -> None:
    scene.hear(REQUEST, at_ms=NOON_MS + 20_000)
    scene.clock.advance(41)
    scene.print_all()
    assert (scene.printed, scene.told()) == (0, [ended("failed")])


def test_a_request_that_was_cut_off_while_printing_is_unknown(scene: Reception) -> None:
    scene.hear(REQUEST)
    job = scene.jobs.next()
    assert job is not None
    scene.jobs.sending(job)
    scene.restart()
    scene.hear(REQUEST)
    scene.print_all()
    assert (scene.printed, scene.told()) == (0, [ended("unknown")])


@pytest.mark.parametrize(("away_s", "result"), [(0, "confirmed"), (59, "confirmed"), (61, "failed")])
def test_what_was_still_queued_at_a_restart_goes_by_the_hubs_time(scene: Reception, away_s: int, result: str) -> None:
    scene.hear(REQUEST)
    scene.clock.jump(86_400)
    scene.restart()
    assert scene.jobs.next() is None
    scene.hear(REQUEST, at_ms=NOON_MS + away_s * 1000)
    scene.print_all()
    assert (scene.printed, scene.told()) == (result == "confirmed", [ended(result)])


def test_what_was_still_queued_at_a_restart_and_is_asked_for_no_more_is_forgotten(scene: Reception) -> None:
    scene.hear(REQUEST)
    scene.restart()
    scene.hear()
    scene.print_all()
    assert (scene.printed, scene.told()) == (0, [])


def test_a_request_without_paper_is_left_to_staff(scene: Reception) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.hear(REQUEST)
    scene.print_all()
    scene.clock.advance(3600)
    scene.jobs.cancel_overdue()
    assert scene.told() == [ended("failed")]
    job = scene.spool.job(f"A001-2@{NOON_MS}")
    assert job is not None
    assert (job.state, job.settled) == (JobState.FAILED, Settlement.LEFT_TO_STAFF)


def test_the_page_sees_nothing_of_it(scene: Reception) -> None:
    own = scene.queue("A007")
    scene.desk.print_one(own)
    scene.hear(REQUEST)
    scene.print_all()
    assert {job.label for job in scene.shown if job} == {"A007"}


def test_a_number_that_staff_care_for_is_not_cancelled_for_want_of_paper(scene: Reception) -> None:
    scene.device.simulator.fault(Fault.PAPER_OUT)
    scene.desk.print_one(scene.queue())
    scene.hear(structs.replace(REQUEST, device="K2-printer"))
    scene.clock.advance(60)
    scene.jobs.cancel_overdue()
    assert scene.job().settled is Settlement.NOTED
    assert cancelled("print_failed") not in scene.told()
    assert scene.told() == [report("failed")]


def test_the_paper_says_what_staff_gave_and_that_it_is_a_reprint() -> None:
    given = structs.replace(REQUEST, ticket_class="priority", language="en")
    paper = requested_paper(given, HALL)
    assert (paper.label, paper.field, paper.counters) == ("A001", "Civil status", "Counters 2, 4")
    assert (paper.class_mark, paper.issued) == ("PRIORITY", "Taken at 11:50 on 22/11/2026")
    assert (paper.qr, paper.is_reprint, paper.is_test) == (f"TL1:{DAY}-A001", True, False)
    assert ticket_facts(paper).ahead() == ("When taken, people before you: {n}", "3")
    first = requested_paper(structs.replace(REQUEST, is_reprint=False, mode="test"), HALL)
    assert (first.is_reprint, first.is_test) == (False, True)
    assert ticket_facts(first).ahead() == ("Trước ông/bà còn {n} người", "3")


def test_a_ticket_in_a_language_without_texts_is_printed_in_vietnamese() -> None:
    assert requested_paper(structs.replace(REQUEST, language="xx"), HALL).field == "Hộ tịch"


def test_a_view_without_requests_is_a_hall() -> None:
    assert msgspec.convert({"header": {"centre": None, "zone": "", "day": ""}}, Hall).print_requests == ()
