"""A link whose other end hands the bytes on to a slow line: a terminal server takes a ticket at once, and prints it for
half a minute.
"""

import time
from collections.abc import Callable

from drivers.errors import DeviceError
from drivers.links.link import ByteLink
from drivers.links.patience import HasFileno

BITS_PER_BYTE = 10
STEP_S = 0.25
"""So much of the line's time is handed over at once."""
LEAST_STEP_BYTES = 16


class PacedLink:
    """Gives a link no more than a line of `baud` carries meanwhile.

    So a write ends when the line has had the time for all of it: `sent_bytes` means the line, who waits for an answer
    waits for the printer, and closing cuts nothing off. A line that holds off is felt later, through the server.
    """

    def __init__(
        self,
        link: ByteLink,
        baud: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._link = link
        self._byte_s = BITS_PER_BYTE / baud
        self._step_bytes = max(LEAST_STEP_BYTES, int(STEP_S / self._byte_s))
        self._clock = clock
        self._sleep = sleep

    @property
    def can_read(self) -> bool:
        """See ByteLink.can_read."""
        return self._link.can_read

    def fileno(self) -> int:
        """See HasFileno."""
        return self._link.fileno() if isinstance(self._link, HasFileno) else -1

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write."""
        for start in range(0, len(payload), self._step_bytes):
            step = payload[start : start + self._step_bytes]
            free_s = self._clock() + len(step) * self._byte_s
            try:
                self._link.write(step, stall_s)
            except DeviceError as error:
                raise error.behind(start) from error
            self._sleep(max(0.0, free_s - self._clock()))

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read."""
        return self._link.read(wait_s)

    def close(self) -> None:
        """See ByteLink.close."""
        self._link.close()
