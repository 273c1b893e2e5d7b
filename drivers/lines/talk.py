"""What is spoken on a line, without the line: bytes and instants in, bytes out."""

from collections.abc import Callable
from typing import Protocol


class Talk(Protocol):
    """One protocol on one line. Its keeper's thread makes all calls; `now_s` never goes back.

    A talk that is changed from other threads guards itself, and calls `wake` when `due` should be asked at once.
    """

    wake: Callable[[], None]

    def opened(self, now_s: float, baud: int | None) -> None:
        """The line is open; nobody knows what happened at its other end meanwhile. `baud` None: as fast as may be."""

    def received(self, chunk: bytes, now_s: float) -> None:
        """Bytes have come."""

    def due(self, now_s: float) -> bytes:
        """What is to be sent now, b"" for nothing."""

    def next_s(self, now_s: float) -> float | None:
        """When `due` has to be asked again though nothing comes; None: not before something does."""

    def lost(self, code: str, now_s: float) -> None:
        """The line is away, or could not be opened; `code` is that of the DeviceError."""
