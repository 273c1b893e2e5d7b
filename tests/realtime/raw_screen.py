"""A screen made of bytes: just enough WebSocket and Socket.IO over TCP to be connected, and a strict parser."""

import base64
import json
import os
import socket
from typing import Any


class RawScreen:
    """Connects at once; ``rcvbuf`` keeps the kernel from taking in much that is not read."""

    def __init__(self, port: int, auth: dict[str, Any] | None = None, rcvbuf: int | None = None) -> None:
        self.socket = socket.socket()
        if rcvbuf:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", port))
        self._unread = b""
        self._upgrade(port)
        self.send_text("40" + (json.dumps(auth) if auth is not None else ""))

    def _upgrade(self, port: int) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n".encode()
        )
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._receive()
        head, self._unread = head.split(b"\r\n\r\n", 1)
        assert head.startswith(b"HTTP/1.1 101"), head
        assert b"permessage-deflate" not in head

    def send_text(self, text: str) -> None:
        self.send_frame(0x81, text.encode())

    def send_frame(self, first: int, payload: bytes) -> None:
        assert len(payload) < 65536
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        self.socket.sendall(bytes([first]) + size + mask + masked)

    def frame(self) -> tuple[int, bytes] | None:
        """The next whole frame as (opcode, payload); None where the stream ends, even in the middle of a frame."""
        head = self._take(2)
        if head is None:
            return None
        assert head[0] & 0x70 == 0, f"reserved bits in {head!r}: the stream is torn"
        assert head[0] & 0x80, f"a continued frame {head!r}: the stream is torn"
        assert head[0] & 0x0F in (1, 8), f"opcode of {head!r}: the stream is torn"
        assert not head[1] & 0x80, f"a masked frame {head!r}: the stream is torn"
        extra = {126: 2, 127: 8}.get(head[1], 0)
        size = self._take(extra) if extra else bytes([head[1]])
        payload = self._take(int.from_bytes(size, "big")) if size is not None else None
        return None if payload is None else (head[0] & 0x0F, payload)

    def text(self) -> str | None:
        """The next text, with pings answered; None where the connection ends."""
        while (got := self.frame()) is not None and got[0] == 1:
            text = got[1].decode()
            if text != "2":
                return text
            self._pong()
        return None

    def view(self) -> dict[str, Any] | None:
        """The next view; None where the connection ends."""
        while (text := self.text()) is not None:
            if text.startswith("42"):
                event, content = json.loads(text[2:])
                assert event in {"view", "present"}
                if event == "view":
                    return content
        return None

    def text_until_end(self) -> None:
        """Read on until the connection ends."""
        while self.text() is not None:
            continue

    def close(self) -> None:
        self.socket.close()

    def _pong(self) -> None:
        try:
            self.send_text("3")
        except OSError:
            return

    def _take(self, size: int) -> bytes | None:
        while len(self._unread) < size:
            more = self._receive()
            if not more:
                return None
            self._unread += more
        taken, self._unread = self._unread[:size], self._unread[size:]
        return taken

    def _receive(self) -> bytes:
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:
            return b""
