"""Draws a ticket as a picture for 80 mm paper.

`draw(paper)` is all a caller needs: `EscposPrinter.print(draw(paper))`. Words come in with the paper: nothing here
knows a language.
"""

from collections.abc import Mapping

import msgspec
import qrcode
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

from drivers.printers.raster import Raster
from kiosk_app.ticket_layout_strips import Style, Weight, blank, line, paragraph, span, stack, tidy

WIDTH = 576
MARGIN = 16
INNER = WIDTH - 2 * MARGIN
GAP = 14
MODULE_DOTS = 6
QUIET_MODULES = 4
DASH = 6

OFFICE = Style(Weight.REGULAR, (26, 24))
CENTRE = Style(Weight.BOLD, (31, 28, 26))
CAPTION = Style(Weight.SEMIBOLD, (26, 24))
NUMBER = Style(Weight.BOLD, (232, 204, 176, 148, 120, 96, 72), 1)
FIELD = Style(Weight.BOLD, (42, 36, 32))
SENTENCE = Style(Weight.SEMIBOLD, (34, 30, 26))
COUNTERS = Style(Weight.SEMIBOLD, (36, 32, 28))
FACT = Style(Weight.SEMIBOLD, (26,))
CLASS = Style(Weight.BOLD, (34, 30, 26))
MARK = Style(Weight.BOLD, (46, 40, 36), 1)
HINT = Style(Weight.REGULAR, (24,))


class PaperTexts(msgspec.Struct, frozen=True):
    """The words of a ticket in one language; `people_ahead` and `people_ahead_one` hold the place `{n}`."""

    your_number: str
    people_ahead: str
    people_ahead_one: str
    people_ahead_none: str
    valid_today: str
    hint: str
    test: str
    reprint: str

    @classmethod
    def from_catalogue(cls, catalogue: Mapping[str, str], is_reprint: bool = False) -> "PaperTexts":
        """Take the words from a flat catalogue, codes `paper.<name>`. Raises KeyError for a missing one.

        A reprint has words of its own where there is a code `paper.reprint_<name>`.
        """
        words = {name: catalogue[f"paper.{name}"] for name in cls.__struct_fields__}
        later = {name: catalogue.get(f"paper.reprint_{name}", said) for name, said in words.items()}
        return cls(**(later if is_reprint else words))


class TicketPaper(msgspec.Struct, frozen=True):
    """Everything that stands on one ticket.

    `centre`: the lines of the head, the last one largest; `people_ahead`: as counted when the number was drawn;
    `counters`: finished text ("Quầy 2, 4") or ""; `class_mark`: "" for ordinary tickets; `issued`: finished text with
    day and time; `qr`: what the code holds.
    """

    centre: tuple[str, ...]
    field: str
    label: str
    people_ahead: int
    counters: str
    class_mark: str
    issued: str
    qr: str
    texts: PaperTexts
    is_test: bool = False
    is_reprint: bool = False


def draw(paper: TicketPaper) -> Raster:
    """The ticket as a raster of 576 dots width; about 100 mm high."""
    parts = [*_marks(paper), *_head(paper), *_number(paper), _dashes(), *_queue(paper), _dashes(), _foot(paper)]
    page = stack([*parts, blank(WIDTH, GAP)], WIDTH, GAP)
    return Raster(WIDTH, page.tobytes())


def _words(text: str, style: Style) -> Image.Image:
    return paragraph(tidy(text), style, INNER)


def _marks(paper: TicketPaper) -> list[Image.Image]:
    marks = [_box(paper.texts.test, MARK, WIDTH)] if paper.is_test else []
    return [*marks, _frame(paper.texts.reprint)] if paper.is_reprint else marks


def _head(paper: TicketPaper) -> list[Image.Image]:
    small = [_words(words, OFFICE) for words in paper.centre[:-1]]
    large = [_words(words, CENTRE) for words in paper.centre[-1:]]
    return [stack([*small, *large], WIDTH, 4), _rule(4)]


def _number(paper: TicketPaper) -> list[Image.Image]:
    """The figures lose the blank rows that only letters with marks need."""
    figures = _words(paper.label, NUMBER)
    box = figures.getbbox() or (0, 0, *figures.size)
    figures = figures.crop((0, box[1], figures.width, box[3]))
    named = stack([figures, _words(paper.field, FIELD)], WIDTH, 2 * GAP)
    parts = [_words(paper.texts.your_number, CAPTION), named]
    return [*parts, _pill(paper.class_mark)] if paper.class_mark else parts


