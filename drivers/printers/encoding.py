"""From the parts of a job to the bytes of one model of printer.

Blank rows are fed instead of sent and blank columns are left out, so that a ticket is a third of its picture. What was
encoded once is kept: most strips of a ticket are the same on every ticket.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from drivers.printers.code_pages import cp1258, tcvn3
from drivers.printers.columns import BAND_ROWS, BANDS_A_CHUNK, column_chunks
from drivers.printers.escpos_bytes import (
    BAD_ROWS,
    cut,
    feed,
    kept_logo,
    qr_code,
    raster_slice,
    slice_heights,
    stored_logo,
)
from drivers.printers.parts import Align, Cut, Feed, KeepLogo, Part, Picture, QrCode, StoredLogo, TextLine
from drivers.printers.profile import Profile
from drivers.printers.raster import Raster

KEPT_PICTURES = 512
BLOCK_ROWS = 8
"""Rows that are cropped together."""
FOLDS = (4, 2, 1)
"""Rows are laid upon those so far below, one after the other: then each row holds the ink of the seven above it."""
COMMAND_BYTES = 24
"""What a command of its own has to save: its head, and the moment that a clone's motor may stop for."""

LETTER_ROWS = 30
"""A line of letters with the space below it."""

ALIGNS: dict[Align, bytes] = {"left": b"\x1ba\x00", "center": b"\x1ba\x01", "right": b"\x1ba\x02"}
NO_CHINESE = b"\x1c."
"""FS . : clones take bytes above 0x7F for Chinese characters until they are told not to."""


class PartError(ValueError):
    """A profile cannot print a part; the text says which and why."""


class Band(NamedTuple):
    """Rows of a picture that are sent alike: the blank rows before, and commands, each with the rows that it prints."""

    blank_before: int
    align: Align
    pieces: tuple[tuple[int, bytes], ...]


class Crop(NamedTuple):
    """So many rows of which the bytes from `left` up to `right` are sent; none: blank rows.

    What is left out at the left is left out at the right as well: such rows are printed in the middle.
    """

    rows: int
    left: int
    right: int


def encode(parts: Sequence[Part], profile: Profile) -> list[bytes]:
    """The body of a job in chunks of a slice's rows, between which pauses may stand; neither initialised nor fenced.

    Raises PartError: a part that the profile cannot print.
    """
    return _Encoder(profile).encode(parts)


