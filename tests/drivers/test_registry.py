"""What is plugged into this machine, on a machine that is played in files; what answers is a real terminal."""

import os
import select
from collections.abc import Callable
from pathlib import Path

import pytest

from config.devices import require_address
from drivers import registry
from drivers.errors import DeviceError
from drivers.links.address import Address, Kind, parse_address
from drivers.registry import AttachedPrinter, Found, Roots, attached_printers, printer_way
from drivers.simulators import PrinterSimulator, PtyCable
from tests.drivers.terminal import Terminal

CONTROLLER = "devices/pci0000:00/0000:00:14.0"
QUESTION = b"\x10\x04\x01"
FTDI = "usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0"


class Machine:
    """/dev and /sys below a folder."""

    def __init__(self, folder: Path) -> None:
        self.roots = Roots(folder / "dev", folder / "sys")

    def plug_usb(self, port: str, bus: int = 1, **texts: str) -> Path:
        """A device at a port; `texts` are its files in /sys. Returns the folder of its only interface."""
        device = self.roots.sys / CONTROLLER / f"usb{bus}" / f"{bus}-{port}"
        interface = device / f"{bus}-{port}:1.0"
        interface.mkdir(parents=True)
        for name, text in texts.items():
            place = interface if name in ("bInterfaceClass", "ieee1284_id") else device
            (place / name).write_text(f"{text}\n", encoding="utf-8")
        self._link(self.roots.sys / "bus/usb/devices" / interface.name, interface)
        return interface

    def plug_lp(self, name: str, interface: Path, lasting: str = "", leads_to: str = "") -> None:
        """A printer's port; a mere file unless it leads on to what plays it."""
        file = self.roots.dev / "usb" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if leads_to:
            self._link(file, Path(leads_to))
        else:
            file.touch()
        self._link(self.roots.sys / "class/usbmisc" / name / "device", interface)
        if lasting:
            self._link(self.roots.dev / "toi-luot" / lasting, file)

    def plug_tty(self, name: str, interface: Path, leads_to: str, by_id: str = "", by_path: str = "") -> None:
        """A serial adapter: /dev/ttyUSB0 itself leads on to what plays it."""
        port = interface / name
        port.mkdir(parents=True)
        self._link(self.roots.sys / "class/tty" / Path(leads_to).name / "device", port)
        for folder, link in (("by-id", by_id), ("by-path", by_path)):
            if link:
                self._link(self.roots.dev / "serial" / folder / link, Path(leads_to))

    def _link(self, link: Path, target: Path) -> None:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(target)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture(autouse=True)
