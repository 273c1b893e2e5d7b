"""What a day adds up to, case by case: also those in which other systems count a visit twice or not at all."""

from collections.abc import Iterator

import pytest

from hub.domain import events as e
from hub.domain.figures import Figures, Group, figures_of, report
from tests.domain import hall as h

MINUTE_MS = h.MINUTE_MS
Row = tuple[float, e.Event] | tuple[float, e.Event, str]
"""An event so many minutes after the opening, and by whom."""

ANNA, BINH = "staff-1", "staff-2"
OPENED: tuple[Row, ...] = ((0, h.day_opened()), (0, e.CounterOpened(counter=1), ANNA))


def rows(*told: Row) -> Iterator[e.Entry]:
    for seq, (minutes, event, *actor) in enumerate(told, start=1):
        yield e.Entry(seq, h.MORNING_MS + int(minutes * MINUTE_MS), h.DAY, actor[0] if actor else ANNA, event)


def day(*told: Row) -> Figures:
    """The figures of a day whose first counter opens in the morning."""
    return figures_of(rows(*OPENED, *told))


def drawn(label: str, minutes: float = 0, **more: object) -> Row:
    return (minutes, h.issued(label, at_ms=h.MORNING_MS + int(minutes * MINUTE_MS), **more))


def group(figures: Figures, by: str = "total", name: str = "", mode: str = "live", minutes: float = 0) -> Group:
    told = report(figures, mode, h.MORNING_MS + int(minutes * MINUTE_MS))
    return next(found for found in told.groups if (found.by, found.name) == (by, name))


def in_minutes(times: dict[str, int]) -> dict[str, float]:
    return {kind: ms / MINUTE_MS for kind, ms in times.items() if ms}


def test_a_visit_is_waiting_walking_and_service() -> None:
    figures = day(drawn("C001"), (5, h.called("C001")), (6, h.started("C001")), (16, h.finished("C001")))
    told = group(figures)
    assert in_minutes(told.times_ms) == {"waiting": 5, "walking": 1, "service": 10}
    assert (told.counts["drawn"], told.fates["finished"]) == (1, 1)
    assert told.service_average_ms == 10 * MINUTE_MS
    assert in_minutes(group(figures, "counter", "1").times_ms) == {"walking": 1, "service": 10}
    assert in_minutes(group(figures, "clerk", ANNA).times_ms) == {"walking": 1, "service": 10}
    assert in_minutes(group(figures, "class", "ordinary").times_ms) == in_minutes(told.times_ms)


def test_a_transferred_visit_is_one_visit_with_two_services() -> None:
    figures = day(
        drawn("C001"),
        (0, e.CounterOpened(counter=2), BINH),
        (4, h.called("C001")),
        (4, h.started("C001")),
        (10, h.transferred("C001", 1, "land")),
        (13, h.called("C001", 2, service=2), BINH),
        (14, h.started("C001", 2, service=2), BINH),
        (20, h.finished("C001", 2, service=2), BINH),
    )
    told = group(figures)
    assert (told.counts["drawn"], told.counts["several"], told.counts["services"]) == (1, 1, 2)
    assert told.fates["finished"] == sum(told.fates.values()) == 1
    assert (told.visits.count, told.services.count) == (1, 2)
    assert in_minutes(told.times_ms) == {"waiting": 7, "walking": 1, "service": 12}
    assert in_minutes(group(figures, "field", "land").times_ms) == {"waiting": 3, "walking": 1, "service": 6}
    assert in_minutes(group(figures, "clerk", BINH).times_ms) == {"walking": 1, "service": 6}
    assert in_minutes(next(iter(figures.visits.values())).times(1)) == {"waiting": 4, "service": 6}
    assert group(figures, "counter", "1").counts["transferred"] == 1
    assert group(figures, "counter", "1").counts["finished"] == 0


def test_a_held_visit_is_held_once_and_served_around_it() -> None:
    figures = day(
        drawn("C001"),
        (1, h.called("C001")),
        (1, h.started("C001")),
        (5, h.held("C001")),
        (12, h.resumed("C001")),
        (14, h.finished("C001")),
    )
    told = group(figures)
    assert in_minutes(told.times_ms) == {"waiting": 1, "service": 6, "held": 7}
    assert (told.counts["held"], told.counts["services"], told.fates["finished"]) == (1, 1, 1)
    assert told.service_average_ms == 6 * MINUTE_MS
    assert in_minutes(group(figures, "counter", "1").posts_ms) == {"idle": 7, "idle_with_people": 1, "serving": 6}


