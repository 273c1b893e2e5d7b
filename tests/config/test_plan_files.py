"""Plans as files: written and read again they are the same, and a slip is told with file, line and column."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from msgspec.structs import replace

from config.centre import SAMPLE, load_centre
from config.loader import ConfigError
from config.plan_files import read_plan
from config.plan_folder import write_folder
from config.plan_slips import plan_slips
from config.plan_tables import tables_of
from config.plan_toml import plan_as_toml
from hub.domain.plan import Plan, Quota
from tests.config.random_plans import plans

FIELDS = "id,series,name_vi,name_en,summary_vi,summary_en,icon,kiosk_page,then,most_files\n"
ONE_FIELD = "ho_tich,A,Hộ tịch,Civil status,Khai sinh,Birth,baby,1,,"

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
often = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=WITHOUT_SHRINKING,
)


@pytest.fixture(scope="module")
def sample() -> Plan:
    return load_centre(SAMPLE)


@often
@given(plan=plans())
def test_every_plan_is_the_same_when_it_is_read_again(plan: Plan, tmp_path: Path) -> None:
    assert list(plan_slips(plan)) == []
    toml = tmp_path / "plan.toml"
    toml.write_text(plan_as_toml(plan), encoding="utf-8", newline="")
    assert read_plan(toml) == plan
    write_folder(plan, tmp_path / "folder")
    assert read_plan(tmp_path / "folder") == plan


@often
@given(plan=plans())
def test_all_tables_over_another_plan_change_what_is_in_tables(plan: Plan, sample: Plan, tmp_path: Path) -> None:
    for name, text in tables_of(plan).items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    base = replace(sample, policy=plan.policy, hours=plan.hours)
    outcomes = replace(base.outcomes, choices=plan.outcomes.choices)
    kept = {
        name: getattr(plan, name)
        for name in ("fields", "counters", "halls", "classes", "profiles", "clerks", "reasons")
    }
    assert read_plan(tmp_path, base) == replace(base, outcomes=outcomes, **kept)


def test_a_spreadsheet_s_habits_change_nothing(sample: Plan, tmp_path: Path) -> None:
    file = tmp_path / "fields.csv"
    plain = tables_of(sample)["fields.csv"]
    for parted, mark in ((";", "\ufeff"), ("\t", ""), (";", "sep=;\r\n")):
        cells = [[f'"{cell}"' if parted in cell else cell for cell in _cells(line)] for line in plain.splitlines()]
        rows = [parted.join([*row, "", ""]) for row in cells]
        body = "\r\n".join(["# một ghi chú", *rows, parted * 11, ""]).replace("\ufeff", "")
        file.write_text(mark + body, encoding="utf-8", newline="")
        assert read_plan(file, sample) == sample


def _cells(line: str) -> list[str]:
    import csv

    return next(csv.reader([line]))


def test_a_table_alone_changes_its_part_of_the_plan_and_quotas_have_their_own(sample: Plan, tmp_path: Path) -> None:
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("field,per,walk_in,remote\nho_tich,session,40,\n", encoding="utf-8")
    with_quota = read_plan(quotas, sample)
    assert with_quota.fields[0].quota == Quota("session", 40, None)
    fields = tmp_path / "fields.csv"
    fields.write_text(tables_of(sample)["fields.csv"].replace("Khai sinh", "Khai tử"), encoding="utf-8", newline="")
    changed = read_plan(fields, with_quota)
    assert changed.fields[0].quota == Quota("session", 40, None)
    assert changed.fields[0].summary.vi.startswith("Khai tử")
    quotas.write_text("field,per,walk_in,remote\n", encoding="utf-8")
    assert read_plan(quotas, with_quota) == sample


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("fields.csv", "id,serie\n", "fields.csv: line 1, serie: unknown column; did you mean «series»?"),
        ("fields.csv", "series,icon\nA,baby\n", "fields.csv: line 1: the first row must name the columns id, series"),
        ("fields.csv", f"{FIELDS}\n{ONE_FIELD}x\n", "fields.csv: line 3, most_files: «x» is not a whole number"),
        (
            "fields.csv",
            f"{FIELDS}{ONE_FIELD},,zu viel\n",
            "fields.csv: line 2: the cell «zu viel» belongs to no column",
        ),
        ("fields.csv", f"{FIELDS}{ONE_FIELD}\n{ONE_FIELD}\n", "fields.csv: line 3, id: «ho_tich» is used twice"),
        ("fields.csv", f'{FIELDS}"ho_tich\n', "fields.csv: line 2: is not valid CSV"),
        (
            "counters.csv",
            "number,name_vi,name_en,fields\n1,a,b,ho_tic\n",
            "counters.csv: line 2, fields: there is no field «ho_tic»; did you mean «ho_tich»?",
        ),
        ("fields.csv", FIELDS, "fields.csv: has no rows"),
        ("fields.csv", f"{FIELDS}ho_tich,A,,,Khai,Birth,baby,1,,\n", "fields.csv: line 2, name_vi: is empty"),
        ("fields.csv", f"{FIELDS}ho_tich,A,Hộ tịch,,Khai,Birth,baby,1,,\n", "fields.csv: line 2, name_en: is empty"),
        ("fields.csv", "id,series\nho_tich,A\n", "fields.csv: line 2, name_vi: the file has no such column"),
        ("counters.csv", "number,name_vi,name_en,fields\n1,a,b,\n", "counters.csv: line 2, fields: is empty"),
        ("profiles.csv", "id,name_vi,name_en,field,weight\n,x,y,ho_tich,2\n", "profiles.csv: line 2, id: is empty"),
        ("counters.csv", "number,name_vi,name_en,fields\n100,a,b,ho_tich\n", "counters.csv: line 2, number: expected"),
        (
            "classes.csv",
            "id,name_vi,name_en,summary_vi,summary_en,rank,granted_by\nvip,a,b,c,d,1,stuff\n",
            "classes.csv: line 2, granted_by[#1]: «stuff» is not one of kiosk, staff",
        ),
        (
            "quotas.csv",
            "field,per,walk_in,remote\nho_tic,day,,\n",
            "quotas.csv: line 2, field: there is no field «ho_tic»",
        ),
        (
            "quotas.csv",
            "field,per,walk_in,remote\nho_tich,dai,,\n",
            "quotas.csv: line 2, per: «dai» is not one of day, session; did you mean «day»?",
        ),
        (
            "profiles.csv",
            "id,name_vi,name_en,field,weight\na1,x,y,ho_tich,2\na1,z,y,dat_dai,2\n",
            "profiles.csv: line 3, name_vi: «a1» has another name above",
        ),
        ("reasons.csv", "kind,id,name_vi,name_en\npaus,lunch,a,b\n", "reasons.csv: line 2, kind: «paus» is not one of"),
        ("other.csv", "id\n", "other.csv: is none of the tables fields.csv"),
    ],
)
def test_a_slip_is_told_with_file_line_and_column(
    name: str, text: str, told: str, sample: Plan, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read_plan(tmp_path / name, sample)
    assert str(refused.value).removeprefix(f"{tmp_path}/").startswith(told)


@pytest.mark.parametrize("name", ["fields (1).csv", "Fields.CSV", "fields.xlsx"])
def test_a_file_that_is_nearly_a_table_is_not_passed_over(name: str, sample: Plan, tmp_path: Path) -> None:
    (tmp_path / "centre.toml").write_text(plan_as_toml(sample), encoding="utf-8")
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"would be passed over; save it as CSV under the name fields\.csv"):
        read_plan(tmp_path)


def test_what_is_said_twice_in_a_folder_is_told(sample: Plan, tmp_path: Path) -> None:
    (tmp_path / "centre.toml").write_text(plan_as_toml(sample), encoding="utf-8")
    (tmp_path / "fields.csv").write_text(tables_of(sample)["fields.csv"], encoding="utf-8", newline="")
    with pytest.raises(ConfigError, match=r"centre\.toml: fields: is in fields\.csv, too; keep it in one of the two"):
        read_plan(tmp_path)
