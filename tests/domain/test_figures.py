"""What visits add up to, case by case: also those in which other systems count a visit twice or not at all."""

from hub.domain import events as e
from tests.domain import hall as h
from tests.domain.figures_kit import ANNA, BINH, MINUTE_MS, day, drawn, group, in_minutes


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


def test_a_rating_counts_once_as_it_was_given_last_with_its_reasons() -> None:
    figures = day(
        drawn("C001"),
        (1, h.called("C001")),
        (1, h.started("C001")),
        (9, h.finished("C001")),
        (9, h.rated("C001", score=4)),
        (9, h.rated("C001", score=1, instead_of=4)),
        (9, h.rated("C001", score=1, instead_of=1, reasons=("unclear",))),
    )
    for by, name in (("total", ""), ("field", "civil"), ("counter", "1"), ("clerk", ANNA), ("class", "ordinary")):
        told = group(figures, by, name)
        assert (told.ratings, told.rating_reasons) == ({1: 1}, {"unclear": 1}), by
