"""Lines of text as 1-bit strips, drawn once and kept: most lines of a ticket are the same on every ticket.

Pictures are Pillow mode "1" with ink = 1, so that `tobytes()` is what the print head wants. A line's box is measured,
never taken from the font's ascent and descent: those clip stacked capitals (Ẫ, Ế).
"""

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from kiosk_app.ink import Ink

FONTS = Path(__file__).parent / "fonts"
REFERENCE = "Hg"
TALLEST = "ẪẾỘỰQgj"
FIGURES = "0123456789:/,."
UNMARKED = "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BEARING = 12
"""Room for letters that begin before the pen."""
KEPT_STRIPS = 512
LINE_GAP = 2
BALANCE_DOTS = 8


class Weight(StrEnum):
    """The faces of Be Vietnam Pro beside this file."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    BOLD = "bold"


FILES = {
    Weight.REGULAR: "BeVietnamPro_400Regular.ttf",
    Weight.SEMIBOLD: "BeVietnamPro_600SemiBold.ttf",
    Weight.BOLD: "BeVietnamPro_700Bold.ttf",
}


class Style(NamedTuple):
    """A face, the sizes in dots to try from large to small, and the lines a paragraph should take at most."""

    weight: Weight
    sizes: tuple[int, ...]
    most_lines: int = 2


@cache
def face(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in dots, laid out the same way on every machine."""
    return ImageFont.truetype(FONTS / FILES[weight], size, layout_engine=ImageFont.Layout.BASIC)


def tidy(text: str) -> str:
    """Composed letters (NFC) and single blanks; no-break spaces stay."""
    return " ".join(part for part in unicodedata.normalize("NFC", text).split(" ") if part)


def blank(width: int, height: int) -> Image.Image:
    """A picture without ink."""
    return Image.new("1", (width, height), 0)


@lru_cache(maxsize=KEPT_STRIPS)
def span(text: str, weight: Weight, size: int) -> tuple[int, int]:
    """Rows of ink above (negative) and below the baseline, never less than a plain line takes."""
    if _is_figures(text):
        spans = [span(figure, weight, size) for figure in text]
        return min(above for above, _ in spans), max(below for _, below in spans)
    letters = face(weight, size)
    boxes = (letters.getbbox(text, anchor="ls"), letters.getbbox(REFERENCE, anchor="ls"))
    return int(min(box[1] for box in boxes)), int(max(box[3] for box in boxes)) + 1


def _is_figures(word: str) -> bool:
    """Whether a word is made of figures alone, which stand beside each other as each would stand by itself."""
    return len(word) > 1 and not word.strip(FIGURES)


@lru_cache(maxsize=KEPT_STRIPS)
def line(text: str, weight: Weight, size: int) -> Image.Image:
    """One line, cropped to its ink from left to right; its height holds every mark. Do not draw on it: it is kept.

    It is put together from words that are kept: when the minute changes, only the time is drawn anew.
    """
    spans = [span(word, weight, size) for word in text.split(" ")]
    above, below = min(top for top, _ in spans), max(bottom for _, bottom in spans)
    words, pen = [], 0.0
    for word in text.split(" "):
        words.append((_word(word, weight, size), round(pen)))
        pen += length(word, weight, size) + length(" ", weight, size)
    first, (last, last_pen) = words[0][0].left, words[-1]
    strip = blank(max(1, last_pen + last.left + last.ink.width - first + 2), below - above)
    for drawn, at in words:
        strip.paste(1, (at + drawn.left - first + 1, drawn.above - above), drawn.ink)
    return strip


class Word(NamedTuple):
    """The ink of letters, and where it begins: behind the pen, and above (negative) the baseline."""

    ink: Image.Image
    left: int
    above: int


@lru_cache(maxsize=2 * KEPT_STRIPS)
def _word(word: str, weight: Weight, size: int) -> Word:
    if _is_figures(word):
        return _joined([_word(figure, weight, size) for figure in word], [length(each, weight, size) for each in word])
    letters = face(weight, size)
    left, above, right, below = (int(edge) for edge in letters.getbbox(word, anchor="ls"))
    ink = blank(max(1, right - left), max(1, below - above))
    pen = ImageDraw.Draw(ink)
    pen.fontmode = "1"
    pen.text((-left, -above), word, fill=1, font=letters, anchor="ls")
    return Word(ink, left, above)