def _queue(paper: TicketPaper) -> list[Image.Image]:
    counters = [_words(paper.counters, COUNTERS)] if paper.counters else []
    return [_people_ahead(paper), *counters]


def _people_ahead(paper: TicketPaper) -> Image.Image:
    """The sentence with its figure enlarged; one too long for a line becomes a paragraph."""
    if paper.people_ahead == 0:
        return _words(paper.texts.people_ahead_none, SENTENCE)
    sentence = paper.texts.people_ahead_one if paper.people_ahead == 1 else paper.texts.people_ahead
    before, _, after = sentence.partition("{n}")
    figure = str(paper.people_ahead)
    runs = [(tidy(before), Weight.REGULAR, 32), (figure, Weight.BOLD, 72), (tidy(after), Weight.REGULAR, 32)]
    row = _on_one_baseline([run for run in runs if run[0]])
    return row if row.width <= INNER else _words(sentence.replace("{n}", figure), SENTENCE)


def _on_one_baseline(runs: list[tuple[str, Weight, int]]) -> Image.Image:
    spans = [span(*run) for run in runs]
    above, below = min(top for top, _ in spans), max(bottom for _, bottom in spans)
    strips = [line(*run) for run in runs]
    row = blank(sum(strip.width for strip in strips) + GAP * (len(strips) - 1), below - above)
    left = 0
    for strip, (top, _) in zip(strips, spans, strict=True):
        row.paste(strip, (left, top - above))
        left += strip.width + GAP
    return row


def _foot(paper: TicketPaper) -> Image.Image:
    """The code at the left, what to know beside it; the code's quiet zone is margin enough."""
    code = qr_picture(paper.qr)
    room = WIDTH - MARGIN - code.width
    facts = [(paper.issued, FACT), (paper.texts.valid_today, FACT), (paper.texts.hint, HINT)]
    column = stack([paragraph(tidy(text), style, room, 0) for text, style in facts], room, 10)
    foot = blank(WIDTH, max(code.height, column.height))
    foot.paste(code, (0, (foot.height - code.height) // 2))
    foot.paste(column, (code.width, (foot.height - column.height) // 2))
    return foot


def qr_picture(payload: str) -> Image.Image:
    """The code at level M with modules of 6 dots and the quiet zone of 4 modules: scanned best off bad photographs."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(payload)
    code.make(fit=True)
    modules = code.get_matrix()
    small = Image.new("1", (len(modules), len(modules)))
    small.putdata([int(is_dark) for row in modules for is_dark in row])
    return small.resize((small.width * MODULE_DOTS, small.height * MODULE_DOTS), Image.Resampling.NEAREST)


def _rule(thickness: int) -> Image.Image:
    rule = blank(WIDTH, thickness)
    rule.paste(1, (MARGIN, 0, WIDTH - MARGIN, thickness))
    return rule


def _dashes() -> Image.Image:
    rule = blank(WIDTH, 2)
    spare = (INNER + DASH) % (2 * DASH)
    for left in range(MARGIN + spare // 2, WIDTH - MARGIN - DASH + 1, 2 * DASH):
        rule.paste(1, (left, 0, left + DASH, 2))
    return rule


def _mark(text: str, style: Style) -> Image.Image:
    """The words of a mark without the blank columns beside them."""
    words = paragraph(tidy(text), style, INNER - 4 * GAP)
    box = words.getbbox() or (0, 0, *words.size)
    return words.crop((box[0], 0, box[2], words.height))


def _box(text: str, style: Style, width: int) -> Image.Image:
    """White letters on a box full of ink, at least so wide."""
    words = _mark(text, style)
    box = Image.new("1", (max(width, words.width + 4 * GAP), words.height + GAP), 1)
    box.paste(0, ((box.width - words.width) // 2, GAP // 2), words)
    return box


def _pill(text: str) -> Image.Image:
    box = _box(text, CLASS, 0)
    shape = blank(*box.size)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, box.width - 1, box.height - 1), radius=box.height // 2, fill=1)
    pill = blank(*box.size)
    pill.paste(box, mask=shape)
    return pill


def _frame(text: str) -> Image.Image:
    words = _mark(text, MARK)
    frame = blank(INNER, words.height + 2 * GAP)
    ImageDraw.Draw(frame).rectangle((0, 0, frame.width - 1, frame.height - 1), outline=1, width=4)
    frame.paste(words, ((frame.width - words.width) // 2, GAP))
    return frame