class _Encoder:
    """Remembers what the printer was set to, and the blank rows that are still to come."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._chunks: list[bytes] = []
        self._chunk = bytearray()
        self._chunk_rows = 0
        self._pending = bytearray()
        self._blank_rows = 0
        self._align: Align = "left"
        self._page: int | None = None

    def encode(self, parts: Sequence[Part]) -> list[bytes]:
        for part in parts:
            self._add(part)
        self._feed()
        self._end_chunk()
        return self._chunks

    def _add(self, part: Part) -> None:
        match part:
            case Picture():
                self._picture(part)
            case Feed(rows):
                self._blank_rows += rows
            case Cut():
                self._feed()
                self._pending += cut(self._profile)
                self._end_piece()
                self._end_chunk()
            case TextLine():
                self._text(part)
            case QrCode(payload, module_dots):
                self._own_qr(payload, module_dots)
            case StoredLogo(key):
                self._logo(key)
            case KeepLogo(key, raster):
                self._keep(key, raster)

    def _picture(self, picture: Picture) -> None:
        width = picture.raster.width * picture.scale
        if width > self._profile.width_dots:
            raise PartError(f"a picture of {width} dots does not fit on {self._profile.width_dots}")
        bands, blank_after = _bands(picture, self._profile)
        for band in bands:
            self._blank_rows += band.blank_before
            self._feed()
            self._set(band.align)
            for rows, piece in band.pieces:
                self._pending += piece
                self._end_piece(rows)
        self._blank_rows += blank_after

    def _text(self, line: TextLine) -> None:
        self._feed()
        self._set(line.align)
        if self._page is None:
            self._pending += NO_CHINESE
        size = (line.width_times - 1) << 4 | (line.height_times - 1)
        self._pending += b"\x1d!" + bytes((size,)) + b"\x1bE" + bytes((line.is_bold,))
        self._letters(line.text)
        self._pending += b"\n"
        self._end_piece(LETTER_ROWS * line.height_times)

    def _letters(self, text: str) -> None:
        code_page = self._profile.code_page
        if code_page is None:
            raise PartError(f"«{self._profile.name}» has no Vietnamese letters of its own")
        runs = tcvn3(text) if code_page.encoding == "tcvn3" else ((0, cp1258(text)),)
        for place, run in runs:
            page = code_page.pages[min(place, len(code_page.pages) - 1)]
            if page != self._page:
                self._pending += b"\x1bt" + bytes((page,))
                self._page = page
            self._pending += run

    def _own_qr(self, payload: str, module_dots: int) -> None:
        if not self._profile.has_qr:
            raise PartError(f"«{self._profile.name}» draws no QR codes of its own")
        self._feed()
        self._set("center")
        self._pending += qr_code(payload, module_dots)
        self._end_piece()

    def _logo(self, key: str) -> None:
        self._require_logo(key)
        self._feed()
        self._set("center")
        self._pending += stored_logo(key)
        self._end_piece()

    def _keep(self, key: str, raster: Raster) -> None:
        self._require_logo(key)
        try:
            self._pending += kept_logo(key, raster)
        except ValueError as error:
            raise PartError(str(error)) from error
        self._end_piece()

    def _require_logo(self, key: str) -> None:
        if key not in self._profile.logo_keys:
            raise PartError(f"«{self._profile.name}» keeps no picture «{key}» in its memory")

    def _set(self, align: Align) -> None:
        if align != self._align:
            self._pending += ALIGNS[align]
            self._align = align

    def _feed(self) -> None:
        while self._blank_rows > 0:
            rows = min(self._blank_rows, self._profile.reliability.slice_rows)
            self._pending += feed(rows, self._profile)
            self._end_piece(rows)
            self._blank_rows -= rows
        self._blank_rows = 0

    def _end_piece(self, rows: int = 0) -> None:
        """What is pending prints so many rows; a chunk holds as many pieces as fill a slice."""
        if self._chunk_rows and self._chunk_rows + rows > self._profile.reliability.slice_rows:
            self._end_chunk()
        self._chunk += self._pending
        self._chunk_rows += rows
        self._pending.clear()

    def _end_chunk(self) -> None:
        if self._chunk:
            self._chunks.append(bytes(self._chunk))
            self._chunk.clear()
            self._chunk_rows = 0


@lru_cache(maxsize=KEPT_PICTURES)
def _bands(picture: Picture, profile: Profile) -> tuple[tuple[Band, ...], int]:
    """The bands of a picture, and the blank rows behind the last one."""
    if profile.picture_command == "column":
        return _in_columns(picture.printed, profile)
    if picture.scale > 1 and not profile.doubles_pictures:
        picture = Picture(picture.printed)
    raster, scale = picture.raster, picture.scale
    is_centered = profile.centers_pictures and raster.width * scale == profile.width_dots
    bands: list[Band] = []
    row = blank_rows = 0
    for crop in _crops(raster, is_centered):
        if crop.right:
            pieces = tuple(_slices(picture, row, crop, profile.reliability.slice_rows))
            bands.append(Band(scale * blank_rows, "center" if crop.left else "left", pieces))
            blank_rows = 0
        else:
            blank_rows += crop.rows
        row += crop.rows
    return tuple(bands), scale * blank_rows


def _in_columns(raster: Raster, profile: Profile) -> tuple[tuple[Band, ...], int]:
    """All rows with ink as one band; the rows that fill it up count as blank rows behind it, so fewer are to come."""
    bits, row_bytes = raster.bits, raster.row_bytes
    above = (len(bits) - len(bits.lstrip(b"\0"))) // row_bytes
    rows = -(-len(bits.rstrip(b"\0")) // row_bytes) - above
    if rows <= 0:
        return (), raster.height
    chunks = column_chunks(Raster(raster.width, raster.rows(above, rows)), profile.feed_unit or 1)
    pieces = tuple((BAND_ROWS * BANDS_A_CHUNK, chunk) for chunk in chunks)
    return (Band(above, "left", pieces),), raster.height - above - rows - -rows % BAND_ROWS


def _slices(picture: Picture, first: int, crop: Crop, most_rows: int) -> Iterator[tuple[int, bytes]]:
    """GS v 0 for each so many rows; they count as printed, for who doubles them may have to keep them so."""
    raster, scale = picture.raster, picture.scale
    for height in slice_heights(crop.rows, most_rows // scale, BAD_ROWS // scale):
        starts = range(first * raster.row_bytes, (first + height) * raster.row_bytes, raster.row_bytes)
        body = b"".join([raster.bits[start + crop.left : start + crop.right] for start in starts])
        yield scale * height, raster_slice(crop.right - crop.left, body, scale)
        first += height


def _crops(raster: Raster, is_centered: bool) -> list[Crop]:
    """The whole height in crops; neighbours that cost little more in one command are one."""
    bits, row_bytes = raster.bits, raster.row_bytes
    above = (len(bits) - len(bits.lstrip(b"\0"))) // row_bytes
    end = max(above, -(-len(bits.rstrip(b"\0")) // row_bytes))
    crops = []
    rows, left, right = above, 0, 0
    for first, ink in zip(range(above, end, BLOCK_ROWS), _shadows(raster, above, end), strict=True):
        more, (from_left, to_right) = min(BLOCK_ROWS, end - first), _columns(ink, is_centered)
        both_left, both_right = (min(left, from_left) if to_right else left), max(right, to_right)
        lost = rows * (both_right - both_left - right + left) + more * (both_right - both_left - to_right + from_left)
        if right and lost <= COMMAND_BYTES:
            rows, left, right = rows + more, both_left, both_right
        else:
            crops.append(Crop(rows, left, right))
            rows, left, right = more, from_left, to_right
    return [*crops, Crop(rows, left, right), Crop(raster.height - end, 0, 0)]


def _shadows(raster: Raster, above: int, end: int) -> list[bytes]:
    """For each block of rows one row that has ink wherever one of them has: all blocks are folded at once."""
    row_bytes = raster.row_bytes
    bits = raster.rows(above, end - above) + bytes((above - end) % BLOCK_ROWS * row_bytes)
    ink = int.from_bytes(bits)
    for rows in FOLDS:
        ink |= ink >> 8 * row_bytes * rows
    folded, step = ink.to_bytes(len(bits)), BLOCK_ROWS * row_bytes
    return [folded[last - row_bytes : last] for last in range(step, len(bits) + 1, step)]


def _columns(ink: bytes, is_centered: bool) -> tuple[int, int]:
    """The bytes of a row that hold ink: both margins are left out where that saves more than the right one alone."""
    right = len(ink.rstrip(b"\0"))
    if not right:
        return 0, 0
    margin = min(len(ink) - right, len(ink) - len(ink.lstrip(b"\0")))
    return (margin, len(ink) - margin) if is_centered and 2 * margin > len(ink) - right else (0, right)
