"""Quotas: numbers of a field in a session or on a day, each way of coming for itself, and limits of files."""

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import views
from hub.domain.apply import apply_event
from hub.domain.decide import decide
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.hours import WEEKDAYS
from hub.domain.plan import Hours, Plan, Quota, Session
from hub.domain.quotas import QuotaLeft, quota_left, quotas_ahead
from tests.domain.hall import (
    DAY,
    DAY_MS,
    MINUTE_MS,
    MORNING_MS,
    PLAN,
    carried_over,
    day_opened,
    given,
    join,
    joined,
    refusal,
    ticket_id,
    when,
)

HOUR_MS = 60 * MINUTE_MS
TWO_SESSIONS = Hours(weekly=(Session(WEEKDAYS, "07:30", "11:30"), Session(WEEKDAYS, "13:30", "17:00")))
MORNING_IN_TWO = (("07:30", "09:30"), ("10:00", "11:30"), ("13:30", "17:00"))
NOON_MS, AFTERNOON_MS, EVENING_MS = (MORNING_MS + hours * HOUR_MS for hours in (5, 7, 11))
DRAW = c.IssueTicket(field="civil", granted_by="staff")
ELSEWHERE = replace(DRAW, channel="remote")


def with_quota(quota: Quota, hours: Hours | None = None, **more: object) -> Plan:
    fields = (replace(PLAN.fields[0], quota=quota), *PLAN.fields[1:])
    return replace(PLAN, fields=fields, hours=hours or "always", **more)


def under(plan: Plan, *past: e.Event) -> Floor:
    return given(day_opened(plan=plan), *past)


def drawn(floor: Floor, command: c.HallCommand, now_ms: int) -> str:
    """Let it happen: the number, or the code of the refusal."""
    try:
        events = decide(floor, command, now_ms)
    except Refused as refused:
        return refused.code
    for event in events:
        apply_event(floor, e.Entry(floor.seq + 1, now_ms, DAY, "kiosk:K1", event))
    return getattr(events[0], "label", "done")


def test_a_field_gives_out_as_many_numbers_as_its_quota_also_to_staff():
    floor = under(with_quota(Quota(walk_in=2)))

    assert [drawn(floor, DRAW, MORNING_MS) for _ in range(3)] == ["C001", "C002", "quota_full"]
    assert drawn(floor, replace(DRAW, field="land"), MORNING_MS) == "L001"


def test_people_elsewhere_have_a_quota_of_their_own():
    floor = under(with_quota(Quota(walk_in=1, remote=1)))

    assert [drawn(floor, asked, MORNING_MS) for asked in (DRAW, DRAW, ELSEWHERE, ELSEWHERE)] == [
        "C001",
        "quota_full",
        "C002",
        "quota_full",
    ]


def test_each_session_has_its_quota_and_between_two_the_next_one_counts():
    floor = under(with_quota(Quota("session", walk_in=1), TWO_SESSIONS))

    assert drawn(floor, DRAW, MORNING_MS) == "C001"
    assert drawn(floor, DRAW, MORNING_MS) == "quota_full_until"
    assert drawn(floor, DRAW, NOON_MS) == "C002"
    assert drawn(floor, DRAW, AFTERNOON_MS) == "quota_full_until"
    assert drawn(floor, DRAW, EVENING_MS) == "quota_full_until"


def test_a_refusal_says_when_the_next_numbers_are_given_out():
    of_session = under(with_quota(Quota("session", walk_in=0), TWO_SESSIONS))
    of_day = under(with_quota(Quota("day", walk_in=0), TWO_SESSIONS))

    def told(floor: Floor, now_ms: int) -> str:
        try:
            decide(floor, DRAW, now_ms)
        except Refused as refused:
            return f"{refused.params['date']} {refused.params['time']}"
        raise AssertionError("not refused")

    assert [told(of_session, ms) for ms in (MORNING_MS, NOON_MS)] == ["22/11/2026 13:30", "23/11/2026 07:30"]
    assert told(of_day, MORNING_MS) == "23/11/2026 07:30"


