"""The numbers of tickets on devices that know A to Z, figures and hyphens only: none becomes another on the way."""

from itertools import product

import msgspec
import pytest

from drivers.devices.line_device import on_the_line
from drivers.wire import Frame, encode
from hub.domain.numbering import label
from hub.domain.offline import offline_label, offline_tag
from hub.domain.plan import Series, SeriesName

SERIES = ("", "A", "Z", "TT")
KIOSKS = ("1", "K2", "KABCD9")
NUMBERS = (0, 7, 105, 99_999)


def labels() -> set[str]:
    """Of a plan's numbers, and of those that kiosks draw by themselves."""
    forms = [Series(digits, hyphen=hyphen) for digits, hyphen in product((2, 5), ("none", "hyphen"))]
    drawn = {label(series, number, form) for series, number, form in product(SERIES, NUMBERS, forms)}
    tags = [tag for tag in map(offline_tag, KIOSKS) if tag]
    assert len(tags) == len(KIOSKS)
    return drawn | {offline_label(series, tag, number) for series, tag, number in product(SERIES, tags, NUMBERS)}


def test_every_number_of_a_plan_is_shown_as_it_is() -> None:
    for one in labels():
        assert on_the_line(one) == one
        assert encode(Frame(23, 1, "DISP", (one, "3")))


@pytest.mark.parametrize("name", ["Đ", "Ă", "a", "A-", "-", " ", "\N{CYRILLIC CAPITAL LETTER A}", "ABC"])
def test_no_series_has_letters_that_a_device_lacks(name: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(name, SeriesName)


@pytest.mark.parametrize("name", ["KĐ1", "k2", "K\N{FULLWIDTH DIGIT TWO}", "K-2", "\N{CYRILLIC CAPITAL LETTER KA}2"])
def test_no_kiosk_draws_numbers_under_a_name_that_a_device_cannot_show(name: str) -> None:
    assert offline_tag(name) is None
