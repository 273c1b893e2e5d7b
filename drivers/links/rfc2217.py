"""Link to a serial line of a terminal server (RFC 2217), such as ser2net or a serial-to-LAN box.

pyserial has one too. It takes half a second to open, sleeps when it closes, lets its writes block for five seconds
and cannot tell how much of them left; see docs/decisions.md.
"""

from drivers.errors import DeviceError
from drivers.links.address import USUAL_BAUD, Address, Flow
from drivers.links.patience import Patience
from drivers.links.tcp import TcpLink
from drivers.links.telnet import GREETING, Telnet, escaped, line_orders

CHUNK_BYTES = 512
ANSWER_STALL_S = 1.0

DTR_ON, RTS_ON = 8, 11
CONTROLS = {
    Flow.NONE: (1, DTR_ON, RTS_ON),
    Flow.XONXOFF: (2, DTR_ON, RTS_ON),
    Flow.RTSCTS: (3, DTR_ON),
    Flow.DSRDTR: (19, DTR_ON, RTS_ON),
}
"""The values of SET-CONTROL: flow control, then the signals that are ours."""


class Rfc2217Link:
    """One connection to a terminal server, with its line set up.

    Raises DeviceError `link_refused`: nobody is there, or does not speak RFC 2217, or cannot run the line so fast.
    """

    can_read = True

    def __init__(self, address: Address, connect_s: float) -> None:
        self._tcp = TcpLink(address.place, address.port, connect_s)
        self._telnet = Telnet()
        self._arrived = b""
        try:
            self._set_up(address, Patience(connect_s))
        except DeviceError as error:
            self._tcp.close()
            detail = f"{address.place}:{address.port}: {error.detail or error.code}"
            raise DeviceError("link_refused", retry=True, detail=detail) from error

    def _set_up(self, address: Address, patience: Patience) -> None:
        """Greet, then order the line; its speed is answered in turn, so what arrived before is an earlier talk's."""
        baud, telnet = address.baud or USUAL_BAUD, self._telnet
        self._tcp.write(GREETING, patience.left_s)
        while telnet.speaks_rfc2217 is None and patience.left_s:
            self._listen(patience.left_s)
        if not telnet.speaks_rfc2217:
            raise DeviceError("link_refused", retry=True, detail="it does not speak RFC 2217")
        self._tcp.write(line_orders(baud, CONTROLS[address.flow]), patience.left_s)
        while not telnet.baud and patience.left_s:
            self._listen(patience.left_s)
        if telnet.baud != baud:
            raise DeviceError("link_refused", retry=True, detail=f"the line runs at {telnet.baud} baud, not {baud}")
        self._arrived = b""

    def fileno(self) -> int:
        """See HasFileno. What was heard while something was written is behind it already: read first, then wait."""
        return self._tcp.fileno()

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write."""
        for start in range(0, len(payload), CHUNK_BYTES):
            try:
                self._await_leave(stall_s)
                self._write(payload[start : start + CHUNK_BYTES], stall_s)
            except DeviceError as error:
                raise error.behind(start) from error

    def _await_leave(self, stall_s: float) -> None:
        """Hear what the server says meanwhile; wait while it asks us to."""
        patience = Patience(stall_s)
        self._listen(0)
        while self._telnet.is_suspended:
            if not patience.left_s:
                raise DeviceError("link_stalled", retry=True)
            self._listen(patience.left_s)

    def _write(self, chunk: bytes, stall_s: float) -> None:
        """Half of a doubled byte counts as that byte."""
        doubled = escaped(chunk)
        try:
            self._tcp.write(doubled, stall_s)
        except DeviceError as error:
            sent = next(count for count in range(len(chunk) + 1) if len(escaped(chunk[:count])) >= error.sent_bytes)
            raise DeviceError(error.code, retry=True, sent_bytes=sent, detail=error.detail) from error

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read."""
        patience = Patience(wait_s)
        self._listen(0 if self._arrived else wait_s)
        while not self._arrived and patience.left_s:
            self._listen(patience.left_s)
        arrived, self._arrived = self._arrived, b""
        return arrived

    def _listen(self, wait_s: float) -> None:
        """Take what arrives first, and answer what asks for it."""
        self._arrived += self._telnet.feed(self._tcp.read(wait_s))
        replies, self._telnet.replies = self._telnet.replies, b""
        if replies:
            self._tcp.write(replies, ANSWER_STALL_S)

    def close(self) -> None:
        """See ByteLink.close."""
        self._tcp.close()
