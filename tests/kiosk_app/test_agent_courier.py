"""What the hub has yet to hear is repeated, in order and with the same key, until it has answered."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from drivers.printers import Cover, Output, Paper, PrinterStatus
from hub.agent.hub_client import HubAnswer, HubFault, HubNotPaired, NoAnswer
from kiosk_app.courier import Courier, device_status
from kiosk_app.problems import hub_unreachable
from kiosk_app.records import Errand, Job
from kiosk_app.spool import Spool
from tests.kiosk_app.agent_kit import NOON_MS, QUICK, WITHIN_S, FakeHub

READY = PrinterStatus(is_online=True, paper=Paper.OK, cover=Cover.CLOSED)
OUT = PrinterStatus(is_online=True, paper=Paper.OUT, cover=Cover.CLOSED, trouble="paper_out")
SILENT = PrinterStatus(trouble="printer_silent")


class Scene:
    def __init__(self, folder: Path) -> None:
        self.hub = FakeHub()
        self.spool = Spool(folder / "spool.db")
        self.device = "K1-printer"
        self.courier = Courier(self.spool, self.hub, lambda: self.device, QUICK)

    def add(self, name: str) -> None:
        job = Job(name, name, name, "", NOON_MS)
        self.spool.add_requested(job)
        self.spool.end_job(job, Errand(f"key-{name}", f"/tickets/{name}/print", {"result": "confirmed"}), NOON_MS)

    def statuses(self) -> list[dict[str, Any]]:
        return [body for path, body in self.hub.said if path == "/devices/K1-printer/status"]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_kiosk_that_was_never_paired_has_nothing_to_tell_until_it_is(scene: Scene) -> None:
    scene.device, scene.hub.is_strange = "", True
    scene.courier.tell_status(OUT)
    scene.courier.deliver()
    assert scene.hub.keys == []
    scene.device, scene.hub.is_strange = "K1-printer", False
    scene.courier.hub_is_back()
    scene.courier.deliver()
    assert [status["paper"] for status in scene.statuses()] == ["out"]


def test_errands_are_run_in_order_and_once(scene: Scene) -> None:
    scene.add("A1")
    scene.add("A2")
    scene.courier.deliver()
    scene.courier.deliver()
    assert scene.hub.keys == ["key-A1", "key-A2"]
    assert scene.spool.open_errands() == []


def test_an_unanswered_errand_keeps_its_key_and_holds_the_others_back(scene: Scene) -> None:
    scene.add("A1")
    scene.add("A2")
    scene.hub.is_away = True
    with pytest.raises(NoAnswer):
        scene.courier.deliver()
    scene.hub.is_away = False
    scene.hub.lost_answers = 1
    with pytest.raises(NoAnswer):
        scene.courier.deliver()
    scene.courier.deliver()
    assert scene.hub.keys == ["key-A1", "key-A1", "key-A1", "key-A2"]
    assert scene.hub.paths() == ["/tickets/A1/print", "/tickets/A2/print"]


def test_what_the_hub_fails_at_does_not_hold_the_others_back(scene: Scene) -> None:
    post = scene.hub.post

    def failing(path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        if key == "key-A1":
            raise HubFault("status 500")
        return post(path, body, key, timeout_s)

    scene.hub.post = failing  # type: ignore[method-assign]
    scene.add("A1")
    scene.add("A2")
    scene.courier.tell_status(READY)
    with pytest.raises(HubFault):
        scene.courier.deliver()
    assert scene.hub.paths() == ["/devices/K1-printer/status", "/tickets/A2/print"]
    assert [errand.key for errand in scene.spool.open_errands()] == ["key-A1"]


def test_a_refusal_is_an_answer(scene: Scene) -> None:
    scene.hub.refusal = "unknown_ticket"
    scene.add("A1")
    scene.courier.deliver()
    assert scene.spool.open_errands() == []


def test_a_hub_that_does_not_know_this_kiosk_hears_everything_once_it_does(scene: Scene) -> None:
    scene.hub.is_strange = True
    for name in ("A1", "A2"):
        scene.add(name)
    scene.courier.tell_status(READY)
    with pytest.raises(HubNotPaired):
        scene.courier.deliver()
    assert len(scene.spool.open_errands()) == 2
    scene.hub.is_strange = False
    scene.courier.deliver()
    assert scene.hub.paths() == ["/devices/K1-printer/status", "/tickets/A1/print", "/tickets/A2/print"]
    assert len(set(scene.hub.keys)) == 3


def test_requests_that_were_given_up_are_told_first(scene: Scene) -> None:
    order: list[str] = []
    scene.courier.abandon = lambda request: order.append(request.key)
    scene.spool.open_request("given-up", "{}", NOON_MS)
    scene.spool.abandon_request("given-up", hub_unreachable())
    scene.add("A1")
    scene.courier.deliver()
    assert order == ["given-up"]
    assert scene.hub.keys == ["key-A1"]


def test_a_status_is_told_once_and_only_the_newest_counts(scene: Scene) -> None:
    scene.hub.is_away = True
    for status in (READY, OUT):
        scene.courier.tell_status(status)
        with pytest.raises(NoAnswer):
            scene.courier.deliver()
    scene.hub.is_away = False
    scene.courier.deliver()
    scene.courier.deliver()
    assert scene.statuses() == [{"link": "online", "paper": "out", "cover": "closed", "trouble": "paper_out"}]


def test_a_status_whose_answer_was_lost_is_told_again_with_its_key(scene: Scene) -> None:
    scene.courier.tell_status(READY)
    scene.hub.lost_answers = 1
    with pytest.raises(NoAnswer):
        scene.courier.deliver()
    scene.courier.deliver()
    assert len(set(scene.hub.keys)) == 1
    assert len(scene.statuses()) == 1


def test_a_hub_that_is_back_is_told_anew(scene: Scene) -> None:
    scene.courier.hub_is_back()
    scene.courier.deliver()
    assert scene.statuses() == []
    scene.courier.tell_status(READY)
    scene.courier.deliver()
    scene.courier.hub_is_back()
    scene.courier.deliver()
    assert len(scene.statuses()) == 2
    assert len(set(scene.hub.keys)) == 2


@pytest.mark.parametrize(
    ("status", "link", "trouble"),
    [
        (READY, "online", ""),
        (OUT, "online", "paper_out"),
        (PrinterStatus(is_online=True, trouble="paper_jam"), "online", "paper_jam"),
        (PrinterStatus(is_online=True, trouble="printer_silent"), "online", ""),
        (PrinterStatus(is_online=True, trouble="printer_offline"), "offline", ""),
        (PrinterStatus(trouble="link_refused"), "offline", ""),
        (PrinterStatus(trouble="printer_silent"), "unknown", ""),
    ],
)
def test_what_the_hub_is_told_of_the_link(status: PrinterStatus, link: str, trouble: str) -> None:
    told = {"link": link, "paper": status.paper.value, "cover": status.cover.value, "trouble": trouble}
    assert device_status(status) == told


def test_a_printer_that_falls_silent_is_a_trouble_and_one_that_never_spoke_is_none(scene: Scene) -> None:
    for status in (SILENT, READY, SILENT, READY):
        scene.courier.tell_status(status)
        scene.courier.deliver()
    told = [(each["link"], each["trouble"]) for each in scene.statuses()]
    assert told == [("unknown", ""), ("online", ""), ("unknown", "printer_silent"), ("online", "")]


def test_what_means_the_same_to_the_hub_is_told_once(scene: Scene) -> None:
    held_out = structs.replace(READY, output=Output.TICKET)
    for status in (READY, held_out, READY, PrinterStatus(trouble="link_lost"), PrinterStatus(trouble="link_refused")):
        scene.courier.tell_status(status)
        scene.courier.deliver()
    assert [told["link"] for told in scene.statuses()] == ["online", "offline"]


def test_the_thread_goes_on_after_faults_and_absence_and_ends_when_told(scene: Scene) -> None:
    stop = threading.Event()

    def tick() -> None:
        raise ZeroDivisionError("a fault in the clock's work, each time")

    scene.courier.on_tick = tick
    scene.hub.is_away = True
    scene.add("A1")
    thread = threading.Thread(target=scene.courier.run, args=(stop,))
    thread.start()
    scene.hub.wait_for_asked(3)
    with scene.hub.arrived:
        scene.hub.is_away = False
        assert scene.hub.arrived.wait_for(lambda: "key-A1" in scene.hub.answers, WITHIN_S)
    stop.set()
    scene.courier.wake()
    thread.join(WITHIN_S)
    assert not thread.is_alive()


def test_the_status_is_told_though_the_disk_takes_no_writes(scene: Scene) -> None:
    scene.add("A1")
    scene.courier.tell_status(OUT)
    scene.spool.file.connection.execute("PRAGMA query_only = 1")
    with pytest.raises(sqlite3.OperationalError):
        scene.courier.deliver()
    assert [status["paper"] for status in scene.statuses()] == ["out"]
    scene.spool.file.connection.execute("PRAGMA query_only = 0")
    scene.courier.deliver()
    assert scene.hub.paths().count("/tickets/A1/print") == 1