def test_what_a_kiosk_takes_back_gives_its_place_back_and_nothing_else_does():
    floor = under(with_quota(Quota(walk_in=1)))
    drawn(floor, replace(DRAW, granted_by="kiosk"), MORNING_MS)

    drawn(floor, c.CancelTicket(ticket=ticket_id("C001"), reason="print_failed"), MORNING_MS)
    assert drawn(floor, DRAW, MORNING_MS) == "C002"
    drawn(floor, c.CancelTicket(ticket=ticket_id("C002"), reason="went_home"), MORNING_MS)
    assert drawn(floor, DRAW, MORNING_MS) == "quota_full"


def test_the_instant_at_which_a_session_ends_belongs_to_the_next():
    floor = under(with_quota(Quota("session", walk_in=1), TWO_SESSIONS))
    end_ms = MORNING_MS + 4 * HOUR_MS

    assert [drawn(floor, DRAW, ms) for ms in (end_ms - 1, end_ms, end_ms)] == ["C001", "C002", "quota_full_until"]


def test_other_hours_in_mid_day_neither_give_a_place_away_nor_charge_it_twice():
    """Two numbers of the afternoon stay two of the afternoon, whichever session of the day that is now."""
    plan = with_quota(Quota("session", walk_in=2), TWO_SESSIONS)
    split = Hours(weekly=tuple(Session(WEEKDAYS, *span) for span in MORNING_IN_TWO))
    one = Hours(weekly=(Session(WEEKDAYS, "07:30", "17:00"),))
    floor = under(plan)
    assert [drawn(floor, DRAW, ms) for ms in (MORNING_MS, AFTERNOON_MS, AFTERNOON_MS)] == ["C001", "C002", "C003"]

    for hours, lefts in ((split, [1, 2, 0]), (one, [0]), (TWO_SESSIONS, [1, 0])):
        assert (
            drawn(floor, c.AdoptPlan(plan=replace(plan, hours=hours), when="now", why="more"), AFTERNOON_MS) == "done"
        )
        assert [quota.left for quota in quotas_ahead(floor, "civil", "walk_in")] == lefts
        assert drawn(floor, DRAW, AFTERNOON_MS + 1) == "quota_full_until"


def test_whom_the_house_sends_home_leaves_the_place_but_not_where_they_were_served():
    fields = tuple(replace(field, quota=Quota(walk_in=1)) for field in PLAN.fields)
    floor = under(replace(PLAN, fields=fields, most_fields_per_ticket=2), e.CounterOpened(counter=1))
    home = {"reason": "no_power", "for_waiting": "end", "end_reason": "went_home"}
    drawn(floor, replace(DRAW, further_fields=("land",)), MORNING_MS)
    for step in (c.CallNext(counter=1), c.StartService(counter=1), c.FinishService(counter=1)):
        drawn(floor, step, MORNING_MS)
    drawn(floor, replace(DRAW, field="copies"), MORNING_MS)
    for field_id in ("land", "copies"):
        drawn(floor, c.StopField(field=field_id, **home), MORNING_MS)
        drawn(floor, c.StartField(field=field_id), MORNING_MS)

    told = [drawn(floor, replace(DRAW, field=field_id), MORNING_MS) for field_id in ("civil", "land", "copies")]
    assert told == ["quota_full", "L001", "E002"]


def test_numbers_of_kiosks_alone_count_and_are_never_refused():
    floor = under(with_quota(Quota(walk_in=1)))

    assert [drawn(floor, join(number), MORNING_MS) for number in (1, 2)] == ["C-K1-01", "C-K1-02"]
    assert drawn(floor, DRAW, MORNING_MS) == "quota_full"


def test_one_number_for_several_fields_needs_room_in_all_and_counts_in_all():
    floor = under(with_quota(Quota(walk_in=1), most_fields_per_ticket=2))
    both = replace(DRAW, field="land", further_fields=("civil",))

    assert drawn(floor, both, MORNING_MS) == "L001"
    assert drawn(floor, both, MORNING_MS) == "quota_full"
    assert floor.last_numbers == {"L": 1}
    assert drawn(floor, DRAW, MORNING_MS) == "quota_full"


def test_whoever_was_carried_over_takes_no_place():
    floor = under(with_quota(Quota(walk_in=1)), carried_over("C001", "2026-11-21"))

    assert drawn(floor, DRAW, MORNING_MS) == "C001"


