"""A ticket over each way to one printer on a serial line: straight, as a printer port, and behind a terminal server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.links import ByteLink, open_link
from drivers.printers import Cut, EscposPrinter, JobEnd, Picture, PrinterTiming, Raster
from drivers.simulators import PrinterSimulator, PtyCable
from tests.drivers.desk import Tray
from tests.drivers.terminal_server import TerminalServer

PATIENT = PrinterTiming(answer_s=2.0, stall_s=2.0, look_s=0.2, fence_s=8.0)


@pytest.fixture
def printer(tray: Tray, tmp_path: Path) -> Iterator[PtyCable]:
    printer = PtyCable(PrinterSimulator(tray.append), tmp_path / "tty")
    printer.plug()
    yield printer
    printer.unplug()


@pytest.fixture(params=["serial", "lp", "rfc2217"])
def open_way(request: pytest.FixtureRequest, printer: PtyCable) -> Iterator[Callable[[], ByteLink]]:
    path = os.readlink(printer.path)
    if request.param == "rfc2217":
        server = TerminalServer(path)
        yield lambda: open_link(server.url)
        server.close()
    elif request.param == "lp":
        yield lambda: open_link(f"lp://{path}")
    else:
        yield lambda: open_link(f"{path}?baud=115200")


def test_tickets_come_out_whole(open_way: Callable[[], ByteLink], tray: Tray, picture: Raster) -> None:
    """Noise holds every byte: none is doubled, taken for a command of the line, or lost."""
    driver = EscposPrinter(open_way, timing=PATIENT)
    assert driver.status().is_ready
    assert [driver.print((Picture(picture), Cut())).end for _ in range(2)] == [JobEnd.CONFIRMED] * 2
    assert tray.wait_for(2) == [picture] * 2
