"""Today's numbers as a table for spreadsheets."""

import csv
import io
from dataclasses import replace as copied

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.web.today_list import harmless, table
from tests.domain import hall
from tests.domain import plans_of_visits as visits


def lines(*events: e.Event, language: str = "vi", plan: p.Plan = hall.PLAN) -> list[dict[str, str]]:
    """The table's rows after these events of an open day."""
    floor = hall.given(hall.day_opened(plan=plan), *events)
    return list(csv.DictReader(io.StringIO(table(floor, plan, language).decode("utf-8-sig"))))


def test_a_service_is_a_line_with_its_times_as_the_centres_clocks_show_them() -> None:
    opened = e.CounterOpened(counter=1)
    events = (opened, hall.issued("C001"), hall.called("C001"), hall.started("C001"), hall.finished("C001"))
    (line,) = lines(*events, hall.rated("C001", score=3))
    assert line == {
        "Số": "C001",
        "Lượt": "1",
        "Lĩnh vực": "civil",
        "Diện": "Thường",
        "Ngôn ngữ": "vi",
        "Số hồ sơ": "1",
        "Lấy số lúc": "07:30:00",
        "Quầy": "1",
        "Gọi lúc": "07:30:04",
        "Bắt đầu": "07:30:05",
        "Kết thúc": "07:30:06",
        "Chờ (phút)": "0",
        "Phục vụ (phút)": "0",
        "Kết quả": "Xong",
        "Kết quả xử lý": "",
        "Số lượng": "",
        "Việc còn lại": "",
        "Số lần in lại": "",
        "Đánh giá": "3",
    }


def test_a_transfer_makes_a_second_line_and_a_class_goes_by_its_name() -> None:
    opened = (e.CounterOpened(counter=2), hall.issued("C001", "merit", files=3))
    first, second = lines(*opened, hall.called("C001", 2), hall.transferred("C001", 2, "land"))
    assert [line["Kết quả"] for line in (first, second)] == ["Chuyển tiếp", "Đang chờ"]
    assert [line["Lĩnh vực"] for line in (first, second)] == ["civil", "land"]
    assert (second["Lượt"], second["Diện"], second["Số hồ sơ"], second["Gọi lúc"]) == ("2", "Merit", "3", "")


def test_an_errand_is_a_line_of_its_own_with_what_came_of_it_and_what_is_still_to_come() -> None:
    told = visits.errand_finished("C001", "land", outcome="taken_in", quantity=3)
    served = (hall.issued("C001", further=("land", "copies")), hall.called("C001"), hall.started("C001"), told)
    plan = replace(visits.CHAINED, outcomes=visits.ASKED.outcomes)
    first, second = lines(e.CounterOpened(counter=1), *served, plan=plan)
    assert [(row["Lĩnh vực"], row["Kết quả"]) for row in (first, second)] == [("civil", "Xong"), ("land", "Đang chờ")]
    assert (first["Kết quả xử lý"], first["Số lượng"], first["Việc còn lại"]) == ("Taken in", "3", "")
    assert (second["Kết quả xử lý"], second["Số lượng"], second["Việc còn lại"]) == ("", "", "copies")


def test_papers_printed_again_are_counted_once_a_visit() -> None:
    opened = (e.CounterOpened(counter=2), hall.issued("C001"), hall.issued("C002"))
    papers = (hall.print_requested("C001", 2), hall.print_requested("C001", 3), hall.print_ended("C002", "own"))
    rows = lines(*opened, *papers, hall.called("C001", 2), hall.transferred("C001", 2, "land"))
    assert [(row["Số"], row["Lượt"], row["Số lần in lại"]) for row in rows] == [
        ("C001", "1", "2"),
        ("C001", "2", ""),
        ("C002", "1", ""),
    ]


def test_who_was_served_while_the_hub_was_away_is_told_with_what_is_known() -> None:
    opened = (e.CounterOpened(counter=1), hall.issued("C001"), hall.joined("C-K1-02", hall.MORNING_MS + 60_000))
    ended = hall.MORNING_MS + 5 * hall.MINUTE_MS
    first, second = lines(*opened, hall.served_offline("C001"), hall.served_offline("C-K1-02", served_ms=ended))
    assert {row["Kết quả"] for row in (first, second)} == {"Phục vụ khi mất mạng"}
    assert [(row["Quầy"], row["Gọi lúc"], row["Kết thúc"]) for row in (first, second)] == [
        ("1", "", ""),
        ("1", "", "07:35:00"),
    ]
    assert (second["Số"], second["Lấy số lúc"]) == ("C-K1-02", "07:31:00")


def test_lines_are_in_the_order_of_drawing_without_test_numbers_also_when_the_day_is_over() -> None:
    floor = hall.given(hall.day_opened(), hall.issued("L001"), hall.issued("TT001", mode="test"), hall.issued("C001"))
    hall.then(floor, c.CloseDay())
    rows = list(csv.DictReader(io.StringIO(table(floor, hall.PLAN, "en").decode("utf-8-sig"))))
    assert [(row["Number"], row["Outcome"]) for row in rows] == [("L001", "Expired"), ("C001", "Expired")]


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    civil = replace(hall.PLAN.fields[0], name=hall.words(cell))
    (line,) = lines(hall.issued("C001"), plan=replace(hall.PLAN, fields=(civil, *hall.PLAN.fields[1:])))
    assert line["Lĩnh vực"] == f"'{cell}"


def test_a_clock_set_back_makes_no_negative_minutes() -> None:
    floor = hall.given(hall.day_opened(), hall.issued("C001"))
    ticket = floor.tickets[hall.ticket_id("C001")]
    ticket.services[0] = copied(ticket.service, first_called_ms=ticket.arrived_ms - 10 * hall.MINUTE_MS)
    (row,) = csv.DictReader(io.StringIO(table(floor, hall.PLAN, "vi").decode("utf-8-sig")))
    assert row["Chờ (phút)"] == "0"
