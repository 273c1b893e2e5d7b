"""ESC/POS command bytes.

Sources: Epson's public ESC/POS command reference for each command named below; the constants of python-escpos where
it has them. The raster slices are checked in the tests against what python-escpos builds for the same picture.
"""

from collections.abc import Iterator

from escpos.constants import HW_INIT, RT_STATUS

from drivers.printers.presenter import cut_and_present
from drivers.printers.profile import Profile
from drivers.printers.raster import Raster

INITIALISE: bytes = HW_INIT
"""ESC @: modes back to their defaults, the print buffer cleared."""

CUT = b"\x1dV\x42\x00"
"""GS V B 0: feed the last row past the knife, then cut (one point left)."""

FENCE = b"\x1dr\x01"
"""GS r 1: answered in order, so its answer means that everything sent before it was processed."""

TEAR_ROWS = 160
"""Blank paper (20 mm) that brings the last row to where a printer without a knife is torn."""

SLICE_ROWS = 128
"""Clones with small buffers want slices of 128 to 256 rows."""

MOST_GRAPHICS_BYTES = 0xFFFF
"""GS ( L tells its length in two bytes; beyond them python-escpos wraps and prints rubbish."""

BAD_ROWS = 48
"""Some clones print rubbish when a slice's height is divisible by this."""


def status_query(kind: int) -> bytes:
    """DLE EOT n: 1 printer, 2 cause of being off line, 3 error, 4 paper. Answered at once, even when off line."""
    return bytes(RT_STATUS + bytes((kind,)))


def slice_heights(rows: int, most_rows: int = SLICE_ROWS, bad_rows: int = BAD_ROWS) -> Iterator[int]:
    """Cut a height into slices of at most so many rows, none divisible by `bad_rows`."""
    while rows:
        height = min(rows, most_rows)
        while height % bad_rows == 0 or (rows > height and (rows - height) % bad_rows == 0):
            height -= 1
        yield height
        rows -= height


def raster_slice(row_bytes: int, body: bytes, scale: int = 1) -> bytes:
    """GS v 0 m xL xH yL yH d1…dk (m = 0: one dot is one dot; 3: it is two by two)."""
    rows = len(body) // row_bytes
    return (
        (b"\x1dv0\x00" if scale == 1 else b"\x1dv0\x03")
        + row_bytes.to_bytes(2, "little")
        + rows.to_bytes(2, "little")
        + body
    )


def feed(rows: int, profile: Profile) -> bytes:
    """Blank paper. ESC J n, as often as it takes, where a row's motion units are known: n counts them, at most 255.

    Else rows of a picture one byte wide: there a row is a row of dots on every printer.
    """
    if not profile.feed_unit and profile.picture_command == "raster":
        heights = slice_heights(rows, profile.reliability.slice_rows)
        return b"".join(raster_slice(1, bytes(height)) for height in heights)
    units_a_row = profile.feed_unit or 1
    most = 255 // units_a_row
    steps = [most] * (rows // most) + ([rows % most] if rows % most else [])
    return b"".join(b"\x1bJ" + bytes((step * units_a_row,)) for step in steps)


def cut(profile: Profile) -> bytes:
    """GS V A 0 or GS V B 0: feed the last row past the knife, then cut. Without a knife: feed to where it is torn."""
    if profile.commands == "custom":
        return cut_and_present(profile)
    if profile.cutter == "none":
        return feed(TEAR_ROWS, profile)
    return CUT if profile.cutter == "partial" else b"\x1dV\x41\x00"


def qr_code(payload: str, module_dots: int) -> bytes:
    """GS ( k, functions 165, 167, 169, 180 and 181: model 2, size of a module, level M, the text, print it."""
    text = payload.encode()
    return b"".join(
        b"\x1d(k" + len(body).to_bytes(2, "little") + body
        for body in (
            b"1A2\x00",
            b"1C" + bytes((module_dots,)),
            b"1E1",
            b"1P0" + text,
            b"1Q0",
        )
    )


def stored_logo(key: str) -> bytes:
    """GS ( L, function 69: print the picture that lies in the memory under a key of two characters, dot by dot."""
    return b"\x1d(L\x06\x000E" + key.encode("ascii") + b"\x01\x01"


def kept_logo(key: str, raster: Raster) -> bytes:
    """GS ( L, function 67: keep a raster of one colour under a key. Raises ValueError: more than one command holds."""
    size = raster.width.to_bytes(2, "little") + raster.height.to_bytes(2, "little")
    body = b"0C0" + key.encode("ascii") + b"\x01" + size + b"1" + raster.bits
    if len(body) > MOST_GRAPHICS_BYTES:
        raise ValueError(f"a picture of {raster.width} × {raster.height} dots is too large for a printer's memory")
    return b"\x1d(L" + len(body).to_bytes(2, "little") + body
