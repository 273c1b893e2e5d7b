"""Link to a USB device past the kernel's drivers, by pyusb and libusb; `/dev/usb/lp*` is the better way if it is there.

python-escpos' own USB printer drops the rest of a ticket when a transfer takes too long; see docs/decisions.md.
"""

from contextlib import suppress
from typing import Any

from usb import core, util

from drivers.errors import DeviceError
from drivers.links.address import Address
from drivers.links.patience import Patience

PRINTER_CLASS = 7
MILLISECOND = 1000


class UsbLink:
    """One claim on a printer's interface.

    `backend`: pyusb's, by default libusb as this machine has it. Raises DeviceError `usb_unavailable` (no libusb: no
    retry) or `link_refused` (not plugged in, not allowed, or used by another program).
    """

    def __init__(self, address: Address, backend: Any = None) -> None:
        self._device = _find(address, backend)
        try:
            self._interface = self._claim()
        except core.USBError as error:
            util.dispose_resources(self._device)
            raise _refused(address, f"{error}; is this user in the group lp?") from error
        self._out = self._endpoint(util.ENDPOINT_OUT)
        self._in = self._endpoint(util.ENDPOINT_IN)
        self.can_read = self._in is not None
        self._is_open = True
        if self._out is None:
            self.close()
            raise _refused(address, "it takes no data")

    def _claim(self) -> Any:
        """The printer's interface, taken from the kernel's driver if that has it."""
        configuration = _configuration(self._device)
        interface = next(
            (each for each in configuration if each.bInterfaceClass == PRINTER_CLASS), configuration[(0, 0)]
        )
        number = interface.bInterfaceNumber
        if self._device.is_kernel_driver_active(number):
            self._device.detach_kernel_driver(number)
        util.claim_interface(self._device, number)
        return interface

    def _endpoint(self, direction: int) -> Any:
        """The first bulk endpoint of a direction, None if there is none."""
        return util.find_descriptor(
            self._interface,
            custom_match=lambda each: (
                util.endpoint_direction(each.bEndpointAddress) == direction
                and util.endpoint_type(each.bmAttributes) == util.ENDPOINT_TYPE_BULK
            ),
        )

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write. One packet at a time: how much of a longer transfer was taken nobody would know.

        A packet that failed counts as sent: what got lost may have been the printer's word that it took it.
        """
        sent, size = 0, self._out.wMaxPacketSize
        while sent < len(payload):
            try:
                sent += self._out.write(payload[sent : sent + size], timeout=_milliseconds(stall_s))
            except core.USBTimeoutError as error:
                raise DeviceError("link_stalled", retry=True, sent_bytes=sent) from error
            except core.USBError as error:
                in_doubt = min(sent + size, len(payload))
                raise DeviceError("link_lost", retry=True, sent_bytes=in_doubt, detail=str(error)) from error

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read."""
        patience, chunk = Patience(wait_s), b""
        while self.can_read and not chunk:
            try:
                chunk = bytes(self._in.read(self._in.wMaxPacketSize, timeout=_milliseconds(patience.left_s)))
            except core.USBTimeoutError:
                break
            except core.USBError as error:
                raise DeviceError("link_lost", retry=True, detail=str(error)) from error
            if not patience.left_s:
                break
        return chunk

    def close(self) -> None:
        """See ByteLink.close. The kernel's driver is not given back: it would come and go with each ticket."""
        if self._is_open:
            self._is_open = False
            util.dispose_resources(self._device)


def _find(address: Address, backend: Any) -> Any:
    try:
        found = core.find(find_all=True, backend=backend, idVendor=address.vendor, idProduct=address.product)
    except core.NoBackendError as error:
        detail = "usb:// needs libusb (apt install libusb-1.0-0); /dev/usb/lp0 does without"
        raise DeviceError("usb_unavailable", retry=False, detail=detail) from error
    device = next((each for each in found if not address.serial or _serial(each) == address.serial), None)
    if device is None:
        raise _refused(address, "it is not plugged in")
    return device


def _serial(device: Any) -> str:
    """A device's serial number, "" if it has none or this user may not ask for it."""
    with suppress(core.USBError, ValueError):
        return str(device.serial_number)
    return ""


def _configuration(device: Any) -> Any:
    """The configuration that is active; a device that was never set up has none."""
    try:
        return device.get_active_configuration()
    except core.USBError:
        device.set_configuration()
        return device.get_active_configuration()


def _milliseconds(seconds: float) -> int:
    """As libusb counts; 0 would be for ever."""
    return max(1, int(seconds * MILLISECOND))


def _refused(address: Address, why: str) -> DeviceError:
    name = f"usb://{address.vendor:04x}:{address.product:04x}"
    return DeviceError("link_refused", retry=True, detail=f"{name}: {why}")
