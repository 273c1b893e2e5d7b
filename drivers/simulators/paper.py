"""The roll in a simulated printer and what has been printed on it since the last cut."""

import io

from PIL import Image

from drivers.printers.raster import Raster


class PaperStrip:
    """The piece of paper hanging out of the printer, and what is still to be printed once there is paper again.

    `rows_left` is what the roll still holds (None = it never ends).
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows_left: int | None = None
        self._bits = bytearray()
        self._waiting = bytearray()

    def paint(self, picture: Raster, left: int = 0) -> None:
        """Print rows from column `left` on; what is beyond the paper's right edge is lost."""
        self._waiting += picture.bits if self._is_whole(picture, left) else self._placed(picture, left)
        self.go_on()

    def feed(self, rows: int) -> None:
        """Move blank paper out, as far as there is any."""
        self._waiting += bytes(self.width // 8 * rows)
        self.go_on()

    def go_on(self) -> None:
        """Print what waits, as far as the roll has room."""
        row_bytes = self.width // 8
        rows = len(self._waiting) // row_bytes
        room = rows if self.rows_left is None else min(rows, self.rows_left)
        self._bits += self._waiting[: room * row_bytes]
        del self._waiting[: room * row_bytes]
        if self.rows_left is not None:
            self.rows_left -= room

    def forget_waiting(self) -> None:
        """Lose what was not printed yet."""
        self._waiting.clear()

    def cut(self) -> Raster | None:
        """Cut off what hangs out; None when nothing does."""
        piece = self.hanging
        self._bits.clear()
        return piece if piece.height else None

    @property
    def is_waiting(self) -> bool:
        """Whether rows wait for paper."""
        return bool(self._waiting)

    @property
    def hanging(self) -> Raster:
        """What hangs out now."""
        return Raster(self.width, bytes(self._bits))

    def _is_whole(self, picture: Raster, left: int) -> bool:
        return picture.width == self.width and left == 0

    def _placed(self, picture: Raster, left: int) -> bytes:
        """The rows as they lie on the paper."""
        paper = Image.new("1", (self.width, picture.height), 0)
        paper.paste(Image.frombytes("1", (picture.width, picture.height), picture.bits), (left, 0))
        return paper.tobytes()


def png(picture: Raster) -> bytes:
    """The picture as a PNG file, ink black."""
    image = Image.frombytes("1", (picture.width, picture.height), picture.bits, "raw", "1;I")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
