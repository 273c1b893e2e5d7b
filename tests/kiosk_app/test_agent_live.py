"""The whole way: page, agent, a real hub process, the real driver and a simulated printer, all over sockets."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from drivers.simulators import Fault
from drivers.simulators.paper import png
from hub.agent.hub_client import HubHttp, HubNotPaired
from kiosk_app.agent import KioskAgent, KioskSettings
from tests.hub_process import HubProcess
from tests.kiosk_app.agent_kit import (
    QUICK_PRINTER,
    STEADY,
    WITHIN_S,
    FakeClock,
    Listener,
    PageDouble,
    Stranger,
    Tray,
    listening,
    paired,
    seconds_since,
)
from tests.kiosk_app.cutting_line import CuttingLine
from tests.waiting import until


@dataclass
class Kiosk:
    """A kiosk that stands in the hall."""

    hub: HubProcess
    agent: KioskAgent
    page: PageDouble
    screen: Listener
    tray: Tray
    clock: FakeClock

    def restart(self, folder: Path) -> None:
        """Let another agent take over, which has no socket of ours."""
        self.agent.close()
        self.agent = KioskAgent(
            KioskSettings(None, "", folder, port=0), self.clock, STEADY, self.tray.printer, self.clock.steady_s
        )
        self.page = PageDouble(self.agent.port, folder)

    def waiting(self, field_id: str) -> int:
        """How many wait for a field, by what the kiosk was told last."""
        return waiting_in(self.screen.views["kiosk"]["data"], field_id)

    def wait_for_waiting(self, field_id: str, count: int) -> None:
        self.screen.wait_until("kiosk", lambda view: waiting_in(view, field_id) == count)

    def wait_until_handed_in(self, series: str, number: int) -> None:
        """Until the hub says that it knows the kiosk's own numbers up to this one."""
        self.screen.wait_until("kiosk", lambda view: view["offline"]["last_numbers"].get(series) == number)

    def wait_for_job(self, ticket: str, state: str) -> dict[str, Any]:
        def is_so(view: dict[str, Any]) -> bool:
            job = view["job"]
            return job is not None and (job["ticket"], job["state"]) == (ticket, state)

        job: dict[str, Any] = self.screen.wait_until("agent", is_so)["job"]
        return job

    def wait_until_settled(self) -> None:
        self.screen.wait_until("agent", lambda view: view["job"]["state"] in ("noted", "cancelled"))


def waiting_in(view: dict[str, Any], field_id: str) -> int:
    return next(entry["waiting"] for entry in view["fields"] if entry["id"] == field_id)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        yield process


@pytest.fixture
def tray() -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.cable.unplug()


@contextmanager
def standing(
    hub: HubProcess, url: str, tray: Tray, folder: Path, who: tuple[str, FakeClock] | None = None
) -> Iterator[Kiosk]:
    name, clock = who or ("K1", FakeClock())
    screen = f"kiosk:{name}"
    settings = KioskSettings(paired(folder, url, hub.token(screen), screen), "", folder, port=0)
    agent = KioskAgent(settings, clock, STEADY, tray.printer, clock.steady_s)
    page = PageDouble(agent.port, folder)
    with listening(page.url, page.token) as sights:
        sights.wait_until("kiosk", lambda view: view["header"]["is_open"])
        sights.wait_until("agent", lambda view: view["hub_is_reachable"] and view["printer"]["is_online"])
        kiosk = Kiosk(hub, agent, page, sights, tray, clock)
        yield kiosk
    kiosk.agent.close()


@pytest.fixture
def kiosk(hub: HubProcess, tray: Tray, tmp_path: Path) -> Iterator[Kiosk]:
    with standing(hub, hub.url, tray, tmp_path) as kiosk:
        yield kiosk


def qr_of(kiosk: Kiosk) -> list[str]:
    with Image.open(io.BytesIO(png(kiosk.tray.papers[-1]))) as picture:
        return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


