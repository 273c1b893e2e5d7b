"""Splits a stream of ESC/POS bytes into commands, however it is chunked.

Source of lengths: Epson's public ESC/POS command reference.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """One command: its leading bytes (one byte alone: text or a line feed), its parameters, its data."""

    code: bytes
    parameters: bytes = b""
    body: bytes = b""


INITIALISE = b"\x1b@"
LINE_FEED = b"\n"
FEED_UNITS = b"\x1bJ"
FEED_LINES = b"\x1bd"
RASTER = b"\x1dv"
CUT = b"\x1dV"
ASK_IN_ORDER = b"\x1dr"
ASK_NAME = b"\x1dI"
AUTOMATIC_STATUS = b"\x1da"

PARAMETER_BYTES = {
    INITIALISE: 0,
    FEED_UNITS: 1,
    FEED_LINES: 1,
    ASK_IN_ORDER: 1,
    ASK_NAME: 1,
    AUTOMATIC_STATUS: 1,
    RASTER: 6,
    CUT: 1,
    b"\x1b!": 1,
    b"\x1b2": 0,
    b"\x1b3": 1,
    b"\x1bE": 1,
    b"\x1bR": 1,
    b"\x1bS": 0,
    b"\x1ba": 1,
    b"\x1bt": 1,
    b"\x1b$": 2,
    b"\x1d!": 1,
    b"\x1dB": 1,
    b"\x1dL": 2,
    b"\x1dP": 2,
    b"\x1dW": 2,
    b"\x1c.": 0,
    b"\x10\x04": 1,
    b"\x10\x05": 1,
    b"\x10\x14": 3,
}
PLAIN_CUTS = frozenset(b"\x00\x01\x30\x31")
LEADS = frozenset(code[0] for code in PARAMETER_BYTES)
EXTENDED = frozenset((b"\x1d(", b"\x1b(", b"\x1c("))
"""Their parameters are a letter and the body's length: X pL pH."""


def take_command(buffer: bytearray) -> Command | None:
    """Remove the first command from the buffer; None while it is incomplete. Unknown codes come out byte by byte."""
    code = bytes(buffer[:2])
    if not code or (len(code) == 1 and code[0] in LEADS):
        return None
    parameter_bytes = 3 if code in EXTENDED else PARAMETER_BYTES.get(code)
    if parameter_bytes is None:
        return _split(buffer, 1, 0, 0)
    head_bytes = 2 + parameter_bytes
    if len(buffer) < head_bytes:
        return None
    return _split(buffer, 2, parameter_bytes, _body_bytes(code, bytes(buffer[2:head_bytes])))


def _body_bytes(code: bytes, parameters: bytes) -> int:
    if code == RASTER:
        row_bytes, rows = int.from_bytes(parameters[2:4], "little"), int.from_bytes(parameters[4:6], "little")
        return row_bytes * rows
    if code == CUT:
        return 0 if parameters[0] in PLAIN_CUTS else 1
    return int.from_bytes(parameters[1:3], "little") if code in EXTENDED else 0


def _split(buffer: bytearray, code: int, parameters: int, body: int) -> Command | None:
    """Cut the three parts off the buffer, or leave it alone while they are not all there."""
    head = code + parameters
    if len(buffer) < head + body:
        return None
    command = Command(bytes(buffer[:code]), bytes(buffer[code:head]), bytes(buffer[head : head + body]))
    del buffer[: head + body]
    return command
