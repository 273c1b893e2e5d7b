"""Texts of a page made ready for a voice: labels, times, dates and numbers in it become words."""

import re

from hub.voice.numbers import MOST
from hub.voice.tongues import Tongue

MOST_CHARACTERS = 400
"""Longer texts are not read."""

_LABEL = (
    r"(?P<label>\b[A-Z]{1,2}-?[0-9]{3,}(?:-[0-9]{2})?\b"
    r"|\b(?=[0-9]*[A-Z])(?:[A-Z]{1,2}-)?(?=[A-Z]*[0-9])[A-Z0-9]{1,6}-[0-9]{2,}\b)"
)
_TIME = r"(?P<time>\b[0-2]?[0-9]:[0-5][0-9]\b)"
_DATE = r"(?P<date>\b[0-3]?[0-9]/[01]?[0-9](?:/[0-9]{4})?\b)"
_NUMBER = r"(?P<number>\b[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|\b[0-9]+)"
_SIGNS = re.compile("|".join((_LABEL, _TIME, _DATE, _NUMBER)))
_BLANKS = re.compile(r"\s+")


def in_words(text: str, tongue: Tongue) -> str:
    """The text with nothing left in it that a voice misreads: ``Số A105`` becomes ``Số a một không năm``."""
    plain = _BLANKS.sub(" ", text).strip()
    return _SIGNS.sub(lambda sign: _said(sign, tongue) + _blank_after(sign), plain)


def _blank_after(sign: re.Match[str]) -> str:
    """What was stuck to a figure is a word of its own: ``120.000đ``."""
    return " " if sign.string[sign.end() : sign.end() + 1].isalpha() else ""


def _said(sign: re.Match[str], tongue: Tongue) -> str:
    kind, found = sign.lastgroup, sign[0]
    if kind == "label":
        return tongue.label(found)
    if kind in ("time", "date"):
        return tongue.moment(kind, [int(part) for part in re.split("[:/]", found)])
    number = found.replace(".", "")
    is_count = int(number) <= MOST and (number == "0" or not number.startswith("0"))
    return tongue.count(int(number)) if is_count else tongue.digits(number)
