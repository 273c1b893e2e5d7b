"""Vietnamese letters as printers' own fonts know them: TCVN-3 on two pages, and cp1258.

Sources: TCVN 5712:1993 (VN3) for the places of the letters, small ones on the first page, capitals on the second (three
of them elsewhere: page 31 of escpos-printer-db); Microsoft's table of code page 1258, where tones that have no letter
of their own follow their vowel as a combining mark. Python's codec only takes text that is already written so.
"""

import unicodedata
from collections.abc import Iterator

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute and dot below, as Unicode combines them."""

_VN3_FIRST = 0xA8
_VN3 = "ăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"
_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u2011": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "·": "-",
        "•": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "…": "...",
        "×": "x",
        "→": ">",
        "Ð": "Đ",
    }
)
"""Signs that no page of these has, and what says the same."""

_SMALL = {letter: _VN3_FIRST + place for place, letter in enumerate(_VN3) if letter != " "}
_CAPITAL = {letter.upper(): code for letter, code in _SMALL.items()} | {"Ă": 0xA1, "Â": 0xA2, "Đ": 0xA7}


def tcvn3(text: str) -> Iterator[tuple[int, bytes]]:
    """Runs of bytes with their page: 0 small letters, 1 capitals. What is on both pages stays on the one before."""
    page, run = 0, bytearray()
    for code, wanted in map(_tcvn3_letter, _letters(text)):
        if wanted is not None and wanted != page:
            if run:
                yield page, bytes(run)
            page, run = wanted, bytearray()
        run += code
    if run:
        yield page, bytes(run)


def cp1258(text: str) -> bytes:
    """Each letter by its own byte where it has one, else the vowel's and then the tone's."""
    return b"".join(map(_cp1258_letter, _letters(text)))


def _letters(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_PLAIN))


def _tcvn3_letter(letter: str) -> tuple[bytes, int | None]:
    for page, table in enumerate((_SMALL, _CAPITAL)):
        if letter in table:
            return bytes((table[letter],)), page
    return _bare(letter), None


def _cp1258_letter(letter: str) -> bytes:
    decomposed = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in decomposed if mark in TONES)
    vowel = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in TONES))
    for spelling in (letter, vowel + tones):
        try:
            return spelling.encode("cp1258")
        except UnicodeEncodeError:
            continue
    return _bare(letter)


def _bare(letter: str) -> bytes:
    """The letter without its marks, nothing of a sign that has no such letter: a «?» would only raise questions."""
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore")
