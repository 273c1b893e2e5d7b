"""A clock that is set while people are in the hall ends nobody's visit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.service.housekeeping import opening
from tests.service.keeper import CONFIGURED, DAY_MS, TO_MIDNIGHT_MS, Keeper
from tests.service.kit import DAY, HOUR_MS, FakeClock


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(tmp_path / "hub.db", FakeClock())
    keeper.tick()
    yield keeper
    keeper.hall.close()


def serve_one_while_another_waits(keeper: Keeper) -> None:
    for command in (c.OpenCounter(counter=1), c.IssueTicket(field="civil"), c.CallNext(counter=1)):
        keeper.hall.do(command)
    keeper.hall.do(c.StartService(counter=1))
    keeper.hall.do(c.IssueTicket(field="civil"))


def test_a_clock_that_is_set_ahead_sends_nobody_home(keeper: Keeper) -> None:
    """A PC without a clock battery shows yesterday until the time server is found, with people in the hall."""
    serve_one_while_another_waits(keeper)
    assert keeper.set_clock(DAY_MS) == DAY
    keeper.hall.do(c.FinishAndCallNext(counter=1))
    assert keeper.tick(2 * HOUR_MS) == DAY
    keeper.hall.do(c.MarkMissed(counter=1))
    assert keeper.tick(1000) == "2026-11-23"


def test_a_person_ends_the_day_that_the_clock_left_behind(keeper: Keeper) -> None:
    serve_one_while_another_waits(keeper)
    assert keeper.set_clock(DAY_MS) == DAY
    keeper.hall.do(opening(keeper.hall.office.floor, CONFIGURED, keeper.hall.clock.at_ms, "person"))
    assert keeper.tick() == "2026-11-23"


def test_a_clock_that_is_set_ahead_and_back_changes_nothing(keeper: Keeper) -> None:
    serve_one_while_another_waits(keeper)
    keeper.set_clock(DAY_MS)
    assert keeper.set_clock(-DAY_MS) == DAY
    assert keeper.hall.do(c.IssueTicket(field="civil")).answer["events"][0]["label"] == "A003"
    assert keeper.tick(TO_MIDNIGHT_MS + 4 * HOUR_MS) == "2026-11-23"


def test_the_day_that_the_clock_left_behind_is_over_when_the_next_one_is(keeper: Keeper) -> None:
    serve_one_while_another_waits(keeper)
    keeper.set_clock(DAY_MS)
    assert keeper.tick(TO_MIDNIGHT_MS + 4 * HOUR_MS - 1) == DAY
    assert keeper.tick(1) == "2026-11-24"


def test_a_clock_that_is_set_ahead_over_a_quiet_evening_opens_the_day(keeper: Keeper) -> None:
    keeper.hall.do(c.IssueTicket(field="civil"))
    keeper.tick(HOUR_MS + 1)
    assert keeper.set_clock(DAY_MS) == "2026-11-23"
