"""One screen of a crowd: its websocket as far as somebody who listens needs it, and which views it has heard."""

import base64
import json
import os
import re
import socket
from collections import deque
from collections.abc import Iterator

SO_TIMESTAMPNS = 35
"""Linux; Python has no name for it."""

CONNECT_WITHIN_S = 5.0
REMEMBERED = 32
"""Views of a screen; those of one round are read long before so many newer ones."""

VIEW = re.compile(rb'42\["view",\{"topic":"([^"]*)","epoch":"[^"]*","rev":(\d+)')


class Screen:
    """One connection that listens to a topic."""

    __slots__ = ("connection", "heard", "is_greeted", "is_upgraded", "token", "topic", "unread")

    def __init__(self, topic: str, token: str) -> None:
        self.topic, self.token = topic, token
        self.reset()

    def reset(self) -> None:
        """As before its first connection."""
        self.connection: socket.socket | None = None
        self.is_upgraded = self.is_greeted = False
        self.unread = b""
        self.heard: deque[int] = deque(maxlen=REMEMBERED)

    def lacks(self, rev: int) -> bool:
        """Whether a view is still to come, or should have come: one that is newer than its greeting."""
        return rev not in self.heard and not (self.heard and rev < self.heard[0])

    def connect(self, address: tuple[str, int]) -> None:
        """Connect and ask for the upgrade. Raises OSError."""
        self.connection = socket.create_connection(address, CONNECT_WITHIN_S)
        self.connection.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.connection.setblocking(False)

    def show_token(self) -> None:
        """What opens the namespace."""
        said = b"40" + json.dumps({"token": self.token, "topic": self.topic}).encode()
        size = bytes([0x80 | len(said)]) if len(said) < 126 else b"\xfe" + len(said).to_bytes(2, "big")
        self.connection.sendall(b"\x81" + size + b"\0\0\0\0" + said)  # type: ignore[union-attr]

    def messages(self, received: bytes) -> Iterator[tuple[bytes, int]]:
        """Each message that is whole by now, as bytes and where in them it begins; b"" for the end."""
        stream = self.unread + received if self.unread else received
        begin = 0
        if not self.is_upgraded:
            begin = stream.find(b"\r\n\r\n") + 4
            if begin < 4:
                self.unread = stream
                return
            self.is_upgraded = stream.startswith(b"HTTP/1.1 101")
        while (start_end := _frame(stream, begin)) is not None:
            yield (stream, start_end[0]) if stream[begin] == 0x81 else (b"", 0)
            begin = start_end[1]
        self.unread = stream[begin:]


def _frame(stream: bytes, begin: int) -> tuple[int, int] | None:
    """Where the content of the frame at ``begin`` starts and ends; None: it is not whole."""
    length = len(stream)
    if length < begin + 2:
        return None
    size, start = stream[begin + 1], begin + 2
    if size > 125:
        start += 2 if size == 126 else 8
        if length < start:
            return None
        size = int.from_bytes(stream[begin + 2 : start], "big")
    return (start, start + size) if length >= start + size else None
