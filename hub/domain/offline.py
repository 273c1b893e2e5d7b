"""Numbers that a kiosk draws by itself while the hub is away: their names, which no other machine can draw.

``A-K2-07`` is the seventh that kiosk ``K2`` drew of series ``A`` on its own. The hub never draws such a number, and no
other kiosk bears that name, so nothing has to be agreed beforehand.
"""

import re

FIRST_NUMBER = 1
LEAST_DIGITS = 2

_TAG = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]{1,6}")
_TYPED = re.compile(r"(?P<prefix>(?:[A-Z]{1,2}-)?(?=[A-Z]*[0-9])[A-Z0-9]{1,6})-(?P<number>[0-9]{1,9})")


def offline_tag(kiosk: str) -> str | None:
    """How a kiosk is called in its own numbers: by its name, if that is short, capital and has a digit in it.

    None for another name: such a kiosk draws no numbers of its own. Without a digit it could be taken for a series.
    """
    return kiosk if _TAG.fullmatch(kiosk) else None


def offline_series(series: str, tag: str) -> str:
    """The sub-series of a kiosk: ``A-K2``; of fields whose numbers have no letter ``K2``."""
    return f"{series}-{tag}" if series else tag


def offline_label(series: str, tag: str, number: int) -> str:
    """What people read: ``A-K2-07``, and ``A-K2-100`` after ``A-K2-99``."""
    return label_in(offline_series(series, tag), number)


def label_in(sub_series: str, number: int) -> str:
    """The label of a number of a sub-series such as ``A-K2``."""
    return f"{sub_series}-{number:0{LEAST_DIGITS}d}"


def typed_offline_label(text: str) -> str | None:
    """The label that somebody means who types ``a-k2-7``; None for what is no such number."""
    typed = _TYPED.fullmatch("".join(text.split()).upper())
    return label_in(typed["prefix"], int(typed["number"])) if typed else None
