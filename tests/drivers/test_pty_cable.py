"""A simulated printer on a pseudo-terminal: its path comes, goes, and survives a loss of power."""

import os
import select
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import PortTakenError
from drivers.printers import Raster
from drivers.simulators import PrinterSimulator, PtyCable
from tests.drivers.desk import Tray, ticket_job

QUESTION = b"\x10\x04\x01"


@pytest.fixture
def printer(tmp_path: Path, tray: Tray) -> Iterator[PtyCable]:
    printer = PtyCable(PrinterSimulator(tray.append), tmp_path / "printer")
    printer.plug()
    yield printer
    printer.unplug()
    assert not printer.path.is_symlink()


def opened(printer: PtyCable) -> int:
    return os.open(printer.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)


def answer(line: int, question: bytes = QUESTION) -> bytes:
    """The next bytes after a question; b"" when the terminal has gone."""
    os.write(line, question)
    poll = select.poll()
    poll.register(line, select.POLLIN)
    assert poll.poll(5000)
    return os.read(line, 16)


def test_a_ticket_goes_over_the_terminal_slowly_too(printer: PtyCable, tray: Tray, picture: Raster) -> None:
    small = Raster(576, picture.rows(0, 40))
    line = opened(printer)
    for count in (1, 2):
        assert answer(line, ticket_job(small)) == b"\x00"
        assert tray.wait_for(count) == [small] * count
        printer.simulator.fault("slow")
    os.close(line)


def test_unplugged_is_gone_for_who_holds_it_and_who_looks(printer: PtyCable) -> None:
    threads = threading.active_count()
    for _ in range(3):
        line = opened(printer)
        assert answer(line) == b"\x12"
        printer.unplug()
        printer.unplug()
        assert (printer.is_plugged, printer.path.is_symlink(), os.read(line, 1)) == (False, False, b"")
        with pytest.raises(OSError, match="Input/output error"):
            os.write(line, QUESTION)
        os.close(line)
        printer.plug()
        assert printer.is_plugged
    assert threading.active_count() == threads


def test_after_a_loss_of_power_a_new_terminal_is_under_the_path(printer: PtyCable) -> None:
    line = opened(printer)
    printer.simulator.die_after(2)
    assert answer(line) == b""
    os.close(line)
    line = opened(printer)
    assert answer(line) == b"\x12"
    os.close(line)


@pytest.mark.parametrize("name", ["file", "no-folder/printer"])
def test_a_path_that_cannot_be_had_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("precious")
    printer = PtyCable(PrinterSimulator(lambda ticket: None), tmp_path / name)
    with pytest.raises(PortTakenError, match=str(tmp_path)):
        printer.plug()
    assert not printer.is_plugged
    assert (tmp_path / "file").read_text() == "precious"
