"""A pseudo-terminal: the other end of a line, held by the test."""

import os
import select
import tty

from drivers.links.address import Address, Flow, Kind

SLOW_BAUD = 19_200


class Terminal:
    """What is written to `path` arrives at `far`; `pull()` takes the line away, as unplugging does.

    The near end is held open here as well: a real line does not end with each of its users.
    """

    def __init__(self) -> None:
        self.far, self._near = os.openpty()
        self.path = os.ttyname(self._near)
        tty.setraw(self._near)

    def address(self, flow: Flow = Flow.NONE) -> Address:
        return Address(Kind.SERIAL, self.path, baud=SLOW_BAUD, flow=flow)

    def say(self, payload: bytes) -> None:
        os.write(self.far, payload)

    def take(self, count: int = 1) -> bytes:
        """At least so many bytes, and what comes with them; less when the line is silent for 5 s."""
        taken = b""
        while len(taken) < count and select.select([self.far], [], [], 5)[0]:
            taken += os.read(self.far, 4096)
        return taken

    def pull(self) -> None:
        if self.far >= 0:
            os.close(self.far)
            os.close(self._near)
            self.far = -1
