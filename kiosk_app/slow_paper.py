"""A layout in the printer's own letters, for lines so slow that a picture would take half a minute."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from msgspec.structs import replace

from drivers.printers.parts import Feed, Part, QrCode, StoredLogo, TextLine
from drivers.printers.profile import Profile
from kiosk_app.drawing import is_shown
from kiosk_app.layout import Ahead, AnyBlock, Logo, Number, Qr, Rule, Space, Text
from kiosk_app.printed_facts import Facts
from kiosk_app.qr_ink import qr_picture
from kiosk_app.strips import Weight, tidy

LARGE_DOTS = 40
"""From this size on a text is set twice as large as the printer's letters."""
MOST_TIMES = 6
"""The number is set so many times as large, where that fits."""
SLOW_MODULE_DOTS = 4
GAP_ROWS = 12
PLAIN = TextLine("")
QUIET_ROWS = 24
"""What a printer draws by itself has no blank rows around it."""


def can_be_text(profile: Profile) -> bool:
    """Whether a printer has Vietnamese letters."""
    return profile.code_page is not None


def text_parts(blocks: Sequence[AnyBlock], facts: Facts, profile: Profile) -> Iterator[Part]:
    """The blocks from top to bottom; a logo that is not in the printer's memory is left out."""
    for block in blocks:
        match block:
            case Text():
                yield from _text(block, facts, profile)
            case Number():
                yield from _number(facts.number, profile)
            case Ahead():
                sentence, figure = facts.ahead()
                yield from _lines(sentence.replace("{n}", figure), profile)
            case Qr():
                yield from _qr(block, facts, profile)
            case Logo() if block.key in profile.logo_keys:
                yield StoredLogo(block.key)
            case Rule():
                yield TextLine("-" * profile.columns)
            case Space():
                yield Feed(block.rows)


def _text(block: Text, facts: Facts, profile: Profile) -> Iterator[Part]:
    words = facts.said(block.words)
    if block.look != "plain" and words:
        words = f"*** {words} ***"
    times = 2 if block.sizes[0] >= LARGE_DOTS else 1
    form = TextLine("", block.align, times, times, block.weight is not Weight.REGULAR)
    for part in words.split("\n"):
        yield from _lines(part, profile, form)


def _lines(words: str, profile: Profile, form: TextLine = PLAIN) -> Iterator[Part]:
    """Words in lines of one form."""
    for line in wrap(tidy(words), profile.columns // form.width_times):
        yield replace(form, text=line)


def _number(label: str, profile: Profile) -> Iterator[Part]:
    if label:
        times = max(1, min(MOST_TIMES, profile.columns // len(label)))
        yield Feed(GAP_ROWS)
        yield TextLine(label, width_times=times, height_times=times, is_bold=True)
        yield Feed(GAP_ROWS)


def _qr(block: Qr, facts: Facts, profile: Profile) -> Iterator[Part]:
    """The code by the printer, or as a small picture; what stands beside it follows."""
    if facts.qr and profile.has_qr:
        yield from (Feed(QUIET_ROWS), QrCode(facts.qr, block.module_dots), Feed(QUIET_ROWS))
    elif facts.qr:
        yield qr_picture(facts.qr, SLOW_MODULE_DOTS, profile.width_dots)
    for text in block.beside:
        if is_shown(text, facts):
            yield from _text(text, facts, profile)
