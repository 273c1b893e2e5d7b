"""Vietnamese for displays that know plain ASCII: marks fall, labels and figures stay."""

import unicodedata
from collections.abc import Iterable

WIDTH = 16
"""Characters of a line of a keypad's display."""

# What is left over when marks are taken off: letters of their own, typography, and what ends a frame of a line.
_OWN = str.maketrans(
    {"đ": "d", "Đ": "D", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"'}
    | {"…": "...", "×": "x", "·": ".", "\u00a0": " ", ",": " ", "*": "x", "$": " "}
)

_SHORTER = (
    *(("Uy ban nhan dan", "UBND"), ("Cong dan", "CD"), ("cong dan", "CD"), ("ho so", "HS"), ("giay to", "GT")),
    *(("thu tuc", "TT"), ("hanh chinh", "HC"), ("can bo", "CB"), ("thiet bi", "TB"), ("bo sung", "BS")),
)
"""What officials write shortly, too; only where a text does not fit otherwise."""


def plain(text: str) -> str:
    """The text in printable ASCII without ``$ * ,``, one line; a sign that has no likeness becomes ``?``."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    ascii_only = "".join(sign if " " <= sign <= "~" else "?" for sign in " ".join(bare.translate(_OWN).split()))
    return " ".join(ascii_only.split())


def fitted(text: str, width: int = WIDTH) -> str:
    """The text in plain ASCII on one line of ``width``. Words fall from its end, those with figures last of all."""
    words = plain(text).split()
    while len(" ".join(words)) > width and len(words) > 1:
        words.pop(_least(words))
    return " ".join(words)[:width]


def first_fit(texts: Iterable[str], width: int = WIDTH) -> str:
    """The first of several wordings that fits whole, in plain ASCII, else the last one cut down."""
    last = ""
    for last in texts:
        if len(plain(last)) <= width:
            break
    return fitted(last, width)


def two_lines(text: str, width: int = WIDTH) -> tuple[str, str]:
    """The text on two lines, broken where it has a line break or else between words; shortened only if it must be."""
    if "\n" in text:
        first, _, second = text.partition("\n")
        return fitted(first, width), fitted(second, width)
    whole = plain(text)
    if len(_wrapped(whole, width)[1]) > width:
        whole = _shorter(whole)
    first, second = _wrapped(whole, width)
    return fitted(first, width), fitted(second, width)


def first_two_lines(texts: Iterable[str], width: int = WIDTH) -> tuple[str, str]:
    """The first of several wordings that keeps all its words on two lines, else the last one cut down."""
    lines = ("", "")
    for text in texts:
        lines = two_lines(text, width)
        if " ".join(lines).strip() in (plain(text), _shorter(plain(text))):
            break
    return lines


def _wrapped(whole: str, width: int) -> tuple[str, str]:
    """As many words as fit, and all the others; a word that is too long begins the first line."""
    words = whole.split()
    count = 1
    while count < len(words) and len(" ".join(words[: count + 1])) <= width:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _shorter(whole: str) -> str:
    for long, short in _SHORTER:
        whole = whole.replace(long, short)
    return whole


def _least(words: list[str]) -> int:
    """Which word may fall first: the last one without a figure, else the last one."""
    without = [place for place, word in enumerate(words) if not any(sign.isdigit() for sign in word)]
    return without[-1] if without else len(words) - 1
