"""The device list of an installation: which kiosks there are and where their printers are reached."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, structs

from config.loader import ConfigError, closest, load_toml

DeviceName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}\Z")]

_PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"
_HOST = rf"(\[[0-9A-Fa-f:.]+\]|[^\[\]/:\s]+):{_PORT}"
_BAUD = r"baud=(12|24|48|96|192|384|576|1152|2304|4608|9216)00"
_FLOW = r"flow=(none|rtscts|dsrdtr|xonxoff)"
_LINE = rf"(\?({_BAUD}|{_FLOW}|{_BAUD}&{_FLOW}|{_FLOW}&{_BAUD}))?"
_LP = r"/dev/((usb/)?lp\d+|toi-luot/printer[^\s?]*)"
_ADDRESS = re.compile(
    rf"socket://{_HOST}(\?{_BAUD})?|rfc2217://{_HOST}{_LINE}|{_LP}|(?!{_LP}\?)/dev/[^\s?]+{_LINE}|lp:///dev/[^\s?]+|attached:{_LINE}"
    r"|usb://[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}(/[^/\s?]+)?|windows://[^\s/?][^/?]*"
)
EXAMPLES = "socket://192.168.1.50:9100, /dev/usb/lp0, /dev/serial/by-id/usb-…?baud=19200 or attached:"
"""Addresses as people write them most, for sentences to them."""

_PLACE = re.compile(r"\{([^}]*)\}")


class KioskDevice(Struct, frozen=True, forbid_unknown_fields=True):
    """A kiosk and the address of its ticket printer, for example `socket://192.168.1.50:9100`.

    `profile`: the printer's model, ours or the installation's own in `printers/` beside this file; `layout`: how its
    paper looks, "" for the ticket that fits the paper's width; `copies`: papers of each ticket.
    """

    id: DeviceName
    printer: str
    profile: str = "generic-80"
    layout: str = ""
    copies: Annotated[int, Meta(ge=1, le=2)] = 1


class Devices(Struct, frozen=True, forbid_unknown_fields=True):
    """All devices of an installation."""

    kiosks: Annotated[tuple[KioskDevice, ...], Meta(min_length=1)]


def load_devices(path: Path, ports: Mapping[str, int]) -> Devices:
    """Read a device list; `{name}` in an address becomes `ports[name]`.

    Raises ConfigError: as `load_toml`, a name used twice, an address that is none or asks for an unknown port.
    """
    devices = load_toml(path, Devices)
    kiosks: dict[str, KioskDevice] = {}
    for kiosk in devices.kiosks:
        if kiosk.id in kiosks:
            raise ConfigError(path, f"kiosks[{kiosk.id}].id", f"«{kiosk.id}» is used twice")
        printer = _placed(path, kiosk, ports)
        try:
            require_address(printer)
        except ValueError as error:
            raise ConfigError(path, f"kiosks[{kiosk.id}].printer", str(error)) from error
        kiosks[kiosk.id] = structs.replace(kiosk, printer=printer)
    return Devices(tuple(kiosks.values()))


def kiosk_of(folder: Path, kiosk: str, ports: Mapping[str, int]) -> KioskDevice:
    """A kiosk in the `devices.toml` of a folder; an empty name means its only one.

    Raises ConfigError: as `load_devices`, no file, no such kiosk, several to choose from.
    """
    path = folder / "devices.toml"
    if not path.exists():
        raise ConfigError(path, "kiosks", "there is no such file; say where the printer is with --printer")
    kiosks = {entry.id: entry for entry in load_devices(path, ports).kiosks}
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


def _placed(path: Path, kiosk: KioskDevice, ports: Mapping[str, int]) -> str:
    for name in _PLACE.findall(kiosk.printer):
        if name not in ports:
            key = f"kiosks[{kiosk.id}].printer"
            raise ConfigError(path, key, f"no port is called «{name}»", closest(name, ports))
    return _PLACE.sub(lambda place: str(ports[place[1]]), kiosk.printer)
