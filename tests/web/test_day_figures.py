"""Today's figures as a table for spreadsheets."""

import csv
import io

from hub.domain import events as e
from hub.domain.figures import figures_of, report
from hub.web.day_figures import COLUMNS, figures_table
from tests.domain import hall


def table(language: str = "vi", *more: e.Event) -> list[dict[str, str]]:
    opened = (hall.day_opened(), e.CounterOpened(counter=1), hall.issued("C001", "elderly"))
    events = (*opened, hall.called("C001"), hall.started("C001"), hall.finished("C001"), *more)
    figures = figures_of(hall.entries(events))
    told = report(figures, "live", hall.MORNING_MS + 60_000)
    written = figures_table(told, figures.floor, language, {hall.CLERK: "Chị An"})
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))


def test_a_group_is_a_line_under_a_name_that_people_know() -> None:
    lines = table()
    assert [(line["Theo"], line["Mục"]) for line in lines] == [
        ("Toàn bộ", ""),
        ("Lĩnh vực", "civil"),
        ("Quầy", "1"),
        ("Quầy", "2"),
        ("Quầy", "3"),
        ("Cán bộ", "Chị An"),
        ("Diện", "Elderly"),
    ]
    assert lines[0]["Số đã lấy"] == lines[0]["Đã xong"] == "1"
    assert (lines[0]["Phục vụ (phút)"], lines[2]["Quầy phục vụ (phút)"]) == ("0.02", "0.02")
    assert lines[1]["Gọi trong 15 phút"] == "1"


def test_it_speaks_english_and_has_a_column_for_every_figure() -> None:
    (first, *_) = table("en")
    assert len(first) == len(COLUMNS) + 2
    assert (first["By"], first["Numbers drawn"]) == ("All", "1")


def test_who_has_no_figures_has_empty_cells_and_a_strange_class_goes_by_its_code() -> None:
    lines = table("en", hall.issued("C002", "vip"))
    strange = next(line for line in lines if line["Group"] == "vip")
    assert (strange["Wait of a service, average (min)"], strange["Going on"]) == ("", "1")
