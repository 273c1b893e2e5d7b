"""The table of refusals: the day, the counters and the fields."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.adopted_plans import REFUSED_PLANS
from tests.domain.hall import DAY, DAY_MS, MINUTE_MS, MORNING_MS, NEXT_DAY, PLAN, called, held, issued, ticket_id
from tests.domain.refusal_rows import (
    ALL_LEFT_LAND,
    MIDNIGHT_MS,
    NO_DAY,
    Row,
    of_a_counter,
    of_a_free_counter,
    of_an_open_counter,
    row,
)


def of_days() -> list[Row]:
    today = c.OpenDay(day=DAY, plan=PLAN)
    in_16_days = c.OpenDay(day="2026-12-08", plan=PLAN)
    after_midnight = next_morning = c.OpenDay(day=NEXT_DAY, plan=PLAN)
    late = issued("C001", at_ms=MIDNIGHT_MS - 59 * MINUTE_MS)
    misread_year = c.OpenDay(day="2027-11-25", plan=PLAN, confirmed_by="person")
    return [
        row("day_not_today", c.OpenDay(day=NEXT_DAY, plan=PLAN), s.BEFORE_ANY_DAY),
        row("day_not_today", c.OpenDay(day="2026-11-31", plan=PLAN), s.BEFORE_ANY_DAY),
        row("clock_wrong", c.OpenDay(day="1970-01-01", plan=PLAN), s.BEFORE_ANY_DAY, 0),
        row("day_already_open", today, s.DAY_OPEN),
        row("day_not_later", today, s.DAY_OVER),
        row("day_not_later", c.OpenDay(day="2026-11-21", plan=PLAN), s.DAY_OPEN, MORNING_MS - DAY_MS),
        row("clock_doubtful", in_16_days, s.DAY_OVER, MORNING_MS + 16 * DAY_MS),
        row("clock_doubtful", misread_year, s.DAY_OVER, MORNING_MS + 368 * DAY_MS),
        row("day_still_busy", after_midnight, s.SERVING, MIDNIGHT_MS),
        row("day_still_busy", after_midnight, (*s.DAY_OPEN, late), MIDNIGHT_MS),
        row("no_day_open", c.CloseDay(), s.BEFORE_ANY_DAY),
        row("no_day_open", c.CloseDay(), s.DAY_OVER),
        row("no_day_open", c.ReopenDay(), s.BEFORE_ANY_DAY),
        row("day_already_open", c.ReopenDay(), s.DAY_OPEN),
        row("day_not_today", c.ReopenDay(), s.DAY_OVER, MIDNIGHT_MS),
        row(
            "plan_not_adopted",
            replace(next_morning, plan=replace(PLAN, zone="Asia/Saigon")),
            s.DAY_OVER,
            MORNING_MS + DAY_MS,
        ),
        *REFUSED_PLANS,
        row("no_day_open", c.SetMode(mode="test"), s.BEFORE_ANY_DAY),
        row("nothing_changed", c.SetMode(mode="live"), s.DAY_OPEN),
        row("nothing_changed", c.SetMode(mode="test"), s.TESTING),
    ]


def of_giving_back(command: c.Command) -> list[Row]:
    """What a counter that gives its ticket back is refused for."""
    at_2 = (*s.TWO_OPEN, issued("L001"), called("L001", 2), ALL_LEFT_LAND)
    return [
        row("reason_unknown", replace(command, return_reason="lunch"), s.SERVING),
        row("counter_busy", replace(command, return_ticket=ticket_id("C002")), s.SERVING),
        row("field_closed", replace(command, counter=2), at_2),
    ]


def of_fields() -> list[Row]:
    move = c.MoveField(field="civil", from_counter=1, to_counter=3)
    stop, start = c.StopField(field="civil", reason="no_power"), c.StartField(field="civil")
    return [
        *(row("no_day_open", command, past) for command in (move, stop, start) for past in NO_DAY),
        *(row("unknown_field", replace(command, field="astrology"), s.DAY_OPEN) for command in (move, stop, start)),
        row("unknown_counter", replace(move, from_counter=9), s.DAY_OPEN),
        row("unknown_counter", replace(move, to_counter=9), s.DAY_OPEN),
        row("nothing_changed", replace(move, to_counter=1), s.DAY_OPEN),
        row("field_not_at_counter", replace(move, from_counter=3, to_counter=1), s.DAY_OPEN),
        row("nothing_changed", stop, s.STOPPED),
        row("reason_unknown", replace(stop, reason="lunch"), s.DAY_OPEN),
        row("nothing_changed", start, s.DAY_OPEN),
    ]


def of_counters() -> list[Row]:
    pause = c.PauseCounter(counter=1, reason="lunch")
    fields = c.SetCounterFields(counter=1, fields=("land",))
    only_civil_at_2 = c.SetCounterFields(counter=2, fields=("civil",))
    return [
        *of_a_counter(c.OpenCounter(counter=1)),
        row("counter_open_already", c.OpenCounter(counter=1), s.SERVING),
        *of_a_free_counter(pause),
        row("reason_unknown", replace(pause, reason="urgent"), s.OPEN),
        *of_an_open_counter(c.CloseCounter(counter=1)),
        row("counter_busy", c.CloseCounter(counter=1), s.CALLED),
        *of_giving_back(replace(pause, return_reason="papers_missing")),
        *of_giving_back(c.CloseCounter(counter=1, return_reason="papers_missing")),
        *of_a_counter(fields),
        row("unknown_field", replace(fields, fields=("civil", "astrology")), s.DAY_OPEN),
        row("nothing_changed", replace(fields, fields=("civil", "civil")), s.DAY_OPEN),
        row("people_wait_for_field", only_civil_at_2, (*s.DAY_OPEN, issued("L001"))),
        row("people_wait_for_field", only_civil_at_2, (*s.DAY_OPEN, issued("L001"), e.ModeSet(mode="test"))),
        row("people_wait_for_field", only_civil_at_2, (*s.TWO_OPEN, issued("L001"), called("L001", 2))),
        row(
            "people_wait_for_field", only_civil_at_2, (*s.TWO_OPEN, issued("L001"), called("L001", 2), held("L001", 2))
        ),
    ]
