"""Sorts the bytes a printer sends back.

A printer mixes answers to questions with reports nobody asked for. Epson's fixed bits tell them apart:

* real-time status (DLE EOT n): `c & 0x93 == 0x12`
* automatic status (GS a): first of four bytes `c & 0x93 == 0x10`; the other three look like GS r answers and are
  known only by their place
* answer to GS r: `c & 0xF0 == 0x00`. Bits 0 and 1 are not fixed: GS r 1 sets both when paper is low, so asking for
  `c & 0x93 == 0x00` would lose every fence on a nearly empty roll. Bits 5 and 6 are never set; the letters of a block
  that lost its head would set one
* block: 0x37 … 0x00 (GS ( H, GS ( E) or 0x5F … 0x00 (names asked by GS I)
* full status of a presenter (DLE EOT 20): 0x10 0x0F and four bytes, by Custom's command reference of the VKP80; its
  head looks like automatic status, so only who asks for it looks for it

What may follow within a frame is known as well, so a reply that was cut off in the middle ends with the next one's
head instead of swallowing it.
"""

from enum import StrEnum
from typing import NamedTuple


class ReplyKind(StrEnum):
    """The families of replies."""

    REAL_TIME = "real_time"
    AUTOMATIC = "automatic"
    ORDERED = "ordered"
    BLOCK = "block"
    FULL = "full"


class Reply(NamedTuple):
    """One reply: its family and its bytes (1, 4, 6 or a whole block)."""

    kind: ReplyKind
    body: bytes


FRAME_BYTES = {ReplyKind.AUTOMATIC: 4, ReplyKind.FULL: 6}
FULL_HEAD = b"\x10\x0f"
BLOCK_STARTS, BLOCK_END = (0x37, 0x5F), 0x00
FLOW_CONTROL = b"\x11\x13"
"""XON and XOFF stand anywhere, also in the middle of a reply."""

PRINTABLE = range(0x20, 0x7F)
MOST_BLOCK_BYTES = 100
"""A longer block has lost its end: it is passed over, so that noise cannot make the reader deaf."""


class ReplyReader:
    """Turns a stream of bytes, in any chunks, into replies; `has_presenter` looks for full status as well."""

    def __init__(self, has_presenter: bool = False) -> None:
        self._has_presenter = has_presenter
        self._pending = bytearray()

    def feed(self, chunk: bytes) -> list[Reply]:
        """Take bytes and return the replies they complete. Flow-control and unknown bytes are passed over."""
        replies: list[Reply] = []
        for byte in chunk.translate(None, FLOW_CONTROL):
            if self._pending and not self._continues(byte):
                self._pending.clear()
            self._pending.append(byte)
            if (reply := self._complete()) is not None:
                replies.append(reply)
        return replies

    def _continues(self, byte: int) -> bool:
        """Whether the byte can belong to what has begun."""
        if _kind_of(self._pending[0]) is ReplyKind.BLOCK:
            return byte == BLOCK_END or byte in PRINTABLE
        if self._pending.startswith(FULL_HEAD) and self._has_presenter:
            return byte & 0x93 not in (0x10, 0x12)
        return byte & 0x90 == 0x00

    def _complete(self) -> Reply | None:
        kind = self._kind()
        if kind in FRAME_BYTES and len(self._pending) < FRAME_BYTES[kind]:
            return None
        if kind is ReplyKind.BLOCK and self._pending[-1] != BLOCK_END:
            if len(self._pending) >= MOST_BLOCK_BYTES:
                self._pending.clear()
            return None
        body = bytes(self._pending)
        self._pending.clear()
        return None if kind is None else Reply(kind, body)

    def _kind(self) -> ReplyKind | None:
        if self._has_presenter and self._pending.startswith(FULL_HEAD):
            return ReplyKind.FULL
        return _kind_of(self._pending[0])


def _kind_of(first: int) -> ReplyKind | None:
    if first in BLOCK_STARTS:
        return ReplyKind.BLOCK
    if first & 0x93 == 0x12:
        return ReplyKind.REAL_TIME
    if first & 0x93 == 0x10:
        return ReplyKind.AUTOMATIC
    return ReplyKind.ORDERED if first & 0xF0 == 0x00 else None
