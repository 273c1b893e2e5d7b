"""The line's frames as a device's firmware reads and writes them; written apart from the drivers' own, so that one
checks the other. Form: `$TT,SS,VERB[,ARG…]*CCCC`, CR, LF; see docs/serial-protocol.md.
"""

import re
from typing import NamedTuple

MOST_FRAME_BYTES = 80
BEGIN, END = b"$", b"\r\n"
_FORM = re.compile(rb"\$(\d\d),(\d\d),([A-Z]{2,5})((?:,[\x20-\x23\x25-\x29\x2B\x2D-\x7E]*){0,8})\*([0-9A-F]{4})\r\n")


class Heard(NamedTuple):
    """A whole frame: who shall take it (0 the host, 99 all), its sequence number, its verb and arguments."""

    to: int
    seq: int
    verb: str
    args: tuple[str, ...]


def _table() -> tuple[int, ...]:
    entries = []
    for byte in range(256):
        entry = byte
        for _ in range(8):
            entry = entry >> 1 ^ 0xA001 * (entry & 1)
        entries.append(entry)
    return tuple(entries)


_TABLE = _table()


def crc(payload: bytes) -> int:
    """CRC-16/MODBUS by a table of 256 words."""
    remainder = 0xFFFF
    for byte in payload:
        remainder = remainder >> 8 ^ _TABLE[(remainder ^ byte) & 0xFF]
    return remainder


def pack(to: int, seq: int, verb: str, *args: str) -> bytes:
    """A frame as bytes."""
    body = ",".join((f"{to:02}", f"{seq:02}", verb, *args)).encode("ascii")
    return b"$%b*%04X\r\n" % (body, crc(body))


class Ear:
    """Finds the frames in a stream, however it is chunked; `noise` counts those that began and were none."""

    def __init__(self) -> None:
        self.noise = 0
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> list[Heard]:
        """The frames that are whole now."""
        self._buffer += chunk
        heard = []
        while (frame := self._cut()) is not None:
            if (whole := _read(frame)) is not None:
                heard.append(whole)
            else:
                self.noise += 1
        return heard

    def forget(self) -> None:
        """Begin anew, as after a start."""
        self.noise = 0
        self._buffer.clear()

    def _cut(self) -> bytes | None:
        """Take what stands between one beginning and its end, the next beginning or the longest length of a frame."""
        begin = self._buffer.find(BEGIN)
        del self._buffer[: len(self._buffer) if begin < 0 else begin]
        again, end = self._buffer.find(BEGIN, 1), self._buffer.find(END)
        if again < 0 and end < 0:
            length = MOST_FRAME_BYTES + 1 if len(self._buffer) > MOST_FRAME_BYTES else 0
        else:
            length = min(each for each in (again, end + len(END) if end >= 0 else -1) if each > 0)
        frame = bytes(self._buffer[:length])
        del self._buffer[:length]
        return frame or None


def _read(frame: bytes) -> Heard | None:
    form = _FORM.fullmatch(frame) if len(frame) <= MOST_FRAME_BYTES else None
    if form is None or int(form[5], 16) != crc(frame[1 : form.end(4)]):
        return None
    args = form[4].decode("ascii").split(",")[1:]
    return Heard(int(form[1]), int(form[2]), form[3].decode("ascii"), tuple(args))
