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
_TIME = r"(?P<time>\b[0-2]?[0-9](?:[:h][0-5][0-9]|h)\b)"
_ROUND_THE_CLOCK = r"(?<!ngày )(?<!, )\b24/7\b(?!/)"
"""No day in July, unless it stands where dates do; read as two numbers."""
_DATE = r"(?P<date>\b(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])(?:/[0-9]{4})?\b)"
_WHOLE = r"[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|\b[0-9]+"
_DECIMAL = rf"(?P<decimal>(?<![0-9][.,])\b(?:{_WHOLE})[.,][0-9]{{1,2}}(?![0-9]|[.,/][0-9]))"
_NUMBER = rf"(?P<number>\b(?:{_WHOLE}))"
_SIGNS = re.compile("|".join((_LABEL, _TIME, f"(?P<always>{_ROUND_THE_CLOCK})", _DATE, _DECIMAL, _NUMBER)))
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
        return tongue.moment(kind, [int(part or 0) for part in re.split("[:h/]", found)])
    if kind == "always":
        return " ".join(_counted(part, tongue) for part in found.split("/"))
    if kind == "decimal":
        whole, part = re.split(r"[.,](?=[0-9]{1,2}\Z)", found)
        return tongue.decimal(_counted(whole, tongue), part)
    return _counted(found, tongue)


def _counted(found: str, tongue: Tongue) -> str:
    number = found.replace(".", "")
    is_count = int(number) <= MOST and (number == "0" or not number.startswith("0"))
    return tongue.count(int(number)) if is_count else tongue.digits(number)
