"""The kiosk's own list of procedures, and their slips: kept, told, printed once, and told how that ended."""

import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from config.procedure_list import ProcedureList
from config.procedures import Procedure
from config.synonyms import Synonym
from drivers.printers import NO_ANSWER, JobEnd, JobReport
from hub.agent.hub_client import HubAbsent, HubAnswer
from kiosk_app.board import SlipView
from kiosk_app.own_book import OwnBook
from kiosk_app.procedures import Procedures
from kiosk_app.slips import SlipPress, Slips, SlipWish
from tests.kiosk_app.print_kit import Scene
from tests.kiosk_app.test_agent_issuing import HALL

BIRTH = Procedure("ho_tich", "Hộ tịch", "Đăng ký khai sinh", "", "", "xã", "1.001193", ("Giấy chứng sinh",))
FIRST = ProcedureList("v1", (BIRTH,), (Synonym(("giấy khai sinh",), "khai sinh"),))
SECOND = ProcedureList("v2")
WISH = SlipWish("ho_tich", "Đăng ký khai sinh")


class ListingHub:
    """A hub that tells a list, or nothing."""

    def __init__(self) -> None:
        self.told: ProcedureList | None = FIRST
        self.asked: list[str] = []

    def read(self, _path: str, _timeout_s: float, known: str = "") -> HubAnswer:
        self.asked.append(known)
        if self.told is None:
            raise HubAbsent("away")
        if known == self.told.version:
            return HubAnswer(304, {})
        return HubAnswer(200, msgspec.to_builtins(self.told))


@pytest.fixture
def hub() -> ListingHub:
    return ListingHub()


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def listed(scene: Scene, hub: ListingHub) -> Procedures:
    return Procedures(hub, OwnBook(scene.spool.file), 1.0)


def test_the_list_outlives_the_program_and_the_hub_and_changes_with_its_version(scene: Scene, hub: ListingHub) -> None:
    procedures, versions = listed(scene, hub), []
    procedures.on_change = versions.append
    procedures.recall()
    procedures.look()
    procedures.look()
    hub.told = None
    procedures.look()
    assert (procedures.list, versions, hub.asked) == (FIRST, ["v1"], ["", "v1", "v1"])

    again = listed(scene, hub)
    again.on_change = versions.append
    again.recall()
    again.look()
    assert again.list == FIRST
    hub.told = SECOND
    again.look()
    assert (again.list, versions) == (SECOND, ["v1", "v1", "v2"])


def test_a_list_that_cannot_be_read_is_told_and_asked_for_anew(
    scene: Scene, hub: ListingHub, caplog: pytest.LogCaptureFixture
) -> None:
    OwnBook(scene.spool.file).remember("procedures", '{"version": 7}')
    procedures = listed(scene, hub)
    procedures.recall()
    assert "list of procedures" in caplog.text
    stop = threading.Event()
    procedures.on_change = lambda _version: stop.set()
    procedures.run(stop)
    assert procedures.list == FIRST


class SlipScene:
    """Slips over a print desk with the real driver."""

    def __init__(self, scene: Scene, hub: ListingHub) -> None:
        self.scene = scene
        self.told: list[SlipView] = []
        procedures = listed(scene, hub)
        procedures.look()
        self.hall: Any = HALL
        self.slips = Slips(procedures, SlipPress(), lambda: self.hall)
        self.slips.on_change = self.told.append
        self.slips.print_aside = scene.desk.try_out

    def take(self, key: str, wish: SlipWish = WISH) -> tuple[int, Any]:
        answer = self.slips.take(key, wish)
        return answer.status, answer.body.get("code", answer.body.get("slip"))

    def work(self) -> None:
        """Let the desk work until a slip has ended."""
        stop = threading.Event()

        def told(view: SlipView) -> None:
            self.told.append(view)
            if view.state != "printing":
                stop.set()

        self.slips.on_change = told
        self.scene.desk.run(stop)


def test_a_slip_is_printed_once_a_key_and_only_one_at_a_time(scene: Scene, hub: ListingHub) -> None:
    slips = SlipScene(scene, hub)
    assert [slips.take("a"), slips.take("a"), slips.take("b")] == [(202, "a"), (202, "a"), (409, "slip_under_way")]
    slips.work()
    assert slips.take("a") == (202, "a")
    assert len(scene.device.pictures) == 1
    assert [view.state for view in slips.told] == ["printing", "confirmed"]
    assert scene.told() == []
    assert slips.take("b") == (202, "b")


def test_what_is_not_in_the_list_and_a_kiosk_that_knows_no_hall_print_nothing(scene: Scene, hub: ListingHub) -> None:
    slips = SlipScene(scene, hub)
    assert slips.take("a", SlipWish("dat_dai", BIRTH.name)) == (404, "no_procedure")
    slips.hall = None
    assert slips.take("a") == (409, "slip_without_hall")
    assert slips.told == []


@pytest.mark.parametrize(
    ("end", "code", "expects_answers", "state"),
    [
        (JobEnd.FAILED, "paper_out", True, "failed"),
        (JobEnd.UNKNOWN, "link_lost", True, "unknown"),
        (JobEnd.UNKNOWN, NO_ANSWER, True, "unknown"),
        (JobEnd.UNKNOWN, NO_ANSWER, False, "sent"),
    ],
)
def test_how_a_slip_ended_is_told_like_the_end_of_a_ticket(
    scene: Scene, hub: ListingHub, end: JobEnd, code: str, expects_answers: bool, state: str
) -> None:
    slips = SlipScene(scene, hub)
    slips.slips.print_aside = lambda _compose, told: told(JobReport(end, code))
    slips.slips.expects_answers = lambda: expects_answers
    slips.take("a")
    assert slips.told[-1] == SlipView("a", state)


def test_a_slip_that_cannot_be_drawn_fails_and_the_next_one_is_printed(scene: Scene, hub: ListingHub) -> None:
    slips = SlipScene(scene, hub)
    ended: list[JobReport] = []
    scene.desk.try_out(lambda: 1 / 0, ended.append)  # type: ignore[arg-type, return-value]
    slips.take("a")
    slips.work()
    assert ended[0].end is JobEnd.FAILED
    assert slips.told[-1].state == "confirmed"