def _joined(figures: list[Word], advances: list[float]) -> Word:
    """Figures as one word."""
    pens = [round(sum(advances[:place])) for place in range(len(figures))]
    above = min(figure.above for figure in figures)
    below = max(figure.above + figure.ink.height for figure in figures)
    ink = blank(pens[-1] + figures[-1].left + figures[-1].ink.width - figures[0].left, below - above)
    for figure, pen in zip(figures, pens, strict=True):
        ink.paste(1, (pen + figure.left - figures[0].left, figure.above - above), figure.ink)
    return Word(ink, figures[0].left, above)


def wrap(text: str, weight: Weight, size: int, width: int) -> list[str]:
    """Break at blanks into lines that fit; a word wider than a line is broken between letters."""
    lines, taken, gap = [""], 0.0, length(" ", weight, size)
    for word in tidy(text).split(" "):
        wanted = length(word, weight, size)
        if lines[-1] and taken + gap + wanted <= width:
            lines[-1] += f" {word}"
            taken += gap + wanted
        else:
            lines += _pieces(word, face(weight, size), width) if wanted > width else [word]
            taken = length(lines[-1], weight, size)
    return [words for words in lines if words] or [""]


@lru_cache(maxsize=4096)
def length(word: str, weight: Weight, size: int) -> float:
    """How far a word moves the pen, in dots. Most words of a line are those of the line before."""
    if _is_figures(word):
        return sum(length(figure, weight, size) for figure in word)
    return face(weight, size).getlength(word)


def _pieces(word: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if letters.getlength(pieces[-1] + letter) > width and pieces[-1]:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fit(text: str, weight: Weight, sizes: tuple[int, ...], width: int, most_lines: int = 1) -> tuple[list[str], int]:
    """The largest size at which the text takes at most so many lines; the last size takes what it needs.

    Lines come out about equally long, so that no last word stands alone.
    """
    fitting = (size for size in sizes if len(wrap(text, weight, size, width)) <= most_lines)
    size = next(fitting, sizes[-1])
    return _balanced(text, weight, size, width), size


def _balanced(text: str, weight: Weight, size: int, width: int) -> list[str]:
    lines = wrap(text, weight, size, width)
    too_narrow, enough = width // len(lines) - 1, width
    while enough - too_narrow > BALANCE_DOTS:
        middle = (too_narrow + enough) // 2
        tried = wrap(text, weight, size, middle)
        if len(tried) > len(lines):
            too_narrow = middle
        else:
            lines, enough = tried, middle
    return lines


@lru_cache(maxsize=KEPT_STRIPS)
def paragraph(text: str, style: Style, width: int, align: float = 0.5) -> Image.Image:
    """Lines of text that fit a width. Do not draw on it: it is kept."""
    lines, size = fit(text, style.weight, style.sizes, width, style.most_lines)
    return stack([line(words, style.weight, size) for words in lines], width, LINE_GAP, align)


def stack(strips: list[Image.Image], width: int, gap: int, align: float = 0.5) -> Image.Image:
    """Strips under each other; `align` 0 left, 0.5 centre, 1 right."""
    height = sum(strip.height for strip in strips) + gap * max(0, len(strips) - 1)
    block, top = blank(width, max(1, height)), 0
    for strip in strips:
        block.paste(strip, (int((width - strip.width) * align), top))
        top += strip.height + gap
    return block


def figures(label: str, style: Style, width: int, margin: int) -> Ink | None:
    """A short line in the middle of `width` dots, put together from letters that are kept, cropped to its rows of ink.

    None when it is too long for the smallest size.
    """
    for size in style.sizes:
        advances = [length(letter, style.weight, size) for letter in label]
        if sum(advances) <= width - 2 * margin:
            break
    else:
        return None
    canvas = Canvas(width, *(span(UNMARKED if set(label) <= set(UNMARKED) else TALLEST, style.weight, size)))
    pen, bits = (width - sum(advances)) / 2, 0
    for letter, advance in zip(label, advances, strict=True):
        bits |= _glyph(letter, style.weight, size, canvas).bits >> max(0, round(pen) - BEARING)
        pen += advance
    return Ink(width, canvas.below - canvas.above, bits).without_blank_rows()


class Canvas(NamedTuple):
    """The room for a line of figures: its width, and its rows above (negative) and below the baseline."""

    width: int
    above: int
    below: int


@lru_cache(maxsize=256)
def _glyph(letter: str, weight: Weight, size: int, canvas: Canvas) -> Ink:
    """A letter BEARING dots from the left edge."""
    picture = blank(canvas.width, canvas.below - canvas.above)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    pen.text((BEARING, -canvas.above), letter, fill=1, font=face(weight, size), anchor="ls")
    return Ink.of(picture, canvas.width)
