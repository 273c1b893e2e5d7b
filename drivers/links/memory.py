"""Link to a simulated device in the same process: no socket, no thread, no time of its own."""

from collections.abc import Callable
from typing import Protocol

from drivers.errors import DeviceError


class SimulatedDevice(Protocol):
    """What a simulator offers to whatever carries its bytes."""

    def connected(self) -> None:
        """A link was opened."""

    def feed(self, chunk: bytes) -> int:
        """Take bytes; return how many were accepted (fewer than given = the device holds off)."""

    def take_replies(self) -> bytes:
        """Return and forget what the device has to say."""

    def disconnected(self) -> None:
        """The link was closed."""

    @property
    def is_hung_up(self) -> bool:
        """Whether the device has dropped the connection."""

    @property
    def can_answer(self) -> bool:
        """Whether there is a way back at all."""


class MemoryLink:
    """A ByteLink straight into a simulated device.

    `idle(seconds)` is called instead of waiting: give it a fake clock's advance.
    """

    def __init__(self, device: SimulatedDevice, idle: Callable[[float], None]) -> None:
        self._device = device
        self._idle = idle
        self._is_open = True
        device.connected()

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write."""
        sent = 0
        while sent < len(payload):
            accepted = self._device.feed(payload[sent:])
            sent += accepted
            if self._device.is_hung_up:
                raise DeviceError("link_lost", retry=True, sent_bytes=sent)
            if not accepted:
                self._idle(stall_s)
                raise DeviceError("link_stalled", retry=True, sent_bytes=sent)

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read."""
        if chunk := self._device.take_replies():
            return chunk
        if self._device.is_hung_up:
            raise DeviceError("link_lost", retry=True)
        self._idle(wait_s)
        return b""

    @property
    def can_read(self) -> bool:
        """See ByteLink.can_read."""
        return self._device.can_answer

    def close(self) -> None:
        """See ByteLink.close."""
        if self._is_open:
            self._is_open = False
            self._device.disconnected()
