"""The list of procedures can be edited by hand; a slip is named with its line."""

from pathlib import Path

import pytest

from config.centre import SAMPLE, load_centre
from config.loader import ConfigError
from config.procedures import load_procedures

HEAD = "# note\nfield,group,name,time_limit,fee,level,code\n"
NO_COLUMNS = (
    "the first row must name the columns field, group, name, time_limit, fee, level, code, and may then name papers"
)
FIELDS = ("ho_tich", "dat_dai")


def write(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "procedures.csv"
    file.write_text(content, encoding="utf-8")
    return file


def test_notes_and_empty_lines_are_passed_over_and_cells_trimmed(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD + '\n# another\nho_tich,Hộ tịch,"Đăng ký nhận cha, mẹ, con", 03 ngày ,,xã,1.0\n')
    (procedure,) = load_procedures(file, FIELDS)
    assert (procedure.name, procedure.time_limit, procedure.fee) == ("Đăng ký nhận cha, mẹ, con", "03 ngày", "")


def test_a_list_may_say_which_papers_to_bring(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD.replace("code\n", "code,papers\n") + "ho_tich,,a,,,,,Giấy chứng sinh; Tờ khai;\n")
    assert load_procedures(file, FIELDS)[0].papers == ("Giấy chứng sinh", "Tờ khai")


def test_the_sample_says_what_to_bring_for_what_is_asked_for_most() -> None:
    listed = load_procedures(SAMPLE / "procedures.csv", [field.id for field in load_centre(SAMPLE).fields])
    papers = {each.code: each.papers for each in listed}
    assert "Giấy chứng sinh (bản chính)" in papers["1.001193"]
    assert {each.field for each in listed if each.papers} >= {"ho_tich", "chung_thuc", "dat_dai", "cu_tru"}


def test_procedures_without_a_code_may_be_many(tmp_path: Path) -> None:
    assert len(load_procedures(write(tmp_path, HEAD + "ho_tich,,a,,,,\nho_tich,,b,,,,\n"), FIELDS)) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD.replace("time_limit", "time_limt"), "time_limt: unknown column; did you mean «time_limit»?"),
        (
            "field,name\n",
            NO_COLUMNS,
        ),
        (
            "",
            NO_COLUMNS,
        ),
        (HEAD + "ho_tic,,a,,,,\n", "line 3, field: there is no field «ho_tic»; did you mean «ho_tich»?"),
        (HEAD + "ho_tich,,,,,,\n", "line 3, name: is empty"),
        (HEAD + "ho_tich,a\n", "line 3: has 2 cells, not 7"),
        (HEAD + "ho_tich,,a,,,,1.0\ndat_dai,,b,,,,1.0\n", "line 4, code: «1.0» is given twice"),
        (HEAD + 'ho_tich,,"a" b,,,,\n', "line 3: is not valid CSV (',' expected after '\"')"),
    ],
)
def test_a_slip_names_the_line(tmp_path: Path, content: str, expected: str) -> None:
    file = write(tmp_path, content)
    with pytest.raises(ConfigError) as caught:
        load_procedures(file, FIELDS)
    assert str(caught.value) == f"{file}: {expected}"
