"""Numbers in words. Synthesisers misread Vietnamese figures, so they are given words only.

The Vietnamese rules: units after tens change (``mốt``, ``lăm``), a unit after a spoken hundred without tens is linked
(``linh``, in the South ``lẻ``), and a lower group that is not zero always speaks its hundreds.
"""

from typing import Literal, NamedTuple

MOST = 999_999_999
"""The largest number that is read as a whole; centres count no further."""

_THOUSAND, _MILLION = 1000, 1_000_000
_VIETNAMESE = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ENGLISH_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BEFORE_TEEN = ("thir", "four", "fif", "six", "seven", "eigh", "nine")
_ENGLISH_TEENS = ("eleven", "twelve", *(f"{unit}teen" for unit in _BEFORE_TEEN))
_ENGLISH = _ENGLISH_UNITS + _ENGLISH_TEENS
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


class Dialect(NamedTuple):
    """How Vietnamese numbers are read: ``south`` says ``lẻ`` and ``ngàn``; ``four`` is 4 after ``mươi``."""

    south: bool = False
    four: Literal["bốn", "tư"] = "bốn"


NORTH = Dialect()


def cardinal(number: int, south: bool = False, dialect: Dialect | None = None) -> str:
    """A number in Vietnamese words: 1005 is ``một nghìn không trăm linh năm``. Raises ValueError: too large."""
    return " ".join(_in_vietnamese(_checked(number), dialect or Dialect(south)))


def english_cardinal(number: int) -> str:
    """A number in British English words: 105 is ``one hundred and five``. Raises ValueError: below 0, too large."""
    return " ".join(_in_english(_checked(number)))


def _checked(number: int) -> int:
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not read: only 0 to {MOST} are")
    return number


def _in_vietnamese(number: int, dialect: Dialect) -> list[str]:
    words: list[str] = []
    for size, name in ((_MILLION, "triệu"), (_THOUSAND, "ngàn" if dialect.south else "nghìn"), (1, "")):
        group, number = divmod(number, size)
        if group:
            words += _group(group, dialect, is_lower=bool(words)) + ([name] if name else [])
    return words or [_VIETNAMESE[0]]


def _group(group: int, dialect: Dialect, is_lower: bool) -> list[str]:
    """A number below 1000 that is not zero; a lower group speaks its hundreds even when there are none."""
    hundreds, below = divmod(group, 100)
    words = [_VIETNAMESE[hundreds], "trăm"] if hundreds or is_lower else []
    tens, unit = divmod(below, 10)
    if tens:
        return words + _tens(tens, unit, dialect)
    if not unit:
        return words
    link = ["lẻ" if dialect.south else "linh"] if words else []
    return [*words, *link, _VIETNAMESE[unit]]


def _tens(tens: int, unit: int, dialect: Dialect) -> list[str]:
    ten = ["mười"] if tens == 1 else [_VIETNAMESE[tens], "mươi"]
    if unit == 0:
        return ten
    if unit == 5:
        return [*ten, "lăm"]
    after_mươi = {1: "mốt", 4: dialect.four}
    return [*ten, after_mươi.get(unit, _VIETNAMESE[unit]) if tens > 1 else _VIETNAMESE[unit]]


def _in_english(number: int) -> list[str]:
    for size, name in ((_MILLION, "million"), (_THOUSAND, "thousand"), (100, "hundred")):
        if number >= size:
            many, rest = divmod(number, size)
            link = ["and"] if 0 < rest < 100 else []
            return [*_in_english(many), name, *link, *(_in_english(rest) if rest else [])]
    if number < len(_ENGLISH):
        return [_ENGLISH[number]]
    tens, unit = divmod(number, 10)
    return [_ENGLISH_TENS[tens], *([_ENGLISH[unit]] if unit else [])]