def test_a_recalled_visit_is_called_once_more_and_counted_once() -> None:
    figures = day(drawn("C001"), (2, h.called("C001")), (3, h.recalled("C001")), (4, h.started("C001")))
    told = group(figures)
    assert (told.counts["calls"], told.counts["recalled"], told.counts["services"]) == (1, 1, 1)
    assert told.visits.average_ms == 2 * MINUTE_MS
    assert in_minutes(told.times_ms) == {"waiting": 2, "walking": 2}


def test_missed_time_is_its_own_and_the_first_wait_stays() -> None:
    figures = day(
        drawn("C001"),
        (2, h.called("C001")),
        (3, h.missed("C001")),
        (10, h.called_back("C001")),
        (14, h.called("C001")),
        (14, h.started("C001")),
        (15, h.finished("C001")),
    )
    told = group(figures)
    assert in_minutes(told.times_ms) == {"waiting": 6, "walking": 1, "missed": 7, "service": 1}
    assert (told.counts["calls"], told.counts["services"], told.counts["missed"]) == (2, 1, 1)
    assert (told.visits.count, told.visits.average_ms) == (1, 2 * MINUTE_MS)
    assert group(figures, "clerk", ANNA).counts["missed"] == 1


def test_a_service_that_began_with_its_call_was_none_when_nobody_came() -> None:
    figures = day(drawn("C001"), (2, h.called("C001")), (2, h.started("C001")), (5, h.missed("C001")))
    assert in_minutes(group(figures).times_ms) == {"waiting": 2, "walking": 3}
    assert in_minutes(group(figures, "counter", "1").posts_ms) == {"idle_with_people": 2, "walking": 3}


def test_several_errands_are_services_of_one_visit() -> None:
    finished = e.ErrandFinished(ticket=h.ticket_id("C001"), service=1, counter=1, to_field="land")
    figures = day(
        drawn("C001", further=("land",)),
        (1, h.called("C001")),
        (1, h.started("C001")),
        (4, finished),
        (9, h.called("C001", 1, service=2)),
        (9, h.started("C001", 1, service=2)),
        (10, h.finished("C001", 1, service=2)),
    )
    told = group(figures)
    assert (told.counts["drawn"], told.counts["several"], told.counts["finished"]) == (1, 1, 2)
    assert told.fates["finished"] == 1
    assert told.service_average_ms == 2 * MINUTE_MS
    assert (
        group(figures, "field", "civil").counts["finished"] == group(figures, "field", "land").counts["finished"] == 1
    )


def test_who_was_moved_is_counted_where_they_were_drawn_and_where_they_are() -> None:
    moved = e.TicketMoved(ticket=h.ticket_id("C001"), service=1, to_field="land")
    figures = day(drawn("C001"), (3, moved), (8, h.called("C001")))
    assert (group(figures).counts["drawn"], group(figures).counts["moved"]) == (1, 1)
    assert group(figures).visits.average_ms == 8 * MINUTE_MS
    assert in_minutes(group(figures, "field", "civil").times_ms) == {"waiting": 3}
    assert in_minutes(group(figures, "field", "land").times_ms) == {"waiting": 5}
    assert (group(figures, "field", "civil").counts["drawn"], group(figures, "field", "land").counts["drawn"]) == (1, 0)


def test_who_is_carried_over_is_not_drawn_again() -> None:
    carried = e.TicketCarriedOver(
        ticket=h.ticket_id("C009-21"),
        service=1,
        from_ticket="2026-11-21-C009",
        label="C009-21",
        field="civil",
        arrived_ms=h.MORNING_MS,
    )
    figures = day((10, carried), (12, h.called("C009-21")))
    told = group(figures)
    assert (told.counts["drawn"], told.counts["carried"], sum(told.fates.values())) == (0, 1, 1)
    assert told.visits.average_ms == 2 * MINUTE_MS, "since the day took them over, not since it was opened"
    assert figures.floor.tallies["live", "civil"].called_in_time == 1


def test_waits_have_a_share_in_time_an_average_and_percentiles() -> None:
    waits = [1, 2, 3, 4, 14, 15, 16, 17, 40, 88]
    numbers = [f"C{number:03}" for number in range(1, 11)]
    calls = [
        row
        for label, minutes in zip(numbers, waits, strict=True)
        for row in ((minutes, h.called(label)), (minutes, h.missed(label)))
    ]
    told = group(day(*(drawn(label) for label in numbers), *calls)).visits
    assert (told.count, told.in_time) == (10, 6)
    assert told.average_ms == 20 * MINUTE_MS
    assert (told.half_ms, told.nine_of_ten_ms) == (14 * MINUTE_MS, 40 * MINUTE_MS)


def test_of_nobody_there_is_no_average() -> None:
    told = group(day(drawn("C001")))
    assert (told.visits.count, told.visits.average_ms, told.visits.nine_of_ten_ms) == (0, None, None)
    assert told.service_average_ms is None


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
