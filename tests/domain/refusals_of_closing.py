"""The table of refusals: closing in mid-queue, carrying over, quotas and limits."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.plan import Hours, PersonLimit, Quota, Session
from hub.domain.snapshots import LeftTicket
from tests.domain import situations as s
from tests.domain.hall import PLAN, day_opened, issued
from tests.domain.refusal_rows import ALL_LEFT_LAND, MIDNIGHT_MS, NO_DAY, Row, row

FULL = replace(PLAN, fields=(replace(PLAN.fields[0], quota=Quota(walk_in=1), most_files=2), *PLAN.fields[1:]))
COPIES_STOPPED = (e.CounterOpened(counter=3), e.FieldStopped(field="copies", reason="no_power"))
MORNINGS = Hours(weekly=(Session(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "07:00", "11:30"),))


def of_closing() -> list[Row]:
    """What whoever closes on people is refused for."""
    pause = c.PauseCounter(counter=1, reason="lunch")
    stop = c.StopField(field="civil", reason="no_power")
    rows = [row("people_wait_here", command, s.WAITING) for command in (pause, c.CloseCounter(counter=1))]
    for command in (pause, c.CloseCounter(counter=1), stop):
        move, end = replace(command, for_waiting="move"), replace(command, for_waiting="end")
        rows += [
            row("transfer_target_missing", move, s.WAITING),
            row("nothing_changed", replace(move, move_to="civil"), s.WAITING),
            row("unknown_field", replace(move, move_to="astrology"), s.WAITING),
            row("field_closed", replace(move, move_to="land"), (*s.WAITING, ALL_LEFT_LAND)),
            row("field_stopped", replace(move, move_to="copies"), (*s.WAITING, *COPIES_STOPPED)),
            row("reason_unknown", end, s.WAITING),
            row("reason_unknown", replace(end, end_reason="lunch"), s.WAITING),
        ]
    leave = c.CloseCounter(counter=2, for_waiting="move", move_to="land")
    alone = (*s.OPEN, e.CounterOpened(counter=2), e.CounterClosed(counter=1), issued("C001"))
    paused = (*s.WAITING, e.CounterOpened(counter=3), e.CounterPaused(counter=3, reason="lunch"))
    to_copies = c.CloseCounter(counter=1, for_waiting="move", move_to="copies")
    return [
        *rows,
        row("field_closed", leave, alone),
        row("field_closed", to_copies, s.WAITING),
        row("field_closed", to_copies, paused),
        row("field_closed", replace(pause, for_waiting="move", move_to="copies"), paused),
    ]


def of_carrying_over() -> list[Row]:
    left = day_opened(left_waiting=(LeftTicket("2026-11-21-L001", "L001", "land"),))
    return [
        *(row("no_day_open", c.CarryOver(), past) for past in NO_DAY),
        row("no_day_open", c.CarryOver(), (left,), MIDNIGHT_MS + 5 * 3_600_000),
        row("nobody_to_carry", c.CarryOver(), s.DAY_OPEN),
        row("nobody_to_carry", c.CarryOver(), (left, ALL_LEFT_LAND)),
    ]


def of_quotas() -> list[Row]:
    draw = c.IssueTicket(field="civil", granted_by="staff")
    full, by_identity = (day_opened(plan=FULL), issued("C001")), PersonLimit("identity")
    return [
        row("quota_full", draw, full),
        row("quota_full_until", draw, (day_opened(plan=replace(FULL, hours=MORNINGS)), issued("C001"))),
        row("too_many_files", replace(draw, files=3), (day_opened(plan=FULL),)),
        row("remote_by_staff_only", c.IssueTicket(field="civil", channel="remote"), s.DAY_OPEN),
        row("person_needed", c.IssueTicket(field="civil"), (day_opened(plan=replace(PLAN, person_limit=by_identity)),)),
    ]


OF_CLOSING: list[Row] = [*of_closing(), *of_carrying_over(), *of_quotas()]
