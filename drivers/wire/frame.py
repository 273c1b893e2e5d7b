"""Frames of the line protocol, `$<to>,<sequence>,<verb>,<argument>…*<CRC-16>` CR LF, see `docs/serial-protocol.md`."""

import re

from msgspec import Struct

from drivers.wire.crc import crc16
from drivers.wire.verbs import can_be_said

MOST_BYTES = 80
BEGIN = b"$"
END = b"\n"
SEQUENCES = 100
MOST_ARGUMENTS = 8

_FRAME = re.compile(rb"\$((\d\d),(\d\d),([^*]+))\*([0-9A-F]{4})\r\n")


class Frame(Struct, frozen=True):
    """One frame: for the address `to` (0 the host, 99 all devices), with the sequence number `seq` (0 to 99)."""

    to: int
    seq: int
    verb: str
    args: tuple[str, ...] = ()


class FrameError(ValueError):
    """What was to be sent has no form on the line."""


def encode(frame: Frame) -> bytes:
    """The bytes of a frame. Raises FrameError: an address or sequence out of bounds, a verb or shape there is not."""
    content = ",".join((f"{frame.to:02d}", f"{frame.seq:02d}", frame.verb, *frame.args))
    raw = b"$%s*%04X\r\n" % (ascii_bytes := content.encode("ascii", "replace"), crc16(ascii_bytes))
    if decoded(raw) != frame:
        raise FrameError(f"{content!r} is nothing that can be said on the line")
    return raw


def decoded(raw: bytes) -> Frame | None:
    """The frame that these bytes are from the first to the last, or None."""
    found = _FRAME.fullmatch(raw)
    if found is None or crc16(found[1]) != int(found[5], 16):
        return None
    to, sentence = int(found[2]), found[4].decode("ascii", "replace")
    if not can_be_said(to, sentence):
        return None
    verb, *args = sentence.split(",")
    return Frame(to, int(found[3]), verb, tuple(args))


class Splitter:
    """Finds the frames among the bytes of a line, in pieces of any size. A `$` anywhere begins a new frame.

    `broken` counts the beginnings that led to no frame.
    """

    def __init__(self) -> None:
        self.broken = 0
        self._begun = b""

    @property
    def has_begun(self) -> bool:
        """Whether a frame has begun, and its end has not come yet."""
        return bool(self._begun)

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take what arrived; returns the frames that are whole now."""
        _noise, *begun = (self._begun + chunk).split(BEGIN)
        if not begun:
            return []
        *ended, last = begun
        frames = [self._judge(piece) for piece in ended]
        self._begun = b"" if END in last or len(last) >= MOST_BYTES - 1 else BEGIN + last
        if not self._begun:
            frames.append(self._judge(last))
        return [frame for frame in frames if frame is not None]

    def _judge(self, piece: bytes) -> Frame | None:
        """What follows a `$`, up to the next one or to the end of the line."""
        content, end, _noise = piece.partition(END)
        frame = decoded(BEGIN + content + end)
        self.broken += frame is None
        return frame
