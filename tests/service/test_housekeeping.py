"""When the day opens by itself, and when it waits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import fold
from hub.domain.errors import Refused
from hub.domain.plan import Hours
from hub.service.housekeeping import Configured, opening
from hub.service.outcome import RequestReused
from hub.service.ports import StorageError
from tests.service.keeper import DAY_MS, TO_MIDNIGHT_MS, Keeper
from tests.service.kit import DAY, HOUR_MS, PLAN, FakeClock

CLOSED = msgspec.structs.replace(PLAN, hours=Hours(weekly=()), most_files_per_ticket=7)
"""Another plan: no hours at all."""


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(tmp_path / "hub.db", FakeClock())
    yield keeper
    keeper.hall.close()


def test_the_first_day_opens_at_the_start(keeper: Keeper) -> None:
    assert keeper.tick() == DAY


def test_a_second_tick_changes_nothing(keeper: Keeper) -> None:
    keeper.tick()
    seq = keeper.hall.office.floor.seq
    keeper.tick(1000)
    keeper.restart()
    keeper.tick(1000)
    assert keeper.hall.office.floor.seq == seq


def test_the_day_follows_the_zone_of_the_centre(keeper: Keeper) -> None:
    keeper.tick()
    assert keeper.tick(TO_MIDNIGHT_MS - 1) == DAY
    assert keeper.tick(1) == "2026-11-23"


def test_a_new_day_ends_the_former_one(keeper: Keeper) -> None:
    keeper.tick()
    keeper.hall.do(c.IssueTicket(field="civil"))
    keeper.tick(DAY_MS)
    kinds = [type(entry.event).__name__ for entry in keeper.hall.heard.entries[-3:]]
    assert kinds == ["TicketExpired", "DayClosed", "DayOpened"]


@pytest.mark.parametrize("is_served", [False, True])
def test_a_day_does_not_pass_while_somebody_is_at_a_counter(keeper: Keeper, is_served: bool) -> None:
    keeper.tick()
    for command in (c.OpenCounter(counter=1), c.IssueTicket(field="civil"), c.CallNext(counter=1)):
        keeper.hall.do(command)
    if is_served:
        keeper.hall.do(c.StartService(counter=1))
    assert keeper.tick(TO_MIDNIGHT_MS + HOUR_MS) == DAY
    keeper.hall.do(c.FinishService(counter=1) if is_served else c.MarkMissed(counter=1))
    assert keeper.tick(1000) == "2026-11-23"


@pytest.mark.parametrize("is_set_aside", [False, True])
def test_a_day_does_not_pass_while_somebody_waits_who_came_within_the_hour(keeper: Keeper, is_set_aside: bool) -> None:
    keeper.tick()
    keeper.hall.clock.at_ms += TO_MIDNIGHT_MS - HOUR_MS // 2
    keeper.hall.do(c.IssueTicket(field="civil"))
    if is_set_aside:
        for command in (c.OpenCounter(counter=1), c.CallNext(counter=1), c.Hold(counter=1)):
            keeper.hall.do(command)
    assert keeper.tick(HOUR_MS) == DAY
    assert keeper.tick(1) == "2026-11-23"


def test_a_day_passes_once_the_last_one_is_served(keeper: Keeper) -> None:
    keeper.tick()
    keeper.hall.clock.at_ms += TO_MIDNIGHT_MS - 1
    for command in (c.OpenCounter(counter=1), c.IssueTicket(field="civil"), c.CallNext(counter=1)):
        keeper.hall.do(command)
    keeper.hall.do(c.StartService(counter=1))
    assert keeper.tick(1000) == DAY
    keeper.hall.do(c.FinishService(counter=1))
    assert keeper.tick(1000) == "2026-11-23"


def test_a_hall_that_is_never_quiet_gets_its_new_day_in_the_morning(keeper: Keeper) -> None:
    keeper.tick()
    keeper.hall.clock.at_ms += TO_MIDNIGHT_MS + 4 * HOUR_MS - 2
    keeper.hall.do(c.IssueTicket(field="civil"))
    assert keeper.tick(1) == DAY
    assert keeper.tick(1) == "2026-11-23"


def test_a_ticket_that_was_forgotten_does_not_keep_the_morning_from_opening(keeper: Keeper) -> None:
    keeper.tick()
    for command in (c.OpenCounter(counter=1), c.IssueTicket(field="civil"), c.CallNext(counter=1)):
        keeper.hall.do(command)
    assert keeper.tick(TO_MIDNIGHT_MS + 4 * HOUR_MS - 1) == DAY
    assert keeper.tick(1) == "2026-11-23"


def test_with_no_day_open_the_next_one_opens_at_once(keeper: Keeper) -> None:
    keeper.tick()
    keeper.hall.do(c.CloseDay())
    assert keeper.tick(HOUR_MS) is None
    assert keeper.tick(DAY_MS) == "2026-11-23"


def test_a_day_that_was_refused_because_somebody_came_just_then_is_tried_again(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.tick()
    keeper.hall.clock.at_ms += TO_MIDNIGHT_MS
    office = keeper.hall.office

    def a_moment_later(*request: Any) -> Any:
        monkeypatch.undo()
        keeper.hall.do(c.IssueTicket(field="civil"))
        return office.submit(*request)

    monkeypatch.setattr(office, "submit", a_moment_later)
    assert keeper.tick() == DAY
    assert keeper.tick(4 * HOUR_MS) == "2026-11-23"


def test_a_day_that_was_refused_at_the_stroke_of_midnight_is_tried_again(keeper: Keeper) -> None:
    keeper.tick()
    keeper.hall.clock.at_ms += TO_MIDNIGHT_MS - 1
    keeper.housekeeping.tick(keeper.hall.clock.at_ms + 1)
    assert keeper.hall.office.floor.day == DAY
    assert keeper.tick(60_001) == "2026-11-23"


def test_a_key_that_somebody_used_already_stops_nothing(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    def reused(*request: Any) -> Any:
        raise RequestReused("key")

    with monkeypatch.context() as patched:
        patched.setattr(keeper.hall.office, "submit", reused)
        assert keeper.tick() is None
    assert keeper.tick() == DAY


def test_a_day_never_goes_backwards(keeper: Keeper) -> None:
    keeper.tick()
    seq = keeper.hall.office.floor.seq
    assert keeper.tick(-3 * DAY_MS) == DAY
    assert keeper.hall.office.floor.seq == seq


def test_a_clock_far_ahead_is_not_believed_until_it_is_in_step(
    keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    keeper.tick()
    assert keeper.tick(16 * DAY_MS) == DAY
    answers = keeper.answers()
    for _ in range(5):
        with pytest.raises(Refused, match="no_day_open"):
            keeper.hall.do(c.IssueTicket(field="civil", granted_by="staff"))
        keeper.tick(3000)
    assert keeper.answers() == answers + 5
    assert [record.message for record in caplog.records].count("day=2026-12-08 not opened: clock_doubtful") == 1
    keeper.is_synchronised = True
    assert keeper.tick(3000) == "2026-12-08"


def test_the_first_start_adopts_the_file_and_later_ones_do_not(keeper: Keeper) -> None:
    keeper.tick()
    floor = keeper.hall.office.floor
    assert (floor.adopted, floor.adopted_version, floor.plan_version) == (PLAN, 1, 1)
    adopted = [entry for entry in keeper.hall.heard.entries if isinstance(entry.event, e.PlanAdopted)]
    assert [(entry.actor, entry.event.when) for entry in adopted] == [("hub", "next_day")]
    keeper.plan = CLOSED
    keeper.restart()
    assert keeper.tick(DAY_MS) == "2026-11-23"
    assert keeper.hall.office.floor.plan == PLAN


def test_an_adopted_plan_opens_the_next_day_with_the_holidays_of_then(keeper: Keeper) -> None:
    keeper.tick()
    keeper.hall.do(c.AdoptPlan(plan=CLOSED, when="next_day", why="Kiểm kê"))
    assert keeper.hall.office.floor.plan == PLAN
    assert keeper.tick(DAY_MS) == "2026-11-23"
    floor = keeper.hall.office.floor
    assert (floor.plan, floor.adopted, floor.plan_version) == (CLOSED, CLOSED, 2)
    assert fold(keeper.hall.journal.since_opening()) == floor


def test_the_demo_follows_its_file_once_a_start_now_or_else_the_next_day(keeper: Keeper) -> None:
    keeper.is_followed = True
    keeper.tick()
    keeper.plan = CLOSED
    keeper.restart()
    keeper.tick(1000)
    assert keeper.hall.office.floor.plan == CLOSED
    seq = keeper.hall.office.floor.seq
    keeper.tick(1000)
    assert keeper.hall.office.floor.seq == seq
    keeper.plan = msgspec.structs.replace(PLAN, zone="Asia/Tokyo")
    keeper.restart()
    keeper.tick(1000)
    floor = keeper.hall.office.floor
    assert (floor.the_plan.zone, floor.adopted) == (PLAN.zone, keeper.plan)


def test_a_refused_day_opens_under_another_plan_with_a_word_from_a_person(keeper: Keeper) -> None:
    keeper.tick()
    keeper.tick(16 * DAY_MS)
    keeper.hall.do(c.AdoptPlan(plan=CLOSED, when="next_day", why="Kiểm kê"))
    assert keeper.tick() == DAY
    floor = keeper.hall.office.floor
    keeper.hall.do(opening(floor, Configured(PLAN, lambda plan, _: plan), keeper.hall.clock.at_ms, "person"))
    assert keeper.hall.office.floor.day == "2026-12-08"
    assert keeper.hall.office.floor.plan == CLOSED


def test_a_doubtful_date_can_come_true(keeper: Keeper) -> None:
    keeper.tick()
    keeper.tick(16 * DAY_MS)
    for _ in range(16):
        keeper.hall.clock.at_ms -= DAY_MS
    for _ in range(15):
        keeper.tick(DAY_MS)
    assert keeper.tick(DAY_MS) == "2026-12-08"


def test_a_full_disk_is_tried_again(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = keeper.hall.journal._connection
    connection.execute("PRAGMA query_only=ON")
    assert keeper.tick() is None
    connection.execute("PRAGMA query_only=OFF")
    assert keeper.tick(3000) == DAY


def test_a_disk_that_works_again_is_noticed_without_a_command(keeper: Keeper) -> None:
    keeper.tick()
    office, connection = keeper.hall.office, keeper.hall.journal._connection
    connection.execute("PRAGMA query_only=ON")
    with pytest.raises(StorageError):
        keeper.hall.do(c.IssueTicket(field="civil"))
    keeper.tick(3000)
    assert office.trouble is not None
    assert office.trouble.kind == "storage"
    seq = office.floor.seq
    connection.execute("PRAGMA query_only=OFF")
    keeper.tick(3000)
    assert (office.trouble, office.floor.seq) == (None, seq)
    assert keeper.hall.do(c.IssueTicket(field="civil")).answer["events"][0]["label"] == "A001"
