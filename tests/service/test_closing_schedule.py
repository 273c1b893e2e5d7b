"""When the hub starts a round of its closings."""

from collections.abc import Callable

import pytest

from hub.domain.floor import Floor
from hub.service.closing_schedule import ClosingSchedule, pause_ms
from hub.service.ports import ClosingStatus, PlaceStatus
from tests.service.kit import DAY, MORNING_MS

MINUTE_MS = 60_000
OPEN = Floor(day=DAY, last_day=DAY, seq=10)
CLOSED = Floor(day=None, last_day=DAY, seq=11)
NEXT = Floor(day="2026-11-23", last_day="2026-11-23", seq=12)


class Office:
    def __init__(self, every_min: int = 0, floor: Floor = OPEN) -> None:
        self.status = ClosingStatus()
        self.works = True
        self.started = 0
        self.tasks: list[Callable[[], None]] = []
        self.schedule = ClosingSchedule(floor, every_min, lambda: self.status, self._work, self.tasks.append)

    def tick(self, floor: Floor, now_ms: int = MORNING_MS) -> bool:
        before = self.started
        self.schedule.tick(floor, now_ms)
        while self.tasks:
            self.tasks.pop()()
        return self.started > before

    def _work(self) -> str | None:
        self.started += 1
        return None if self.works else "killed"


def test_at_once_when_a_day_was_closed_by_itself_or_by_the_next() -> None:
    office = Office()
    assert not office.tick(OPEN)
    assert office.tick(CLOSED)
    assert not office.tick(CLOSED)
    assert not office.tick(NEXT), "it was closed before"
    other = Office()
    assert other.tick(NEXT), "its opening closed the one before"
    assert not other.tick(NEXT)
    fresh = Office(floor=Floor())
    assert not fresh.tick(Floor())
    assert fresh.tick(CLOSED), "opened and closed between two looks"
    assert fresh.tick(Floor(day=None, last_day=DAY, seq=15)), "opened again and closed between two looks"


def test_a_start_makes_up_for_what_is_missing() -> None:
    office = Office(floor=CLOSED)
    assert not office.tick(CLOSED)
    office.schedule.make_up()
    assert office.tick(CLOSED)


def test_one_that_could_not_be_made_is_tried_again_after_a_while() -> None:
    office = Office()
    office.works = False
    assert office.tick(CLOSED)
    assert not office.tick(CLOSED, MORNING_MS + 4 * MINUTE_MS)
    assert office.tick(CLOSED, MORNING_MS + 5 * MINUTE_MS)
    assert (office.schedule.status().why, office.schedule.status().failed_ms) == ("killed", MORNING_MS + 5 * MINUTE_MS)
    office.works = True
    assert office.tick(CLOSED, MORNING_MS + 10 * MINUTE_MS)
    assert office.schedule.status().why == "", "told even if the disk was full, and only as long as it lasts"
    assert not office.tick(CLOSED, MORNING_MS + 60 * MINUTE_MS)


def test_a_fault_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    office = Office()
    office.schedule._work = lambda: 1 / 0  # type: ignore[assignment, return-value]
    office.schedule.tick(CLOSED, MORNING_MS)
    office.tasks.pop()()
    assert "fault in a closing" in caplog.text
    office.schedule.tick(CLOSED, MORNING_MS + 5 * MINUTE_MS)
    assert len(office.tasks) == 1
    office.schedule.tick(CLOSED, MORNING_MS + 15 * MINUTE_MS)
    assert len(office.tasks) == 1, "one at a time"


def test_checkpoints_while_the_day_runs_and_something_happens() -> None:
    office = Office(every_min=15)
    office.status = ClosingStatus(checked_row=10, checked_ms=MORNING_MS)
    later = MORNING_MS + 15 * MINUTE_MS
    assert not office.tick(OPEN, later), "nothing has happened"
    gone_on = Floor(day=DAY, last_day=DAY, seq=14)
    assert not office.tick(gone_on, later - 1)
    assert office.tick(gone_on, later)
    assert not office.tick(gone_on, later + MINUTE_MS - 1), "it has just been tried"
    assert office.tick(gone_on, later + MINUTE_MS)
    silent = Office(every_min=0)
    assert not silent.tick(gone_on, later)


def test_a_place_that_fails_is_left_alone_longer_and_longer() -> None:
    assert [pause_ms(tries) // MINUTE_MS for tries in (1, 2, 3, 6, 7, 8, 99)] == [1, 2, 4, 32, 60, 60, 60]
    office = Office()
    office.status = ClosingStatus(places={"usb": PlaceStatus(waiting=2, tries=3, failed_ms=MORNING_MS)})
    assert not office.tick(OPEN, MORNING_MS + 4 * MINUTE_MS - 1)
    assert office.tick(OPEN, MORNING_MS + 4 * MINUTE_MS)
    office.status = ClosingStatus(places={"usb": PlaceStatus(tries=3, failed_ms=MORNING_MS)})
    assert not office.tick(OPEN, MORNING_MS + 60 * MINUTE_MS), "nothing waits"
    office.status = ClosingStatus(places={"usb": PlaceStatus(waiting=1, tries=1, failed_ms=MORNING_MS * 2)})
    assert office.tick(OPEN, MORNING_MS + 60 * MINUTE_MS), "a failure that bears a time to come holds nothing up"
