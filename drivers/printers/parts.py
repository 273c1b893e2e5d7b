"""What a print job is made of: pictures and what a printer can draw by itself, from top to bottom.

Who composes a paper speaks in parts; :mod:`drivers.printers.encoding` turns them into the bytes that a profile allows.
"""

from typing import Literal

import msgspec

from drivers.printers.raster import Raster

Align = Literal["left", "center", "right"]


class Picture(msgspec.Struct, frozen=True):
    """Dots, at the left edge of the paper. Who prints many should give the same object again: its bytes are kept.

    `scale` 2: each dot is printed as two by two, which many printers do themselves.
    """

    raster: Raster
    scale: Literal[1, 2] = 1

    @property
    def printed(self) -> Raster:
        """The dots as they stand on the paper."""
        return self.raster if self.scale == 1 else self.raster.doubled()


class Feed(msgspec.Struct, frozen=True):
    """Blank paper, so many rows of dots high."""

    rows: int


class TextLine(msgspec.Struct, frozen=True):
    """One line in the printer's own letters, `width_times` and `height_times` (1 to 8) as large as they are.

    Only for a profile with a Vietnamese code page; letters that it lacks lose their marks, never become «?».
    """

    text: str
    align: Align = "center"
    width_times: int = 1
    height_times: int = 1
    is_bold: bool = False


class QrCode(msgspec.Struct, frozen=True):
    """A QR code at level M that the printer draws itself, its modules so many dots wide."""

    payload: str
    module_dots: int = 6


class StoredLogo(msgspec.Struct, frozen=True):
    """A picture that lies in the printer's memory under a key of two characters (NV graphics)."""

    key: str


class KeepLogo(msgspec.Struct, frozen=True):
    """Put a picture into the printer's memory, over whatever lies there under the key; nothing is printed.

    That memory bears some thousand writings: once for an installation, never once a ticket.
    """

    key: str
    raster: Raster


class Cut(msgspec.Struct, frozen=True):
    """The end of one piece of paper; a job of several copies has several."""


Part = Picture | Feed | TextLine | QrCode | StoredLogo | KeepLogo | Cut
"""One piece of a job. A job ends with a Cut."""
