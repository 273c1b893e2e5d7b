"""Who asks for a later place: where they stand then, whom they never pass, and what is told of it."""

from msgspec.structs import replace

from hub.domain.calling import MOST_DEFERRALS, people_ahead_of, pick_next
from hub.domain.explaining import story_of
from hub.domain.floor import Floor
from hub.domain.plan import Ageing, Policy
from tests.domain import situations as s
from tests.domain.hall import (
    MINUTE_MS,
    MORNING_MS,
    PLAN,
    called,
    carried_over,
    day_opened,
    deferred,
    entries,
    given,
    held,
    issued,
    returned,
    ticket_id,
)

LATE = issued("C005", at_ms=MORNING_MS + 60 * MINUTE_MS)
FOUR = tuple(issued(f"C00{number}", at_ms=MORNING_MS + number * MINUTE_MS) for number in range(1, 5))


def order_of(floor: Floor) -> list[str]:
    return [ticket.label for ticket in floor.waiting_in("civil")]


def next_at(floor: Floor, now_ms: int) -> str:
    choice = pick_next(floor, floor.counters[1], now_ms)
    assert choice is not None
    return choice.ticket.label


def test_the_place_is_behind_those_who_were_let_by_and_before_everybody_else() -> None:
    floor = given(*s.OPEN, *FOUR, deferred("C001", "C003", 2))
    assert order_of(floor) == ["C002", "C003", "C001", "C004"]
    assert [people_ahead_of(floor, ticket, floor.at_ms) for ticket in floor.waiting_in("civil")] == [0, 1, 2, 3]


def test_of_several_behind_the_same_one_who_asked_first_comes_first() -> None:
    floor = given(*s.OPEN, *FOUR, deferred("C001", "C003", 2), deferred("C002", "C003"))
    assert order_of(floor) == ["C003", "C001", "C002", "C004"]
    again = given(
        *s.OPEN,
        *FOUR,
        deferred("C001", "C002"),
        deferred("C001", "C004", 2),
        LATE,
    )
    assert order_of(again) == ["C002", "C003", "C004", "C001", "C005"]
    assert again.tickets[ticket_id("C001")].deferrals == MOST_DEFERRALS


def test_the_arrival_stays_for_the_figures() -> None:
    ticket = given(*s.OPEN, *FOUR, deferred("C001", "C004", 3)).tickets[ticket_id("C001")]
    assert (ticket.arrived_ms, ticket.came_ms) == (MORNING_MS + MINUTE_MS, MORNING_MS + MINUTE_MS)


def test_no_rule_about_waiting_long_lets_it_pass_those_whom_it_let_by() -> None:
    late = Policy(call_first_after_min=20)
    aged = Policy(classes="at_most", ageing=(Ageing(after_min=20, counts_as="elderly"),))
    for policy in (late, aged):
        opened = (day_opened(plan=replace(PLAN, policy=policy)), *s.OPEN[1:])
        floor = given(*opened, *FOUR, deferred("C001", "C003", 2))
        for minute in (1, 21, 22, 23, 24, 60):
            assert next_at(floor, MORNING_MS + minute * MINUTE_MS) == "C002"


def test_what_was_kept_for_it_is_given_up() -> None:
    kept = replace(PLAN, policy=Policy(held_return="same_clerk"))
    opened = (day_opened(plan=kept), *s.OPEN[1:])
    back = (called("C001"), held("C001"), returned("C001"))
    assert next_at(given(*opened, *FOUR, *back), MORNING_MS) == "C001"
    assert next_at(given(*opened, *FOUR, *back, deferred("C001", "C002")), MORNING_MS) == "C002"


def test_whoever_was_carried_over_and_steps_back_comes_in_the_order_of_places() -> None:
    carried = carried_over("C009", "2026-11-21")
    opened = (*s.OPEN, carried, *FOUR[1:])
    assert next_at(given(*opened), MORNING_MS) == "C009-21"
    floor = given(*opened, replace(deferred("C009-21", "C002"), ticket=carried.ticket))
    assert next_at(floor, MORNING_MS) == "C002"
    assert order_of(floor) == ["C002", "C009-21", "C003", "C004"]


def test_the_story_tells_of_it_and_calls_nobody_a_queue_jumper() -> None:
    rows = entries([*s.OPEN, *FOUR, deferred("C001", "C002"), called("C002")])
    story = story_of(rows, "C001", "C002")
    assert [(line.code, line.params) for line in story.lines[1:]] == [("deferred", {"other": "C002", "n": 1})]
    assert story.beside is not None
    assert story.beside.why is not None
    assert (story.beside.code, story.beside.why.code) == ("called_before", "let_by")
