"""Where a device is reached, read from one line of a device list."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, unquote

import msgspec

from drivers.errors import DeviceError

T = TypeVar("T")

USUAL_BAUD = 115_200
BAUDS = (1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600)

EXAMPLES = (
    "socket://192.168.1.50:9100",
    "rfc2217://192.168.1.60:4001?baud=19200",
    "/dev/serial/by-id/usb-FTDI_FT232R-if00-port0?baud=19200&flow=rtscts",
    "/dev/usb/lp0",
    "lp:///dev/receipts",
    "usb://04b8:0e15",
    "windows://Receipt printer",
    "attached:",
)
"""One of each form, for sentences to people."""


class Kind(StrEnum):
    """What carries the bytes."""

    SOCKET = "socket"
    RFC2217 = "rfc2217"
    SERIAL = "serial"
    LP = "lp"
    USB = "usb"
    WINDOWS = "windows"
    ATTACHED = "attached"


class Flow(StrEnum):
    """How a device on a serial line says «wait»."""

    NONE = "none"
    RTSCTS = "rtscts"
    DSRDTR = "dsrdtr"
    XONXOFF = "xonxoff"


class Address(msgspec.Struct, frozen=True):
    """The way to one device.

    `place`: a host, the path of a device file or the name of a Windows printer. `port`: of a host. `baud`: None unless
    there is a serial line on the way. `vendor`, `product`, `serial`: of a USB device, an empty serial means any; in a
    line of text what is no letter of an address is written as %20.
    """

    kind: Kind
    place: str = ""
    port: int = 0
    baud: int | None = None
    flow: Flow = Flow.NONE
    vendor: int = 0
    product: int = 0
    serial: str = ""


def parse_address(url: str) -> Address:
    """Read an address of one of the forms of `EXAMPLES`.

    Raises DeviceError `link_url` (no retry): it has no such form, or an option that there is not.
    """
    plain, _, query = url.partition("?")
    for pattern, read in _FORMS.items():
        if found := pattern.fullmatch(plain):
            return read(found, _options(url, query))
    raise _wrong(url, "it must look like one of " + ", ".join(EXAMPLES))


def _wrong(url: str, why: str) -> DeviceError:
    return DeviceError("link_url", retry=False, detail=f"{url!r}: {why}")


class _Options:
    """The part behind the question mark; every option must be asked for, or the address is wrong."""

    def __init__(self, url: str, pairs: dict[str, str]) -> None:
        self._url = url
        self._pairs = pairs

    def take(self, name: str, known: Mapping[str, T], usual: T) -> T:
        """The value of an option, or the usual one."""
        given = self._pairs.pop(name, None)
        if given is not None and given not in known:
            raise _wrong(self._url, f"{name}={given} is none of {', '.join(known)}")
        return usual if given is None else known[given]

    def end(self) -> None:
        """Nothing more may be there."""
        if self._pairs:
            raise _wrong(self._url, f"there is no option {next(iter(self._pairs))!r} here")


def _options(url: str, query: str) -> _Options:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError as error:
        raise _wrong(url, "options look like ?baud=19200&flow=rtscts") from error
    return _Options(url, dict(pairs))


def _host(found: re.Match[str]) -> tuple[str, int]:
    host, port = found["host"].strip("[]"), int(found["port"])
    if not 0 < port < 65_536:
        raise _wrong(found[0], "a port lies between 1 and 65535")
    return host, port


def _socket(found: re.Match[str], options: _Options) -> Address:
    """A speed means that a serial line begins at the other end, set up by hand there."""
    host, port = _host(found)
    baud = options.take("baud", _BAUDS, None)
    options.end()
    return Address(Kind.SOCKET, host, port, baud)


def _rfc2217(found: re.Match[str], options: _Options) -> Address:
    host, port = _host(found)
    baud, flow = options.take("baud", _BAUDS, USUAL_BAUD), options.take("flow", _FLOWS, Flow.NONE)
    options.end()
    return Address(Kind.RFC2217, host, port, baud, flow)


def _lp(found: re.Match[str], options: _Options) -> Address:
    options.end()
    return Address(Kind.LP, found["path"])


def _serial(found: re.Match[str], options: _Options) -> Address:
    baud, flow = options.take("baud", _BAUDS, USUAL_BAUD), options.take("flow", _FLOWS, Flow.NONE)
    options.end()
    return Address(Kind.SERIAL, found["path"], baud=baud, flow=flow)


def _usb(found: re.Match[str], options: _Options) -> Address:
    options.end()
    vendor, product = int(found["vendor"], 16), int(found["product"], 16)
    return Address(Kind.USB, vendor=vendor, product=product, serial=unquote(found["serial"] or ""))


def _windows(found: re.Match[str], options: _Options) -> Address:
    options.end()
    return Address(Kind.WINDOWS, found["name"])


def _attached(_found: re.Match[str], options: _Options) -> Address:
    """Without a speed nothing is said of the line: most printers that are plugged in have none."""
    baud = options.take("baud", _BAUDS, None)
    flow = options.take("flow", _FLOWS, Flow.NONE)
    options.end()
    return Address(Kind.ATTACHED, baud=baud, flow=flow)


_BAUDS = {str(baud): baud for baud in BAUDS}
_FLOWS = {flow.value: flow for flow in Flow}
_HOST_PORT = r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]/:\s]+):(?P<port>\d{1,5})"
_FORMS: dict[re.Pattern[str], Callable[[re.Match[str], _Options], Address]] = {
    re.compile(rf"socket://{_HOST_PORT}"): _socket,
    re.compile(rf"rfc2217://{_HOST_PORT}"): _rfc2217,
    re.compile(r"lp://(?P<path>/dev/\S+)"): _lp,
    re.compile(r"(?P<path>/dev/usb/lp\d+|/dev/lp\d+|/dev/toi-luot/printer\S*)"): _lp,
    re.compile(r"(?P<path>/dev/\S+)"): _serial,
    re.compile(r"usb://(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})(?:/(?P<serial>[^/\s]+))?"): _usb,
    re.compile(r"windows://(?P<name>[^\s/][^/]*)"): _windows,
    re.compile(r"attached:"): _attached,
}
