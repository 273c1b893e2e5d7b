"""What an agent tells the hub of itself, and how it takes up what is ordered of it."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from msgspec.structs import replace

from drivers.printers import GENERIC, NO_ANSWER, Cut, JobEnd, JobReport, Paper, Part, Picture, PrinterStatus
from hub.agent.hub_client import HubAnswer, HubFault, HubNotPaired, NoAnswer
from hub.agent.hub_clock import HubClock
from hub.agent.reporting import Reporter
from hub.messages import API, DeviceReport, LastError, LastJob
from hub.version import VERSION
from kiosk_app.agent import KioskAgent, KioskSettings
from kiosk_app.agent_state import AgentState
from kiosk_app.print_desk import Printer
from kiosk_app.records import Job, JobState
from kiosk_app.trial_paper import trial_paper
from tests.hub_process import HubProcess
from tests.kiosk_app.agent_kit import NOON_MS, QUICK, STEADY, WITHIN_S, FakeClock, PageDouble, Tray, paired
from tests.waiting import until

ADDRESS = "socket://192.168.1.50:9100"


class OrderingHub:
    """A hub with open orders: it hands them out until a report that it hears names them.

    ``errors`` are met with the report of that number instead of an answer; what was said is heard all the same.
    """

    def __init__(self, *kinds: str, errors: Mapping[int, Exception] | None = None) -> None:
        self.open = {f"order-{kind}": kind for kind in kinds}
        self.paths: list[str] = []
        self.errors = errors or {}
        self.heard = threading.Semaphore(0)

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        self.open = {order: kind for order, kind in self.open.items() if order not in body["done_orders"]}
        self.paths.append(path)
        self.heard.release()
        if len(self.paths) in self.errors:
            raise self.errors[len(self.paths)]
        return HubAnswer(200, {"orders": [{"id": order, "kind": kind} for order, kind in self.open.items()]})


def report(done_orders: tuple[str, ...]) -> DeviceReport:
    return DeviceReport(version="1", clock_offset_ms=0, started_ms=NOON_MS, done_orders=done_orders)


def reporter_of(hub: OrderingHub, name: str = "K1") -> tuple[Reporter, list[str]]:
    done: list[str] = []
    reporter = Reporter(hub, lambda: name, report, replace(QUICK, report_s=0.02, report_least_s=0.01))
    reporter.on_order = done.append
    return reporter, done


def test_an_order_is_carried_out_once_and_only_after_the_hub_has_heard_that_it_was_taken_up() -> None:
    hub = OrderingHub("test_print", "restart")
    reporter, done = reporter_of(hub)
    reporter.tell()
    assert done == ["test_print", "restart"]
    assert hub.paths == ["/devices/K1/report"] * 2
    reporter.tell()
    assert done == ["test_print", "restart"]


def test_an_order_waits_while_nobody_says_that_it_was_heard_to_be_taken_up() -> None:
    reporter, done = reporter_of(OrderingHub("test_print", errors={2: NoAnswer("lost")}))
    with pytest.raises(NoAnswer):
        reporter.tell()
    assert done == []
    reporter.tell()
    assert done == ["test_print"]


def test_an_agent_that_has_no_name_yet_tells_nothing() -> None:
    hub = OrderingHub("restart")
    reporter, done = reporter_of(hub, name="")
    reporter.tell()
    assert (hub.paths, done) == ([], [])


def test_its_thread_goes_on_whatever_it_meets_and_ends_when_it_is_told_to() -> None:
    troubles = (NoAnswer("away"), HubFault("status 500"), HubNotPaired("status 401"), ValueError("a slip of ours"))
    hub, stop = OrderingHub(errors=dict(enumerate(troubles, 1))), threading.Event()
    reporter = reporter_of(hub)[0]
    thread = threading.Thread(target=reporter.run, args=(stop,))
    thread.start()
    assert all(hub.heard.acquire(timeout=10) for _ in range(len(troubles) + 1))
    stop.set()
    reporter.wake()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def state(clock: FakeClock) -> AgentState:
    return AgentState(HubClock(clock, clock.steady_s), GENERIC, ADDRESS)


def job(state: JobState = JobState.QUEUED, code: str = "", label: str = "A001") -> Job:
    return Job(id="1", ticket="t", label=label, paper="", created_ms=NOON_MS, state=state, code=code)


def test_a_state_is_told_as_it_is_now(state: AgentState, clock: FakeClock) -> None:
    told: list[None] = []
    state.on_change = lambda: told.append(None)
    state.page, state.offline_waiting = lambda: "alive", lambda: 3
    clock.advance(60)
    assert state.report(("x",)) == DeviceReport(
        version=VERSION,
        clock_offset_ms=0,
        started_ms=NOON_MS,
        profile=GENERIC.name,
        address_kind="socket",
        page="alive",
        offline_waiting=3,
        done_orders=("x",),
    )
    state.job_changed(None)
    state.job_changed(job())
    state.job_changed(job())
    assert state.report(()).last_job == LastJob("A001", "queued", NOON_MS)
    assert len(told) == 1, "what is as before is not told at once"


def test_times_are_the_hubs_and_its_clock_is_compared(clock: FakeClock) -> None:
    hub_clock = HubClock(clock, clock.steady_s)
    state = AgentState(hub_clock, GENERIC, "what is this")
    clock.advance(5)
    hub_clock.connected()
    hub_clock.heard(NOON_MS + 65_000)
    told = state.report(())
    assert (told.clock_offset_ms, told.started_ms) == (-60_000, NOON_MS + 60_000)
    assert told.address_kind == ""


def test_errors_are_told_with_their_time_and_once(state: AgentState, clock: FakeClock) -> None:
    out = PrinterStatus(True, paper=Paper.OUT, trouble="paper_out")
    state.printer_read(out)
    clock.advance(7)
    state.printer_read(out)
    assert state.report(()).last_error == LastError("paper_out", NOON_MS)
    state.printer_read(PrinterStatus(True, paper=Paper.OK))
    state.job_changed(job(JobState.FAILED, "link_refused"))
    assert state.report(()).last_error == LastError("link_refused", NOON_MS + 7000)
    state.job_changed(job(JobState.UNKNOWN, NO_ANSWER, "A002"))
    assert state.report(()).last_error == LastError("link_refused", NOON_MS + 7000), "some printers never answer"


def test_what_went_wrong_in_an_earlier_run_went_wrong_then(clock: FakeClock) -> None:
    clock.advance(600)
    state = AgentState(HubClock(clock, clock.steady_s), GENERIC, ADDRESS)
    state.job_changed(job(JobState.FAILED, "paper_out"))
    assert state.report(()).last_error == LastError("paper_out", NOON_MS)


def test_a_trial_is_the_last_paper(state: AgentState) -> None:
    state.job_changed(job())
    state.trial_ended("IN THỬ", JobReport(JobEnd.CONFIRMED))
    assert state.report(()).last_job == LastJob("IN THỬ", "confirmed", NOON_MS)


@pytest.mark.parametrize("width", [576, 384])
def test_a_trial_paper_reaches_both_edges(width: int) -> None:
    picture, cut = trial_paper("K1", NOON_MS, None, width)
    assert isinstance(picture, Picture)
    assert isinstance(cut, Cut)
    board = [picture.raster.rows(row, 1) for row in (0, 8)]
    assert {row[0] for row in board} == {row[-1] for row in board} == {0x00, 0xFF}


class Gate:
    """A printer that prints only while it is open."""

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self.is_open = threading.Event()
        self.is_open.set()
        self.is_asked = threading.Event()

    def status(self) -> PrinterStatus:
        return self.printer.status()

    def print(self, parts: Sequence[Part]) -> JobReport:
        self.is_asked.set()
        assert self.is_open.wait(WITHIN_S)
        return self.printer.print(parts)


def test_what_is_ordered_on_the_hubs_page_is_done_by_the_agent(tmp_path: Path) -> None:
    folder, tray, is_to_restart = tmp_path / "kiosk", Tray(), threading.Event()
    gate, papers_then = Gate(tray.printer), []
    with HubProcess(tmp_path) as hub:
        settings = KioskSettings(paired(folder, hub.url, hub.token("kiosk:K1")), ADDRESS, folder, port=0)
        agent = KioskAgent(settings, timing=replace(STEADY, report_s=0.1, report_least_s=0.05), printer=gate)
        agent.on_restart = lambda: (papers_then.append(len(tray.papers)), is_to_restart.set())[0]
        try:
            assert until(lambda: bool(known(hub).get("heard")), WITHIN_S)
            order(hub, "test_print")
            (paper,) = tray.wait_for(1)
            assert paper.width == GENERIC.width_dots
            assert until(lambda: last_job(hub) == ("IN THỬ", "confirmed"), WITHIN_S)
            gate.is_open.clear()
            gate.is_asked.clear()
            assert PageDouble(agent.port, folder).take("press-1").ok
            assert gate.is_asked.wait(WITHIN_S)
            order(hub, "restart")
            assert until(lambda: not known(hub)["ordered"], WITHIN_S)
            gate.is_open.set()
            assert is_to_restart.wait(WITHIN_S)
            assert papers_then == [2], "the paper that was coming out came out first"
        finally:
            agent.close()
            tray.cable.unplug()


def known(hub: HubProcess) -> dict[str, Any]:
    """What the hub knows of the kiosk."""
    devices = requests.get(f"{hub.url}{API}/devices", timeout=10).json()
    return next((device for device in devices if device["screen"] == "kiosk:K1"), {})


def last_job(hub: HubProcess) -> tuple[str, str]:
    job = known(hub)["heard"]["report"]["last_job"]
    return (job["label"], job["state"]) if job else ("", "")


def order(hub: HubProcess, kind: str) -> None:
    answer = requests.post(f"{hub.url}/admin/devices/kiosk:K1/order", data={"order": kind}, timeout=10)
    assert answer.ok, answer.text