def libusb(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Whether the machine has it; it has, unless a test says no."""

    def there_is(is_so: bool) -> None:
        monkeypatch.setattr(registry, "_has_libusb", lambda: is_so)

    there_is(True)
    return there_is


def urls(machine: Machine) -> list[str]:
    return [each.url.removeprefix(str(machine.roots.dev.parent)) for each in attached_printers(machine.roots)]


def test_an_empty_machine_has_none(machine: Machine) -> None:
    assert attached_printers(machine.roots) == []
    with pytest.raises(DeviceError, match="link_refused: no printer is plugged in"):
        AttachedPrinter("attached:", machine.roots).open()


def test_a_printer_port_is_named_by_what_the_printer_says(machine: Machine) -> None:
    interface = machine.plug_usb(
        "2", ieee1284_id="MFG:EPSON;CMD:ESC/POS;MDL:TM-T82X;CLS:PRINTER;", bInterfaceClass="07"
    )
    machine.plug_lp("lp0", interface)
    assert attached_printers(machine.roots) == [
        Found(Address(Kind.LP, str(machine.roots.dev / "usb/lp0")), "EPSON TM-T82X", "0000:00:14.0-usb-0:2:1.0", True)
    ]


def test_the_lasting_name_of_a_port_is_preferred(machine: Machine) -> None:
    interface = machine.plug_usb("2", manufacturer="Xprinter", product="USB Printer")
    machine.plug_lp("lp1", interface, "printer-pci-0000_00_14_0-usb-0_2_1_0")
    (found,) = attached_printers(machine.roots)
    assert found.url.endswith("/dev/toi-luot/printer-pci-0000_00_14_0-usb-0_2_1_0")
    assert found.name == "Xprinter USB Printer"


def test_the_place_stays_when_the_bus_gets_another_number(machine: Machine, tmp_path: Path) -> None:
    other = Machine(tmp_path / "after restart")
    for each, bus in ((machine, 1), (other, 3)):
        each.plug_lp("lp0", each.plug_usb("2.4", bus=bus))
    assert [each.identity for each in attached_printers(machine.roots)] == [
        each.identity for each in attached_printers(other.roots)
    ]


def test_surer_ports_come_first_and_a_printer_is_named_once(machine: Machine) -> None:
    machine.plug_tty("ttyUSB0", machine.plug_usb("1"), "/dev/null", by_id=FTDI)
    machine.plug_usb("3", idVendor="0dd4", idProduct="01a8", serial="VKP80-17", bInterfaceClass="ff")
    machine.plug_lp("lp0", machine.plug_usb("2", idVendor="04b8", idProduct="0e15", bInterfaceClass="07"))
    machine.plug_usb("4", idVendor="046d", idProduct="c077", bInterfaceClass="03")
    machine.plug_usb("5", idVendor="046d", idProduct="c534", bInterfaceClass="ff")
    assert urls(machine) == ["/dev/usb/lp0", "usb://0dd4:01a8/VKP80-17", f"/dev/serial/by-id/{FTDI}"]


def test_without_libusb_its_addresses_are_not_offered(machine: Machine, libusb: Callable[[bool], None]) -> None:
    machine.plug_usb("3", idVendor="04b8", idProduct="0e15", bInterfaceClass="07")
    assert urls(machine) == ["usb://04b8:0e15"]
    libusb(False)
    assert urls(machine) == []


def test_adapters_of_one_make_are_told_apart_by_their_place(machine: Machine) -> None:
    """Without serial numbers both have the same name, and the name leads to the one that came last."""
    twins = Terminal(), Terminal()
    for port, twin in zip("12", twins, strict=True):
        place = f"pci-0000:00:14.0-usb-0:{port}:1.0-port0"
        machine.plug_tty(f"ttyUSB{port}", machine.plug_usb(port), twin.path, "usb-1a86_USB_Serial-if00-port0", place)
    assert sorted(urls(machine)) == [
        "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0",
        "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0",
    ]
    assert len({each.identity for each in attached_printers(machine.roots)}) == len(twins)
    for twin in twins:
        twin.pull()


def test_the_line_on_which_a_printer_answers_is_taken_and_kept(machine: Machine, tmp_path: Path) -> None:
    """A scanner hangs beside it; the printer comes back under another number, then at another port."""
    scanner = Terminal()
    printer = PtyCable(PrinterSimulator(lambda _paper: None), tmp_path / "printer")
    attached, asked = AttachedPrinter("attached:?baud=19200", machine.roots), []
    machine.plug_tty("ttyACM0", machine.plug_usb("1"), scanner.path, by_id="usb-Honeywell_scanner-if00")
    with pytest.raises(DeviceError, match="nothing answers as a printer does"):
        attached.open()
    for number, port in enumerate(("2", "2", "3")):
        printer.plug()
        interface = machine.plug_usb(port, bus=number + 1)
        machine.plug_tty(f"ttyUSB{number}", interface, os.readlink(printer.path), by_id=FTDI)
        link = attached.open()
        link.write(QUESTION, stall_s=5)
        assert link.read(5) == b"\x12"
        link.close()
        printer.unplug()
        (machine.roots.dev / "serial/by-id" / FTDI).unlink()
        with pytest.raises(DeviceError, match="no printer is plugged in"):
            attached.open()
        asked.append(scanner.take(3) if not number else b"")
        assert not select.select([scanner.far], [], [], 0)[0]
    assert asked[0] in (QUESTION, QUESTION * 2)
    scanner.pull()


def test_a_printer_of_sheets_or_labels_is_none(machine: Machine, libusb: Callable[[bool], None]) -> None:
    """The office's laser printer came first; its language is what it names to the kernel."""
    ticket_printer = Terminal()
    said = "MFG:HP;CMD:PCL,PS,PJL;MDL:LaserJet M110;", "MANUFACTURER:Zebra;COMMAND SET:ZPL;MODEL:ZD230;"
    for number, words in enumerate(said):
        interface = machine.plug_usb(str(number), ieee1284_id=words, bInterfaceClass="07", idVendor="03f0")
        machine.plug_lp(f"lp{number}", interface)
    assert urls(machine) == []
    for has_libusb in (True, False):
        libusb(has_libusb)
        with pytest.raises(DeviceError, match="no printer is plugged in"):
            AttachedPrinter("attached:", machine.roots).open()
    machine.plug_lp("lp2", machine.plug_usb("2", manufacturer="Xprinter"))
    interface = machine.plug_usb("3", ieee1284_id="MFG:EPSON;CMD:PCL, ESC/POS;MDL:TM-T82X;")
    machine.plug_lp("lp3", interface, leads_to=ticket_printer.path)
    assert urls(machine) == ["/dev/usb/lp3", "/dev/usb/lp2"]
    link = AttachedPrinter("attached:", machine.roots).open()
    link.write(b"ticket", stall_s=5)
    assert ticket_printer.take(6) == b"ticket"
    link.close()
    ticket_printer.pull()


def test_among_ports_without_a_word_the_one_that_answers_is_taken(machine: Machine, tmp_path: Path) -> None:
    mute, other = Terminal(), Terminal()
    printer = PtyCable(PrinterSimulator(lambda _paper: None), tmp_path / "printer")
    machine.plug_lp("lp0", machine.plug_usb("1"), leads_to=mute.path)
    AttachedPrinter("attached:", machine.roots).open().close()
    machine.plug_lp("lp1", machine.plug_usb("2"), leads_to=other.path)
    with pytest.raises(DeviceError, match="nothing answers as a printer does"):
        AttachedPrinter("attached:", machine.roots).open()
    printer.plug()
    machine.plug_lp("lp2", machine.plug_usb("3"), leads_to=os.readlink(printer.path))
    link = AttachedPrinter("attached:", machine.roots).open()
    link.write(QUESTION, stall_s=5)
    assert link.read(5) == b"\x12"
    link.close()
    for line in (mute, other):
        line.pull()
    printer.unplug()


def test_an_address_that_is_shown_can_be_written_down(machine: Machine) -> None:
    """Some makers' serial numbers hold blanks and slashes."""
    machine.plug_usb("3", idVendor="04b8", idProduct="0e15", serial="X 12/3?{a}", bInterfaceClass="07")
    (found,) = attached_printers(machine.roots)
    assert parse_address(found.url) == found.address
    require_address(found.url)


def test_every_other_address_is_opened_as_it_stands(caplog: pytest.LogCaptureFixture) -> None:
    """Why it cannot be is told once, until it could be."""
    for url, code in (("/dev/usb/lp77", "link_refused"), ("nonsense", "link_url")):
        caplog.clear()
        way = printer_way(url)
        for _ in range(3):
            with pytest.raises(DeviceError) as raised:
                way()
        assert raised.value.code == code
        assert [url in line and code in line for line in caplog.messages] == [True]
    told: list[str] = []
    printer_way("lp:///dev/null", told.append)().close()
    with pytest.raises(DeviceError):
        printer_way("lp:///dev/nul", told.append)()
    assert told == ["link_refused: /dev/nul: No such file or directory"]
    with pytest.raises(DeviceError, match="no printer is plugged in|refused"):
        printer_way("attached:")()
