"""Splits a stream of ESC/POS bytes into commands, however it is chunked.

Source of lengths: Epson's public ESC/POS command reference; Custom's for the presenter.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """One command: its leading bytes (one byte alone: text or a line feed), its parameters, its data."""

    code: bytes
    parameters: bytes = b""
    body: bytes = b""


INITIALISE = b"\x1b@"
PADDING = b"\x00"
LINE_FEED = b"\n"
FEED_UNITS = b"\x1bJ"
FEED_LINES = b"\x1bd"
RASTER = b"\x1dv"
RASTER_HEAD_BYTES = 8
COLUMNS = b"\x1b*"
CUT = b"\x1dV"
OLD_CUTS = (b"\x1bi", b"\x1bm")
ASK_IN_ORDER = b"\x1dr"
ASK_NAME = b"\x1dI"
AUTOMATIC_STATUS = b"\x1da"
PROCESS_ID = b"\x1d(H"
SYMBOL = b"\x1d(k"
GRAPHICS = b"\x1d(L"
LONG_GRAPHICS = b"\x1d8L"
PRESENT = b"\x1cP"
EJECTOR = b"\x1de"
BARCODE = b"\x1dk"
OLD_LOGO = b"\x1cp"

PARAMETER_BYTES = {
    INITIALISE: 0,
    FEED_UNITS: 1,
    FEED_LINES: 1,
    ASK_IN_ORDER: 1,
    ASK_NAME: 1,
    AUTOMATIC_STATUS: 1,
    RASTER: 6,
    COLUMNS: 3,
    CUT: 1,
    PRESENT: 4,
    EJECTOR: 1,
    BARCODE: 1,
    OLD_LOGO: 2,
    **dict.fromkeys((*OLD_CUTS, b"\x1b2", b"\x1bS", b"\x1bL", b"\x1b\x0c", b"\x1c.", b"\x1c&"), 0),
    **dict.fromkeys((b"\x1b" + bytes((letter,)) for letter in b" !%-3=EGMRTUVart{"), 1),
    **dict.fromkeys((b"\x1d" + bytes((letter,)) for letter in b"!/BHTbfhw"), 1),
    **dict.fromkeys((b"\x1b$", b"\x1b\\", b"\x1bB", b"\x1bc", b"\x1d$", b"\x1d\\", b"\x1dL", b"\x1dP", b"\x1dW"), 2),
    **dict.fromkeys((b"\x1c!", b"\x1c-", b"\x1cC", b"\x1cW"), 1),
    b"\x1cS": 2,
    b"\x1bp": 3,
    b"\x1d^": 3,
    b"\x10\x04": 1,
    b"\x10\x05": 1,
    b"\x10\x14": 3,
}
PLAIN_CUTS = frozenset(b"\x00\x01\x30\x31")
LEADS = frozenset(code[0] for code in PARAMETER_BYTES)
EXTENDED = frozenset((b"\x1d(", b"\x1b(", b"\x1c("))
"""A letter belongs to their name; their parameters are the body's length: pL pH."""

WITH_LETTER = EXTENDED | {LONG_GRAPHICS[:2]}


def take_command(buffer: bytearray) -> Command | None:
    """Remove the first command from the buffer; None while it is incomplete. Unknown codes come out byte by byte,
    NULs in a row as one.
    """
    code = bytes(buffer[:2])
    if code[:1] == PADDING:
        padding_bytes = len(buffer) - len(buffer.lstrip(PADDING))
        del buffer[:padding_bytes]
        return Command(PADDING)
    if not code or (len(code) == 1 and code[0] in LEADS):
        return None
    if code in WITH_LETTER:
        return _take_extended(buffer, code)
    parameter_bytes = PARAMETER_BYTES.get(code)
    if parameter_bytes is None:
        return _split(buffer, 1, 0, 0)
    head_bytes = 2 + parameter_bytes
    if len(buffer) < head_bytes:
        return None
    body_bytes = _body_bytes(code, bytes(buffer[2:head_bytes]), buffer)
    return None if body_bytes is None else _split(buffer, 2, parameter_bytes, body_bytes)


def take_rows(buffer: bytearray) -> Command | None:
    """Remove the rows of an unfinished picture that have come so far; what is to come is a picture of its own."""
    if len(buffer) < RASTER_HEAD_BYTES or not buffer.startswith(RASTER):
        return None
    head, row_bytes = bytes(buffer[:RASTER_HEAD_BYTES]), int.from_bytes(buffer[4:6], "little")
    rows = (len(buffer) - RASTER_HEAD_BYTES) // row_bytes if row_bytes else 0
    if not rows:
        return None
    end = RASTER_HEAD_BYTES + rows * row_bytes
    body, to_come = bytes(buffer[RASTER_HEAD_BYTES:end]), int.from_bytes(head[6:], "little") - rows
    buffer[:end] = head[:6] + to_come.to_bytes(2, "little")
    return Command(RASTER, head[2:6] + rows.to_bytes(2, "little"), body)


def _take_extended(buffer: bytearray, code: bytes) -> Command | None:
    length_bytes = 2 if code in EXTENDED else 4
    if len(buffer) < 3 + length_bytes:
        return None
    return _split(buffer, 3, length_bytes, int.from_bytes(buffer[3 : 3 + length_bytes], "little"))


def _body_bytes(code: bytes, parameters: bytes, buffer: bytearray) -> int | None:
    """How many bytes of data follow the parameters; None while that cannot be told."""
    if code == RASTER:
        row_bytes, rows = int.from_bytes(parameters[2:4], "little"), int.from_bytes(parameters[4:6], "little")
        return row_bytes * rows
    if code == COLUMNS:
        return int.from_bytes(parameters[1:3], "little") * (3 if parameters[0] > 1 else 1)
    if code == CUT:
        return 0 if parameters[0] in PLAIN_CUTS else 1
    return _barcode_bytes(parameters[0], buffer) if code == BARCODE else 0


def _barcode_bytes(system: int, buffer: bytearray) -> int | None:
    """GS k m: up to NUL for the older systems, a count and so many bytes for the newer ones."""
    if system > 6:
        return 1 + buffer[3] if len(buffer) > 3 else None
    end = buffer.find(0, 3)
    return None if end < 0 else end - 2


def _split(buffer: bytearray, code: int, parameters: int, body: int) -> Command | None:
    """Cut the three parts off the buffer, or leave it alone while they are not all there."""
    head = code + parameters
    if len(buffer) < head + body:
        return None
    command = Command(bytes(buffer[:code]), bytes(buffer[code:head]), bytes(buffer[head : head + body]))
    del buffer[: head + body]
    return command
