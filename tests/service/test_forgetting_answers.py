"""Answers are forgotten after two months; what became of a request is never done twice even so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.domain.errors import Refused
from hub.service.housekeeping import FORGOTTEN_AT_ONCE
from tests.service.keeper import DAY_MS, Keeper
from tests.service.kit import FakeClock

TWO_MONTHS_MS = 61 * DAY_MS
ISSUE = c.IssueTicket(field="civil")
MANY = FORGOTTEN_AT_ONCE + 5


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(tmp_path / "hub.db", FakeClock())
    keeper.is_synchronised = True
    keeper.tick()
    yield keeper
    keeper.hall.close()


def later(keeper: Keeper) -> None:
    """Two months go by, with a day in between, as a clock is believed for a month; then a few looks."""
    keeper.tick(TWO_MONTHS_MS // 2)
    keeper.tick(TWO_MONTHS_MS - TWO_MONTHS_MS // 2)
    keeper.tick(1000)


def test_old_answers_go_some_at_a_time(keeper: Keeper) -> None:
    for _ in range(MANY):
        keeper.hall.do(ISSUE)
    before = keeper.answers()
    keeper.tick(TWO_MONTHS_MS // 2)
    keeper.tick(TWO_MONTHS_MS // 2 + DAY_MS)
    assert keeper.answers() == before - FORGOTTEN_AT_ONCE + 2
    keeper.tick(1000)
    assert keeper.answers() <= before - MANY + 2


def test_an_old_key_still_draws_no_second_number(keeper: Keeper) -> None:
    drawn = keeper.hall.do(ISSUE, actor="kiosk:K1", key="old")
    later(keeper)
    assert keeper.hall.office.forget_answers("9999-01-01", 1) == 0
    again = keeper.hall.do(ISSUE, actor="kiosk:K1", key="old")
    assert (again.is_repeat, again.answer) == (True, drawn.answer)


def test_another_command_under_an_old_key_does_nothing(keeper: Keeper) -> None:
    drawn = keeper.hall.do(ISSUE, actor="kiosk:K1", key="old")
    later(keeper)
    seq = keeper.hall.office.floor.seq
    other = keeper.hall.do(c.OpenCounter(counter=1), actor="kiosk:K1", key="old")
    assert (other.answer, keeper.hall.office.floor.seq) == (drawn.answer, seq)


def test_a_key_that_was_given_up_stays_so(keeper: Keeper) -> None:
    keeper.hall.do(c.AbandonRequest(key="late"), actor="kiosk:K1")
    later(keeper)
    with pytest.raises(Refused, match="request_abandoned"):
        keeper.hall.do(ISSUE, actor="kiosk:K1", key="late")


def test_answers_of_the_last_weeks_stay(keeper: Keeper) -> None:
    keeper.hall.do(ISSUE)
    before = keeper.answers()
    keeper.tick(25 * DAY_MS)
    keeper.tick(25 * DAY_MS)
    assert keeper.answers() == before + 2
