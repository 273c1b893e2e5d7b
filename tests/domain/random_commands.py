"""Commands of every kind with arguments at random: right, wrong, unknown, of another day."""

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain.hours import WEEKDAYS
from hub.domain.plan import Hours, Policy, Series, Session
from tests.domain.hall import CLASSES, DAY, DAY_MS, MORNING_MS, NEXT_DAY, PLAN, SERIES
from tests.domain.plans_of_visits import ASKED, CHAINED

OTHER_PLAN = replace(
    PLAN,
    policy=Policy(most_priority_in_a_row=1),
    series=Series(digits=2, first=98, hyphen="hyphen"),
    counters=tuple(replace(counter, fields=("civil", "land", "copies")) for counter in PLAN.counters),
)
"""Each counter serves everything, every other call is an ordinary one, and A-99 is soon followed by A-100."""

VISITS_PLAN = replace(
    CHAINED, counter_rules=replace(ASKED.counter_rules, missed_reason="no", help_call="yes"), outcomes=ASKED.outcomes
)
"""Visits go on along chains, services start with the call."""

MORNINGS = Hours(weekly=(Session(WEEKDAYS, "07:30", "11:30"),))
PLANS = {"usual": PLAN, "other": OTHER_PLAN, "visits": VISITS_PLAN}
COUNTERS = st.sampled_from([1, 1, 2, 2, 3, 9])
FIELDS = st.sampled_from([*SERIES, *SERIES, "astrology"])
LABELS = st.sampled_from(
    [
        "C001",
        "C002",
        "C003",
        "C004",
        "C005",
        "L001",
        "E001",
        "TT001",
        "C-98",
        "C-99",
        "C-100",
        "TT-98",
        "C777",
        "C-K1-01",
    ]
)
TICKETS = st.builds("{}-{}".format, st.sampled_from([DAY, DAY, NEXT_DAY]), LABELS)
REASONS = st.sampled_from(
    ["lunch", "urgent", "papers_missing", "papers_missing", "went_home", "print_failed", "by_citizen", "no_power"]
)
KIOSKS = st.sampled_from(["K1", "K2"])
PRINTERS = st.sampled_from(["printer", "printer", "panel", "toaster"])
DAYS = st.sampled_from(["2026-11-21", DAY, NEXT_DAY, "2026-12-24", "2026-11-31"])

ABOUT_THE_TICKET: list[type[c.AtHand]] = [
    c.FinishAndCallNext,
    c.Recall,
    c.StartService,
    c.FinishService,
    c.MarkMissed,
    c.Hold,
]
AT_COUNTER = st.sampled_from(
    [c.OpenCounter, c.CloseCounter, c.CallNext, c.PrepareNext, c.DropPrepared, *ABOUT_THE_TICKET]
)

TOLD: dict[str, st.SearchStrategy[Any]] = {
    "for_waiting": st.sampled_from([None, "wait", "wait", "move", "end"]),
    "move_to": st.sampled_from(list(SERIES)),
    "end_reason": st.just("went_home"),
}
"""What becomes of those who wait for what closes."""
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "for_waiting": st.sampled_from([None, "wait", "move", "end"]),
    "move_to": st.none() | FIELDS,
    "end_reason": st.none() | REASONS,
}

HALL_COMMAND: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(c.SetMode, mode=st.sampled_from(["live", "test"])),
    st.just(c.CarryOver()),
    st.builds(c.CloseCounter, counter=st.integers(1, 3), **TOLD),
    st.builds(c.CloseCounter, counter=st.integers(1, 3), return_reason=st.just("papers_missing"), **TOLD),
    st.builds(
        c.PauseCounter,
        counter=st.integers(1, 3),
        reason=st.just("lunch"),
        return_reason=st.none() | st.just("papers_missing"),
        **TOLD,
    ),
    st.builds(
        c.MoveField,
        field=st.sampled_from(list(SERIES)),
        from_counter=st.integers(1, 3),
        to_counter=st.integers(1, 3),
    ),
    st.builds(c.StopField, field=st.sampled_from(list(SERIES)), reason=st.just("no_power"), **TOLD),
    st.builds(c.StartField, field=st.sampled_from(list(SERIES))),
    st.builds(c.AddErrand, counter=st.integers(1, 3), field=st.sampled_from(list(SERIES))),
    st.builds(
        lambda command, counter, label: command(counter=counter, ticket=f"{DAY}-{label}"),
        st.sampled_from([c.UndoFinish, c.UndoMissed]),
        st.integers(1, 3),
        st.sampled_from(["C001", "C002", "L001", "E001"]),
    ),
    st.builds(
        c.IssueTicket,
        field=st.sampled_from(list(SERIES)),
        further_fields=st.sampled_from([("land",), ("copies",), ("civil",)]),
        granted_by=st.just("staff"),
    ),
    st.builds(
        c.SetCounterFields,
        counter=st.integers(1, 3),
        fields=st.lists(st.sampled_from(list(SERIES)), min_size=1, max_size=2).map(tuple),
    ),
)
"""What is decided about the hall in the middle of the day; right as a rule."""


def _any(command: type[c.Command], **arguments: st.SearchStrategy[object]) -> st.SearchStrategy[c.Command]:
    return st.builds(command, **arguments)


