"""The blocks of a layout as strips over the whole width of the paper.

Everything that may come again is kept by what it shows, and the same words give the same object: so their bytes for the
printer are found again at once.
"""

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw

from drivers.printers.parts import Picture
from drivers.printers.raster import Raster
from kiosk_app.ink import Ink
from kiosk_app.layout import Ahead, AnyBlock, Layout, Logo, Number, Qr, Rule, Space, Text
from kiosk_app.logo import logo_picture
from kiosk_app.printed_facts import Facts
from kiosk_app.qr_ink import can_double, qr_ink, qr_picture
from kiosk_app.strips import Style, Weight, blank, figures, line, paragraph, span, stack, tidy

ALIGN_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
GAP = 14
DASH = 6
FRAME_DOTS = 4
COLUMN_GAP = 10
LINES_GAP = 4
DOUBLED_SIZE = 150
"""Figures of this size are 110 dots high; smaller ones would show steps and pimples."""


def strip(block: AnyBlock, facts: Facts, layout: Layout) -> Picture | None:
    """One block, or None where it has nothing to say."""
    match block:
        case Text():
            return _text(block, facts, layout)
        case Number():
            return _number(facts.number, block, layout) if facts.number else None
        case Ahead():
            return _ahead(block, facts, layout)
        case Qr():
            return _qr(block, facts, layout) if facts.qr else None
        case Logo():
            return _logo(Path(layout.folder) / block.file, layout)
        case Rule():
            return _rule(block, layout)
        case Space():
            return _set_in(layout, blank(layout.width, block.rows)) if block.rows else None


def _style(block: Text) -> Style:
    return Style(block.weight, block.sizes, block.most_lines)


def _text(block: Text, facts: Facts, layout: Layout) -> Picture | None:
    words = facts.said(block.words)
    if not words:
        return None
    return _plain(words, block, layout) if block.look == "plain" else _marked(words, block, layout)


@lru_cache(maxsize=256)
def _plain(words: str, block: Text, layout: Layout) -> Picture:
    return _set_in(layout, _lines(words, block, layout.width - 2 * layout.margin))


def _lines(words: str, block: Text, room: int) -> Image.Image:
    """Words that fit a width; a line break in them stays one."""
    align = ALIGN_SHARES[block.align]
    return stack(
        [paragraph(tidy(part), _style(block), room, align) for part in words.split("\n")], room, LINES_GAP, align
    )