def test_a_test_has_quotas_of_its_own():
    floor = under(with_quota(Quota(walk_in=1)))
    drawn(floor, DRAW, MORNING_MS)

    drawn(floor, c.SetMode(mode="test"), MORNING_MS)
    assert [drawn(floor, DRAW, MORNING_MS) for _ in range(2)] == ["TT001", "quota_full"]


def test_a_field_limits_the_files_of_its_numbers():
    plan = replace(PLAN, fields=(replace(PLAN.fields[0], most_files=3), *PLAN.fields[1:]))

    assert when(under(plan), replace(DRAW, files=3))
    assert refusal(under(plan), replace(DRAW, files=4)) == "too_many_files"
    assert when(under(plan), replace(DRAW, field="land", files=50))


def test_screens_are_told_what_is_left_of_each_session():
    floor = under(with_quota(Quota("session", walk_in=3, remote=1), TWO_SESSIONS), joined("C-K1-01"))

    told = views.kiosk_view(floor).fields[0].left
    assert told == (QuotaLeft(MORNING_MS + 4 * HOUR_MS, 3, 2), QuotaLeft(0, 3, 3))
    queue = views.wall_view(floor).waiting
    assert (queue[0].walk_in_left, queue[0].remote_left[0].left, queue[1].walk_in_left) == (told, 1, ())
    left = [quota_left(floor, "civil", "walk_in", ms) for ms in (MORNING_MS, NOON_MS, EVENING_MS + DAY_MS)]
    assert left == [2, 3, 3]


MOMENTS = st.integers(-2, 16).map(lambda hours: MORNING_MS + hours * HOUR_MS)
ASKED = st.one_of(
    st.builds(
        c.IssueTicket,
        field=st.sampled_from(["civil", "land"]),
        further_fields=st.sampled_from([(), (), ("copies",)]),
        channel=st.sampled_from(["walk_in", "remote"]),
        granted_by=st.just("staff"),
    ),
    st.builds(c.IssueTicket, field=st.sampled_from(["civil", "copies"])),
    st.builds(
        c.CancelTicket,
        ticket=st.sampled_from([ticket_id(label) for label in ("C001", "C002", "E001")]),
        reason=st.sampled_from(["print_failed", "went_home"]),
    ),
    st.builds(c.SetMode, mode=st.sampled_from(["live", "test"])),
)
QUOTAS = st.builds(
    Quota, per=st.sampled_from(["day", "session"]), walk_in=st.none() | st.integers(0, 3), remote=st.integers(0, 2)
)


@settings(max_examples=60, deadline=None)
@for_all(st.tuples(QUOTAS, QUOTAS, QUOTAS), st.lists(st.tuples(MOMENTS, ASKED), max_size=25))
def test_quotas_are_never_passed(quotas, asked):
    """Counted anew from the numbers alone, by the clock of the wall: before half past eleven, or later."""
    fields = tuple(replace(field, quota=quota) for field, quota in zip(PLAN.fields, quotas, strict=True))
    floor = under(replace(PLAN, fields=fields, hours=TWO_SESSIONS, most_fields_per_ticket=2))
    numbers: dict[str, tuple[e.TicketIssued, int]] = {}
    for now_ms, command in asked:
        try:
            events = decide(floor, command, now_ms)
        except Refused:
            continue
        for event in events:
            apply_event(floor, e.Entry(floor.seq + 1, now_ms, DAY, "kiosk:K1", event))
            if isinstance(event, e.TicketIssued):
                numbers[event.ticket] = (event, now_ms)
            if isinstance(event, e.TicketCancelled) and event.reason == "print_failed":
                numbers.pop(event.ticket)
        for field in fields:
            _within(field.id, field.quota, list(numbers.values()))


def _within(field_id: str, quota: Quota, numbers: list[tuple[e.TicketIssued, int]]) -> None:
    noon_ms = MORNING_MS + 4 * HOUR_MS
    for channel, most in (("walk_in", quota.walk_in), ("remote", quota.remote)):
        for mode in ("live", "test"):
            of_field = [
                at_ms < noon_ms
                for number, at_ms in numbers
                if field_id in (number.field, *number.also_counted) and (number.channel, number.mode) == (channel, mode)
            ]
            counts = [len(of_field)] if quota.per == "day" else [of_field.count(True), of_field.count(False)]
            assert most is None or max(counts) <= most
