"""Link to a printer at a parallel port or at USB's printer class: `/dev/usb/lp0` or a name of udev's for it."""

import errno
import os
import select

from drivers.errors import DeviceError
from drivers.links.device_file import open_device_file
from drivers.links.patience import Patience, is_ready

CHUNK_BYTES = 512
"""The kernel takes a whole write at once and calls it done before the printer has it: no more than this is in doubt."""
READ_BYTES = 4096
PAUSE_S = 0.02


class LpLink:
    """One opening of a character device that takes bytes as they are.

    Raises DeviceError `link_refused`, `not_a_device`. `can_read` is False for a device that may only be written to.
    """

    def __init__(self, path: str) -> None:
        self._file, self.can_read = open_device_file(path)
        self._is_open = True

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write. What the kernel took counts as sent: nobody can tell how far a transfer got."""
        sent, patience = 0, Patience(stall_s)
        while sent < len(payload):
            self._await_room(sent, patience)
            try:
                sent += os.write(self._file, payload[sent : sent + CHUNK_BYTES])
                patience.renew()
            except BlockingIOError:
                is_ready(self._file, 0, min(PAUSE_S, patience.left_s))
            except OSError as error:
                raise DeviceError("link_lost", retry=True, sent_bytes=sent, detail=str(error)) from error
        self._await_room(sent, patience)

    def _await_room(self, sent: int, patience: Patience) -> None:
        """Wait until the printer has taken what was written before."""
        if not patience.left_s or not is_ready(self._file, select.POLLOUT, patience.left_s):
            raise DeviceError("link_stalled", retry=True, sent_bytes=sent)

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read. Some printers answer with packets of no bytes at all; those are no end."""
        patience = Patience(wait_s)
        while is_ready(self._file, select.POLLIN if self.can_read else 0, patience.left_s):
            if chunk := self._take():
                return chunk
            if not patience.left_s:
                break
            is_ready(self._file, 0, min(PAUSE_S, patience.left_s))
        return b""

    def _take(self) -> bytes:
        try:
            return os.read(self._file, READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise DeviceError("link_lost", retry=True, detail=str(error)) from error
            self.can_read = False
            return b""

    def close(self) -> None:
        """See ByteLink.close."""
        if self._is_open:
            self._is_open = False
            os.close(self._file)
