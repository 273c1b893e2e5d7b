"""The link past the kernel's drivers: pyusb as it is, on a bus that is played."""

from array import array
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from usb import core
from usb.backend import IBackend

from drivers.errors import DeviceError
from drivers.links.address import Address, parse_address
from drivers.links.usb import UsbLink

OUT, IN, PACKET = 0x01, 0x82, 64
EPSON = parse_address("usb://04b8:0e15")
SERIAL_TEXT = 3


class Bus(IBackend):
    """One printer on a bus: interface 0 is something else, interface 1 a printer with an endpoint each way."""

    def __init__(self) -> None:
        self.is_plugged = True
        self.has_answers = True
        self.printed = b""
        self.answers: list[bytes] = []
        self.log: list[str] = []
        self.takes = 10**9

    def enumerate_devices(self) -> Iterator[object]:
        return iter([self] if self.is_plugged else [])

    def get_parent(self, _dev: object) -> None:
        return None

    def get_device_descriptor(self, _dev: object) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15, bcdDevice=0x0100, iManufacturer=0, iProduct=0,
            iSerialNumber=SERIAL_TEXT, bNumConfigurations=1, address=5, bus=1, port_number=2, port_numbers=(2,),
            speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, _dev: object, _config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=0, bNumInterfaces=2, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, _dev: object, interface: int, alternate: int, _config: int) -> Any:
        if interface > 1 or alternate:
            raise IndexError
        endpoints = (2 if self.has_answers else 1) if interface else 0
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=interface, bAlternateSetting=0, bNumEndpoints=endpoints,
            bInterfaceClass=7 if interface else 3, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
            extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, _dev: object, endpoint: int, _interface: int, _alt: int, _config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[endpoint], bmAttributes=2, wMaxPacketSize=PACKET,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: object) -> object:
        return dev

    def close_device(self, _handle: object) -> None:
        self.log.append("closed")

    def get_configuration(self, _handle: object) -> int:
        return 1

    def is_kernel_driver_active(self, _handle: object, _interface: int) -> bool:
        return "detached 1" not in self.log

    def detach_kernel_driver(self, _handle: object, interface: int) -> None:
        self.log.append(f"detached {interface}")

    def claim_interface(self, _handle: object, interface: int) -> None:
        self.log.append(f"claimed {interface}")

    def release_interface(self, _handle: object, interface: int) -> None:
        self.log.append(f"released {interface}")

    def ctrl_transfer(self, _h: object, _type: int, _req: int, value: int, _i: int, buffer: Any, _t: int) -> int:
        """The texts of the device: the list of languages, then its serial number."""
        text = "\u0409" if not value & 0xFF else "AB-17"
        content = text.encode("utf-16-le")
        said = array("B", bytes([len(content) + 2, 3]) + content)[: len(buffer)]
        buffer[: len(said)] = said
        return len(said)

    def bulk_write(self, _handle: object, endpoint: int, _interface: int, chunk: Any, _timeout: int) -> int:
        assert endpoint == OUT
        if not self.is_plugged:
            raise core.USBError("no such device", -4, 19)
        if len(self.printed) + len(chunk) > self.takes:
            raise core.USBTimeoutError("timed out", -7, 110)
        self.printed += bytes(chunk)
        return len(chunk)

    def bulk_read(self, _handle: object, endpoint: int, _interface: int, buffer: Any, _timeout: int) -> int:
        assert endpoint == IN
        if not self.is_plugged:
            raise core.USBError("no such device", -4, 19)
        if not self.answers:
            raise core.USBTimeoutError("timed out", -7, 110)
        said = array("B", self.answers.pop(0))
        buffer[: len(said)] = said
        return len(said)


@pytest.fixture
def bus() -> Bus:
    return Bus()


def refusal(bus: Any, address: Address = EPSON) -> DeviceError:
    with pytest.raises(DeviceError) as raised:
        UsbLink(address, bus)
    return raised.value


def test_a_ticket_goes_to_the_printers_own_interface(bus: Bus) -> None:
    link = UsbLink(EPSON, bus)
    payload = bytes(range(256)) * 3 + b"end"
    link.write(payload, stall_s=1)
    assert bus.printed == payload
    bus.answers = [b"", b"\x16"]
    assert link.can_read
    assert link.read(1) == b"\x16"
    assert link.read(0) == b""
    link.close()
    link.close()
    assert bus.log == ["detached 1", "claimed 1", "released 1", "closed"]
    UsbLink(EPSON, bus).close()
    assert bus.log.count("detached 1") == 1


def test_a_printer_that_takes_no_more_tells_how_much_it_took(bus: Bus) -> None:
    link = UsbLink(EPSON, bus)
    bus.takes = 3 * PACKET
    with pytest.raises(DeviceError) as raised:
        link.write(bytes(1000), stall_s=0.01)
    assert (raised.value.code, raised.value.retry, raised.value.sent_bytes) == ("link_stalled", True, 3 * PACKET)
    link.close()


def test_unplugged(bus: Bus) -> None:
    link = UsbLink(EPSON, bus)
    bus.is_plugged = False
    for ask in (lambda: link.write(b"x", stall_s=1), lambda: link.read(1)):
        with pytest.raises(DeviceError, match="link_lost"):
            ask()
    link.close()
    assert (refusal(bus).code, refusal(bus).retry) == ("link_refused", True)


def test_a_packet_that_failed_may_have_been_taken(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its acknowledgement may be what got lost; the job must not be called failed and be printed again."""
    link, take = UsbLink(EPSON, bus), bus.bulk_write

    def take_and_break(*packet: Any) -> int:
        take(*packet)
        if len(bus.printed) >= 2 * PACKET:
            raise core.USBError("Input/Output Error", -1, 5)
        return PACKET

    monkeypatch.setattr(bus, "bulk_write", take_and_break)
    with pytest.raises(DeviceError) as raised:
        link.write(bytes(1000), stall_s=1)
    assert (raised.value.code, raised.value.sent_bytes) == ("link_lost", len(bus.printed))
    with pytest.raises(DeviceError) as raised:
        link.write(b"x", stall_s=1)
    assert raised.value.sent_bytes == 1
    link.close()


def test_a_printer_without_answers_is_not_asked(bus: Bus) -> None:
    bus.has_answers = False
    link = UsbLink(EPSON, bus)
    assert not link.can_read
    assert link.read(0.01) == b""
    link.close()


def test_the_serial_number_chooses(bus: Bus) -> None:
    UsbLink(parse_address("usb://04b8:0e15/AB-17"), bus).close()
    assert refusal(bus, parse_address("usb://04b8:0e15/AB-18")).detail.endswith("it is not plugged in")
    assert refusal(bus, parse_address("usb://04b8:0e16")).code == "link_refused"


def test_another_program_has_it(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise core.USBError("Resource busy", -6, 16)

    monkeypatch.setattr(bus, "claim_interface", busy)
    assert "Resource busy" in refusal(bus).detail


def test_a_machine_without_libusb_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda *_, **__: None)
    monkeypatch.setattr("usb.backend.libusb0.get_backend", lambda *_, **__: None)
    monkeypatch.setattr("usb.backend.openusb.get_backend", lambda *_, **__: None)
    refused = refusal(None)
    assert (refused.code, refused.retry) == ("usb_unavailable", False)
    assert "apt install libusb-1.0-0" in refused.detail
