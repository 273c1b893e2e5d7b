"""A slip in a configuration file becomes one line that names the file, the place and what was perhaps meant."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from msgspec import Meta, Struct

from config.loader import ConfigError, load_toml


class Paper(StrEnum):
    WIDE = "wide"
    NARROW = "narrow"


class Field(Struct, frozen=True):
    id: str
    series: Annotated[str, Meta(pattern="^[A-Z]$")]
    page: Annotated[int, Meta(ge=1, le=2)] = 1
    granted_by: tuple[Literal["staff", "kiosk"], ...] = ("staff",)


class Hall(Struct, frozen=True):
    name: str
    fields: tuple[Field, ...]
    paper: Paper = Paper.WIDE
    prices: dict[str, int] = {}
    notice: Field | None = None


GOOD = """
name = "Phường Mẫu"
paper = "narrow"
[[fields]]
id = "ho_tich"
series = "A"
[[fields]]
id = "dat_dai"
series = "L"
page = 2
granted_by = ["staff", "kiosk"]
"""


def load(tmp_path: Path, content: str | bytes) -> Hall:
    file = tmp_path / "hall.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return load_toml(file, Hall)


def slip(tmp_path: Path, content: str | bytes) -> str:
    """The error's text after the file's name; it always is one line that starts with the file's name."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, content)
    text = str(caught.value)
    assert "\n" not in text
    start = str(tmp_path / "hall.toml") + ": "
    assert text.startswith(start)
    return text.removeprefix(start)


def test_a_good_file_becomes_its_struct(tmp_path: Path) -> None:
    hall = load(tmp_path, GOOD)
    assert hall.name == "Phường Mẫu"
    assert hall.paper is Paper.NARROW
    assert hall.fields[1] == Field("dat_dai", "L", 2, ("staff", "kiosk"))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()).name == "Phường Mẫu"


def test_missing_file_names_a_neighbour(tmp_path: Path) -> None:
    (tmp_path / "centre.toml").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_toml(tmp_path / "center.toml", Hall)
    assert str(caught.value) == f"{tmp_path}/center.toml: there is no such file; did you mean «centre.toml»?"


def test_missing_folder_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file$"):
        load_toml(tmp_path / "nowhere" / "centre.toml", Hall)


def test_a_folder_cannot_be_read_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read \(Is a directory\)"):
        load_toml(tmp_path, Hall)


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    assert slip(tmp_path, b'name = "x"\n# Ph\xf2ng\n') == "line 2: is not UTF-8 text; save the file as UTF-8"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('name = "x"\nfields = [\n', "end of document: is not valid TOML (invalid value)"),
        ("name = x\n", "line 1, column 8: is not valid TOML (invalid value)"),
        ('name = "x"\nname = "y"\n', "line 2, column 11: this key or table is given twice"),
        ('name = "x"\n[prices]\na = 1\n[prices]\n', "line 4, column 8: this key or table is given twice"),
        ('name = "x"\nprices = {a = 1, a = 2}\n', "line 2, column 23: this key or table is given twice"),
        (f"name = {'[' * 5000}", "has too many brackets or tables within each other"),
        (f"{'a.' * 5000}a = 1", "has too many brackets or tables within each other"),
        (f"name = {'1' * 5000}", "is not valid TOML (Exceeds the limit"),
    ],
)
def test_bad_syntax_names_the_line(tmp_path: Path, content: str, expected: str) -> None:
    assert slip(tmp_path, content).startswith(expected)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('name = "Ph', 'nam = "Ph', "nam: unknown key; did you mean «name»?"),
        ('series = "L"', 'serie = "L"', "fields[dat_dai].serie: unknown key; did you mean «series»?"),
        ("page = 2", "page = 2\nzzz = 1", "fields[dat_dai].zzz: unknown key"),
        (
            '"staff", "kiosk"',
            '"staff", "kiosc"',
            "fields[dat_dai].granted_by[#2]: «kiosc» is not one of kiosk, staff; did you mean «kiosk»?",
        ),
        ('"narrow"', '"narow"', "paper: «narow» is not one of wide, narrow; did you mean «narrow»?"),
        ("page = 2", 'page = "2"', "fields[dat_dai].page: expected a whole number, got a text"),
        ("page = 2", "page = 3", "fields[dat_dai].page: expected a whole number <= 2"),
        ('id = "dat_dai"\n', "", "fields[#2]: misses the key «id»"),
        ('name = "Phường Mẫu"\n', "", "misses the key «name»"),
        ('series = "L"', 'series = "l"', "fields[dat_dai].series: expected a text matching regex '^[A-Z]$'"),
    ],
)
def test_a_slip_names_its_key(tmp_path: Path, before: str, after: str, expected: str) -> None:
    assert before in GOOD
    assert slip(tmp_path, GOOD.replace(before, after, 1)) == expected


def test_tables_by_name_and_optional_tables_are_checked(tmp_path: Path) -> None:
    assert slip(tmp_path, GOOD + '[prices]\ncopy = "x"\n') == "prices: expected a whole number, got a text"
    wrong = GOOD + '[notice]\nid = "x"\nseires = "B"\n'
    assert slip(tmp_path, wrong) == "notice.seires: unknown key; did you mean «series»?"
