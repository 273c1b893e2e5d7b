"""Reception's papers the whole way: a real hub, the agent, the real driver and a simulated printer."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from drivers.printers import EscposPrinter, JobReport, Part, PrinterStatus
from drivers.simulators import Fault
from tests.hub_process import HubProcess
from tests.kiosk_app.agent_kit import WITHIN_S, Tray, listening
from tests.kiosk_app.test_agent_live import Kiosk, standing

PRINTER = "K1-printer"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        yield process


@pytest.fixture
def tray() -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.cable.unplug()


@pytest.fixture
def kiosk(hub: HubProcess, tray: Tray, tmp_path: Path) -> Iterator[Kiosk]:
    with standing(hub, hub.url, tray, tmp_path) as kiosk:
        wait_until_known(kiosk)
        yield kiosk


def wait_until_known(kiosk: Kiosk) -> None:
    """The hub asks only printers for papers that have told their status."""
    with listening(kiosk.hub.url, kiosk.hub.token("reception"), "reception") as reception:
        reception.wait_until("reception", lambda view: [printer["device"] for printer in view["printers"]] == [PRINTER])


def draw(kiosk: Kiosk, **wish: Any) -> dict[str, Any]:
    body = {"field": "ho_tich", "granted_by": "staff", "print_at": PRINTER, **wish}
    answer = kiosk.hub.post(kiosk.hub.token("reception"), "/tickets", body)
    event: dict[str, Any] = answer.json()["events"][0]
    return event


def print_again(kiosk: Kiosk, ticket: str) -> None:
    answer = kiosk.hub.post(kiosk.hub.token("reception"), f"/tickets/{ticket}/request-print", {"device": PRINTER})
    assert answer.ok, answer.text


def papers_of(kiosk: Kiosk, ticket: str) -> list[tuple[str, str]]:
    """What the hub knows of a ticket's papers."""
    recent = kiosk.hub.view(kiosk.hub.token("reception"), "reception")["data"]["recent"]
    return [(card["print"]["job"], card["print"]["result"]) for card in recent if card["ticket"] == ticket]


def wait_until_told(kiosk: Kiosk) -> None:
    kiosk.screen.wait_until("kiosk", lambda view: not view["print_requests"])


def test_a_number_of_reception_is_printed_at_once_and_again_as_a_reprint(kiosk: Kiosk) -> None:
    own = kiosk.page.take("press-1").json()["ticket"]
    kiosk.wait_for_job(own, "confirmed")
    ticket = draw(kiosk)["ticket"]
    first = kiosk.tray.wait_for(2)[1]
    wait_until_told(kiosk)
    assert papers_of(kiosk, ticket)[0][1] == "confirmed"
    print_again(kiosk, ticket)
    again = kiosk.tray.wait_for(3)[2]
    wait_until_told(kiosk)
    assert again.height > first.height  # it bears the mark
    assert kiosk.screen.views["agent"]["data"]["job"]["ticket"] == own
    assert len(kiosk.tray.papers) == 3


def test_a_printer_without_paper_leaves_it_to_reception(kiosk: Kiosk) -> None:
    kiosk.tray.simulator.fault(Fault.PAPER_OUT)
    before = kiosk.waiting("dat_dai")
    ticket = draw(kiosk, field="dat_dai")["ticket"]
    kiosk.wait_for_waiting("dat_dai", before + 1)
    wait_until_told(kiosk)
    assert papers_of(kiosk, ticket)[0][1] == "failed"
    kiosk.clock.advance(3600)
    kiosk.tray.simulator.fault(Fault.PAPER_OUT, is_on=False)
    print_again(kiosk, ticket)
    assert len(kiosk.tray.wait_for(1)) == 1
    wait_until_told(kiosk)
    assert kiosk.waiting("dat_dai") == before + 1


class HeldPrinter:
    """A printer that has begun and goes on when it may."""

    def __init__(self, printer: EscposPrinter) -> None:
        self.begun, self.may_go_on = threading.Event(), threading.Event()
        self.status: Callable[[], PrinterStatus] = printer.status
        self._printer = printer

    def print(self, parts: Sequence[Part]) -> JobReport:
        self.begun.set()
        self.may_go_on.wait(WITHIN_S)
        return self._printer.print(parts)


def test_a_hub_that_dies_before_it_hears_of_the_end_gets_no_second_paper(tmp_path: Path, tray: Tray) -> None:
    held = HeldPrinter(tray.printer)
    tray.printer = held  # type: ignore[assignment]
    with HubProcess(tmp_path / "hub") as hub, standing(hub, hub.url, tray, tmp_path / "kiosk") as kiosk:
        wait_until_known(kiosk)
        draw(kiosk)
        assert held.begun.wait(WITHIN_S)
        hub.kill()
        kiosk.screen.wait_until("agent", lambda view: not view["hub_is_reachable"])
        held.may_go_on.set()
        tray.wait_for(1)
        with HubProcess(hub.data, port=hub.port):
            kiosk.screen.wait_until("agent", lambda view: view["hub_is_reachable"])
            wait_until_told(kiosk)
            ticket = kiosk.page.take("press-1").json()["ticket"]
            kiosk.wait_for_job(ticket, "confirmed")
        assert len(tray.papers) == 2
