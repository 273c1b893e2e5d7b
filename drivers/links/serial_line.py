"""Link to a device on a serial line. pyserial sets the line up; bytes go past it, because its writes may block."""

import math
import os
import select
import termios
from contextlib import suppress

from serial import Serial, SerialException

from drivers.errors import DeviceError
from drivers.links.address import USUAL_BAUD, Address, Flow
from drivers.links.device_file import refused, require_device
from drivers.links.line_marks import LineMarks, mark_damaged_bytes
from drivers.links.patience import Patience, is_ready

READ_BYTES = 4096
BITS_PER_BYTE = 10
QUEUE_S = 0.1
"""So much of the line's time may wait in the driver: enough to keep it busy, little to lose sight of."""
LEAST_QUEUE_BYTES = 64
PAUSES_S = (0.001, 0.02)
CLOSE_S = 0.3
CONTROL_MODES = 2
LINE_FAULTS = (SerialException, OSError, termios.error)
"""What pyserial and the kernel raise for a line that was pulled out; termios.error is no OSError."""


class SerialLink:
    """One opening of a serial line, for this program alone. Raises DeviceError `link_refused`, `not_a_device`.

    A write ends when the driver has handed everything to the line, so `sent_bytes` means the line and not a buffer.
    """

    can_read = True

    def __init__(self, address: Address) -> None:
        require_device(address.place)
        baud = address.baud or USUAL_BAUD
        self._byte_s = BITS_PER_BYTE / baud
        self._queue_bytes = max(LEAST_QUEUE_BYTES, int(QUEUE_S / self._byte_s))
        self._heeds_dsr = address.flow is Flow.DSRDTR
        try:
            self._port = Serial(
                address.place,
                baud,
                timeout=0,
                write_timeout=0,
                exclusive=True,
                rtscts=address.flow is Flow.RTSCTS,
                xonxoff=address.flow is Flow.XONXOFF,
            )
        except LINE_FAULTS as error:
            raise _refused(address.place, error) from error
        self._file = self._port.fileno()
        self._marks = LineMarks()
        with suppress(termios.error):
            _keep_lines_up(self._file)
            mark_damaged_bytes(self._file)

    def fileno(self) -> int:
        """See HasFileno."""
        return self._file

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write. What still waits in the driver at a stall is thrown away, and then was never sent."""
        taken, fewest, patience = 0, math.inf, Patience(stall_s)
        try:
            while left := len(payload) - taken + (queued := self._port.out_waiting):
                if left < fewest:
                    fewest = left
                    patience.renew()
                if not patience.left_s:
                    raise DeviceError("link_stalled", retry=True, sent_bytes=_sent(taken, self._drop()))
                room = max(0, self._queue_bytes - queued)
                taken += self._offer(payload[taken : taken + room], queued, patience.left_s)
        except LINE_FAULTS as error:
            raise DeviceError("link_lost", retry=True, sent_bytes=taken, detail=str(error)) from error

    def _offer(self, chunk: bytes, queued: int, wait_s: float) -> int:
        """Hand to the driver what it takes now, or wait a moment; returns how much it took."""
        if not chunk or (self._heeds_dsr and not self._port.dsr):
            least_s, most_s = PAUSES_S
            is_ready(self._file, 0, min(wait_s, most_s, max(least_s, queued * self._byte_s / 2)))
            return 0
        if not is_ready(self._file, select.POLLOUT, min(wait_s, PAUSES_S[1])):
            return 0
        try:
            return os.write(self._file, chunk)
        except BlockingIOError:
            return 0

    def _drop(self) -> int:
        """Throw away what waits in the driver; returns how much, 0 if the driver keeps it, as USB adapters' do.

        The line stands still meanwhile, or the count would lie. What cannot be thrown away is let go: it is the rest of
        what was sent before, and closing would wait for it.
        """
        self._port.set_output_flow_control(False)
        queued: int = self._port.out_waiting
        self._port.reset_output_buffer()
        self._port.set_output_flow_control(True)
        if not self._port.out_waiting:
            return queued
        self._port.rtscts = self._port.xonxoff = False
        return 0

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read. A byte that the line damaged is none."""
        patience = Patience(wait_s)
        while is_ready(self._file, select.POLLIN, patience.left_s):
            if arrived := self._marks.feed(self._take()):
                return arrived
            if not patience.left_s:
                break
        return b""

    def _take(self) -> bytes:
        try:
            chunk = os.read(self._file, READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceError("link_lost", retry=True, detail=str(error)) from error
        if not chunk:
            raise DeviceError("link_lost", retry=True, detail="the line was pulled out")
        return chunk

    def close(self) -> None:
        """See ByteLink.close. Nothing may be left in the driver: the kernel would wait for it, up to half a minute."""
        with suppress(*LINE_FAULTS):
            if self._port.is_open and self._port.out_waiting:
                self._drop()
            patience = Patience(CLOSE_S)
            while self._port.is_open and self._port.out_waiting and patience.left_s:
                is_ready(self._file, 0, PAUSES_S[1])
        with suppress(*LINE_FAULTS):
            self._port.close()


def _sent(taken: int, dropped: int) -> int:
    """How much may have left. Some drivers count whole packets: more than they were given is no count at all."""
    return taken - dropped if dropped <= taken else taken


def _refused(path: str, error: Exception) -> DeviceError:
    if isinstance(error, OSError):
        return refused(path, error)
    return DeviceError("link_refused", retry=True, detail=f"{path}: {error}")


def _keep_lines_up(file: int) -> None:
    """Do not drop DTR when the line is closed: some printers start anew when it falls."""
    modes = termios.tcgetattr(file)
    modes[CONTROL_MODES] &= ~termios.HUPCL
    termios.tcsetattr(file, termios.TCSANOW, modes)
