"""A picture as the print head sees it: one bit a dot."""

import msgspec
from PIL import Image


class Raster(msgspec.Struct, frozen=True):
    """A 1-bit picture: `width` dots a row (a multiple of 8), `bits` row by row, most significant bit left, 1 = ink.

    203 dpi, 8 dots a millimetre; 576 dots are the printable width of 80 mm paper. Raises ValueError when `bits` does
    not hold whole rows.
    """

    width: int
    bits: bytes

    def __post_init__(self) -> None:
        if self.width <= 0 or self.width % 8 or len(self.bits) % self.row_bytes:
            raise ValueError(f"{len(self.bits)} bytes are not whole rows of {self.width} dots")

    @property
    def row_bytes(self) -> int:
        """Bytes in one row."""
        return self.width // 8

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.bits) // self.row_bytes

    def rows(self, first: int, count: int) -> bytes:
        """The bytes of `count` rows from row `first` (0 = top)."""
        return self.bits[first * self.row_bytes : (first + count) * self.row_bytes]

    def doubled(self) -> "Raster":
        """Each dot two by two: twice as wide and as high."""
        small = Image.frombytes("1", (self.width, self.height), self.bits)
        large = small.resize((2 * self.width, 2 * self.height), Image.Resampling.NEAREST)
        return Raster(2 * self.width, large.tobytes())
