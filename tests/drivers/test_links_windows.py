"""The link to Windows' spooler, which is played here: these machines are not Windows."""

# ruff: noqa: N802 - the names are pywin32's
import sys
from types import ModuleType

import pytest

from drivers.errors import DeviceError
from drivers.links import open_link

URL = "windows://Máy in quầy"


class SpoolerFault(Exception):
    """pywin32's error, which is no OSError."""


class Spooler(ModuleType):
    """Writes down what it is asked for; takes 3,000 bytes at a time, and ``fits`` in all."""

    def __init__(self) -> None:
        super().__init__("win32print")
        self.log: list[object] = []
        self.printed = b""
        self.fits = 10**9

    def OpenPrinter(self, name: str) -> str:
        if name != "Máy in quầy":
            raise SpoolerFault(1801, "OpenPrinter", "The printer name is invalid.")
        return "handle"

    def StartDocPrinter(self, handle: str, level: int, document: tuple[str, None, str]) -> None:
        self.log.append((handle, level, document[2]))

    def StartPagePrinter(self, _handle: str) -> None:
        self.log.append("page")

    def WritePrinter(self, _handle: str, chunk: bytes) -> int:
        taken = chunk[:3000]
        if len(self.printed) + len(taken) > self.fits:
            raise SpoolerFault(1784, "WritePrinter", "The disk is full.")
        self.printed += taken
        return len(taken)

    def EndPagePrinter(self, _handle: str) -> None:
        self.log.append("end of page")

    def EndDocPrinter(self, _handle: str) -> None:
        self.log.append("end of document")

    def ClosePrinter(self, _handle: str) -> None:
        self.log.append("closed")


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Spooler:
    spooler, types = Spooler(), ModuleType("pywintypes")
    types.error = SpoolerFault  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "win32print", spooler)
    monkeypatch.setitem(sys.modules, "pywintypes", types)
    return spooler


def test_a_link_is_one_raw_document(spooler: Spooler) -> None:
    link = open_link(URL)
    assert not link.can_read
    link.write(bytes(10_000), stall_s=1)
    link.write(b"end", stall_s=1)
    assert link.read(0) == b""
    link.close()
    link.close()
    assert spooler.printed == bytes(10_000) + b"end"
    assert spooler.log == [("handle", 1, "RAW"), "page", "end of page", "end of document", "closed"]


def test_a_link_without_bytes_leaves_no_document(spooler: Spooler) -> None:
    open_link(URL).close()
    assert spooler.log == ["closed"]


def test_a_full_disk_tells_how_much_may_have_been_taken(spooler: Spooler) -> None:
    spooler.fits = 5000
    link = open_link(URL)
    with pytest.raises(DeviceError) as raised:
        link.write(bytes(9000), stall_s=1)
    assert (raised.value.code, raised.value.sent_bytes) == ("link_lost", 3000 + 4096)
    link.close()
    assert spooler.log[-1] == "closed"


@pytest.mark.usefixtures("spooler")
def test_no_printer_of_that_name() -> None:
    with pytest.raises(DeviceError, match="link_refused: Máy khác: .*invalid"):
        open_link("windows://Máy khác")


def test_elsewhere_it_says_where_it_works() -> None:
    with pytest.raises(DeviceError, match="works on Windows only") as raised:
        open_link(URL)
    assert (raised.value.code, raised.value.retry) == ("windows_only", False)
