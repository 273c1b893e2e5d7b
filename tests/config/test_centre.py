"""The sample centre is what the facts say, and a plan that contradicts itself is refused with the place and a guess."""

from pathlib import Path

import pytest

from config.centre import SAMPLE, load_centre, load_installation
from config.loader import ConfigError
from hub.domain.plan import Offline

ICONS = Path(__file__).parents[2] / "hub" / "web" / "static" / "vendor" / "lucide"
PORTS = {"printer_port": 18200}


def slip(tmp_path: Path, before: str, after: str) -> str:
    """What is said about the sample centre after one change in its file."""
    sample = (SAMPLE / "centre.toml").read_text(encoding="utf-8")
    assert before in sample
    file = tmp_path / "centre.toml"
    file.write_text(sample.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_centre(tmp_path)
    return str(caught.value).removeprefix(f"{file}: ")


def test_a_mistyped_icon_is_named_with_a_guess(tmp_path: Path) -> None:
    said = slip(tmp_path, 'icon = "stamp"', 'icon = "stampp"')
    assert said == "fields[chung_thuc].icon: there is no icon «stampp»; did you mean «stamp»?"


def test_the_sample_has_the_fields_and_counters_of_a_commune() -> None:
    plan = load_centre(SAMPLE)
    assert "".join(sorted(field.series for field in plan.fields)) == "ACEGHKLMQRUX"
    assert [counter.number for counter in plan.counters] == list(range(1, 11))
    served = {field for counter in plan.counters for field in counter.fields}
    assert served == {field.id for field in plan.fields}


def test_the_first_page_of_the_kiosk_holds_what_people_ask_for_most() -> None:
    first = [field.id for field in load_centre(SAMPLE).fields if field.kiosk_page == 1]
    assert first == ["ho_tich", "chung_thuc", "dat_dai", "cu_tru", "ho_kinh_doanh", "xay_dung", "bao_tro"]


def test_every_icon_of_the_sample_exists() -> None:
    assert {field.icon for field in load_centre(SAMPLE).fields} <= {file.stem for file in ICONS.glob("*.svg")}


def test_the_sample_is_marked_as_one() -> None:
    for name in ("centre.toml", "procedures.csv"):
        assert "ữ liệu mẫu, kiểm tra lại trước khi dùng" in (SAMPLE / name).read_text(encoding="utf-8")


def test_the_whole_sample_fits_together() -> None:
    installation = load_installation(SAMPLE, PORTS)
    assert len(installation.procedures) == 105
    assert sum(bool(procedure.time_limit) for procedure in installation.procedures) == 58
    assert sum(bool(procedure.fee) for procedure in installation.procedures) == 45
    assert [(kiosk.id, kiosk.printer) for kiosk in installation.devices.kiosks] == [("K1", "socket://127.0.0.1:18200")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('series = "A"', 'serie = "A"', "fields[ho_tich].serie: unknown key; did you mean «series»?"),
        (
            'fields = ["ho_tich"]',
            'fields = ["ho_tic"]',
            "counters[2].fields: there is no field «ho_tic»; did you mean «ho_tich»?",
        ),
        ('fields = ["ho_tich"]', 'fields = ["ho_tich", "ho_tich"]', "counters[2].fields: «ho_tich» is listed twice"),
        ('id = "chung_thuc"', 'id = "ho_tich"', "fields[ho_tich].id: «ho_tich» is used twice"),
        ("number = 4", "number = 3", "counters[3].number: «3» is used twice"),
        ('id = "drawn_twice"', 'id = "citizen_left"', "reasons.cancel[citizen_left].id: «citizen_left» is used twice"),
        (
            'id = "priority"',
            'id = "ordinary"',
            "classes[ordinary].id: «ordinary» is the class of everybody without priority and is always there",
        ),
        (
            '"TT"',
            '"A"',
            "test_series: «A» is the series of «ho_tich»; test numbers need one of their own",
        ),
        (
            "Asia/Ho_Chi_Minh",
            "Asia/Ho_Chi_Min",
            "zone: there is no time zone «Asia/Ho_Chi_Min»; did you mean «Asia/Ho_Chi_Minh»?",
        ),
        ("kiosk_page = 2\n", "", "fields: page 1 of the kiosk has room for 7 fields, not for 8"),
        (
            '"staff", "kiosk"',
            '"staff", "kiosc"',
            "classes[priority].granted_by[#2]: «kiosc» is not one of kiosk, staff; did you mean «kiosk»?",
        ),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(tmp_path: Path, before: str, after: str, expected: str) -> None:
    assert slip(tmp_path, before, after) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (12, "fields: page 2 of the kiosk has room for 8 fields, not for 12"),
        (8, "fields: page 1 of the kiosk has no field"),
    ],
)
def test_all_fields_on_the_second_page_are_refused(tmp_path: Path, fields: int, expected: str) -> None:
    head, *tables = (SAMPLE / "centre.toml").read_text(encoding="utf-8").split("[[fields]]\n")
    last, rest = tables[-1].split("[[counters]]", 1)
    moved = [table.replace("kiosk_page = 2\n", "").replace("id =", "kiosk_page = 2\nid =") for table in tables[:-1]]
    tables = [*moved, last][-fields:]
    text = "[[fields]]\n".join([head, *tables]) + "[[counters]]" + rest
    (tmp_path / "centre.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_centre(tmp_path)
    assert str(caught.value).endswith(expected)


def test_what_kiosks_do_while_the_hub_is_away_is_checked(tmp_path: Path) -> None:
    assert load_centre(SAMPLE).offline == Offline()
    assert slip(tmp_path, "most_tickets = 50", "most_tickets = 0").startswith("offline.most_tickets: ")
    assert slip(tmp_path, 'numbers = "allowed"', 'numbers = "yes"').startswith("offline.numbers: ")
