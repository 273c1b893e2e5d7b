"""A language as the voice needs it: its sentences, the names of its digits and letters, how it reads a label."""

import re
from typing import Literal

from msgspec import Struct

from hub.voice.numbers import NORTH, Dialect, cardinal, english_cardinal

LEAST_DIGITS = 3
"""So many digits a number of a field has at least where it is carried over to another day: ``A105-22``."""

_CARRIED = re.compile(rf"(?P<former>(?:[A-Z]{{0,2}}|[A-Z]{{1,2}}-)[0-9]{{{LEAST_DIGITS},}}|.+-.+)-(?P<day>[0-9]{{2}})")
_OFFLINE = re.compile(r"[A-Z]{1,2}-(?=[A-Z]*[0-9])[A-Z0-9]*[A-Z][A-Z0-9]*-[0-9]{2,}")
_RUN = re.compile(r"[0-9]+|[^\W\d_]")


class Tongue(Struct, frozen=True):
    """One language; ``call`` has ``{number}`` and ``{counter}``, ``carried`` ``{number}`` and ``{day}``.

    ``numbers`` are the words of 0, 1, 2, … as far as they are known, ten at least: a language that is only a file of
    texts reads larger numbers digit by digit.
    """

    language: str
    call: str
    carried: str
    numbers: tuple[str, ...]
    letters: dict[str, str]
    moments: dict[str, str]
    dialect: Dialect = NORTH
    style: Literal["digits", "cardinal"] = "digits"

    def count(self, number: int) -> str:
        """A number of something, a counter's too. Raises ValueError: below 0, or too large."""
        if self.language == "vi":
            return cardinal(number, dialect=self.dialect)
        if self.language == "en":
            return english_cardinal(number)
        return self.numbers[number] if 0 <= number < len(self.numbers) else self.digits(str(number))

    def moment(self, kind: str, parts: list[int]) -> str:
        """A time of the day ``[7, 30]`` or a date ``[22, 11]``, ``[22, 11, 2026]``, by the language's templates."""
        names = ("day", "month", "year") if kind == "date" else ("hour", "minute")
        name = "year" if len(parts) > 2 else "hour" if kind == "time" and not parts[1] else kind
        words = [self.count(part) for part in parts]
        if self.language == "en" and name == "time" and parts[1] < 10:
            words[1] = self.digits(f"{parts[1]:02}")
        return self.moments[name].format(**dict(zip(names, words, strict=False)))

    def decimal(self, whole: str, part: str) -> str:
        """A number whose whole part is in words, with its decimal places: ``hai phẩy năm``."""
        return self.moments["decimal"].format(whole=whole, part=self.digits(part))

    def digits(self, label: str) -> str:
        """Each letter by its name and each digit by itself; a hyphen is a short pause: ``A, ca hai, không bảy``."""
        spoken = (" ".join(map(self._one, part)) for part in label.split("-"))
        return ", ".join(part for part in spoken if part)

    def label(self, label: str) -> str:
        """A ticket's number; the hyphen after a field's letter is not heard, ``A105-22`` is that of the 22nd."""
        former, day = _carried(label)
        if day is not None:
            return self.carried.format(number=self.label(former), day=self.count(day))
        head, hyphen, rest = label.partition("-")
        if hyphen and head.isalpha() and rest.isdigit():
            label = head + rest
        return self._by_style(label) if "-" not in label else self.digits(label)

    def _by_style(self, label: str) -> str:
        if self.style == "digits":
            return self.digits(label)
        return " ".join(self.count(int(run)) if run.isdigit() else self._one(run) for run in _RUN.findall(label))

    def _one(self, sign: str) -> str:
        return self.numbers[int(sign)] if sign in "0123456789" else self.letters.get(sign.upper(), sign)


def _carried(label: str) -> tuple[str, int | None]:
    """The former number and the day of the month of one that was carried over, else the label and None."""
    found = None if _OFFLINE.fullmatch(label) else _CARRIED.fullmatch(label)
    return (found["former"], int(found["day"])) if found else (label, None)
