"""Numbers in words, against a formulation that shares nothing with the reader, and what others got wrong."""

import pytest

from hub.voice.numbers import MOST, Dialect, cardinal, english_cardinal

PLAIN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

PAIRS = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    1005: "một nghìn không trăm linh năm",
    1010: "một nghìn không trăm mười",
    10_005: "mười nghìn không trăm linh năm",
    21_021: "hai mươi mốt nghìn không trăm hai mươi mốt",
    100_000: "một trăm nghìn",
    1_000_000: "một triệu",
    1_000_005: "một triệu không trăm linh năm",
    105_000_000: "một trăm linh năm triệu",
}

WRONG = ("mười mốt", "mười năm", "mươi một", "linh lăm", "linh mốt", "linh tư", "mươi năm", "trăm mươi", "một mươi")

LEFT_OUT_ELSEWHERE = {
    1001: "một nghìn không trăm linh một",
    1010: "một nghìn không trăm mười",
    2015: "hai nghìn không trăm mười lăm",
    10_010: "mười nghìn không trăm mười",
    11_001: "mười một nghìn không trăm linh một",
    100_021: "một trăm nghìn không trăm hai mươi mốt",
}
"""What num2words reads without its "không trăm"."""


def by_rewriting(number: int, link: str = "linh", thousand: str = "nghìn", four: str = "bốn") -> str:
    """The rules once more, from the other end: every place is named, and what is not said so is rewritten.

    5 digits at most: "không mươi một nghìn không trăm không mươi năm" becomes "một nghìn không trăm linh năm".
    """
    digits = [PLAIN[int(digit)] for digit in f"{number:06d}"]
    high, low = (f"{a} trăm {b} mươi {c} ." for a, b, c in (digits[:3], digits[3:]))
    said = []
    for group, is_first in ((high, True), (low, number < 1000)):
        if group.startswith("không trăm không mươi không"):
            said.append("")
            continue
        words = group
        if is_first:
            words = words.removeprefix("không trăm ").removeprefix("không mươi ")
        for before, after in (
            ("không mươi không .", ""),
            ("không mươi", link),
            ("một mươi không .", "mười"),
            ("một mươi năm .", "mười lăm"),
            ("một mươi", "mười"),
            ("mươi không .", "mươi"),
            ("mươi một .", "mươi mốt"),
            ("mươi năm .", "mươi lăm"),
            ("mươi bốn .", f"mươi {four}"),
            (" .", ""),
        ):
            words = words.replace(before, after)
        said.append(words.strip())
    upper, lower = said
    return " ".join(part for part in (upper, thousand if upper else "", lower) if part) or PLAIN[0]


@pytest.mark.parametrize(("number", "words"), PAIRS.items())
def test_pairs(number: int, words: str) -> None:
    assert cardinal(number) == words


def test_every_number_to_99_999_is_read_as_the_rules_say() -> None:
    assert [n for n in range(100_000) if cardinal(n) != by_rewriting(n)] == []


def test_in_the_south_and_with_tư() -> None:
    south = Dialect(south=True, four="tư")
    numbers = [*range(1200), *range(9_900, 10_200), 24_024, 99_999]
    assert [n for n in numbers if cardinal(n, dialect=south) != by_rewriting(n, "lẻ", "ngàn", "tư")] == []
    assert cardinal(105, south=True) == "một trăm lẻ năm"
    assert cardinal(24, dialect=Dialect(four="tư")) == "hai mươi tư"
    assert cardinal(14, dialect=Dialect(four="tư")) == "mười bốn"


def test_wrong_forms_are_never_heard() -> None:
    heard = " . ".join(cardinal(n) for n in range(20_000)) + " ."
    assert [form for form in WRONG if f" {form} " in heard] == []


@pytest.mark.parametrize(("number", "words"), LEFT_OUT_ELSEWHERE.items())
def test_hundreds_of_a_lower_group_are_always_heard(number: int, words: str) -> None:
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (21, "twenty one"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (1005, "one thousand and five"),
        (1115, "one thousand one hundred and fifteen"),
        (2_000_040, "two million and forty"),
    ],
)
def test_in_english(number: int, words: str) -> None:
    assert english_cardinal(number) == words


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_what_is_too_large_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="is not read"):
        cardinal(number)
    with pytest.raises(ValueError, match="is not read"):
        english_cardinal(number)
