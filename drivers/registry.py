"""The printers that are plugged into this machine: what there is, and which one is meant by «attached:».

Each kind of port has a probe that says what hangs there, and the kinds have an order: what is certainly a printer
comes before what may be one. A printer is known by where it is plugged in, as udev names the place, because numbers
such as ttyUSB0 change with each replugging.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import msgspec

from drivers.errors import DeviceError
from drivers.links import ByteLink, open_address, open_link
from drivers.links.address import USUAL_BAUD, Address, Kind, parse_address
from drivers.printers.conversation import Conversation
from drivers.printers.profile import GENERIC

log = logging.getLogger(__name__)

ANSWER_S = 0.5
PRINTER_CLASS = "07"
VENDOR_CLASS = "ff"
PRINTER_MAKERS = frozenset({"04b8", "0519", "0dd4", "1504", "1d90"})
"""Epson, Star, Custom, Bixolon, Citizen: some of their printers are set to a class of the maker's own."""

_RECEIPTS = re.compile(r"ESC/?POS", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(PCL|PJL|PS\b|POSTSCRIPT|PDF|XPS|URF|PWG|GDI|HBPL|LIPS|UFR|ESC/?P-?R|ESCPL|BJ|ZPL|EPL|TSPL)", re.IGNORECASE
)
"""Languages that a printer names to the kernel: ours, and those of sheets and labels."""

_SHORT = {"MANUFACTURER": "MFG", "MODEL": "MDL", "COMMAND SET": "CMD"}
_INTERFACE = re.compile(r"\d+-([\d.]+:\d+\.\d+)")


class Roots(msgspec.Struct, frozen=True):
    """Where the kernel and udev show the devices."""

    dev: Path = Path("/dev")
    sys: Path = Path("/sys")


class Found(msgspec.Struct, frozen=True):
    """A printer, or a line at which one may hang. `identity`: where it is plugged in; `name`: what it calls itself;
    `speaks_escpos`: it says so itself.
    """

    address: Address
    name: str
    identity: str
    speaks_escpos: bool = False

    @property
    def url(self) -> str:
        """The address as a device list has it."""
        address = self.address
        if address.kind is not Kind.USB:
            return address.place
        serial = f"/{quote(address.serial, safe='')}" if address.serial else ""
        return f"usb://{address.vendor:04x}:{address.product:04x}{serial}"


def attached_printers(roots: Roots | None = None) -> list[Found]:
    """What is plugged in, the likeliest printer first; what several probes found is named once.

    Printers of sheets and of labels are left out.
    """
    found: dict[str, Found] = {}
    for probe in PROBES:
        for each in probe(roots or Roots()):
            found.setdefault(each.identity, each)
    return sorted(found.values(), key=lambda each: not each.speaks_escpos)


def printer_way(url: str, tell: Callable[[str], None] | None = None) -> Callable[[], ByteLink]:
    """What opens a link to the printer of an address, again and again; it raises DeviceError as `open_link`.

    For «attached:» it stays with the printer that it found first, see AttachedPrinter. Why a printer cannot be reached
    is told, by default to the log, once as long as it stays the same: its status has a code for it and no more.
    """
    way = AttachedPrinter(url).open if url.startswith(f"{Kind.ATTACHED}:") else lambda: open_link(url)
    told = ""

    def open_way() -> ByteLink:
        nonlocal told
        try:
            link = way()
        except DeviceError as error:
            if error.detail != told:
                told = error.detail
                (tell or log.warning)(f"{error.code}: {told}")
            raise
        told = ""
        return link

    return open_way


class AttachedPrinter:
    """The printer of this machine, whichever port it hangs at.

    Once found it is known by its place. While that is empty, what has been plugged in since is tried, and never what
    was there beside it: that is something else. What does not call itself a ticket printer has to answer as one; only
    a printer's port that is the only one may be mute, for such ticket printers there are.
    """

    def __init__(self, url: str, roots: Roots | None = None) -> None:
        self._line = parse_address(url)
        self._roots = roots or Roots()
        self._known = ""
        self._others: frozenset[str] = frozenset()

    def open(self) -> ByteLink:
        """Raises DeviceError `link_refused`: there is none now, or it cannot be opened."""
        found = attached_printers(self._roots)
        fault = DeviceError("link_refused", retry=True, detail="no printer is plugged in")
        candidates = self._candidates(found)
        ports = [each for each in candidates if each.address.kind is not Kind.SERIAL]
        for each in candidates:
            try:
                link = self._open(each, may_be_mute=ports == [each])
            except DeviceError as error:
                fault = error
                continue
            self._known = each.identity
            self._others = frozenset(other.identity for other in found) - {each.identity}
            return link
        raise fault

    def _candidates(self, found: Iterable[Found]) -> list[Found]:
        by_place = {each.identity: each for each in found}
        if self._known in by_place:
            return [by_place[self._known]]
        return [each for each in by_place.values() if each.identity not in self._others]

    def _open(self, found: Found, may_be_mute: bool) -> ByteLink:
        link = open_address(self._address(found))
        is_known = found.identity == self._known or found.speaks_escpos
        if is_known or _answers_as_a_printer(link) or may_be_mute:
            return link
        link.close()
        raise DeviceError("link_refused", retry=True, detail=f"{found.url}: nothing answers as a printer does")

    def _address(self, found: Found) -> Address:
        """A serial line is set as the device list says."""
        if found.address.kind is not Kind.SERIAL:
            return found.address
        return msgspec.structs.replace(found.address, baud=self._line.baud or USUAL_BAUD, flow=self._line.flow)


