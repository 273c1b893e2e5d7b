"""Situations that the tables of successes and refusals start from: what has happened, in the order it did."""

from msgspec.structs import replace

from hub.domain import events as e
from hub.domain.hours import WEEKDAYS
from hub.domain.plan import CounterRules, FieldWeight, Hours, MissedRules, Policy, Profile, Session
from tests.domain.hall import (
    DAY,
    PLAN,
    called,
    day_opened,
    ended_by_day,
    expired,
    finished,
    held,
    issued,
    missed,
    prepared,
    rated,
    recalled,
    started,
    transferred,
    words,
)

BEFORE_ANY_DAY: tuple[e.Event, ...] = ()
DAY_OPEN = (day_opened(),)
DAY_OVER = (*DAY_OPEN, e.DayClosed(day=DAY))
OPEN = (*DAY_OPEN, e.CounterOpened(counter=1))
PAUSED = (*OPEN, e.CounterPaused(counter=1, reason="lunch"))
WAITING = (*OPEN, issued("C001"))
CALLED = (*WAITING, called("C001"))
SERVING = (*CALLED, started("C001"))
FINISHED = (*SERVING, finished("C001"))
RATED = (*FINISHED, rated("C001"))
HELD = (*SERVING, held("C001"))
MISSED = (*CALLED, missed("C001"))
TWO_OPEN = (*WAITING, e.CounterOpened(counter=2))
BOUND_TO_2 = (
    *SERVING,
    e.CounterOpened(counter=2),
    transferred("C001", 1, "civil", 2),
)
LAND_CLOSED = (*DAY_OPEN, e.CounterFieldsSet(counter=2, fields=("civil",)))
TESTING = (*OPEN, e.ModeSet(mode="test"))
STOPPED = (*WAITING, e.FieldStopped(field="civil", reason="no_power"))
CLOSED_AT_WORK = (
    *SERVING,
    issued("C002"),
    ended_by_day("C001"),
    expired("C002"),
    e.CounterClosed(counter=1),
    e.DayClosed(day=DAY),
)
"""The day was closed while one ticket was served and one waited."""
PRINTER_READY = (*DAY_OPEN, e.DeviceChanged(device="printer", link="online", paper="ok", cover="closed"))
PRINTER_JAMMED = (
    *PRINTER_READY,
    e.DeviceChanged(device="printer", link="online", paper="ok", cover="closed", trouble="paper_jam"),
)
MORNINGS_ONLY = (day_opened(plan=replace(PLAN, hours=Hours(weekly=(Session(WEEKDAYS, "07:30", "11:30"),)))),)
NEVER_OPEN = (day_opened(plan=replace(PLAN, hours=Hours(weekly=()))),)
OTHER_MISSED = (e.CounterOpened(counter=2), called("L001", 2), missed("L001", 2))
"""Afterwards: who waits for land is called at counter 2 and does not come."""

WITH_PREPARING = replace(PLAN, counter_rules=CounterRules(prepare_next="yes"))
PREPARING = (day_opened(plan=WITH_PREPARING), *SERVING[1:])
"""The plan lets counters choose the next one while they serve."""
PREPARED = (*PREPARING, issued("C002"), prepared("C002"))
PREPARED_BESIDE_2 = (*PREPARED, e.CounterOpened(counter=2))
LAND_FIRST = Profile("land_first", words("Land first"), (FieldWeight("land", 5),))
WITH_PROFILES = (day_opened(plan=replace(PLAN, profiles=(LAND_FIRST,))), *OPEN[1:])
RESERVED_AT_3 = tuple(
    replace(counter, reserved_for=("elderly", "merit")) if counter.number == 3 else counter for counter in PLAN.counters
)
RESERVED = (day_opened(plan=replace(PLAN, counters=RESERVED_AT_3)),)
"""Counter 3, the only one for copies, is there for priority classes alone."""
LIMITS = MissedRules(most_calls=2, least_s_between=60)
CALLED_UNDER_LIMITS = (day_opened(plan=replace(PLAN, policy=Policy(missed=LIMITS))), *CALLED[1:])
CALLED_TWICE = (*CALLED_UNDER_LIMITS, recalled("C001"))
MISSED_RULES = Policy(missed=MissedRules(come_back="at_end"))
MISSED_UNDER_RULES = (day_opened(plan=replace(WITH_PREPARING, policy=MISSED_RULES)), *MISSED[1:])
"""The missed come back behind everybody who came before they were missed."""
