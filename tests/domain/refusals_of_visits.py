"""The table of refusals: errands, outcomes, reasons for what was missed, calls for help."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.decisions.undoing import UNDO_MS
from hub.domain.visits import MOST_ERRANDS
from tests.domain import plans_of_visits as v
from tests.domain import situations as s
from tests.domain.hall import (
    MORNING_MS,
    PLAN,
    called,
    called_back,
    day_opened,
    issued,
    returned,
    started,
    transferred,
    words,
)
from tests.domain.hall import missed as hall_missed
from tests.domain.refusal_rows import (
    ALL_LEFT_LAND,
    NOBODY,
    Row,
    of_a_counter,
    of_a_free_counter,
    of_a_ticket_at_hand,
    of_an_open_counter,
    row,
)


def of_visits() -> list[Row]:
    return [*_of_choosing(), *_of_errands(), *_of_finishing(), *_of_missing(), *_of_help(), *_of_undoing()]


def _of_choosing() -> list[Row]:
    issue = c.IssueTicket(field="civil")
    two = replace(issue, further_fields=("land",))
    stopped = (*v.CHAINED_OPEN, e.FieldStopped(field="land", reason="no_power"))
    return [
        row("too_many_fields", two, s.DAY_OPEN),
        row("too_many_fields", replace(issue, further_fields=("land", "copies")), v.CHAINED_OPEN),
        row("field_chosen_twice", replace(issue, further_fields=("civil",)), v.CHAINED_OPEN),
        row("unknown_field", replace(issue, further_fields=("astrology",)), v.CHAINED_OPEN),
        row("field_closed", two, (*v.CHAINED_OPEN, ALL_LEFT_LAND)),
        row("field_closed", issue, (*v.CHAINED_OPEN, v.LEFT_COPIES)),
        row("field_stopped", two, stopped),
        row("ticket_not_cancellable", c.CancelTicket(ticket=v.C001, reason="print_failed"), v.SENT_ON),
    ]


def _of_errands() -> list[Row]:
    add, drop = c.AddErrand(counter=1, field="land"), c.DropErrand(counter=1, field="land")
    return [
        *of_a_ticket_at_hand(add),
        *of_a_ticket_at_hand(drop),
        row("unknown_field", replace(add, field="astrology"), s.SERVING),
        row("nothing_changed", replace(add, field="civil"), s.SERVING),
        row("nothing_changed", add, v.SERVED_FIRST),
        row("field_closed", add, (*s.SERVING, ALL_LEFT_LAND)),
        row("field_closed", add, (*v.CHAINED_OPEN, issued("C001"), *v.SERVED_FIRST[3:], v.LEFT_COPIES)),
        row("too_many_errands", replace(add, field="more"), _with_many_errands()),
        row("errand_not_planned", drop, s.CALLED),
        row("errand_not_planned", replace(drop, field="civil"), v.SERVED_FIRST),
        row("field_closed", c.Transfer(counter=1, to_field="land"), (*_chained_civil(), v.LEFT_COPIES)),
    ]


def _chained_civil() -> tuple[e.Event, ...]:
    return (*v.CHAINED_OPEN, issued("C001"), called("C001"), started("C001"))


def _with_many_errands() -> tuple[e.Event, ...]:
    """As many errands to come as there may be, and one more field."""
    ids = [f"field{n}" for n in range(MOST_ERRANDS)]
    more = tuple(p.Field(name, "F", words(name), words(name), icon="paper") for name in (*ids, "more"))
    counters = (*PLAN.counters, p.CounterPlan(4, words("All"), (*ids, "more")))
    opened = day_opened(plan=replace(PLAN, fields=(*PLAN.fields, *more), counters=counters))
    return (opened, *s.OPEN[1:], issued("C001", further=tuple(ids)), called("C001"))


def _of_finishing() -> list[Row]:
    told = {"outcome": "taken_in", "quantity": 2}
    rows = []
    for finish in (c.FinishService(counter=1, **told), c.FinishAndCallNext(counter=1, **told)):
        rows += [
            row("outcome_needed", replace(finish, outcome=None), v.LED_SERVING),
            row("quantity_needed", replace(finish, quantity=None), v.LED_SERVING),
            row("outcome_unknown", replace(finish, outcome="lunch"), v.LED_SERVING),
            row("outcome_unknown", finish, s.SERVING),
            row("quantity_not_asked", replace(finish, outcome=None), s.SERVING),
        ]
    return rows


def _of_missing() -> list[Row]:
    missed = c.MarkMissed(counter=1)
    return [
        row("reason_needed", missed, v.LED_SERVING),
        row("reason_unknown", replace(missed, reason="lunch"), v.LED_SERVING),
        row("reason_unknown", replace(missed, reason="lunch"), s.CALLED),
    ]


def _of_undoing() -> list[Row]:
    finish, missed = c.UndoFinish(counter=1, ticket=v.C001), c.UndoMissed(counter=1, ticket=v.C001)
    late_ms = MORNING_MS + len(s.FINISHED) * 1000 + UNDO_MS + 1
    gone_on = (*s.MISSED, issued("C002"), called("C002"), returned("C002"))
    missed_elsewhere = (*s.MISSED, e.CounterOpened(counter=2), called_back("C001"), called("C001", 2))
    paused = (*s.FINISHED, e.CounterPaused(counter=1, reason="lunch"), e.CounterOpened(counter=1))
    return [
        *(found for command in (finish, missed) for found in of_a_free_counter(command)),
        *(row("nothing_to_undo", finish, past) for past in (s.OPEN, s.MISSED, v.SENT_ON, paused)),
        *(row("nothing_to_undo", missed, past) for past in (s.OPEN, s.FINISHED, gone_on, missed_elsewhere)),
        row("nothing_to_undo", missed, (*missed_elsewhere, hall_missed("C001", 2))),
        row("nothing_to_undo", finish, (*s.FINISHED, e.ModeSet(mode="test"))),
        row("nothing_to_undo", replace(finish, ticket=NOBODY), s.FINISHED),
        row("undo_too_late", finish, s.FINISHED, late_ms),
        row("undo_too_late", missed, s.MISSED, late_ms),
        row("already_rated", finish, s.RATED),
        *of_a_ticket_at_hand(c.SetVisitNote(counter=1, note="note")),
    ]


def _of_help() -> list[Row]:
    call, end = c.CallForHelp(counter=1), c.EndHelp(counter=1)
    sent_on = (*s.SERVING, e.CounterOpened(counter=2), transferred("C001", 1, "land"))
    return [
        *of_an_open_counter(call),
        row("help_switched_off", call, v.LED_WAITING),
        row("nothing_changed", call, v.HELP_CALLED),
        *of_a_counter(end),
        row("nothing_changed", end, sent_on),
        row("nothing_changed", end, (*v.HELP_CALLED, e.CounterClosed(counter=1))),
    ]
