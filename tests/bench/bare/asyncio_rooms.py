"""`python -m tests.bench.bare.asyncio_rooms DATABASE ROWS VIEW`: the same broadcast with nothing but asyncio.

A POST commits one row, writes one frame, made once, to every websocket, and is answered. It knows no more of HTTP, of
websockets and of Socket.IO than the crowd needs: nobody pings, nobody is shown out, a slow screen may wait for ever.
"""

import asyncio
import base64
import hashlib
import json
import resource
import signal
import sys
from asyncio import StreamReader, StreamWriter
from pathlib import Path
from typing import Any

from hub.messages import VIEW_EVENT
from tests.bench.bare.rows import Rows

WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, 1.3."""

MOST_OF_A_SHORT_FRAME, MOST_OF_A_MIDDLE_FRAME = 125, 65_535


def frame(text: str) -> bytes:
    """A whole text frame (RFC 6455, 5.2)."""
    content = text.encode()
    if len(content) <= MOST_OF_A_SHORT_FRAME:
        return bytes([0x81, len(content)]) + content
    if len(content) <= MOST_OF_A_MIDDLE_FRAME:
        return b"\x81\x7e" + len(content).to_bytes(2, "big") + content
    return b"\x81\x7f" + len(content).to_bytes(8, "big") + content


class Rooms:
    """One room: everybody hears the same view."""

    def __init__(self, rows: Rows, envelope: dict[str, Any]) -> None:
        self._rows, self._envelope = rows, envelope
        self._screens: set[StreamWriter] = set()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One connection: a screen, or somebody who posts."""
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")).startswith(b"POST"):
                await reader.readexactly(int(_header(head, "content-length")))
                writer.write(self._told())
            await self._listen(head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._screens.discard(writer)
            writer.close()

    def _told(self) -> bytes:
        row = self._rows.commit_next()
        told = self._view(row)
        for screen in self._screens:
            screen.write(told)
        answer = b'{"seq":%d}' % row
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer

    def _view(self, rev: int) -> bytes:
        told = json.dumps([VIEW_EVENT, {**self._envelope, "rev": rev}], ensure_ascii=False, separators=(",", ":"))
        return frame(f"42{told}")

    async def _listen(self, head: bytes, reader: StreamReader, writer: StreamWriter) -> None:
        """Greet a screen once it has said which topic it wants; what it says then ends it."""
        proof = hashlib.sha1((_header(head, "sec-websocket-key") + WEBSOCKET_GUID).encode()).digest()
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + base64.b64encode(proof) + b"\r\n\r\n" + frame("0{}")
        )
        await reader.read(MOST_OF_A_MIDDLE_FRAME)
        writer.write(frame("40{}") + self._view(0))
        self._screens.add(writer)
        await reader.read(1)


def _header(head: bytes, name: str) -> str:
    lines = (line.partition(":") for line in head.decode().split("\r\n"))
    return next(value.strip() for key, _, value in lines if key.lower() == name)


async def answer(rooms: Rooms) -> None:
    """Serve until the end."""
    server = await asyncio.start_server(rooms.serve, "127.0.0.1", 0, backlog=1000)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def main(database: str, file: str, view: str) -> None:
    """Serve until whoever has begun this process ends it, also after a Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    envelope = json.loads(Path(view).read_text(encoding="utf-8"))
    asyncio.run(answer(Rooms(Rows(Path(database), Path(file)), envelope)))


if __name__ == "__main__":
    main(*sys.argv[1:])
