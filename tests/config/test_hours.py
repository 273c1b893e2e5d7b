"""Hours in `centre.toml`: the sample's, public holidays as dates, and a plain sentence for each slip."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from config.centre import SAMPLE, load_centre, load_installation
from config.hours import with_public_holidays
from config.loader import ConfigError
from hub.console.hours import hours
from hub.domain.hours import sessions
from hub.domain.plan import Hours, Plan

PORTS = {"printer_port": 18200}
SPECIAL = """
[[hours.special_days]]
date = "2027-08-21"
name = { vi = "Làm bù", en = "In lieu" }
sessions = [{ from = "07:30", to = "11:30" }]
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "centre.toml"
    file.write_text(text, encoding="utf-8")
    return file


def sample() -> str:
    return (SAMPLE / "centre.toml").read_text(encoding="utf-8")


def slip(tmp_path: Path, before: str, after: str, added: str = "") -> str:
    """What is said about the sample centre after a change in its hours, and with tables put behind them."""
    assert before in sample()
    text = sample().replace(before, after, 1).replace("# Fields, in the order", f"{added}\n# Fields, in the order", 1)
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_centre(tmp_path)
    return str(caught.value).removeprefix(f"{file}: ")


def dates(plan: Plan) -> dict[str, tuple[str, str]]:
    """The names of the public holidays in a plan, by date."""
    assert isinstance(plan.hours, Hours)
    return {holiday.date: (holiday.name.vi, holiday.name.en) for holiday in plan.hours.holidays}


def hours_of(plan: Plan, field: str, day: str) -> list[int]:
    """How many minutes each opening of a day lasts."""
    return [(to_ms - from_ms) // 60_000 for from_ms, to_ms in sessions(plan, field, day)]


def test_the_sample_is_open_on_workdays_and_saturday_mornings() -> None:
    plan = load_centre(SAMPLE)
    assert [hours_of(plan, "ho_tich", f"2027-03-{day:02}") for day in range(1, 8)] == [[240, 210]] * 5 + [[240], []]
    assert [hours_of(plan, "cu_tru", f"2027-03-{day:02}") for day in range(1, 8)] == [[240, 180]] * 5 + [[], []]


def test_public_holidays_are_filled_in_for_the_year_of_a_day_and_the_next() -> None:
    plan = load_installation(SAMPLE, PORTS).plan_for("2026-12-31")
    named = dates(plan)
    assert {day[:4] for day in named} == {"2026", "2027"}
    tet = {day for day, name in named.items() if name == ("Tết Nguyên Đán", "Lunar New Year")}
    assert tet >= {f"2027-02-{day:02}" for day in range(5, 10)}
    assert named["2027-01-01"] == ("Tết Dương lịch", "New Year's Day")
    assert {"2027-04-16", "2027-04-30", "2027-05-01", "2027-09-02"} <= named.keys()
    assert hours_of(plan, "ho_tich", "2027-02-08") == []


def test_days_in_lieu_of_a_weekend_are_holidays_too() -> None:
    named = dates(load_installation(SAMPLE, PORTS).plan_for("2027-01-01"))
    assert "2027-05-03" in named
    assert "2028-01-03" in named


def test_a_plan_is_the_same_all_the_year_and_another_one_the_next() -> None:
    installation = load_installation(SAMPLE, PORTS)
    assert installation.plan_for("2027-01-01") == installation.plan_for("2027-12-31")
    assert installation.plan_for("2027-12-31") != installation.plan_for("2028-01-01")


def test_a_clock_without_battery_does_no_harm() -> None:
    assert load_installation(SAMPLE, PORTS).plan_for("1970-01-01").counters


def test_holidays_may_be_left_out_and_hours_too(tmp_path: Path) -> None:
    write(tmp_path, sample().replace('public_holidays = "VN"', 'public_holidays = "none"'))
    plan = load_centre(tmp_path)
    assert with_public_holidays(plan, "2027-02-08") == plan
    always = load_installation(SAMPLE, PORTS).always_open()
    assert always.plan_for("2027-02-08").hours == "always"


def test_a_date_may_stand_without_quotes(tmp_path: Path) -> None:
    text = SPECIAL.replace('"2027-08-21"', "2027-08-21")
    write(tmp_path, sample().replace("# Fields, in the order", f"{text}\n# Fields, in the order", 1))
    assert hours_of(load_centre(tmp_path), "ho_tich", "2027-08-21") == [240]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            'from = "13:30"\nto = "17:00"',
            'from = "11:00"\nto = "17:00"',
            "hours.weekly: 07:30–11:30 and 11:00–17:00 overlap on mon",
        ),
        ('to = "17:00"', 'to = "13:30"', "hours.weekly[#2].to: 13:30 is not later than 13:30"),
        ('to = "17:00"', 'to = "7:00"', "hours.weekly[#2].to: «7:00» is not of the form 07:30"),
        ('to = "17:00"', 'to = "25:00"', "hours.weekly[#2].to: «25:00» is not of the form 07:30"),
        ('to = "17:00"\n', "", "hours.weekly[#2]: misses the key «to»"),
        (
            'days = ["sat"]',
            'days = ["saturday"]',
            "hours.weekly[#3].days[#1]: «saturday» is not one of fri, mon, sat, sun, thu, tue, wed",
        ),
        ('days = ["sat"]', 'days = ["sat", "sat"]', "hours.weekly: 07:30–11:30 and 07:30–11:30 overlap on sat"),
        ('days = ["sat"]', "days = []", "hours.weekly[#3].days: expected a list of length >= 1"),
        (
            "[[hours.fields.cu_tru]]",
            "[[hours.fields.cu_truu]]",
            "hours.fields.cu_truu: there is no field «cu_truu»; did you mean «cu_tru»?",
        ),
        (
            "stop_before_min = 0",
            "stop_before_min = 210",
            "hours.stop_before_min: 210 minutes leave nothing of 13:30–17:00 in hours.weekly",
        ),
        ('public_holidays = "VN"', 'public_holidays = "VM"', "hours.public_holidays: «VM» is not one of VN, none"),
        (
            'public_holidays = "VN"',
            'holidays = [{ date = "2027-01-01", name = { vi = "x", en = "x" } }]',
            "hours.holidays: is filled in by the hub; name days of your own in special_days",
        ),
        ("stop_before_min", "stop_before", "hours.stop_before: unknown key; did you mean «stop_before_min»?"),
    ],
)
def test_a_slip_in_the_hours_is_named(tmp_path: Path, before: str, after: str, expected: str) -> None:
    assert slip(tmp_path, before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("2027-08-21", "2027-02-29", "hours.special_days[2027-02-29].date: the calendar has no day «2027-02-29»"),
        ("2027-08-21", "21/8/2027", "hours.special_days[21/8/2027].date: «21/8/2027» is not of the form 2027-02-04"),
        (
            'to = "11:30" }',
            'to = "07:00" }',
            "hours.special_days[2027-08-21].sessions[#1].to: 07:00 is not later than 07:30",
        ),
        (
            "}]",
            '}, { from = "11:00", to = "12:00" }]',
            "hours.special_days[2027-08-21].sessions: 07:30–11:30 and 11:00–12:00 overlap",
        ),
        (
            "sessions =",
            'fields = ["datdai"]\nsessions =',
            "hours.special_days[2027-08-21].fields: there is no field «datdai»; did you mean «dat_dai»?",
        ),
        ("sessions =", "session =", "hours.special_days[2027-08-21].session: unknown key; did you mean «sessions»?"),
    ],
)
def test_a_slip_in_a_special_day_is_named(tmp_path: Path, before: str, after: str, expected: str) -> None:
    assert before in SPECIAL
    assert slip(tmp_path, "", "", SPECIAL.replace(before, after, 1)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("", "hours.special_days[2027-08-21]: this day is given twice"),
        ('fields = ["dat_dai"]', "hours.special_days[2027-08-21]: this day is given twice for «dat_dai»"),
    ],
)
def test_a_special_day_may_be_given_once_for_each_field(tmp_path: Path, fields: str, expected: str) -> None:
    one = SPECIAL + fields + "\n"
    assert slip(tmp_path, "", "", one + one) == expected
    for_all_and_for_one = SPECIAL + SPECIAL + 'fields = ["dat_dai"]\n'
    write(tmp_path, sample().replace("# Fields, in the order", f"{for_all_and_for_one}\n# Fields, in the order", 1))
    assert load_centre(tmp_path).hours


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Trung tâm mẫu", 'hours = "always"\n# Trung tâm mẫu'),
        ('[hours]\npublic_holidays = "VN"', 'hours = "always"'),
        ("[hours]\n", '[hours]\nhours = "always"\n'),
    ],
    ids=["beside its tables", "in their place", "within them"],
)
def test_a_hall_that_never_closes_has_no_tables_of_hours(tmp_path: Path, before: str, after: str) -> None:
    assert "remove [hours] and all [[hours.…]]" in slip(tmp_path, before, after)


