"""Letters on the paper: whole with all their marks, in lines that fit."""

import unicodedata
from itertools import product

import pytest
from PIL import Image, ImageDraw

from kiosk_app.ink import Ink
from kiosk_app.strips import Style, Weight, face, figures, line, paragraph, wrap

INNER = 544
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)} | set(
    "bcdđghklmnpqrstvx"
)
EVERY = sorted(LETTERS | {letter.upper() for letter in LETTERS})


def roomy(text: str, weight: Weight, size: int) -> Image.Image:
    """The same letters drawn far from every edge, cropped to their ink."""
    sheet = Image.new("1", (size * (len(text) + 4), size * 5))
    pen = ImageDraw.Draw(sheet)
    pen.fontmode = "1"
    pen.text((2 * size, 3 * size), text, fill=1, font=face(weight, size), anchor="ls")
    return sheet.crop(sheet.getbbox())


@pytest.mark.parametrize("size", [20, 31])
def test_every_vietnamese_letter_is_whole_in_its_line(size: int) -> None:
    assert len(EVERY) == 2 * (12 * 6 + 17)
    for weight, letter in product(Weight, EVERY):
        strip = line(letter, weight, size)
        assert strip.crop(strip.getbbox()).tobytes() == roomy(letter, weight, size).tobytes(), (letter, weight)


@pytest.mark.parametrize("text", ["ẪẾỖỪỞ", "ỘẶỤỊ", "gjpqy", "Å", "001", "——", "08:15", "22/11/2026,", "7.741"])
def test_words_are_whole_and_lines_are_high_enough(text: str) -> None:
    for weight, size in product(Weight, (24, 72, 150)):
        strip = line(text, weight, size)
        assert strip.crop(strip.getbbox()).tobytes() == roomy(text, weight, size).tobytes()
        assert strip.height >= line("H", weight, size).height


def test_figures_are_the_letters_themselves_in_the_middle() -> None:
    style = Style(Weight.BOLD, (232, 96))
    for label in ("Ẫ", "0", "Đ", "j"):
        ink = figures(label, style, 576, 16)
        assert ink is not None
        drawn = roomy(label, Weight.BOLD, 232)
        box = Image.frombytes("1", (ink.width, ink.height), ink.raster().bits).getbbox()
        assert (box[2] - box[0], ink.height) == drawn.size
    for label, size in (("A01", 232), ("A-K2-07", 96)):
        ink = figures(label, style, 576, 16)
        assert ink is not None
        left, _, right, _ = Image.frombytes("1", (ink.width, ink.height), ink.raster().bits).getbbox()
        assert right - left == pytest.approx(roomy(label, Weight.BOLD, size).width, abs=4)
        assert left == pytest.approx(576 - right, abs=24)
    assert figures("W" * 30, style, 576, 16) is None


def test_ink_loses_no_dots_when_it_is_moved() -> None:
    dot = Image.new("1", (1, 3))
    dot.putpixel((0, 1), 1)
    ink = Ink.of(dot, 16, 9)
    assert ink.raster().bits == b"\0\0" + b"\0\x40" + b"\0\0"
    assert ink.without_blank_rows().raster().bits == b"\0\x40"
    assert ink.in_height(6).raster().bits == bytes(4) + b"\0\x40" + bytes(6)
    assert ink.above(ink, 1).raster().bits == ink.raster().bits + bytes(2) + ink.raster().bits
    assert Ink(16, 3, 0).without_blank_rows().height == 0


def test_paragraphs_are_balanced_and_never_too_wide() -> None:
    style = Style(Weight.BOLD, (31, 28, 26))
    block = paragraph("Trung tâm Phục vụ hành chính công", style, INNER)
    left, _, right, _ = block.getbbox()
    assert right - left < INNER * 0.7
    for words in ("ngắn", "một câu " * 30, "khôngcóchỗngắt" * 4, ""):
        assert paragraph(words, style, INNER).width == INNER


def test_endless_words_are_broken_and_no_break_spaces_kept() -> None:
    lines = wrap("Quầy\u00a02, Quầy\u00a04", Weight.BOLD, 40, 200)
    assert lines == ["Quầy\u00a02,", "Quầy\u00a04"]
    assert "".join(wrap("W" * 50, Weight.BOLD, 40, 200)) == "W" * 50
    assert len(wrap("W" * 50, Weight.BOLD, 40, 200)) > 5