def _answers_as_a_printer(link: ByteLink) -> bool:
    """Whether something answers there as printers do; what else may hang there gets one short question."""
    try:
        return Conversation(link, GENERIC, time.monotonic, ANSWER_S).status(ANSWER_S).is_online
    except DeviceError:
        return False


def _printer_ports(roots: Roots) -> Iterator[Found]:
    """`/dev/usb/lp*`, under udev's lasting name where our rules made one."""
    names = _links_to(roots.dev / "toi-luot", "printer-*")
    for port in sorted((roots.dev / "usb").glob("lp*")):
        device = roots.sys / "class/usbmisc" / port.name / "device"
        path = names.get(port.resolve(), port)
        name, place = _printer_name(device) or port.name, _place(device) or str(port)
        if not _is_of_the_office(device):
            yield Found(Address(Kind.LP, str(path)), name, place, _speaks_escpos(device))


def _usb_devices(roots: Roots) -> Iterator[Found]:
    """Printers by their class, or by their maker; only where libusb is there to reach them."""
    interfaces = sorted((roots.sys / "bus/usb/devices").glob("*:*"))
    printers = [interface for interface in interfaces if _is_printer(interface)]
    if not printers or not _has_libusb():
        return
    for interface in printers:
        device = interface.resolve().parent
        vendor, product = (int(_text(device / f"id{part}") or "0", 16) for part in ("Vendor", "Product"))
        address = Address(Kind.USB, vendor=vendor, product=product, serial=_text(device / "serial"))
        place = _place(interface) or interface.name
        yield Found(address, _device_name(device), place, _speaks_escpos(interface))


def _serial_lines(roots: Roots) -> Iterator[Found]:
    """Serial adapters under their lasting names; two of the same make without a number differ only by their place."""
    by_name, by_place = (_links_to(roots.dev / "serial" / folder, "*") for folder in ("by-id", "by-path"))
    for line in sorted(by_name | by_place):
        device = roots.sys / "class/tty" / line.name / "device"
        path = by_name.get(line) or by_place[line]
        name = by_name[line].name.removeprefix("usb-").replace("_", " ") if line in by_name else line.name
        yield Found(Address(Kind.SERIAL, str(path), baud=USUAL_BAUD), name, _place(device) or path.name)


PROBES: tuple[Callable[[Roots], Iterable[Found]], ...] = (_printer_ports, _usb_devices, _serial_lines)
"""One for each kind of port; the first is the surest."""


def _links_to(folder: Path, pattern: str) -> dict[Path, Path]:
    """What each symbolic link of a folder leads to; the first by name where several lead to one."""
    return {link.resolve(): link for link in sorted(folder.glob(pattern), reverse=True)}


def _place(device: Path) -> str:
    """Where something is plugged in, much as udev names it; "" where the kernel does not tell.

    The number of the bus is left out: it may be another one after a restart.
    """
    parts = device.resolve().parts
    controller = next((before for before, part in pairwise(parts) if part.startswith("usb")), "")
    port = next((found[1] for part in reversed(parts) if (found := _INTERFACE.fullmatch(part))), "")
    return f"{controller}-usb-0:{port}" if controller and port else ""


def _is_printer(interface: Path) -> bool:
    kind = _text(interface / "bInterfaceClass")
    maker = _text(interface.resolve().parent / "idVendor")
    may_be = kind == PRINTER_CLASS or (kind == VENDOR_CLASS and maker in PRINTER_MAKERS)
    return may_be and not _is_of_the_office(interface)


def _said(device: Path) -> dict[str, str]:
    """What a printer says of itself (IEEE 1284), by its short names: MFG:EPSON;CMD:ESC/POS;MDL:TM-T82X;"""
    pairs = (each.strip().split(":", 1) for each in _text(device / "ieee1284_id").split(";") if ":" in each)
    return {_SHORT.get(name, name): text for name, text in pairs}


def _printer_name(device: Path) -> str:
    said = _said(device)
    return f"{said.get('MFG', '')} {said.get('MDL', '')}".strip() or _device_name(device.resolve().parent)


def _speaks_escpos(device: Path) -> bool:
    return bool(_RECEIPTS.search(_said(device).get("CMD", "")))


def _is_of_the_office(device: Path) -> bool:
    """Whether it prints sheets or labels, by its own word."""
    return bool(_OFFICE.search(_said(device).get("CMD", ""))) and not _speaks_escpos(device)


def _device_name(device: Path) -> str:
    return f"{_text(device / 'manufacturer')} {_text(device / 'product')}".strip()


def _text(file: Path) -> str:
    with suppress(OSError):
        return file.read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _has_libusb() -> bool:
    from usb.backend import libusb1

    return libusb1.get_backend() is not None
