"""Link to a network printer (or its simulator) over TCP, usually port 9100."""

import select
import socket
import struct

from drivers.errors import DeviceError
from drivers.links.patience import Patience, is_ready

SEND_BUFFER_BYTES = 8 * 1024
READ_BYTES = 4096
LINGER_S = 2.0
LITTLE_BYTES = 64
"""A question or two: nothing is lost with what nobody answered."""
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class TcpLink:
    """One TCP connection; open it for one ticket, then close it.

    The kernel's send buffer is kept small, so that progress seen here is progress of the printer and `sent_bytes`
    means something. Raises DeviceError `link_refused` when the connection cannot be made within `connect_s`; looking up
    a host's name has no deadline, so device lists name addresses.
    """

    can_read = True

    def __init__(self, host: str, port: int, connect_s: float) -> None:
        try:
            self._socket = socket.create_connection((host, port), timeout=connect_s)
        except OSError as error:
            raise DeviceError("link_refused", retry=True, detail=f"{host}:{port}: {error}") from error
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self._unanswered_bytes = 0
        self._is_open = True

    def fileno(self) -> int:
        """See HasFileno."""
        return self._socket.fileno()

    def write(self, payload: bytes, stall_s: float) -> None:
        """See ByteLink.write."""
        rest = memoryview(payload)
        while rest:
            sent = len(payload) - len(rest)
            if not is_ready(self._socket, select.POLLOUT, stall_s):
                self._give_up_unsent()
                raise DeviceError("link_stalled", retry=True, sent_bytes=sent)
            try:
                taken = self._socket.send(rest)
                rest = rest[taken:]
                self._unanswered_bytes += taken
            except BlockingIOError:
                continue
            except OSError as error:
                raise DeviceError("link_lost", retry=True, sent_bytes=sent, detail=str(error)) from error

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read."""
        if not is_ready(self._socket, select.POLLIN, wait_s):
            return b""
        try:
            chunk = self._socket.recv(READ_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceError("link_lost", retry=True, detail=str(error)) from error
        if not chunk:
            raise DeviceError("link_lost", retry=True, detail="the other side closed the connection")
        self._unanswered_bytes = 0
        return chunk

    def close(self) -> None:
        """See ByteLink.close.

        Answers nobody read are taken first: closing over them would reset the connection and could throw away bytes
        the printer has not read yet. So would an answer that comes to a closed socket (a picture may hold the bytes of
        a question): behind a job that nothing answered, it waits for the printer to hang up, for two seconds.
        """
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._socket.shutdown(socket.SHUT_WR)
            patience = Patience(LINGER_S if self._unanswered_bytes > LITTLE_BYTES else 0)
            while is_ready(self._socket, select.POLLIN, patience.left_s) and self._socket.recv(READ_BYTES):
                pass
        except OSError:
            pass
        finally:
            self._socket.close()

    def _give_up_unsent(self) -> None:
        """Let close() reset the connection: an orderly end would queue behind bytes the printer does not take."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self._unanswered_bytes = 0