ANY_COMMAND: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(lambda command, counter: command(counter=counter), AT_COUNTER, COUNTERS),
    st.builds(
        lambda command, counter, seen: command(counter=counter, seen=seen),
        st.sampled_from(ABOUT_THE_TICKET),
        COUNTERS,
        TICKETS,
    ),
    _any(
        c.OpenDay,
        day=DAYS,
        plan=st.sampled_from([PLAN, OTHER_PLAN]),
        confirmed_by=st.sampled_from(["nobody", "clock", "person"]),
    ),
    _any(c.CloseDay),
    _any(c.ReopenDay),
    _any(
        c.AdoptPlan,
        plan=st.sampled_from([PLAN, PLAN, OTHER_PLAN, replace(PLAN, hours=MORNINGS)]),
        when=st.sampled_from(["now", "next_day"]),
        why=st.just("why"),
        base=st.sampled_from([None, None, 1, 2]),
    ),
    _any(c.SetMode, mode=st.sampled_from(["live", "test"])),
    _any(c.PauseCounter, counter=COUNTERS, reason=REASONS, return_reason=st.none() | REASONS, **ASKED),
    _any(c.CloseCounter, counter=COUNTERS, return_reason=REASONS, **ASKED),
    _any(c.MoveField, field=FIELDS, from_counter=COUNTERS, to_counter=COUNTERS),
    _any(c.StopField, field=FIELDS, reason=REASONS, **ASKED),
    _any(c.CarryOver),
    _any(c.StartField, field=FIELDS),
    _any(c.SetCounterFields, counter=COUNTERS, fields=st.lists(FIELDS, min_size=1, max_size=3).map(tuple)),
    _any(
        c.IssueTicket,
        field=FIELDS,
        ticket_class=st.sampled_from([*CLASSES, "vip"]),
        granted_by=st.sampled_from(["kiosk", "staff"]),
        files=st.sampled_from([1, 50, 51]),
        print_at=st.none() | PRINTERS,
        channel=st.sampled_from(["walk_in", "walk_in", "remote"]),
    ),
    _any(c.IssueTicket, field=FIELDS, further_fields=st.lists(FIELDS, max_size=3).map(tuple)),
    _any(c.AddErrand, counter=COUNTERS, field=FIELDS, seen=st.none() | TICKETS),
    _any(c.DropErrand, counter=COUNTERS, field=FIELDS),
    _any(c.CallForHelp, counter=COUNTERS),
    _any(c.EndHelp, counter=COUNTERS),
    _any(c.FinishService, counter=COUNTERS, outcome=st.sampled_from([None, "taken_in", "lunch"])),
    _any(c.FinishAndCallNext, counter=COUNTERS, quantity=st.sampled_from([None, 2])),
    _any(c.MarkMissed, counter=COUNTERS, reason=st.sampled_from([None, "nobody_came", "lunch"])),
    _any(c.UseProfile, counter=COUNTERS, profile=st.sampled_from(["", "land_first", "sunday"])),
    _any(c.CallNumber, counter=COUNTERS, label=LABELS, reason=REASONS),
    _any(c.UndoFinish, counter=COUNTERS, ticket=TICKETS),
    _any(c.UndoMissed, counter=COUNTERS, ticket=TICKETS),
    _any(c.SetVisitNote, counter=COUNTERS, note=st.none() | st.just("note"), seen=st.none() | TICKETS),
    _any(c.CallBack, ticket=TICKETS),
    _any(c.Resume, counter=COUNTERS, ticket=TICKETS),
    _any(
        c.Transfer,
        counter=COUNTERS,
        to_field=st.none() | FIELDS,
        to_counter=st.none() | COUNTERS,
    ),
    _any(c.ReturnToQueue, counter=COUNTERS, reason=REASONS, seen=st.none() | TICKETS),
    _any(c.ReleaseTicket, ticket=TICKETS, reason=REASONS),
    _any(c.RequestPrint, ticket=TICKETS, device=PRINTERS),
    _any(c.CancelTicket, ticket=TICKETS, reason=REASONS),
    _any(c.DeferTicket, ticket=TICKETS, behind=st.integers(1, 3)),
    _any(
        c.RateTicket,
        counter=COUNTERS,
        ticket=TICKETS,
        service=st.integers(1, 3),
        score=st.integers(1, 5),
        pressed_ms=st.none() | st.integers(MORNING_MS - DAY_MS, MORNING_MS + DAY_MS),
        instead_of=st.none() | st.integers(1, 5),
        reasons=st.sampled_from([(), (), ("long_wait",), ("long_wait", "unclear"), ("weather",)]),
        channel=st.sampled_from(["panel", "phone"]),
    ),
    _any(
        c.ReportPrint,
        ticket=TICKETS,
        job=st.sampled_from(["job", "C001-1", "C001-2"]),
        result=st.sampled_from(["confirmed", "failed", "unknown"]),
    ),
    _any(
        c.ReportDevice,
        device=st.sampled_from(["printer", "panel"]),
        link=st.sampled_from(["online", "offline", "unknown"]),
        paper=st.sampled_from(["ok", "low", "out", "none", "unknown"]),
        cover=st.sampled_from(["closed", "open", "unknown"]),
        trouble=st.sampled_from(["", "paper_jam"]),
    ),
    _any(
        c.JoinTicket,
        day=DAYS,
        field=FIELDS,
        series=st.sampled_from([*SERIES.values(), "TT"]),
        tag=KIOSKS,
        number=st.integers(1, 3),
        drawn_ms=st.integers(MORNING_MS - DAY_MS, MORNING_MS + DAY_MS),
        ticket_class=st.sampled_from([*CLASSES, "vip"]),
    ),
    _any(
        c.RecordServedOffline,
        counter=COUNTERS,
        labels=st.lists(LABELS, min_size=1, max_size=3).map(tuple),
        served_ms=st.none() | st.integers(MORNING_MS - DAY_MS, MORNING_MS + DAY_MS),
    ),
)