def test_two_presses_of_one_key_are_one_ticket_and_one_paper(kiosk: Kiosk) -> None:
    before = kiosk.waiting("ho_tich")
    answers = []
    presses = [threading.Thread(target=lambda: answers.append(kiosk.page.take("press-1"))) for _ in range(2)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert [answer.status_code for answer in answers] == [201, 201]
    ticket = answers[0].json()
    assert answers[1].json() == ticket
    assert (ticket["field"], ticket["people_ahead"], ticket["counters"]) == ("ho_tich", before, [2, 4])
    kiosk.wait_for_job(ticket["ticket"], "confirmed")
    kiosk.wait_for_waiting("ho_tich", before + 1)
    assert kiosk.page.take("press-1").json() == ticket
    assert len(kiosk.tray.papers) == 1
    assert qr_of(kiosk) == [ticket["link"]] != [""]


def test_the_page_gets_the_hubs_procedures_and_a_slip_of_one(kiosk: Kiosk) -> None:
    version = kiosk.screen.wait_until("agent", lambda view: view["procedures"] != "")["procedures"]
    listed = kiosk.page.get("/procedures").json()
    assert (listed["version"], len(listed["procedures"])) == (version, 105)
    hub = HubHttp(Stranger(kiosk.hub.url, kiosk.hub.token("kiosk:K1")))
    assert hub.read("/procedures", WITHIN_S, version).status == 304
    wish = {"field": "ho_tich", "name": "Đăng ký khai sinh", "language": "en"}
    assert kiosk.page.post("/slips", wish, "slip-1").json() == {"slip": "slip-1"}
    kiosk.screen.wait_until("agent", lambda view: view["slip"] == {"id": "slip-1", "state": "confirmed"})
    assert len(kiosk.tray.papers) == 1


def test_a_key_with_another_wish_is_refused(kiosk: Kiosk) -> None:
    kiosk.page.take("press-2")
    other = kiosk.page.take("press-2", "dat_dai")
    assert (other.status_code, other.json()["code"]) == (422, "request_reused")


def test_the_hubs_refusal_reaches_the_page_as_it_is(kiosk: Kiosk) -> None:
    refused = kiosk.page.take("press-3", "no_such_field")
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_field")
    assert set(refused.json()["text"]) == {"vi", "en"}
    assert kiosk.page.take("press-3", "no_such_field").json() == refused.json()


@pytest.mark.parametrize("screen", ["", "wall"])
def test_a_hub_does_not_answer_a_stranger(hub: HubProcess, screen: str) -> None:
    stranger = HubHttp(Stranger(hub.url, hub.token(screen) if screen else "forged"))
    with pytest.raises(HubNotPaired):
        stranger.post("/tickets", {"field": "ho_tich"}, "press-14", 10)


def test_an_answer_lost_after_the_commit_is_asked_for_again(hub: HubProcess, tray: Tray, tmp_path: Path) -> None:
    line = CuttingLine(hub.url)
    with standing(hub, line.url, tray, tmp_path) as kiosk:
        before = kiosk.waiting("dat_dai")
        line.lose(2, b"POST /api/v1/tickets HTTP")
        answer = kiosk.page.take("press-4", "dat_dai")
        assert answer.status_code == 201
        assert line.lost == 2
        kiosk.wait_for_job(answer.json()["ticket"], "confirmed")
        kiosk.wait_for_waiting("dat_dai", before + 1)
        assert len(tray.papers) == 1
    line.pull()


def test_a_number_whose_answer_never_came_makes_way_for_the_kiosks_own(
    hub: HubProcess, tray: Tray, tmp_path: Path
) -> None:
    line = CuttingLine(hub.url)
    with standing(hub, line.url, tray, tmp_path) as kiosk:
        before = kiosk.waiting("dat_dai")
        line.lose(10_000, b"POST /api/v1/")
        answers = []
        press = threading.Thread(target=lambda: answers.append(kiosk.page.take("press-13", "dat_dai")))
        press.start()
        kiosk.wait_for_waiting("dat_dai", before + 1)
        press.join()
        own = answers[0].json()
        assert (own["label"], own["is_offline"], own["people_ahead"]) == ("L-K1-51", True, None)
        tray.wait_for(1)
        line.lose(0, b"")
        kiosk.wait_until_handed_in("L-K1", 51)
        assert kiosk.waiting("dat_dai") == before + 1
        assert kiosk.page.take("press-13", "dat_dai").json() == own
        assert len(tray.papers) == 1
    line.pull()


def test_a_number_without_paper_is_cancelled_when_nobody_answers(kiosk: Kiosk) -> None:
    kiosk.tray.simulator.fault(Fault.PAPER_OUT)
    kiosk.screen.wait_until("agent", lambda view: view["printer"]["paper"] == "out")
    before = kiosk.waiting("dat_dai")
    ticket, link = map(kiosk.page.take("press-5", "dat_dai").json().get, ("ticket", "link"))
    job = kiosk.wait_for_job(ticket, "failed")
    assert (job["qr"], job["cancel_at_ms"]) == (link, kiosk.screen.views["agent"]["at_ms"] + 20_000)
    kiosk.wait_for_waiting("dat_dai", before + 1)
    kiosk.clock.advance(20)
    kiosk.wait_until_settled()
    kiosk.wait_for_waiting("dat_dai", before)
    assert kiosk.tray.papers == []
    late = kiosk.page.post(f"/tickets/{ticket}/noted", {})
    assert (late.status_code, late.json()["code"]) == (409, "settled_otherwise")


def test_a_noted_number_without_paper_stays(kiosk: Kiosk) -> None:
    kiosk.tray.simulator.fault(Fault.COVER_OPEN)
    before = kiosk.waiting("dat_dai")
    ticket = kiosk.page.take("press-6", "dat_dai").json()["ticket"]
    kiosk.wait_for_job(ticket, "failed")
    assert [kiosk.page.post(f"/tickets/{ticket}/noted", {}).status_code for _ in range(2)] == [200, 200]
    kiosk.wait_until_settled()
    kiosk.clock.advance(60)
    again = kiosk.page.take("press-7", "dat_dai").json()["ticket"]
    kiosk.wait_for_job(again, "failed")
    assert kiosk.page.post(f"/tickets/{again}/cancel", {}).status_code == 200
    kiosk.wait_until_settled()
    kiosk.wait_for_waiting("dat_dai", before + 1)


def test_a_silent_printer_leaves_the_number_alive(hub: HubProcess, tmp_path: Path) -> None:
    hasty = Tray(QUICK_PRINTER)
    with standing(hub, hub.url, hasty, tmp_path) as kiosk:
        hasty.simulator.fault(Fault.SILENT)
        before = kiosk.waiting("ho_tich")
        ticket = kiosk.page.take("press-8").json()["ticket"]
        kiosk.wait_for_job(ticket, "unknown")
        kiosk.clock.advance(60)
        for decision in ("noted", "cancel"):
            answer = kiosk.page.post(f"/tickets/{ticket}/{decision}", {})
            assert (answer.status_code, answer.json()["code"]) == (409, "not_failed")
        kiosk.wait_for_waiting("ho_tich", before + 1)
    hasty.cable.unplug()


def test_the_clerk_is_told_of_the_printer(kiosk: Kiosk) -> None:
    with listening(kiosk.hub.url, kiosk.hub.token("counter:1"), "counter:1") as clerk:
        clerk.wait_until("counter:1", lambda view: not view["alerts"])
        kiosk.tray.simulator.fault(Fault.PAPER_OUT)
        view = clerk.wait_until("counter:1", lambda view: view["alerts"])
        alert = view["alerts"][0]
        assert (alert["device"], alert["link"], alert["paper"]) == ("K1-printer", "online", "out")
        kiosk.tray.simulator.fault(Fault.PAPER_OUT, is_on=False)
        clerk.wait_until("counter:1", lambda view: not view["alerts"])
        kiosk.tray.cable.unplug()
        view = clerk.wait_until("counter:1", lambda view: view["alerts"])
        assert view["alerts"][0]["link"] == "offline"


def test_a_kiosk_whose_disk_takes_nothing_says_so_and_goes_on_once_it_does(kiosk: Kiosk) -> None:
    disk = kiosk.agent._spool.file.connection
    disk.execute("PRAGMA query_only = 1")
    refused = kiosk.page.take("press-20")
    assert (refused.status_code, refused.json()["code"]) == (503, "disk_failed")
    out_of_order = {"may_draw": False, "reason": "disk_failed"}
    kiosk.screen.wait_until("agent", lambda view: view["offline"] == out_of_order)
    assert until(lambda: _last_error(kiosk) == "disk_failed", WITHIN_S)
    with listening(kiosk.hub.url, kiosk.hub.token("counter:1"), "counter:1") as clerk:
        kiosk.tray.simulator.fault(Fault.PAPER_OUT)
        clerk.wait_until("counter:1", lambda view: view["alerts"])
        kiosk.tray.simulator.fault(Fault.PAPER_OUT, is_on=False)
        clerk.wait_until("counter:1", lambda view: not view["alerts"])
    disk.execute("PRAGMA query_only = 0")
    kiosk.screen.wait_until("agent", lambda view: view["offline"] is None)
    assert kiosk.page.take("press-21").status_code == 201


def _last_error(kiosk: Kiosk) -> str:
    error = kiosk.agent._state.report(()).last_error
    return error.code if error else ""


def test_the_agent_ends_at_once(hub: HubProcess, tray: Tray, tmp_path: Path) -> None:
    with standing(hub, hub.url, tray, tmp_path) as kiosk:
        started_s = time.monotonic()
        kiosk.agent.close()
        assert seconds_since(started_s) < 0.5
