"""Dots as one long number: moving, joining and laying pictures upon each other take microseconds that way."""

from typing import NamedTuple

from PIL import Image

from drivers.printers.raster import Raster


class Ink(NamedTuple):
    """Rows of `width` dots (a multiple of 8) from top to bottom, most significant bit first, 1 = ink."""

    width: int
    height: int
    bits: int

    @classmethod
    def of(cls, picture: Image.Image, width: int, left: int = 0) -> "Ink":
        """A picture (mode "1", ink = 1) on rows of `width` dots, so many dots from the left."""
        rows = Image.new("1", (width, picture.height))
        rows.paste(picture, (left, 0))
        return cls(width, rows.height, int.from_bytes(rows.tobytes()))

    def above(self, other: "Ink", gap: int) -> "Ink":
        """This and below it another, with so many blank rows between them."""
        height = gap + other.height
        return Ink(self.width, self.height + height, self.bits << height * self.width | other.bits)

    def in_height(self, height: int) -> "Ink":
        """The same in the middle of so many rows."""
        below = height - self.height - (height - self.height) // 2
        return Ink(self.width, height, self.bits << below * self.width)

    def without_blank_rows(self) -> "Ink":
        """The same without the blank rows above and below the ink."""
        above = self.height - -(-self.bits.bit_length() // self.width)
        below = ((self.bits & -self.bits).bit_length() - 1) // self.width if self.bits else 0
        return Ink(self.width, self.height - above - below, self.bits >> below * self.width)

    def raster(self) -> Raster:
        """The dots as the print head wants them."""
        return Raster(self.width, self.bits.to_bytes(self.height * self.width // 8))
