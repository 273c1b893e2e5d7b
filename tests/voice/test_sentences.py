"""What is said of a call and of a page's texts: every shape of a label, in every language."""

import pytest
from msgspec.structs import replace

from config.voice import VoicePlan, tongues
from hub.voice.free_text import in_words
from hub.voice.sentences import announcement
from hub.voice.tongues import Tongue
from tests.voice.kit import TONGUES, Call

LABELS = {
    "A105": ("a một không năm", "eigh one zero five"),
    "A001": ("a không không một", "eigh zero zero one"),
    "A1000": ("a một không không không", "eigh one zero zero zero"),
    "A-105": ("a một không năm", "eigh one zero five"),
    "TT001": ("tê tê không không một", "tee tee zero zero one"),
    "105": ("một không năm", "one zero five"),
    "A005-22": ("a không không năm, ngày hai mươi hai", "eigh zero zero five, of day twenty two"),
    "A-105-01": ("a một không năm, ngày một", "eigh one zero five, of day one"),
    "105-22": ("một không năm, ngày hai mươi hai", "one zero five, of day twenty two"),
    "A-K2-07": ("a, ca hai, không bảy", "eigh, kay two, zero seven"),
    "K2-07": ("ca hai, không bảy", "kay two, zero seven"),
    "A-K2-107": ("a, ca hai, một không bảy", "eigh, kay two, one zero seven"),
    "A-K2-07-22": ("a, ca hai, không bảy, ngày hai mươi hai", "eigh, kay two, zero seven, of day twenty two"),
    "TT-K200-07": ("tê tê, ca hai không không, không bảy", "tee tee, kay two zero zero, zero seven"),
}


@pytest.mark.parametrize(("label", "words"), LABELS.items())
def test_every_shape_of_a_label(label: str, words: tuple[str, str]) -> None:
    assert (TONGUES["vi"].label(label), TONGUES["en"].label(label)) == words


def test_a_call_is_a_sentence_of_its_language() -> None:
    call = Call("A105", 21)
    assert announcement(call, "vi", TONGUES).text == "Mời công dân có số a một không năm, đến quầy số hai mươi mốt."
    assert announcement(call, "en", TONGUES).text == "Number eigh one zero five, please go to counter twenty one."
    with pytest.raises(LookupError):
        announcement(call, "xx", TONGUES)


def test_labels_as_whole_numbers_in_the_south() -> None:
    plan = VoicePlan(numbers="cardinal", region="south", four="tư", letters={"vi": {"G": "gờ"}})
    south = tongues(plan)["vi"]
    assert (south.label("A105"), south.label("G024")) == ("a một trăm lẻ năm", "gờ hai mươi tư")
    assert south.label("A-K2-07") == "a, ca hai, không bảy"


def test_a_language_that_is_only_a_file_reads_what_it_has_words_for() -> None:
    words = ("tsheg", "gcig", "gnyis", "gsum", "bzhi", "lnga", "drug", "bdun", "brgyad", "dgu", "bcu")
    third = Tongue("bo", "{number} {counter}", "{number} {day}", words, {"A": "ka"}, {})
    assert announcement(Call("A105", 10), "bo", {"bo": third}).text == "ka gcig tsheg lnga bcu"
    assert third.count(11) == "gcig gcig"


TEXTS = {
    "Số A105": "Số a một không năm",
    "Trước bạn còn 15 người": "Trước bạn còn mười lăm người",
    "mở lại lúc 7:30, ngày 23/11": "mở lại lúc bảy giờ ba mươi, ngày hai mươi ba tháng mười một",
    "lúc 07:00": "lúc bảy giờ",
    "lệ phí 1.200.000 đồng": "lệ phí một triệu hai trăm nghìn đồng",
    "phí 120.000đ": "phí một trăm hai mươi nghìn đ",
    "từ 7h đến 11h30, 15h05": "từ bảy giờ đến mười một giờ ba mươi, mười lăm giờ năm",
    "phục vụ 24/7, ngày 24/7 nghỉ; thứ Sáu, 24/7": "phục vụ hai mươi bốn bảy, "
    "ngày hai mươi bốn tháng bảy nghỉ; thứ Sáu, hai mươi bốn tháng bảy",
    "24/7/2026": "hai mươi bốn tháng bảy năm hai nghìn không trăm hai mươi sáu",
    "24/24 giờ": "hai mươi bốn/hai mươi bốn giờ",
    "2.5 kg, 2,50 m, 1.200,5 m": "hai phẩy năm kg, hai phẩy năm không m, một nghìn hai trăm phẩy năm m",
    "1.500 tờ. 3. Mục 1.2.3": "một nghìn năm trăm tờ. ba. Mục một.hai.ba",
    "từ 2025-2026": "từ hai nghìn không trăm hai mươi lăm-hai nghìn không trăm hai mươi sáu",
    "gọi 0912": "gọi không chín một hai",
    "số  A-K2-07\n ở quầy 3": "số a, ca hai, không bảy ở quầy ba",
    "không có số": "không có số",
}


@pytest.mark.parametrize(("text", "words"), TEXTS.items())
def test_nothing_is_left_in_a_text_that_a_voice_misreads(text: str, words: str) -> None:
    assert in_words(text, TONGUES["vi"]) == words


def test_times_and_decimals_in_english() -> None:
    assert in_words("at 7:05, 13:30, 8:00", TONGUES["en"]) == "at seven zero five, thirteen thirty, eight o'clock"
    assert in_words("open 24/7, 2.5 m", TONGUES["en"]) == "open twenty four seven, two point five m"


def test_dates_with_a_year_and_numbers_beyond_all() -> None:
    spoken = in_words("22/11/2026 12345678901", replace(TONGUES["vi"]))
    assert spoken.startswith("hai mươi hai tháng mười một năm hai nghìn không trăm hai mươi sáu ")
    assert spoken.endswith("một hai ba bốn năm sáu bảy tám chín không một")
