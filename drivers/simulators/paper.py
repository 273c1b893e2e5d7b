"""The roll in a simulated printer and what has been printed on it since the last cut."""

import io

from PIL import Image

from drivers.printers.raster import Raster


class PaperStrip:
    """The piece of paper hanging out of the printer.

    `rows_left` is what the roll still holds (None = it never ends).
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows_left: int | None = None
        self._bits = bytearray()

    def paint(self, row_bytes: int, body: bytes) -> int:
        """Print rows (narrow ones from the left edge, wide ones clipped); return how many the roll had room for."""
        rows = len(body) // row_bytes
        room = rows if self.rows_left is None else min(rows, self.rows_left)
        full = self.width // 8
        for first in range(0, room * row_bytes, row_bytes):
            row = body[first : first + min(row_bytes, full)]
            self._bits += row.ljust(full, b"\x00")
        if self.rows_left is not None:
            self.rows_left -= room
        return room

    def feed(self, rows: int) -> None:
        """Move blank paper out, as far as there is any."""
        self.paint(self.width // 8, bytes(self.width // 8 * rows))

    def cut(self) -> Raster | None:
        """Cut off what hangs out; None when nothing does."""
        piece = self.hanging
        self._bits.clear()
        return piece if piece.height else None

    @property
    def hanging(self) -> Raster:
        """What hangs out now."""
        return Raster(self.width, bytes(self._bits))


def png(picture: Raster) -> bytes:
    """The picture as a PNG file, ink black."""
    image = Image.frombytes("1", (picture.width, picture.height), picture.bits, "raw", "1;I")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
