"""Vietnamese on a display that knows plain ASCII."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.desk.plain import WIDTH, first_fit, first_two_lines, fitted, plain, two_lines

FORBIDDEN_ON_A_LINE = set("$*,")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Đang gọi", "Dang goi"),
        ("Ưu tiên – người có công", "Uu tien - nguoi co cong"),
        ("NGHIÊNG, $5 × 3…", "NGHIENG 5 x 3..."),
        ("Trươ\u0301c\u00a0hết", "Truoc het"),
        ("số 5\nquầy «3»", 'so 5 quay "3"'),
        ("数", "?"),
    ],
)
def test_marks_fall_and_letters_stay(written: str, shown: str) -> None:
    assert plain(written) == shown


@given(st.text(max_size=80))
def test_whatever_comes_fits_a_line_of_the_display(text: str) -> None:
    for line in (fitted(text), *two_lines(text)):
        assert len(line) <= WIDTH
        assert all(" " <= sign <= "~" for sign in line)
        assert not FORBIDDEN_ON_A_LINE & set(line)


@pytest.mark.parametrize("label", ["A105", "A-K2-07", "AA-KIOSK1-12345"])
def test_a_number_stays_whole_however_much_stands_around_it(label: str) -> None:
    for text in (f"Mời công dân có {label} đến ngay quầy", f"{label} đang chờ ở lĩnh vực khác"):
        assert label in fitted(text)
        assert label in " ".join(two_lines(text))


def test_two_lines_break_between_words_and_shorten_only_what_does_not_fit() -> None:
    assert two_lines("1/3 Xử lý hồ sơ") == ("1/3 Xu ly ho so", "")
    assert two_lines("2/3 Công dân đã bổ sung giấy tờ") == ("2/3 Cong dan da", "bo sung giay to")
    assert two_lines("1/3 Công dân đang có mặt tại quầy") == ("1/3 CD dang co", "mat tai quay")
    assert two_lines("QUẦY CÒN SỐ\nA105") == ("QUAY CON SO", "A105")


def test_the_first_wording_that_fits_is_taken() -> None:
    assert first_fit(["A-K2-07 ĐANG GỌI x2", "A-K2-07 GỌI x2", "A-K2-07"]) == "A-K2-07 GOI x2"
    assert first_fit(["mười bảy chữ cái đó"]) == "muoi bay chu cai"


def test_the_first_wording_that_keeps_all_its_words_on_two_lines_is_taken() -> None:
    assert first_two_lines(["10/12 Văn hóa - hội - công thương", "10 Văn hóa - hội - công thương"]) == (
        "10 Van hoa - hoi",
        "- cong thuong",
    )
    assert first_two_lines(["1/3 Công dân đang có mặt tại quầy", "1"]) == ("1/3 CD dang co", "mat tai quay")
    assert first_two_lines(["1/3 mười bảy chữ cái đó là quá nhiều chữ", "mười bảy chữ cái đó là nhiều"]) == (
        "muoi bay chu cai",
        "do la nhieu",
    )
