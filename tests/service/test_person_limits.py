"""A person's numbers are counted in the same transaction, and nothing of the person outlives the night."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain.errors import Refused
from hub.domain.plan import PersonLimit
from hub.service.ports import StorageError
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall

PHONE, ANOTHER = "0912345678", "0987654321"
LIMITED = replace(PLAN, person_limit=PersonLimit("phone", most=2))
NEXT_DAY = "2026-11-23"
DRAW = c.IssueTicket(field="civil", granted_by="staff", person=PHONE)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.do(c.OpenDay(day=DAY, plan=LIMITED))
    yield hall
    hall.close()


def drawn(hall: Hall, command: c.Command = DRAW, key: str | None = None) -> str:
    """The number that was drawn, or why there is none."""
    try:
        return str(hall.do(command, key=key).answer["events"][0]["label"])
    except Refused as refused:
        return refused.code


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_person_takes_as_many_numbers_of_a_field_as_the_plan_allows(hall: Hall) -> None:
    assert [drawn(hall) for _ in range(3)] == ["A001", "A002", "too_many_numbers"]
    assert drawn(hall, replace(DRAW, person=ANOTHER)) == "A003"
    assert drawn(hall, replace(DRAW, field="land")) == "B001"
    assert drawn(hall, replace(DRAW, person=None)) == "A004"


def test_a_phone_number_is_the_same_with_the_countrys_prefix(hall: Hall) -> None:
    assert [drawn(hall, replace(DRAW, person=text)) for text in (PHONE, "+84912345678", "0084912345678")][1:] == [
        "A002",
        "too_many_numbers",
    ]


def test_a_number_that_nobody_ever_held_does_not_count(hall: Hall) -> None:
    drawn(hall)
    ticket = f"{DAY}-{drawn(hall, replace(DRAW, granted_by='kiosk'))}"
    hall.do(c.CancelTicket(ticket=ticket, reason="print_failed"))
    assert drawn(hall) == "A003"


def test_a_repeated_request_counts_once(hall: Hall) -> None:
    assert [drawn(hall, key="same"), drawn(hall, key="same"), drawn(hall)] == ["A001", "A001", "A002"]


def test_a_restart_knows_the_marks(hall: Hall) -> None:
    assert [drawn(hall) for _ in range(2)] == ["A001", "A002"]
    hall.close()
    again = Hall(hall.path, hall.clock)
    assert drawn(again) == "too_many_numbers"
    again.close()


def test_a_number_that_was_not_stored_has_no_mark(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_decisions: object) -> None:
        raise StorageError("full")

    with monkeypatch.context() as patched:
        patched.setattr(hall.journal, "append", full_disk)
        for _ in range(3):
            with pytest.raises(StorageError):
                hall.do(DRAW)
    assert [drawn(hall) for _ in range(3)] == ["A001", "A002", "too_many_numbers"]


def test_nothing_of_a_person_outlives_the_night(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    folder = hall.path.parent
    assert [drawn(hall) for _ in range(3)] == ["A001", "A002", "too_many_numbers"]
    marks = [mark.digest.encode() for mark in hall.journal.persons.marks()]
    key_file = folder / "persons.key"
    key = key_file.read_bytes()
    assert len(marks) == 2
    assert oct(key_file.stat().st_mode)[-3:] == "600"
    assert PHONE.encode() not in everything_on_disk(folder)
    hall.journal.copy_to(folder / "copy.db")
    assert not any(mark in (folder / "copy.db").read_bytes() for mark in marks)

    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day=NEXT_DAY, plan=LIMITED))

    left = everything_on_disk(folder)
    assert not any(secret in left for secret in (PHONE.encode(), key, *marks))
    assert not key_file.exists()
    assert PHONE not in caplog.text
    assert [drawn(hall) for _ in range(3)] == ["A001", "A002", "too_many_numbers"]


def test_without_a_limit_nothing_is_marked(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "free.db")
    hall.open_day(1)
    assert [drawn(hall), drawn(hall)] == ["A001", "A002"]
    assert hall.journal.persons.marks() == []
    assert not (tmp_path / "persons.key").exists()
    hall.close()