def _set_in(layout: Layout, picture: Image.Image) -> Picture:
    """A picture in the middle of the paper's width."""
    if picture.width != layout.width:
        whole = blank(layout.width, picture.height)
        whole.paste(picture, ((layout.width - picture.width) // 2, 0))
        picture = whole
    return Picture(Raster(layout.width, picture.tobytes()))


@lru_cache(maxsize=64)
def _marked(words: str, block: Text, layout: Layout) -> Picture:
    """Words that stand out: a mark is drawn around them, without the blank columns beside them."""
    inner = layout.width - 2 * layout.margin
    lines = _lines(words.replace("\n", " "), block, inner - 4 * GAP)
    box = lines.getbbox() or (0, 0, *lines.size)
    letters = lines.crop((box[0], 0, box[2], lines.height))
    if block.look == "frame":
        return _set_in(layout, _framed(letters, inner))
    width = layout.width if block.look == "box" else letters.width + 4 * GAP
    return _set_in(layout, _inverted(letters, width, is_round=block.look == "pill"))


def _framed(letters: Image.Image, width: int) -> Image.Image:
    frame = blank(width, letters.height + 2 * GAP)
    ImageDraw.Draw(frame).rectangle((0, 0, frame.width - 1, frame.height - 1), outline=1, width=FRAME_DOTS)
    frame.paste(letters, ((frame.width - letters.width) // 2, GAP))
    return frame


def _inverted(letters: Image.Image, width: int, is_round: bool) -> Image.Image:
    """White letters on a shape full of ink."""
    shape = blank(width, letters.height + GAP)
    radius = shape.height // 2 if is_round else 0
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, shape.width - 1, shape.height - 1), radius=radius, fill=1)
    shape.paste(0, ((shape.width - letters.width) // 2, GAP // 2), letters)
    return shape


def _number(label: str, block: Number, layout: Layout) -> Picture:
    """The figures without the blank rows that only letters with marks need; too many of them become lines.

    Large ones are drawn at half their size and doubled: a step of two dots is a quarter of a millimetre there.
    """
    label = tidy(label)
    halves = tuple(size // 2 for size in block.sizes if size >= DOUBLED_SIZE) if can_double(layout.width) else ()
    half = figures(label, Style(block.weight, halves), layout.width // 2, layout.margin // 2)
    if half is not None:
        return Picture(half.raster(), 2)
    ink = figures(label, Style(block.weight, block.sizes), layout.width, layout.margin)
    if ink is not None:
        return Picture(ink.raster())
    lines = paragraph(label, Style(block.weight, block.sizes[-1:]), layout.width - 2 * layout.margin)
    return _set_in(layout, lines)


def _ahead(block: Ahead, facts: Facts, layout: Layout) -> Picture | None:
    sentence, figure = facts.ahead()
    return _counted(sentence, figure, block, layout) if sentence else None


@lru_cache(maxsize=64)
def _counted(sentence: str, figure: str, block: Ahead, layout: Layout) -> Picture:
    """The sentence with its figure enlarged; one too long for a line becomes a paragraph."""
    inner = layout.width - 2 * layout.margin
    if "{n}" in sentence:
        before, _, after = sentence.partition("{n}")
        size = block.sizes[0]
        runs = [
            (tidy(before), Weight.REGULAR, size),
            (figure, Weight.BOLD, block.figure),
            (tidy(after), Weight.REGULAR, size),
        ]
        row = _on_one_baseline([run for run in runs if run[0]])
        if row.width <= inner:
            return _set_in(layout, row)
    whole = tidy(sentence.replace("{n}", figure))
    return _set_in(layout, paragraph(whole, Style(Weight.SEMIBOLD, block.sizes), inner))


def _on_one_baseline(runs: list[tuple[str, Weight, int]]) -> Image.Image:
    spans = [span(*run) for run in runs]
    above, below = min(top for top, _ in spans), max(bottom for _, bottom in spans)
    strips = [line(*run) for run in runs]
    row = blank(sum(strip.width for strip in strips) + GAP * (len(strips) - 1), below - above)
    left = 0
    for part, (top, _) in zip(strips, spans, strict=True):
        row.paste(part, (left, top - above))
        left += part.width + GAP
    return row


def _qr(block: Qr, facts: Facts, layout: Layout) -> Picture:
    """The code alone in the middle, or at the left with texts beside it: its quiet zone is margin enough."""
    if not block.beside:
        return qr_picture(facts.qr, block.module_dots, layout.width)
    code = qr_ink(facts.qr, block.module_dots, layout.width, is_left=True)
    said = tuple((text, facts.said(text.words)) for text in block.beside if is_shown(text, facts))
    column = _column(said, layout, code.height)
    height = max(code.height, column.height)
    return Picture(Ink(layout.width, height, code.in_height(height).bits | column.in_height(height).bits).raster())


@lru_cache(maxsize=64)
def _column(said: tuple[tuple[Text, str], ...], layout: Layout, left: int) -> Ink:
    """Texts under each other, from `left` to the margin."""
    column = Ink(layout.width, 0, 0)
    for text, words in said:
        if words:
            gap = COLUMN_GAP if column.height else 0
            column = column.above(_beside(words, text, layout, left), gap)
    return column


@lru_cache(maxsize=64)
def _beside(words: str, text: Text, layout: Layout, left: int) -> Ink:
    return Ink.of(_lines(words, text, layout.width - layout.margin - left), layout.width, left)


def is_shown(block: AnyBlock, facts: Facts) -> bool:
    """Whether a paper has a block: its language and every condition."""
    return (not block.languages or facts.language in block.languages) and all(map(facts.holds, block.when))


@lru_cache(maxsize=4)
def _logo(path: Path, layout: Layout) -> Picture:
    return _set_in(layout, logo_picture(path, layout.width - 2 * layout.margin))


@lru_cache(maxsize=8)
def _rule(block: Rule, layout: Layout) -> Picture:
    rule = blank(layout.width, block.thickness)
    inner = layout.width - 2 * layout.margin
    dash, step = (DASH, 2 * DASH) if block.is_dashed else (inner, inner)
    first = layout.margin + (inner + step - dash) % step // 2
    for left in range(first, layout.width - layout.margin - dash + 1, step):
        rule.paste(1, (left, 0, left + dash, block.thickness))
    return _set_in(layout, rule)
