"""What every link to a device offers."""

from typing import Protocol


class ByteLink(Protocol):
    """An open way to one device. Not for use by two threads at once."""

    @property
    def can_read(self) -> bool:
        """Whether the device could answer at all; False for a way that only takes bytes: do not ask over it."""

    def write(self, payload: bytes, stall_s: float) -> None:
        """Send the whole payload; `stall_s` bounds the time without any progress, not the whole write.

        Raises DeviceError `link_stalled` (the device stopped taking bytes) or `link_lost`; its `sent_bytes` tells
        how many bytes of this payload may have reached the device.
        """

    def read(self, wait_s: float) -> bytes:
        """Return what has arrived, waiting at most `wait_s` for the first byte; b"" when nothing came.

        Raises DeviceError `link_lost` when the other side is gone.
        """

    def close(self) -> None:
        """Let go of the device; harmless when repeated."""