def timetable(*options: str) -> list[str]:
    """What `run.py hours` prints."""
    ended = CliRunner().invoke(hours, options)
    assert ended.exit_code == 0, ended.output
    return ended.output.splitlines()


def test_the_hours_of_the_next_days_can_be_looked_at(tmp_path: Path) -> None:
    assert timetable("--centre", str(SAMPLE), "--from", "2027-02-02", "--days", "4") == [
        "Tue 2027-02-02  07:30–11:30 13:30–17:00",
        "                cu_tru: 07:30–11:30 13:30–16:30",
        "Wed 2027-02-03  07:30–11:30 13:30–17:00",
        "                cu_tru: 07:30–11:30 13:30–16:30",
        "Thu 2027-02-04  closed (Tết Nguyên Đán)",
        "Fri 2027-02-05  closed (Tết Nguyên Đán)",
    ]
    folder = tmp_path / "centre"
    folder.mkdir()
    (folder / "procedures.csv").write_bytes((SAMPLE / "procedures.csv").read_bytes())
    (folder / "devices.toml").write_bytes((SAMPLE / "devices.toml").read_bytes())
    made_up = SPECIAL.replace('to = "11:30"', 'to = "24:00"')
    write(folder, sample().replace("# Fields, in the order", f"{made_up}\n# Fields, in the order", 1))
    shown = timetable("--data", str(tmp_path), "--from", "2027-08-21", "--days", "1")
    assert shown == ["Sat 2027-08-21  07:30–24:00 (Làm bù)"]


def test_a_weekend_day_that_makes_up_for_another_is_pointed_out() -> None:
    *_, note = timetable("--centre", str(SAMPLE), "--from", "2026-08-17", "--days", "14")
    assert note == "Note: Sat 2026-08-22 makes up for a day off; if the centre works then, make it a special day."
