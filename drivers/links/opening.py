"""From an address in the device list to an open link."""

from collections.abc import Callable

from drivers.errors import DeviceError
from drivers.links.address import USUAL_BAUD, Address, Kind, parse_address
from drivers.links.link import ByteLink
from drivers.links.paced import PacedLink
from drivers.links.rfc2217 import Rfc2217Link
from drivers.links.tcp import TcpLink
from drivers.links.windows import WindowsLink


def open_link(url: str, connect_s: float = 2.0) -> ByteLink:
    """Open the link that an address names, see `drivers.links.address.EXAMPLES`.

    Raises DeviceError `link_url` (the address is wrong: no retry), `link_refused` (nobody answers within `connect_s`,
    the device is not there or another program has it), or what the link itself says of this machine.
    """
    return open_address(parse_address(url), connect_s)


def open_address(address: Address, connect_s: float = 2.0) -> ByteLink:
    """The same for an address that was read before."""
    opener = _OPENERS.get(address.kind)
    if opener is None:
        raise DeviceError("link_url", retry=False, detail=f"{address.kind}: names no device by itself")
    return opener(address, connect_s)


def _socket(address: Address, connect_s: float) -> ByteLink:
    link = TcpLink(address.place, address.port, connect_s)
    return PacedLink(link, address.baud) if address.baud else link


def _rfc2217(address: Address, connect_s: float) -> ByteLink:
    return PacedLink(Rfc2217Link(address, connect_s), address.baud or USUAL_BAUD)


def _serial(address: Address, _connect_s: float) -> ByteLink:
    from drivers.links.serial_line import SerialLink

    return SerialLink(address)


def _lp(address: Address, _connect_s: float) -> ByteLink:
    from drivers.links.lp import LpLink

    return LpLink(address.place)


def _usb(address: Address, _connect_s: float) -> ByteLink:
    from drivers.links.usb import UsbLink

    return UsbLink(address)


_OPENERS: dict[Kind, Callable[[Address, float], ByteLink]] = {
    Kind.SOCKET: _socket,
    Kind.RFC2217: _rfc2217,
    Kind.SERIAL: _serial,
    Kind.LP: _lp,
    Kind.USB: _usb,
    Kind.WINDOWS: lambda address, _connect_s: WindowsLink(address.place),
}
"""What only some machines have (termios, device files, libusb) is imported when it is asked for."""
