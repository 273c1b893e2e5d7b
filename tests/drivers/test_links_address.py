"""Addresses of devices: every form is read, and the configuration takes exactly those that the drivers take."""

import pytest

from config.devices import require_address
from drivers.errors import DeviceError
from drivers.links.address import EXAMPLES, Address, Flow, Kind, parse_address

RIGHT = {
    "socket://192.168.1.50:9100": Address(Kind.SOCKET, "192.168.1.50", 9100),
    "socket://terminal:65535": Address(Kind.SOCKET, "terminal", 65_535),
    "socket://[fe80::1]:9100": Address(Kind.SOCKET, "fe80::1", 9100),
    "socket://terminal:4001?baud=19200": Address(Kind.SOCKET, "terminal", 4001, 19_200),
    "rfc2217://terminal:4001": Address(Kind.RFC2217, "terminal", 4001, 115_200),
    "rfc2217://terminal:4001?baud=9600&flow=xonxoff": Address(Kind.RFC2217, "terminal", 4001, 9600, Flow.XONXOFF),
    "/dev/ttyS0": Address(Kind.SERIAL, "/dev/ttyS0", baud=115_200),
    "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0?baud=19200&flow=rtscts": Address(
        Kind.SERIAL, "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0", baud=19_200, flow=Flow.RTSCTS
    ),
    "/dev/toi-luot/serial-1-2?flow=dsrdtr&baud=38400": Address(
        Kind.SERIAL, "/dev/toi-luot/serial-1-2", baud=38_400, flow=Flow.DSRDTR
    ),
    "/dev/usb/lp0": Address(Kind.LP, "/dev/usb/lp0"),
    "/dev/lp0": Address(Kind.LP, "/dev/lp0"),
    "/dev/toi-luot/printer-1-2.4": Address(Kind.LP, "/dev/toi-luot/printer-1-2.4"),
    "lp:///dev/receipts": Address(Kind.LP, "/dev/receipts"),
    "usb://04b8:0E15": Address(Kind.USB, vendor=0x04B8, product=0x0E15),
    "usb://0dd4:01a8/VKP80-17": Address(Kind.USB, vendor=0x0DD4, product=0x01A8, serial="VKP80-17"),
    "usb://04b8:0e15/X%2012%2F3": Address(Kind.USB, vendor=0x04B8, product=0x0E15, serial="X 12/3"),
    "windows://Máy in quầy 1": Address(Kind.WINDOWS, "Máy in quầy 1"),
    "windows://\\\\may-chu\\May in": Address(Kind.WINDOWS, "\\\\may-chu\\May in"),
    "attached:": Address(Kind.ATTACHED),
    "attached:?baud=19200": Address(Kind.ATTACHED, baud=19_200),
}

WRONG = (
    "",
    "lp0",
    "sokcet://h:1",
    "socket://h",
    "socket://h:0",
    "socket://h:65536",
    "rfc2217://h:70000",
    "socket://h:1?flow=rtscts",
    "/dev/ttyS0?baud=19201",
    "/dev/ttyS0?flow=hard",
    "/dev/ttyS0?parity=even",
    "/dev/ttyS0?baud",
    "/dev/usb/lp0?baud=9600",
    "lp://receipts",
    "usb://04b8",
    "usb://04b8:0e15/",
    "windows://",
    "attached",
    "ttyUSB0",
    "/etc/passwd",
)


@pytest.mark.parametrize("url", RIGHT)
def test_every_form_is_read(url: str) -> None:
    assert parse_address(url) == RIGHT[url]
    require_address(url)


def test_every_kind_has_an_example_that_both_take() -> None:
    for url in EXAMPLES:
        require_address(url)
    assert {parse_address(url).kind for url in EXAMPLES} == set(Kind)


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_address_is_refused_by_both(url: str) -> None:
    with pytest.raises(DeviceError) as raised:
        parse_address(url)
    assert (raised.value.code, raised.value.retry) == ("link_url", False)
    with pytest.raises(ValueError, match="is not an address such as"):
        require_address(url)


def test_only_a_serial_line_has_a_speed() -> None:
    slow = {url for url, address in RIGHT.items() if address.baud is not None}
    assert slow == {url for url in RIGHT if "baud=" in url or url.startswith(("/dev/tty", "/dev/serial", "rfc2217"))}
