"""The device list of an installation: its kiosks and their printers, and what stands on and over the counters."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from msgspec import Meta, Struct, structs

from config.attached import (
    BAUD,
    HOST,
    LINE_OPTIONS,
    AttachedEntry,
    DeviceName,
    Notifications,
    Slip,
    address_slip,
    filled,
    placed,
    slips,
)
from config.loader import ConfigError, closest, load_toml
from hub.agent.scanning import ScanRules

T = TypeVar("T")

_LP = r"/dev/((usb/)?lp\d+|toi-luot/printer[^\s?]*)"
_ADDRESS = re.compile(
    rf"socket://{HOST}(\?{BAUD})?|rfc2217://{HOST}{LINE_OPTIONS}|{_LP}|(?!{_LP}\?)/dev/[^\s?]+{LINE_OPTIONS}"
    rf"|lp:///dev/[^\s?]+|attached:{LINE_OPTIONS}"
    r"|usb://[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}(/[^/\s?]+)?|windows://[^\s/?][^/?]*"
)
EXAMPLES = "socket://192.168.1.50:9100, /dev/usb/lp0, /dev/serial/by-id/usb-…?baud=19200 or attached:"
"""Addresses as people write them most, for sentences to them."""

USUAL_PORTS = {"printer_port": 8083, "bus_port": 8085, "scanner_port": 8086, "kiosk_scanner_port": 8087}
"""What `{printer_port}` and its like stand for unless a start says otherwise: the demo's simulators."""

HOW_TO_ADD = "add a [[devices]] table with name, kind, counter and address for each, see docs/operations.md"


class KioskDevice(Struct, frozen=True, forbid_unknown_fields=True):
    """A kiosk and the address of its ticket printer, for example `socket://192.168.1.50:9100`.

    `profile`: the printer's model, ours or the installation's own in `printers/` beside this file; `layout`: how its
    paper looks, "" for the ticket that fits the paper's width; `copies`: papers of each ticket. `scanner`: the address
    of the kiosk's own scanner, "" without one. `diagonal_in`: the panel's diagonal in inches, from which the sizes on
    it follow; `attract_after_s`: after how many seconds of rest it shows the clock and an invitation, 0 never.
    """

    id: DeviceName
    printer: str
    profile: str = "generic-80"
    layout: str = ""
    copies: Annotated[int, Meta(ge=1, le=2)] = 1
    scanner: str = ""
    scanner_kind: Literal["scanner", "scanner-pad"] = "scanner"
    diagonal_in: Annotated[float, Meta(ge=10, le=100)] = 21.5
    attract_after_s: Annotated[int, Meta(ge=0, le=3600)] = 120


class Devices(Struct, frozen=True, forbid_unknown_fields=True):
    """All devices of an installation.

    `lines` are names for addresses that several devices share; `devices` are those that stand on and over the counters.
    """

    kiosks: tuple[KioskDevice, ...] = ()
    lines: dict[str, str] = {}
    devices: tuple[AttachedEntry, ...] = ()
    scanning: ScanRules = ScanRules()
    notifications: Notifications = Notifications()


def load_devices(path: Path, ports: Mapping[str, int]) -> Devices:
    """Read a device list; `{name}` in an address becomes a line's address or `ports[name]`, else the usual port.

    Raises ConfigError: as `load_toml`, a name or a number on a line used twice, an address that does not fit its
    device or asks for an unknown place, a device without its counter.
    """
    devices = load_toml(path, Devices)
    numbers = {name: str(port) for name, port in {**USUAL_PORTS, **ports}.items()}
    lines = {name: _good(path, filled(url, f"lines.{name}", numbers)) for name, url in devices.lines.items()}
    places = {**numbers, **lines}
    kiosks: dict[str, KioskDevice] = {}
    for kiosk in devices.kiosks:
        if kiosk.id in kiosks:
            raise ConfigError(path, f"kiosks[{kiosk.id}].id", f"«{kiosk.id}» is used twice")
        kiosks[kiosk.id] = _placed_kiosk(path, kiosk, places)
    attached = tuple(_good(path, placed(entry, places)) for entry in devices.devices)
    if wrong := next(slips(attached), None):
        raise _error(path, wrong)
    return Devices(tuple(kiosks.values()), lines, attached, devices.scanning, devices.notifications)


def attached_devices_of(folder: Path, ports: Mapping[str, int]) -> Devices:
    """The `devices.toml` of a folder, for an agent that runs what stands on and over the counters.

    Raises ConfigError: as `load_devices`, no file, no device in it.
    """
    path = folder / "devices.toml"
    if not path.exists():
        raise ConfigError(path, "", f"there is no such file; make it and {HOW_TO_ADD}")
    devices = load_devices(path, ports)
    if not devices.devices:
        raise ConfigError(path, "devices", f"there is no device for a counter; {HOW_TO_ADD}")
    return devices


def kiosk_of(folder: Path, kiosk: str, ports: Mapping[str, int]) -> KioskDevice:
    """A kiosk in the `devices.toml` of a folder; an empty name means its only one.

    Raises ConfigError: as `load_devices`, no file, no such kiosk or none at all, several to choose from.
    """
    path = folder / "devices.toml"
    if not path.exists():
        raise ConfigError(path, "kiosks", "there is no such file; say where the printer is with --printer")
    kiosks = {entry.id: entry for entry in load_devices(path, ports).kiosks}
    if not kiosks:
        raise ConfigError(
            path, "kiosks", "there is no kiosk; add a [[kiosks]] table, or say where the printer is with --printer"
        )
    if not kiosk and len(kiosks) > 1:
        raise ConfigError(path, "kiosks", f"there are several; say which one this is with --kiosk: {', '.join(kiosks)}")
    name = kiosk or next(iter(kiosks))
    if name not in kiosks:
        raise ConfigError(path, "kiosks", f"there is no kiosk «{name}»", closest(name, kiosks))
    return kiosks[name]


def require_address(printer: str) -> None:
    """Raises ValueError with a sentence: this is no printer's address of any form."""
    if not _ADDRESS.fullmatch(printer):
        raise ValueError(f"«{printer}» is not an address such as {EXAMPLES}")


def _placed_kiosk(path: Path, kiosk: KioskDevice, places: Mapping[str, str]) -> KioskDevice:
    at = f"kiosks[{kiosk.id}]"
    printer = _good(path, filled(kiosk.printer, f"{at}.printer", places))
    try:
        require_address(printer)
    except ValueError as error:
        raise ConfigError(path, f"{at}.printer", str(error)) from error
    scanner = _good(path, filled(kiosk.scanner, f"{at}.scanner", places))
    if scanner and (slip := address_slip(f"{at}.scanner", kiosk.scanner_kind, scanner)):
        raise _error(path, slip)
    return structs.replace(kiosk, printer=printer, scanner=scanner)


def _good(path: Path, found: T | Slip) -> T:
    if isinstance(found, Slip):
        raise _error(path, found)
    return found


def _error(path: Path, slip: Slip) -> ConfigError:
    return ConfigError(path, slip.key, slip.problem, slip.guess)
