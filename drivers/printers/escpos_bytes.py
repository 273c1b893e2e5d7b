"""ESC/POS command bytes.

Sources: Epson's public ESC/POS command reference for each command named below; the constants of python-escpos where
it has them. The raster slices are checked in the tests against what python-escpos builds for the same picture.
"""

from collections.abc import Iterator

from escpos.constants import HW_INIT, RT_STATUS

from drivers.printers.raster import Raster

INITIALISE: bytes = HW_INIT
"""ESC @: modes back to their defaults, the print buffer cleared."""

CUT = b"\x1dV\x42\x00"
"""GS V B 0: feed the last row past the knife, then cut (one point left)."""

FENCE = b"\x1dr\x01"
"""GS r 1: answered in order, so its answer means that everything sent before it was processed."""

SLICE_ROWS = 128
"""Clones with small buffers want slices of 128 to 256 rows."""

BAD_ROWS = 48
"""Some clones print rubbish when a slice's height is divisible by this."""


def status_query(kind: int) -> bytes:
    """DLE EOT n: 1 printer, 2 cause of being off line, 3 error, 4 paper. Answered at once, even when off line."""
    return bytes(RT_STATUS + bytes((kind,)))


def slice_heights(rows: int) -> Iterator[int]:
    """Cut a height into slices of at most SLICE_ROWS rows, none divisible by BAD_ROWS."""
    while rows:
        height = min(rows, SLICE_ROWS)
        if height % BAD_ROWS == 0 or (rows - height and (rows - height) % BAD_ROWS == 0):
            height -= 1
        yield height
        rows -= height


def raster_slices(raster: Raster) -> Iterator[bytes]:
    """GS v 0 m xL xH yL yH d1…dk for each slice of the picture (m = 0: one dot is one dot)."""
    first = 0
    for height in slice_heights(raster.height):
        head = b"\x1dv0\x00" + raster.row_bytes.to_bytes(2, "little") + height.to_bytes(2, "little")
        yield head + raster.rows(first, height)
        first += height


def ticket_job(raster: Raster) -> bytes:
    """Everything one ticket needs: initialise, picture, cut, fence."""
    return b"".join((INITIALISE, *raster_slices(raster), CUT, FENCE))
