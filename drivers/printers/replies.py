"""Sorts the bytes a printer sends back.

A printer mixes answers to questions with reports nobody asked for. Epson's fixed bits tell them apart:

* real-time status (DLE EOT n): `c & 0x93 == 0x12`
* automatic status (GS a): first of four bytes `c & 0x93 == 0x10`; the other three look like GS r answers and are
  known only by their place
* answer to GS r: `c & 0x90 == 0x00`. Bits 0 and 1 are not fixed: GS r 1 sets both when paper is low, so asking for
  `c & 0x93 == 0x00` would lose every fence on a nearly empty roll
* block: 0x37 … 0x00 (GS ( H, GS ( E) or 0x5F … 0x00 (names asked by GS I)
"""

from enum import StrEnum
from typing import NamedTuple


class ReplyKind(StrEnum):
    """The families of replies."""

    REAL_TIME = "real_time"
    AUTOMATIC = "automatic"
    ORDERED = "ordered"
    BLOCK = "block"


class Reply(NamedTuple):
    """One reply: its family and its bytes (1, 4 or a whole block)."""

    kind: ReplyKind
    body: bytes


AUTOMATIC_BYTES = 4
BLOCK_STARTS, BLOCK_END = (0x37, 0x5F), 0x00
MOST_BLOCK_BYTES = 100
"""A longer block has lost its end: it is passed over, so that noise cannot make the reader deaf."""


class ReplyReader:
    """Turns a stream of bytes, in any chunks, into replies."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, chunk: bytes) -> list[Reply]:
        """Take bytes and return the replies they complete. Flow-control and unknown bytes are passed over."""
        replies: list[Reply] = []
        for byte in chunk:
            self._pending.append(byte)
            if (reply := self._complete()) is not None:
                replies.append(reply)
        return replies

    def _complete(self) -> Reply | None:
        kind = _kind_of(self._pending[0])
        if kind is ReplyKind.AUTOMATIC and len(self._pending) < AUTOMATIC_BYTES:
            return None
        if kind is ReplyKind.BLOCK and self._pending[-1] != BLOCK_END:
            if len(self._pending) >= MOST_BLOCK_BYTES:
                self._pending.clear()
            return None
        body = bytes(self._pending)
        self._pending.clear()
        return None if kind is None else Reply(kind, body)


def _kind_of(first: int) -> ReplyKind | None:
    if first in BLOCK_STARTS:
        return ReplyKind.BLOCK
    if first & 0x93 == 0x12:
        return ReplyKind.REAL_TIME
    if first & 0x93 == 0x10:
        return ReplyKind.AUTOMATIC
    return ReplyKind.ORDERED if first & 0x90 == 0x00 else None
