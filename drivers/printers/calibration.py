"""What is printed to learn what a printer can do: rulers, patterns, samples. A person says what came out."""

from PIL import Image, ImageDraw, ImageFont

from drivers.printers.parts import Cut, Feed, Part, Picture, QrCode, TextLine
from drivers.printers.profile import CodePage
from drivers.printers.raster import Raster

WIDTHS = (384, 432, 512, 576, 640)
"""Dots in a row that heads have: 58 mm paper (384, 432), 80 mm (512 at 180 dots an inch, 576, 640)."""

RULER_ROWS = 56
LINE_DOTS = 4
END_DOTS = 8
LABEL_DOTS = 36
PACE_ROWS = 520
SCALE_ROWS = 160
CENTRE_DOTS = 96
TEAR_ROWS = 100
"""Blank paper behind each trial, so that it can be read and torn."""

CODE_PAGES = (
    CodePage("tcvn3", (30, 31)),
    CodePage("cp1258", (52,)),
    CodePage("cp1258", (94,)),
    CodePage("cp1258", (27,)),
    CodePage("cp1258", (35,)),
)
"""Where printers have Vietnamese letters, by python-escpos' capability data."""

SAMPLE = "Đặng Thị Ễ, hộ tịch, quầy ở"
QR_SAMPLE = "TOI-LUOT-QR"
QR_DOTS = (4, 6, 8)


def rulers() -> tuple[Part, ...]:
    """One frame for each width, its number inside; where the head ends, the right side is missing."""
    drawing, ink = _canvas(max(WIDTHS), RULER_ROWS * len(WIDTHS))
    for place, width in enumerate(WIDTHS):
        top = place * RULER_ROWS + LINE_DOTS
        bottom = top + RULER_ROWS - 3 * LINE_DOTS
        ink.rectangle((0, top, width - 1, top + LINE_DOTS - 1), fill=1)
        ink.rectangle((0, top, END_DOTS - 1, bottom), fill=1)
        ink.rectangle((width - END_DOTS, top, width - 1, bottom), fill=1)
        ink.text((4 * END_DOTS, top + LINE_DOTS), str(width), fill=1, font=_font())
    return _finished(Picture(_raster(drawing)))


def ruler_end(width: int) -> tuple[int, int]:
    """A dot (column, row) within the right side of a width's frame."""
    return width - END_DOTS // 2, WIDTHS.index(width) * RULER_ROWS + RULER_ROWS // 2


def pace_picture(width: int) -> Raster:
    """A long picture in which every lost byte shows: slanting lines and a frame."""
    drawing, ink = _canvas(width, PACE_ROWS)
    for start in range(-PACE_ROWS, width, 24):
        ink.line((start, PACE_ROWS, start + PACE_ROWS, 0), fill=1, width=2)
    ink.rectangle((0, 0, width - 1, PACE_ROWS - 1), outline=1, width=LINE_DOTS)
    return _raster(drawing)


def pace(width: int) -> tuple[Part, ...]:
    """The long picture on a paper of its own."""
    return _finished(Picture(pace_picture(width)))


def feed_gap(width: int) -> tuple[Part, ...]:
    """A scale as tall as the gap between the two bars below it should be."""
    scale, ink = _canvas(width, SCALE_ROWS)
    ink.rectangle((0, 0, END_DOTS, SCALE_ROWS - 1), fill=1)
    for row in range(0, SCALE_ROWS, 40):
        ink.rectangle((0, row, 80, row + LINE_DOTS - 1), fill=1)
    ink.rectangle((0, SCALE_ROWS - LINE_DOTS, 80, SCALE_ROWS - 1), fill=1)
    return _finished(Picture(_raster(scale)), Feed(40), _bar(width), Feed(SCALE_ROWS), _bar(width))


def centring(width: int) -> tuple[Part, ...]:
    """A long bar, and below it a short one that belongs under its middle."""
    drawing, ink = _canvas(width, 3 * END_DOTS)
    left = (width - CENTRE_DOTS) // 2 // 8 * 8
    ink.rectangle((left, 0, left + CENTRE_DOTS - 1, 3 * END_DOTS - 1), fill=1)
    return _finished(_bar(width), Feed(40), Picture(_raster(drawing)))


def letters(number: int, is_last: bool) -> tuple[Part, ...]:
    """A numbered line in the printer's own letters."""
    line = TextLine(f"{number}: {SAMPLE}", align="left")
    return _finished(line) if is_last else (line,)


def qr_codes() -> tuple[Part, ...]:
    """QR codes that the printer draws itself, small to large."""
    return _finished(*(part for dots in QR_DOTS for part in (QrCode(QR_SAMPLE, dots), Feed(40))))


def nothing() -> tuple[Part, ...]:
    """A job that prints no dot, to see how the printer answers."""
    return ()


def _finished(*parts: Part) -> tuple[Part, ...]:
    return (*parts, Feed(TEAR_ROWS), Cut())


def _bar(width: int) -> Picture:
    return Picture(Raster(width, b"\xff" * (width // 8 * END_DOTS)))


def _canvas(width: int, rows: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    drawing = Image.new("1", (width, rows), 0)
    ink = ImageDraw.Draw(drawing)
    ink.fontmode = "1"
    return drawing, ink


def _raster(drawing: Image.Image) -> Raster:
    return Raster(drawing.width, drawing.tobytes())


def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(LABEL_DOTS)
