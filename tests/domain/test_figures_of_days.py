"""What counters and whole days add up to: tests, clocks that jump, days closed by mistake, work without the hub."""

import pytest

from hub.domain import events as e
from hub.domain.figures import Figures, report
from tests.domain import hall as h
from tests.domain.figures_kit import ANNA, BINH, MINUTE_MS, day, drawn, group, in_minutes, rows


def test_a_counter_is_idle_with_people_only_while_it_could_call_somebody() -> None:
    figures = day(
        drawn("E001", 2),
        drawn("C001", 5),
        (8, h.called("C001")),
        (9, h.missed("C001")),
        (12, e.CounterPaused(counter=1, reason="lunch")),
        (20, e.CounterOpened(counter=1), BINH),
        (21, e.CounterClosed(counter=1)),
        (25, e.DayClosed(day=h.DAY)),
    )
    told = group(figures, "counter", "1")
    assert in_minutes(told.posts_ms) == {"idle": 9, "idle_with_people": 3, "walking": 1, "paused": 8, "closed": 4}
    assert in_minutes(told.pauses_ms) == {"lunch": 8}
    assert in_minutes(group(figures, "clerk", ANNA).posts_ms)["idle"] == 8
    assert in_minutes(group(figures, "clerk", BINH).posts_ms) == {"idle": 1}
    assert in_minutes(group(figures, "counter", "3").posts_ms) == {"closed": 25}


def test_a_test_is_counted_apart() -> None:
    figures = day(
        drawn("C001"),
        (5, e.ModeSet(mode="test")),
        drawn("TT001", 5, mode="test"),
        (6, h.called("TT001")),
        (7, h.missed("TT001")),
        (8, h.expired("TT001")),
        (8, e.ModeSet(mode="live")),
    )
    live, test = group(figures, minutes=10), group(figures, mode="test", minutes=10)
    assert (live.counts["drawn"], live.counts["calls"], test.counts["drawn"], test.counts["calls"]) == (1, 0, 1, 1)
    assert in_minutes(live.times_ms) == {"waiting": 10}
    assert in_minutes(test.times_ms) == {"waiting": 1, "walking": 1, "missed": 1}
    of_counter = [in_minutes(group(figures, "counter", "1", mode, 10).posts_ms) for mode in ("live", "test")]
    assert of_counter == [{"idle_with_people": 7}, {"idle_with_people": 1, "walking": 1, "idle": 1}]


def test_a_clock_that_is_set_back_takes_no_time_away() -> None:
    figures = day(
        drawn("C001"),
        (10, h.called("C001")),
        (11, h.started("C001")),
        (-49, h.held("C001")),
        (-45, h.resumed("C001")),
        (-40, h.finished("C001")),
        (-40, h.issued("C002", at_ms=h.MORNING_MS + 10 * MINUTE_MS)),
        (-37, h.called("C002")),
    )
    (visit, other) = figures.visits.values()
    assert in_minutes(visit.times()) == {"waiting": 10, "walking": 1, "held": 4, "service": 5}
    assert sum(visit.times().values()) == (visit.ended_ms or 0) - visit.arrived_ms == 20 * MINUTE_MS
    assert in_minutes(other.times()) == {"waiting": 3}
    assert report(figures, "live", h.MORNING_MS - 36 * MINUTE_MS).at_ms == h.MORNING_MS - 36 * MINUTE_MS


def test_a_day_that_was_closed_by_mistake_goes_on() -> None:
    figures = day(
        drawn("C001"),
        drawn("C002"),
        (5, h.called("C001")),
        (5, h.started("C001")),
        (9, h.ended_by_day("C001")),
        (9, h.expired("C002")),
        (9, e.CounterClosed(counter=1)),
        (9, e.DayClosed(day=h.DAY)),
        (20, e.DayReopened(day=h.DAY)),
        (20, h.reinstated("C001")),
        (20, h.reinstated("C002")),
        (30, h.cancelled("C002")),
    )
    told = group(figures, minutes=30)
    assert {fate: n for fate, n in told.fates.items() if n} == {"cancelled": 1, "going_on": 1}
    assert in_minutes(told.times_ms) == {"waiting": 5 + 10 + 9 + 10, "service": 4, "day_closed": 22}
    assert in_minutes(group(figures, "counter", "2", minutes=30).posts_ms) == {"closed": 19}


@pytest.mark.parametrize(
    ("noted", "times"),
    [(None, {"waiting": 2, "walking": 1}), (33, {"waiting": 2, "walking": 1, "untimed": 30})],
)
def test_what_nobody_timed_is_counted_and_not_timed(noted: int | None, times: dict[str, float]) -> None:
    served_ms = None if noted is None else h.MORNING_MS + noted * MINUTE_MS
    figures = day(
        drawn("C001"), (2, h.called("C001")), (3, h.missed("C001")), (50, h.served_offline("C001", served_ms=served_ms))
    )
    told = group(figures)
    assert in_minutes(told.times_ms) == times
    assert (told.counts["finished"], told.counts["served_offline"]) == (1, 1)
    assert (told.fates["served_offline"], told.fates["finished"], told.service_average_ms) == (1, 0, None)
    assert group(figures, "counter", "1").counts["served_offline"] == 1


def test_a_number_that_a_kiosk_drew_waits_from_then_on() -> None:
    figures = day((30, h.joined("C-K1-01", h.MORNING_MS + 10 * MINUTE_MS)), (31, h.called("C-K1-01")))
    assert (group(figures).counts["drawn"], group(figures).visits.average_ms) == (1, 21 * MINUTE_MS)
    assert group(figures).visits.in_time == 0


def test_keypads_work_for_the_clerk_who_is_there() -> None:
    figures = day(drawn("C001"), (3, h.called("C001"), "desk:1"), (4, h.started("C001"), "desk:1"))
    assert in_minutes(group(figures, "clerk", ANNA, minutes=6).times_ms) == {"walking": 1, "service": 2}


def test_before_the_first_day_and_at_the_beginning_of_another_there_is_nothing() -> None:
    before = report(Figures(), "live", h.MORNING_MS)
    assert (before.day, len(before.groups), before.groups[0].visits.count) == ("", 1, 0)
    figures = day(drawn("C001"), (5, h.expired("C001")), (5, e.DayClosed(day=h.DAY)))
    for entry in rows((24 * 60, h.day_opened(h.NEXT_DAY))):
        figures.take(entry)
    told = report(figures, "live", h.MORNING_MS + h.DAY_MS)
    assert told.day == h.NEXT_DAY
    assert {found.counts["drawn"] for found in told.groups} == {0}
    assert not figures.visits
