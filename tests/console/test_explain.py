"""``run.py explain``: why a number was called when it was, and where every number of its series went."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.console.explain import explain
from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.snapshots import LastNumber
from hub.service.ports import Decision, StoredEntry
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall

NEXT_DAY = "2026-11-23"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two days: a priority number is called before A001, A003 is cancelled, A004 carried over, a kiosk's comes late."""
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1, 2)
    for name in ("ordinary", "priority", "ordinary", "ordinary"):
        hall.do(c.IssueTicket(field="civil", ticket_class=name))
    for _ in range(2):
        for command in (c.CallNext(counter=1), c.StartService(counter=1), c.FinishService(counter=1)):
            hall.do(command, actor="staff-1")
    hall.do(c.CancelTicket(ticket=f"{DAY}-A003", reason="left"))
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    hall.do(c.CarryOver())
    late = {"day": DAY, "field": "civil", "series": "A", "tag": "K1", "number": 2, "drawn_ms": 0, "left_out": 1}
    hall.do(c.JoinTicket(**late), actor="kiosk:K1")
    restored = e.JournalRestored(incarnation="i", epoch="e", from_seq=1, day=NEXT_DAY, skipped_to=(LastNumber("A", 5),))
    seq = hall.office.floor.seq + 1
    entry = e.Entry(seq, hall.clock.at_ms, NEXT_DAY, "hub", restored)
    hall.journal.append([Decision("hub", "restored", "", seq, (StoredEntry(entry, hall.journal.form(restored)),))])
    hall.close()
    again = Hall(tmp_path / "hub.db", hall.clock)
    again.do(c.IssueTicket(field="civil"))
    again.close()
    return tmp_path


def told(data: Path, *asked: str) -> list[str]:
    done = CliRunner().invoke(explain, [*asked, "--data", str(data)])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_a_number_is_told_whole_with_who_came_before_it(data: Path) -> None:
    lines = told(data, "a1", "--day", DAY)
    assert lines[0] == f"A001, {DAY}"
    assert [line[10:] for line in lines[1:]] == [
        "Lấy số lĩnh vực Civil, diện thường. Lúc đó không có ai phía trước.",
        "A002 được gọi trước, đến quầy 1: ưu tiên, lượt 1/2, diện P.",
        "Được gọi đến quầy 1: đến sớm nhất. Lúc đó quầy có thể gọi 3 số. Kế hoạch bản 1.",
        "Quầy 1 bắt đầu phục vụ.",
        "Xong tại quầy 1.",
    ]
    assert told(data, "A002", "--day", DAY)[-1].endswith("Xong tại quầy 1.")


def test_why_another_one_came_before_is_answered_first(data: Path) -> None:
    assert told(data, "A001", "--day", DAY, "--before", "a002", "--language", "en")[1] == (
        "A002 was called before A001 because: priority, turn 1/2, class P."
    )


def test_every_number_of_a_series_went_somewhere(data: Path) -> None:
    assert told(data, "A001", "--day", DAY, "--series") == [
        "Dãy A: 4 số đã lấy",
        "  A001: xong ở quầy 1",
        "  A002: xong ở quầy 1",
        "  A003: hủy: left",
        "  A004: chuyển sang ngày sau thành A004-22",
    ]
    assert told(data, "a-k1-2", "--day", DAY, "--series") == [
        "Dãy A-K1: 1 số đã lấy",
        "  A-K1-01: bỏ qua vì ki-ốt thay ổ đĩa",
        "  A-K1-02: ki-ốt tự cấp, máy chủ chỉ biết sau khi hết ngày",
    ]
    assert told(data, "A006", "--series", "--language", "en") == [
        "Series A: 1 drawn",
        "  A001–A005: left out after a restore",
        "  A006: waiting",
    ]
    assert told(data, "A004-22")[1].endswith("Chuyển sang từ số A004 ngày 22/11/2026, lĩnh vực Civil.")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["A099"], "A099"),
        (["A001", "--day", "2020-01-01"], "never opened"),
        (["A001", "--language", "fr"], "no texts"),
        (["Z001", "--series"], "of no series"),
    ],
)
def test_what_cannot_be_told_is_a_sentence(data: Path, asked: list[str], sentence: str) -> None:
    done = CliRunner().invoke(explain, [*asked, "--data", str(data)])
    assert done.exit_code == 2
    assert sentence in done.output
