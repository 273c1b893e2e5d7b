"""What commands about the day, the counters and the fields lead to."""

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.adopted_plans import OF_PLANS
from tests.domain.hall import (
    DAY,
    MORNING_MS,
    PLAN,
    called,
    day_opened,
    ended_by_day,
    expired,
    issued,
    reinstated,
    returned,
    ticket_id,
)

Success = tuple[str, tuple[e.Event, ...], c.Command, list[e.Event]]
"""A name, what has happened, what is asked, and what follows."""

OVER = e.DayClosed(day=DAY)
NEXT = issued("C002", at_ms=MORNING_MS + 2000)

OF_THE_HALL: list[Success] = [
    ("first day", s.BEFORE_ANY_DAY, c.OpenDay(day=DAY, plan=PLAN), [day_opened()]),
    ("close a quiet day", s.DAY_OPEN, c.CloseDay(), [e.DayClosed(day=DAY)]),
    (
        "close a busy day",
        (*s.SERVING, e.CounterOpened(counter=2), issued("L001"), NEXT, called("L001", 2)),
        c.CloseDay(),
        [
            ended_by_day("C001"),
            expired("L001"),
            expired("C002"),
            e.CounterClosed(counter=1),
            e.CounterClosed(counter=2),
            e.DayClosed(day=DAY),
        ],
    ),
    (
        "close a day with tickets set aside",
        (*s.MISSED, e.CounterClosed(counter=1)),
        c.CloseDay(),
        [expired("C001"), e.DayClosed(day=DAY)],
    ),
    (
        "reopen a day",
        s.CLOSED_AT_WORK,
        c.ReopenDay(),
        [e.DayReopened(day=DAY), reinstated("C001"), reinstated("C002")],
    ),
    ("reopen a quiet day", s.DAY_OVER, c.ReopenDay(), [e.DayReopened(day=DAY)]),
    (
        "reopen a day that was closed in a test, the real tickets only",
        (*s.WAITING, e.ModeSet(mode="test"), issued("TT001", mode="test"), expired("C001"), expired("TT001"), OVER),
        c.ReopenDay(),
        [e.DayReopened(day=DAY), e.ModeSet(mode="live"), reinstated("C001")],
    ),
    ("reopen a day without the missed", (*s.MISSED, expired("C001"), OVER), c.ReopenDay(), [e.DayReopened(day=DAY)]),
    (
        "reopen a day without those whom nobody serves",
        (*s.DAY_OPEN, issued("L001"), s.LAND_CLOSED[-1], expired("L001"), OVER),
        c.ReopenDay(),
        [e.DayReopened(day=DAY)],
    ),
    *OF_PLANS,
    ("start a test", s.WAITING, c.SetMode(mode="test"), [e.ModeSet(mode="test")]),
    (
        "end a test",
        (*s.WAITING, e.ModeSet(mode="test"), issued("TT001", mode="test")),
        c.SetMode(mode="live"),
        [expired("TT001"), e.ModeSet(mode="live")],
    ),
    ("open a counter", s.DAY_OPEN, c.OpenCounter(counter=1), [e.CounterOpened(counter=1)]),
    ("go on after a pause", s.PAUSED, c.OpenCounter(counter=1), [e.CounterOpened(counter=1)]),
    ("pause", s.OPEN, c.PauseCounter(counter=1, reason="lunch"), [e.CounterPaused(counter=1, reason="lunch")]),
    ("close a counter", s.OPEN, c.CloseCounter(counter=1), [e.CounterClosed(counter=1)]),
    ("close a paused counter", s.PAUSED, c.CloseCounter(counter=1), [e.CounterClosed(counter=1)]),
    (
        "pause the counter of a clerk who is gone",
        s.SERVING,
        c.PauseCounter(counter=1, reason="lunch", return_reason="papers_missing", for_waiting="wait"),
        [returned("C001"), e.CounterPaused(counter=1, reason="lunch")],
    ),
    (
        "close the counter of a clerk who is gone",
        s.CALLED,
        c.CloseCounter(counter=1, return_reason="papers_missing", return_ticket=ticket_id("C001"), for_waiting="wait"),
        [returned("C001"), e.CounterClosed(counter=1)],
    ),
    (
        "close a counter that is free after all",
        s.OPEN,
        c.CloseCounter(counter=1, return_reason="papers_missing"),
        [e.CounterClosed(counter=1)],
    ),
    (
        "move a field, in the plan's order",
        s.DAY_OPEN,
        c.MoveField(field="civil", from_counter=2, to_counter=3),
        [
            e.CounterFieldsSet(counter=3, fields=("civil", "copies")),
            e.CounterFieldsSet(counter=2, fields=("land",)),
        ],
    ),
    (
        "move the only field of a counter to one that serves it already",
        s.WAITING,
        c.MoveField(field="civil", from_counter=1, to_counter=2),
        [e.CounterFieldsSet(counter=1, fields=())],
    ),
    (
        "stop a field in which somebody waits",
        s.WAITING,
        c.StopField(field="civil", reason="no_power"),
        [e.FieldStopped(field="civil", reason="no_power")],
    ),
    ("start a field", s.STOPPED, c.StartField(field="civil"), [e.FieldStarted(field="civil")]),
    (
        "serve more fields, in the plan's order",
        s.DAY_OPEN,
        c.SetCounterFields(counter=3, fields=("copies", "civil")),
        [e.CounterFieldsSet(counter=3, fields=("civil", "copies"))],
    ),
    (
        "leave a field that another counter serves",
        s.WAITING,
        c.SetCounterFields(counter=2, fields=("land",)),
        [e.CounterFieldsSet(counter=2, fields=("land",))],
    ),
]
