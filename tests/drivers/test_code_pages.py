"""Vietnamese letters in printers' own pages, against tables of others: python-escpos' data and Python's codec."""

import unicodedata
from itertools import product

from escpos.capabilities import CAPABILITIES

from drivers.printers.code_pages import cp1258, tcvn3

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", TONES)]
LETTERS = [*SMALL, "đ", *(letter.upper() for letter in SMALL), "Đ"]
FORMS = ("NFC", "NFD")


def read_tcvn3(runs: list[tuple[int, bytes]]) -> str:
    """What the two pages of python-escpos' data show, with the letter for which its Icelandic one stands."""
    tables = ["".join(CAPABILITIES["encodings"][f"TCVN-3-{page}"]["data"]).replace("Ð", "Đ") for page in (1, 2)]
    return "".join(chr(code) if code < 128 else tables[page][code - 128] for page, run in runs for code in run)


def test_every_vietnamese_letter_has_its_place_in_tcvn3() -> None:
    assert len(set(LETTERS)) == 2 * (12 * 6 + 1)
    for letter, form in product(LETTERS, FORMS):
        runs = list(tcvn3(unicodedata.normalize(form, letter)))
        assert read_tcvn3(runs) == letter
        assert sum(len(run) for _, run in runs) == 1


def test_tcvn3_changes_the_page_only_where_it_must() -> None:
    text = "Đường LÊ LỢI, số 12 – Quầy 3"
    runs = list(tcvn3(text))
    assert read_tcvn3(runs) == text.replace("–", "-")
    assert [page for page, _ in runs] == [1, 0, 1, 0]


def test_every_vietnamese_letter_is_spelt_as_cp1258_wants_it() -> None:
    for letter, form in product(LETTERS, FORMS):
        spelt = cp1258(unicodedata.normalize(form, letter))
        assert unicodedata.normalize("NFC", spelt.decode("cp1258")) == letter
        assert len(spelt) <= 2
        assert spelt[0] not in (0xCC, 0xD2, 0xDE, 0xEC, 0xF2)
    assert cp1258("ễịộấ") == bytes.fromhex("EADE 69F2 F4F2 E2EC")


def test_what_has_no_place_is_said_otherwise_and_never_asked() -> None:
    for text, said in (
        ("Số “1” – 2…", 'Số "1" - 2...'),
        ("Škoda", "Skoda"),
        ("漢字 ok", " ok"),
        ("a\u00a0b", "a b"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("ﬁ ①", "fi 1"),
    ):
        assert read_tcvn3(list(tcvn3(text))) == said
        assert unicodedata.normalize("NFC", cp1258(text).decode("cp1258")) == said
