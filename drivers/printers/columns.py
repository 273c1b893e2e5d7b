"""Pictures for printers that know no GS v 0: bands of 24 rows, told column by column (ESC *)."""

from collections.abc import Iterator

from PIL import Image

from drivers.printers.raster import Raster

BAND_ROWS = 24
BANDS_A_CHUNK = 5
"""A pause may stand behind so many bands, 120 rows."""

USUAL_SPACING = b"\x1b2"


def column_chunks(raster: Raster, units_a_row: int) -> Iterator[bytes]:
    """ESC * 33 nL nH d1…dk and a line feed for each band, the last one filled up with blank rows.

    ESC 3 makes the line as high as the band; behind each chunk it is as usual again.
    """
    spacing = b"\x1b3" + bytes((BAND_ROWS * units_a_row,))
    bands = [_band(raster, first) for first in range(0, raster.height, BAND_ROWS)]
    for first in range(0, len(bands), BANDS_A_CHUNK):
        yield spacing + b"".join(bands[first : first + BANDS_A_CHUNK]) + USUAL_SPACING


def _band(raster: Raster, first: int) -> bytes:
    """Three bytes for each column, its topmost dot first."""
    rows = raster.rows(first, BAND_ROWS)
    rows += bytes(BAND_ROWS * raster.row_bytes - len(rows))
    band = Image.frombytes("1", (raster.width, BAND_ROWS), rows)
    columns = band.transpose(Image.Transpose.TRANSPOSE).tobytes()
    return b"\x1b*\x21" + raster.width.to_bytes(2, "little") + columns + b"\n"
