"""What screens are told of procedures follows the files, and a slip of the pen takes it from nobody."""

import shutil
from pathlib import Path

import pytest

from config.centre import SAMPLE, load_centre
from config.loader import ConfigError
from config.procedure_list import ProcedureFiles, read_list
from config.synonyms import load_synonyms

FIELDS = [field.id for field in load_centre(SAMPLE).fields]
HEAD = "field,group,name,time_limit,fee,level,code\n"


def test_the_list_is_read_anew_once_a_file_has_changed(tmp_path: Path) -> None:
    procedures, synonyms = tmp_path / "procedures.csv", tmp_path / "synonyms.csv"
    procedures.write_text(HEAD + "ho_tich,,Đăng ký khai sinh,,,,\n", encoding="utf-8")
    listed = ProcedureFiles(tmp_path, lambda: FIELDS)
    first = listed()
    assert [one.name for one in first.procedures] == ["Đăng ký khai sinh"]
    assert first.synonyms == ()
    assert listed() is first

    synonyms.write_text("words,meaning\ngiấy độc thân; độc thân,hôn nhân\n", encoding="utf-8")
    second = listed()
    assert second.synonyms[0].words == ("giấy độc thân", "độc thân")
    assert second.version != first.version

    procedures.write_text(HEAD + "nowhere,,Đăng ký khai tử,,,,\n", encoding="utf-8")
    assert listed() == second
    procedures.unlink()
    assert listed() == second
    procedures.write_text(HEAD + "ho_tich,,Đăng ký khai sinh,,,,\n", encoding="utf-8")
    assert listed() == second


def test_a_field_that_the_plan_no_longer_has_is_seen_without_a_change_of_files(tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "procedures.csv", tmp_path)
    fields = list(FIELDS)
    listed = ProcedureFiles(tmp_path, lambda: fields)
    whole = listed()
    fields.remove("quan_su")
    assert listed() is whole
    fields.append("quan_su")
    assert listed() == whole


def test_every_synonym_of_the_sample_is_part_of_the_name_of_a_procedure_or_of_words_of_one() -> None:
    sample = read_list(SAMPLE, FIELDS)
    names = [one.name.casefold() for one in sample.procedures]
    assert len(sample.procedures) == 105
    meanings = [one.meaning for one in sample.synonyms if not one.meaning.startswith("!")]
    lost = [meaning for meaning in meanings if not any(meaning.casefold() in name for name in names)]
    assert lost == []


def test_the_sample_tells_no_fee_of_one_province() -> None:
    names = ("Hải Phòng", "Đồng Nai", "UBND tỉnh", "QĐ-UBND", "NQ-HĐND")
    told = (SAMPLE / "procedures.csv").read_text(encoding="utf-8")
    assert [name for name in names if name in told] == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("word,meaning\n", ": the first row must name the columns words, meaning"),
        ("words,meaning\nsao y\n", ": line 2: has 1 cells, not 2"),
        ("words,meaning\n;,chứng thực\n", ": line 2, words: is empty"),
        ("words,meaning\nsao y,\n", ": line 2, meaning: is empty"),
        ("words,meaning\nsao y; Sao Y,chứng thực\n", ": line 2, words: «Sao Y» is given twice"),
    ],
)
def test_a_slip_in_the_synonyms_names_the_line(tmp_path: Path, content: str, expected: str) -> None:
    file = tmp_path / "synonyms.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_synonyms(file)
    assert str(caught.value) == f"{file}{expected}"
