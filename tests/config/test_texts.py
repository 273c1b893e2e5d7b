"""Every language says the same things: same codes, same parameters, nothing that a code could ask for is missing."""

import string
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from config import texts
from config.texts import LOCALES, area, catalogue, languages, own_texts, text
from hub.domain.commands import BY_CITIZEN, KIOSK_REASONS
from hub.domain.errors import REFUSAL_CODES
from hub.domain.transitions import State
from hub.service.outcome import ABANDONED
from hub.service.ownership import OF_ANOTHER
from hub.service.person_limits import TOO_MANY


def parameters(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """A function that writes `<language>/hall.toml` of an otherwise empty locale folder."""
    monkeypatch.setattr(texts, "LOCALES", tmp_path)
    monkeypatch.setattr(texts, "languages", languages.__wrapped__)
    monkeypatch.setattr(texts, "catalogue", catalogue.__wrapped__)

    def write(language: str, content: str) -> None:
        (tmp_path / language).mkdir(exist_ok=True)
        (tmp_path / language / "hall.toml").write_text(content, encoding="utf-8")

    return write


def test_vietnamese_comes_first_and_english_is_there() -> None:
    assert languages()[:2] == ("vi", "en")


@pytest.mark.parametrize("language", languages()[1:])
def test_a_language_fills_in_what_vietnamese_fills_in(language: str) -> None:
    """What codes each has is looked at in tests/checks."""
    vietnamese, other = own_texts("vi"), own_texts(language)
    both = other.keys() & vietnamese.keys()
    assert [code for code in both if parameters(other[code]) != parameters(vietnamese[code])] == []


@pytest.mark.parametrize("language", languages())
def test_no_text_is_empty_or_edged_with_space(language: str) -> None:
    assert [code for code, words in own_texts(language).items() if not words or words != words.strip()] == []


@pytest.mark.parametrize("file", sorted(LOCALES.glob("*/*.toml")), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_file_holds_the_area_of_its_name(file: Path) -> None:
    assert list(tomllib.loads(file.read_text(encoding="utf-8"))) == [file.stem]


def test_every_refusal_has_a_sentence_and_none_is_left_over() -> None:
    assert {code.removeprefix("refusal.") for code in area("vi", "refusal")} == REFUSAL_CODES | {
        ABANDONED,
        OF_ANOTHER,
        TOO_MANY,
    }


def test_every_reason_of_a_kiosk_has_words() -> None:
    assert {code.removeprefix("reason.") for code in area("vi", "reason")} == KIOSK_REASONS | {BY_CITIZEN}


def test_every_state_has_a_word() -> None:
    assert {code.removeprefix("state.") for code in area("vi", "state")} == {state.value for state in State}


def test_parameters_are_filled_in() -> None:
    assert text("vi", "refusal.unknown_counter", counter=12) == "Trung tâm không có quầy 12."
    assert text("en", "state.held") == "On hold"


def test_a_third_language_is_a_folder_and_falls_back_to_vietnamese(locales: Callable[[str, str], None]) -> None:
    locales("vi", '[hall]\nopen = "Mở"\n[hall.days]\none = "Thứ Hai"\n')
    locales("km", '[hall]\nopen = "បើក"\n')
    assert texts.languages() == ("vi", "km")
    assert texts.text("km", "hall.open") == "បើក"
    assert texts.text("km", "hall.days.one") == "Thứ Hai"


def test_a_number_asks_for_the_form_of_the_languages_own_grammar(locales: Callable[[str, str], None]) -> None:
    locales("vi", '[hall]\nahead = "còn {n} người"\nahead_0 = "không còn ai"\n')
    locales("ru", '[hall]\nahead = "{n}"\nahead_0 = "никого"\nahead_one = "{n} человек"\nahead_few = "{n} человека"\n')
    said = [texts.counted("ru", "hall.ahead", n) for n in (0, 1, 3, 5, 21)]
    assert said == ["никого", "1 человек", "3 человека", "5", "21 человек"]
    assert [texts.counted("vi", "hall.ahead", n) for n in (0, 1)] == ["không còn ai", "còn 1 người"]


def test_an_area_leaves_the_others_out(locales: Callable[[str, str], None]) -> None:
    locales("vi", '[hall]\nopen = "Mở"\n[hallway]\nopen = "Hành lang"\n')
    assert texts.area("vi", "hall") == {"hall.open": "Mở"}


def test_an_unknown_language_or_code_is_named() -> None:
    with pytest.raises(LookupError, match="no texts in «xx», only in vi"):
        catalogue("xx")
    with pytest.raises(LookupError, match=r"no text has the code «kiosk\.nonsense»"):
        text("vi", "kiosk.nonsense")
    with pytest.raises(LookupError, match="counter"):
        text("vi", "refusal.unknown_counter", number=1)
