"""The agent knows whether it works: its page is served and draws, every one of its threads goes on."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec import structs

from drivers.devices import DeviceSettings
from drivers.printers import JobReport, Part, PrinterStatus
from hub.agent.enrolment import Enrolment
from hub.agent.service_manager import ServiceManager, feed_watchdog
from kiosk_app.agent import KioskAgent, KioskSettings
from kiosk_app.heartbeat import SILENT_AFTER_S, Heartbeat, PageState
from kiosk_app.page_sockets import PageServer
from tests.kiosk_app.agent_kit import QUICK, WITHIN_S, FakeClock, paired
from tests.operations.service_kit import Manager
from tests.waiting import until

NO_HUB = "http://127.0.0.1:9"
TIMING = structs.replace(QUICK, hang_s=0.5)


class HangingPrinter:
    """Comes back from a look only while a test lets it."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.let_go.set()

    def status(self) -> PrinterStatus:
        assert self.let_go.wait(WITHIN_S)
        return PrinterStatus()

    def print(self, parts: Sequence[Part]) -> JobReport:
        raise AssertionError(f"nobody asked for a paper of {len(parts)} parts")


@pytest.fixture
def printer() -> HangingPrinter:
    return HangingPrinter()


@pytest.fixture
def agent(tmp_path: Path, printer: HangingPrinter) -> Iterator[KioskAgent]:
    settings = KioskSettings(paired(tmp_path, NO_HUB, "no-token"), "socket://127.0.0.1:9", tmp_path, port=0)
    agent = KioskAgent(settings, timing=TIMING, printer=printer)
    yield agent
    printer.let_go.set()
    agent.close()


def becomes(agent: KioskAgent, is_alive: bool) -> None:
    deadline_s = time.monotonic() + WITHIN_S
    while agent.is_alive() is not is_alive:
        assert time.monotonic() < deadline_s


def test_an_agent_lives_without_hub_and_printer_but_not_with_a_thread_that_hangs(
    agent: KioskAgent, printer: HangingPrinter
) -> None:
    assert agent.is_alive()
    printer.let_go.clear()
    becomes(agent, is_alive=False)
    printer.let_go.set()
    becomes(agent, is_alive=True)


def test_an_agent_lives_without_its_scanner(tmp_path: Path, printer: HangingPrinter) -> None:
    scanner = DeviceSettings("scanner", "scanner", "/dev/serial/by-path/absent?baud=9600")
    folder = paired(tmp_path, NO_HUB, "no-token")
    agent = KioskAgent(
        KioskSettings(folder, "socket://127.0.0.1:9", tmp_path, port=0, scanner=scanner), timing=TIMING, printer=printer
    )
    try:
        ((_, began_s),) = agent._scanner.turns()
        assert until(lambda: agent._scanner.turns()[0][1] > began_s + TIMING.hang_s, WITHIN_S)
        becomes(agent, is_alive=True)
    finally:
        agent.close()


def test_an_agent_that_serves_no_page_does_not_live(agent: KioskAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(PageServer, "answers", lambda _self: False)
        assert not agent.is_alive()
    assert agent.is_alive()


def test_systemd_is_fed_by_what_lives_alone(agent: KioskAgent, printer: HangingPrinter, tmp_path: Path) -> None:
    with Manager(tmp_path, watchdog_s=1.0) as manager:
        service = ServiceManager(manager.environment)
        feed_watchdog(service, agent.is_alive, lambda _: True)
        assert manager.hear_all() == ["WATCHDOG=1"]
        printer.let_go.clear()
        becomes(agent, is_alive=False)
        feed_watchdog(service, agent.is_alive, lambda _: True)
        assert manager.hear_all() == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_agent_whose_thread_has_ended_does_not_live(agent: KioskAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Enrolment, "_look", lambda _self, _stop: sys.exit())
    agent._enrolment.wake()
    becomes(agent, is_alive=False)


def test_an_agent_whose_page_stays_frozen_does_not_live(agent: KioskAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    heartbeat = Heartbeat(clock.steady_s)
    monkeypatch.setattr(agent, "_heartbeat", heartbeat)
    heartbeat.beat(is_near=False)
    clock.advance(TIMING.page_s + 1)
    assert agent.is_alive(), "a tablet was carried away"
    heartbeat.beat(is_near=True)
    clock.advance(TIMING.page_s)
    assert agent.is_alive()
    clock.advance(1)
    assert not agent.is_alive()
    heartbeat.leave(is_near=True)
    assert agent.is_alive()


def test_a_page_is_alive_while_it_says_so() -> None:
    clock = FakeClock()
    heartbeat = Heartbeat(clock.steady_s)
    assert heartbeat.page is PageState.NONE
    heartbeat.beat(is_near=True)
    clock.advance(SILENT_AFTER_S)
    assert heartbeat.page is PageState.ALIVE
    clock.advance(0.001)
    assert heartbeat.page is PageState.SILENT
    heartbeat.beat(is_near=True)
    assert heartbeat.page is PageState.ALIVE
    heartbeat.leave(is_near=True)
    assert heartbeat.page is PageState.NONE


def test_a_page_elsewhere_does_not_hide_that_the_machines_own_is_frozen() -> None:
    clock = FakeClock()
    heartbeat = Heartbeat(clock.steady_s)
    heartbeat.beat(is_near=False)
    assert heartbeat.page is PageState.ALIVE
    heartbeat.beat(is_near=True)
    clock.advance(SILENT_AFTER_S + 1)
    heartbeat.beat(is_near=False)
    assert heartbeat.page is PageState.SILENT
    heartbeat.leave(is_near=False)
    assert heartbeat.page is PageState.SILENT
    heartbeat.leave(is_near=True)
    heartbeat.beat(is_near=False)
    assert heartbeat.page is PageState.ALIVE
