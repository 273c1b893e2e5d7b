"""What walls told: kept once, asked by calls, forgotten after a while; and the calls that none of them showed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain.announcing import Announced, ToldCall
from hub.service.told import DUE_MS, KEPT_MS, WEEK_MS, Told
from hub.store.database import open_database
from hub.store.told import ToldTable
from tests.service.kit import MORNING_MS, FakeClock, Inline

CALLS = [Announced(7, MORNING_MS, "C001", 1), Announced(9, MORNING_MS + 1000, "C002", 2)]


def word(call: int, wall: int = 1, screen: str = "wall", at_ms: int = MORNING_MS, spoken: str = "vi en") -> ToldCall:
    return ToldCall(call, MORNING_MS + (1000 if call == 9 else 0), wall, screen, "cửa chính", at_ms + 500, spoken)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MORNING_MS + DUE_MS + 2000)


@pytest.fixture
def told(tmp_path: Path, clock: FakeClock) -> Iterator[Told]:
    connection = open_database(tmp_path / "hub.db")
    yield Told(ToldTable(connection), Inline(), clock.now_ms)
    connection.close()


def test_a_wall_s_first_word_counts_and_each_wall_has_its_own(told: Told) -> None:
    told.note([word(7), word(7, wall=2, screen="wall:east", spoken="")])
    told.note([word(7, at_ms=MORNING_MS + 9000, spoken="")])
    assert told.of(CALLS) == [word(7), word(7, wall=2, screen="wall:east", spoken="")]
    assert told.of([]) == told.of(CALLS[1:]) == []


def test_another_journal_s_call_of_the_same_row_is_not_this_one(told: Told) -> None:
    told.note([word(7)])
    assert told.of([Announced(7, MORNING_MS + 86_400_000, "C001", 1)]) == []


def test_a_call_that_no_wall_showed_is_told_once_it_is_time(told: Told, clock: FakeClock) -> None:
    assert told.unseen(CALLS) == [], "a centre without a wall misses none"
    told.note([word(7), word(9, screen="front:2")])
    assert told.unseen(CALLS) == [CALLS[1]], "the tablet in front of the counter is no wall"
    clock.at_ms = MORNING_MS + DUE_MS
    assert told.unseen(CALLS) == []
    overtaken = Announced(9, MORNING_MS + 1000, "C002", 2, is_overtaken=True)
    clock.at_ms = MORNING_MS + 10 * DUE_MS
    assert told.unseen([CALLS[0], overtaken]) == []


def test_walls_that_went_silent_are_missed_for_a_week_and_words_are_kept_for_sixty_days(
    told: Told, clock: FakeClock
) -> None:
    told.note([word(7)])
    later = Announced(20, MORNING_MS + 86_400_000, "C009", 1)
    clock.at_ms = MORNING_MS + 2 * 86_400_000
    assert told.unseen([later]) == [later]
    clock.at_ms = MORNING_MS + WEEK_MS + DUE_MS
    assert told.unseen([later]) == []
    clock.at_ms = MORNING_MS + KEPT_MS + DUE_MS
    told.note([ToldCall(99, clock.at_ms, 1, "wall", "", clock.at_ms, "")])
    assert told.of(CALLS) == []
