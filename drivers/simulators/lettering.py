"""The letters of a simulated printer: drawn by itself, so that they share nothing with who composes tickets.

A cell is 12 × 24 dots. Base letters come from the font inside Pillow, which has no Vietnamese; marks are strokes.
"""

import functools
import unicodedata

from PIL import Image, ImageDraw, ImageFont

CELL_WIDTH, CELL_HEIGHT = 12, 24
BASE_LINE = 19
FONT_SIZE = 16
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a byte that means nothing in the chosen page; drawn as an empty box."""

ABOVE = {
    "\N{COMBINING ACUTE ACCENT}": ((5, 2), (8, 0)),
    "\N{COMBINING GRAVE ACCENT}": ((4, 0), (7, 2)),
    "\N{COMBINING HOOK ABOVE}": ((5, 0), (7, 0), (6, 2)),
    "\N{COMBINING TILDE}": ((3, 2), (5, 0), (7, 2), (9, 0)),
    "\N{COMBINING CIRCUMFLEX ACCENT}": ((3, 2), (6, 0), (9, 2)),
    "\N{COMBINING BREVE}": ((3, 0), (4, 2), (8, 2), (9, 0)),
}
BELOW = {"\N{COMBINING DOT BELOW}": (5, 22, 7, 23)}
HORN = "\N{COMBINING HORN}"
STRUCK = {"đ": "d", "Đ": "D"}


@functools.lru_cache(maxsize=512)
def glyph(letter: str, is_bold: bool = False) -> Image.Image:
    """One letter (NFC) in its cell, mode "1", ink = 1."""
    cell = Image.new("1", (CELL_WIDTH, CELL_HEIGHT), 0)
    pen = ImageDraw.Draw(cell)
    if letter == UNKNOWN:
        pen.rectangle((1, 5, CELL_WIDTH - 2, BASE_LINE), outline=1)
        return cell
    base, *marks = tuple(unicodedata.normalize("NFD", STRUCK.get(letter, letter)))
    _draw_base(cell, base)
    _draw_marks(pen, base, marks)
    if letter in STRUCK:
        pen.line((5, 10, 11, 10) if letter == "đ" else (0, 13, 6, 13), fill=1)
    if is_bold:
        cell.paste(1, (1, 0), cell.crop((0, 0, CELL_WIDTH - 1, CELL_HEIGHT)))
    return cell


def _draw_base(cell: Image.Image, base: str) -> None:
    """The letter without marks, squeezed when it is wider than its cell."""
    font = _font()
    left, top, right, bottom = font.getbbox(base, anchor="ls")
    width, height = int(right - left), int(bottom - top)
    if width <= 0 or height <= 0:
        return
    ink = Image.new("1", (width, height), 0)
    pen = ImageDraw.Draw(ink)
    pen.fontmode = "1"
    pen.text((-left, -top), base, font=font, fill=1, anchor="ls")
    if width > CELL_WIDTH:
        ink = ink.resize((CELL_WIDTH, height))
    cell.paste(ink, ((CELL_WIDTH - ink.width) // 2, BASE_LINE + int(top)))


def _draw_marks(pen: ImageDraw.ImageDraw, base: str, marks: list[str]) -> None:
    row = 3 if base.isupper() else 6
    for mark in marks:
        if stroke := ABOVE.get(mark):
            pen.line([(x, y + row) for x, y in stroke], fill=1)
            row = max(0, row - 4)
        elif box := BELOW.get(mark):
            pen.rectangle(box, fill=1)
        elif mark == HORN:
            pen.line((9, 9, 11, 6), fill=1)


@functools.cache
def _font() -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(FONT_SIZE)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
