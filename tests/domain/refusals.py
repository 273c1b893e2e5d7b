"""The table of refusals: every command with every code that it may be refused with, and what led to it."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.hall import (
    DAY,
    DAY_MS,
    MINUTE_MS,
    MORNING_MS,
    NEXT_DAY,
    PLAN,
    called,
    expired,
    finished,
    issued,
    missed,
    resumed,
    returned,
    started,
    ticket_id,
)

Past = tuple[e.Event, ...]
Row = tuple[str, c.Command, Past, int | None]

C001 = ticket_id("C001")
NOBODY = ticket_id("C777")
ALL_LEFT_LAND = e.CounterFieldsSet(counter=2, fields=("civil",))


def row(code: str, command: c.Command, past: Past, now_ms: int | None = None) -> Row:
    return (code, command, past, now_ms)


def of_a_counter(command: c.Command) -> list[Row]:
    """What every command of a counter is refused for."""
    return [
        row("no_day_open", command, s.BEFORE_ANY_DAY),
        row("no_day_open", command, s.DAY_OVER),
        row("unknown_counter", replace(command, counter=9), s.DAY_OPEN),
    ]


def of_an_open_counter(command: c.Command) -> list[Row]:
    return [*of_a_counter(command), row("counter_closed", command, s.DAY_OPEN)]


def of_a_free_counter(command: c.Command) -> list[Row]:
    return [
        *of_an_open_counter(command),
        row("counter_paused", command, s.PAUSED),
        row("counter_busy", command, s.CALLED),
        row("counter_busy", command, s.SERVING),
    ]


def of_a_ticket_at_hand(command: c.Command) -> list[Row]:
    return [
        *of_an_open_counter(command),
        row("counter_has_no_ticket", command, s.OPEN),
        row("counter_has_no_ticket", command, s.PAUSED),
        row("counter_has_no_ticket", command, s.HELD),
    ]


def of_a_ticket(command: c.Command) -> list[Row]:
    return [
        row("no_day_open", command, s.BEFORE_ANY_DAY),
        row("no_day_open", command, s.DAY_OVER),
        row("unknown_ticket", replace(command, ticket=NOBODY), s.WAITING),
        row("unknown_ticket", replace(command, ticket=ticket_id("C001", NEXT_DAY)), s.WAITING),
    ]


def of_days() -> list[Row]:
    today = c.OpenDay(day=DAY, plan=PLAN)
    in_16_days = c.OpenDay(day="2026-12-08", plan=PLAN)
    misread_year = c.OpenDay(day="2027-11-25", plan=PLAN, confirmed_by="person")
    return [
        row("day_not_today", c.OpenDay(day=NEXT_DAY, plan=PLAN), s.BEFORE_ANY_DAY),
        row("day_not_today", c.OpenDay(day="2026-11-31", plan=PLAN), s.BEFORE_ANY_DAY),
        row("day_already_open", today, s.DAY_OPEN),
        row("day_not_later", today, s.DAY_OVER),
        row("day_not_later", c.OpenDay(day="2026-11-21", plan=PLAN), s.DAY_OPEN, MORNING_MS - DAY_MS),
        row("clock_doubtful", in_16_days, s.DAY_OVER, MORNING_MS + 16 * DAY_MS),
        row("clock_doubtful", misread_year, s.DAY_OVER, MORNING_MS + 368 * DAY_MS),
        row("no_day_open", c.CloseDay(), s.BEFORE_ANY_DAY),
        row("no_day_open", c.CloseDay(), s.DAY_OVER),
        row("no_day_open", c.SetMode(mode="test"), s.BEFORE_ANY_DAY),
        row("nothing_changed", c.SetMode(mode="live"), s.DAY_OPEN),
        row("nothing_changed", c.SetMode(mode="test"), s.TESTING),
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
        *of_a_counter(fields),
        row("unknown_field", replace(fields, fields=("civil", "astrology")), s.DAY_OPEN),
        row("nothing_changed", replace(fields, fields=("civil", "civil")), s.DAY_OPEN),
        row("people_wait_for_field", only_civil_at_2, (*s.DAY_OPEN, issued("L001"))),
        row("people_wait_for_field", only_civil_at_2, (*s.DAY_OPEN, issued("L001"), e.ModeSet(mode="test"))),
    ]


def of_the_kiosk() -> list[Row]:
    issue = c.IssueTicket(field="civil")
    return [
        row("no_day_open", issue, s.BEFORE_ANY_DAY),
        row("no_day_open", issue, s.DAY_OVER),
        row("unknown_field", replace(issue, field="astrology"), s.DAY_OPEN),
        row("field_closed", replace(issue, field="land"), s.LAND_CLOSED),
        row("no_day_open", replace(issue, granted_by="staff"), s.DAY_OPEN, MORNING_MS + DAY_MS),
        row("outside_hours", issue, s.MORNINGS_ONLY, MORNING_MS + 5 * 60 * MINUTE_MS),
        row("no_hours_ahead", issue, s.NEVER_OPEN),
        row("unknown_class", replace(issue, ticket_class="vip", granted_by="staff"), s.DAY_OPEN),
        row("class_not_granted_here", replace(issue, ticket_class="merit"), s.DAY_OPEN),
        row("too_many_files", replace(issue, files=51), s.DAY_OPEN),
        row(
            "nothing_changed",
            c.ReportDevice(device="printer", link="online", paper="ok", cover="closed"),
            s.PRINTER_READY,
        ),
        *of_a_ticket(c.ReportPrint(ticket=C001, job="job-1", result="confirmed")),
    ]


def of_calling() -> list[Row]:
    number = c.CallNumber(counter=1, label="C001", reason="urgent")
    resume = c.Resume(counter=1, ticket=C001)
    return [
        *of_a_free_counter(c.CallNext(counter=1)),
        row("queue_empty", c.CallNext(counter=1), s.OPEN),
        row("queue_empty", c.CallNext(counter=1), (*s.OPEN, issued("L001"))),
        row("queue_empty", c.CallNext(counter=1), (*s.WAITING, e.ModeSet(mode="test"))),
        row("queue_empty", c.CallNext(counter=1), s.BOUND_TO_2),
        *of_a_free_counter(number),
        row("reason_unknown", replace(number, reason="lunch"), s.WAITING),
        row("unknown_ticket", replace(number, label="C777"), s.WAITING),
        row("ticket_not_waiting", number, s.FINISHED),
        row("ticket_not_waiting", number, s.HELD),
        row("ticket_not_waiting", replace(number, counter=2), (*s.CALLED, e.CounterOpened(counter=2))),
        row("number_bound_elsewhere", number, s.BOUND_TO_2),
        row("number_in_other_mode", number, (*s.WAITING, e.ModeSet(mode="test"))),
        *of_a_free_counter(resume),
        row("unknown_ticket", replace(resume, ticket=NOBODY), s.OPEN),
        row("ticket_not_held", resume, s.WAITING),
        row("ticket_not_held", resume, s.MISSED),
        row("ticket_not_held", replace(resume, counter=2), (*s.SERVING, e.CounterOpened(counter=2))),
    ]


def of_serving() -> list[Row]:
    not_called = [c.Recall(counter=1), c.StartService(counter=1), c.MarkMissed(counter=1)]
    not_serving = [c.FinishService(counter=1), c.FinishAndCallNext(counter=1)]
    return [
        *(found for command in (*not_called, *not_serving) for found in of_a_ticket_at_hand(command)),
        *(row("ticket_not_called", command, s.SERVING) for command in not_called),
        *(row("ticket_not_serving", command, s.CALLED) for command in not_serving),
        *of_a_ticket_at_hand(c.Hold(counter=1)),
    ]


def of_sending_on() -> list[Row]:
    back = c.ReturnToQueue(counter=1, reason="papers_missing")
    to_land = c.Transfer(counter=1, to_field="land")
    at_2 = (
        *s.TWO_OPEN,
        issued("L001"),
        called("L001", 2),
    )
    return [
        *of_a_ticket_at_hand(back),
        row("reason_unknown", replace(back, reason="lunch"), s.SERVING),
        row("field_closed", replace(back, counter=2), (*at_2, ALL_LEFT_LAND)),
        *of_a_ticket_at_hand(to_land),
        row("transfer_target_missing", c.Transfer(counter=1), s.SERVING),
        row("transfer_target_missing", c.Transfer(counter=1, to_field="land", to_counter=2), s.SERVING),
        row("nothing_changed", replace(to_land, to_field="civil"), s.SERVING),
        row("nothing_changed", c.Transfer(counter=1, to_counter=1), s.SERVING),
        row("unknown_field", replace(to_land, to_field="astrology"), s.SERVING),
        row("field_closed", to_land, (*s.SERVING, ALL_LEFT_LAND)),
        row("unknown_counter", c.Transfer(counter=1, to_counter=9), s.SERVING),
        row("counter_closed", c.Transfer(counter=1, to_counter=2), s.SERVING),
    ]


def of_tickets() -> list[Row]:
    cancel = c.CancelTicket(ticket=C001, reason="went_home")
    back = c.CallBack(ticket=C001)
    missed_land = (
        *s.TWO_OPEN,
        issued("L001"),
        called("L001", 2),
        missed("L001", 2),
        ALL_LEFT_LAND,
    )
    return [
        *of_a_ticket(back),
        *(row("ticket_not_missed", back, past) for past in (s.WAITING, s.CALLED, s.SERVING, s.HELD, s.FINISHED)),
        row("field_closed", replace(back, ticket=ticket_id("L001")), missed_land),
        *of_a_ticket(cancel),
        *(row("ticket_not_cancellable", cancel, past) for past in (s.SERVING, s.HELD, s.MISSED, s.FINISHED)),
        row("ticket_not_cancellable", replace(cancel, reason="print_failed", counter=1), s.CALLED),
        row("ticket_at_other_counter", cancel, s.CALLED),
        row("ticket_at_other_counter", replace(cancel, counter=2), s.CALLED),
        row("reason_unknown", replace(cancel, reason="lunch"), s.WAITING),
    ]


def of_rating() -> list[Row]:
    rate = c.RateTicket(counter=1, ticket=C001, service=1, score=4)
    too_late = MORNING_MS + len(s.FINISHED) * 1000 + MINUTE_MS + 1
    next_started = (
        *s.FINISHED,
        issued("C002"),
        called("C002"),
        started("C002"),
    )
    other_resumed = (
        *s.HELD,
        issued("C002"),
        called("C002"),
        started("C002"),
        finished("C002"),
        resumed("C001"),
    )
    return [
        *of_a_counter(rate),
        row("unknown_ticket", replace(rate, ticket=NOBODY), s.FINISHED),
        row("unknown_service", replace(rate, service=2), s.FINISHED),
        row("already_rated", rate, s.RATED),
        row("score_out_of_range", replace(rate, score=5), s.FINISHED),
        *(row("rating_window_closed", rate, past) for past in (s.WAITING, s.SERVING, s.HELD, next_started)),
        row("rating_window_closed", replace(rate, ticket=ticket_id("C002")), other_resumed),
        row("rating_window_closed", rate, (*s.SERVING, returned("C001"))),
        row("rating_window_closed", rate, (*s.WAITING, expired("C001"))),
        row("rating_window_closed", replace(rate, counter=2), s.FINISHED),
        row("rating_window_closed", rate, s.FINISHED, too_late),
    ]


REFUSALS = [
    *of_days(),
    *of_counters(),
    *of_the_kiosk(),
    *of_calling(),
    *of_serving(),
    *of_sending_on(),
    *of_tickets(),
    *of_rating(),
]


def codes_by_command(rows: Iterable[Row]) -> dict[type[c.Command], set[str]]:
    found: defaultdict[type[c.Command], set[str]] = defaultdict(set)
    for code, command, _, _ in rows:
        found[type(command)].add(code)
    return dict(found)


PROVED = codes_by_command(REFUSALS)
"""By command: the codes of the table."""
