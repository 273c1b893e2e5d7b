"""What events do to the floor beside moving a ticket from state to state."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import apply_event, fold
from hub.domain.snapshots import DeviceStatus
from tests.domain import situations as s
from tests.domain.hall import (
    CLERK,
    DAY,
    MORNING_MS,
    NEXT_DAY,
    PLAN,
    called,
    called_back,
    cancelled,
    day_opened,
    ended_by_day,
    entries,
    expired,
    finished,
    given,
    held,
    issued,
    missed,
    rated,
    recalled,
    resumed,
    returned,
    started,
    then,
    ticket_id,
    transferred,
    when,
)

C001 = ticket_id("C001")


def at(second: int) -> int:
    """The time of row ``second`` of a given past."""
    return MORNING_MS + second * 1000


def test_times_of_a_service_add_up():
    floor = given(*s.WAITING, called("C001"), started("C001"), held("C001"), resumed("C001"), finished("C001"))

    service = floor.tickets[C001].service
    assert (service.waiting_since_ms, service.called_ms, service.started_ms) == (MORNING_MS, at(4), at(5))
    assert (service.held_ms, service.ended_ms, service.ending) == (1000, at(8), "finished")
    assert (service.counter, service.clerk) == (1, CLERK)


def test_a_ticket_resumed_before_it_was_started_starts_then():
    floor = given(*s.CALLED, held("C001"), resumed("C001"))

    assert floor.tickets[C001].service.started_ms == at(6)


def test_a_clock_set_back_makes_no_negative_hold():
    floor = given(*s.HELD)

    apply_event(floor, e.Entry(floor.seq + 1, MORNING_MS, DAY, CLERK, resumed("C001")))

    assert floor.tickets[C001].service.held_ms == 0


def test_a_transfer_keeps_number_and_arrival_and_begins_a_second_service():
    floor = given(*s.SERVING, transferred("C001", 1, "land"))

    ticket = floor.tickets[C001]
    assert [(service.number, service.field, service.ending) for service in ticket.services] == [
        (1, "civil", "transferred"),
        (2, "land", ""),
    ]
    assert (ticket.label, ticket.place) == ("C001", (MORNING_MS, 0, 0))
    assert ticket.service.waiting_since_ms == at(6)
    assert list(floor.waiting["land"]) == [C001]


def test_a_returned_ticket_has_forgotten_its_counter():
    service = given(*s.SERVING, returned("C001")).tickets[C001].service

    assert (service.counter, service.clerk, service.called_ms, service.started_ms) == (None, None, None, None)
    assert service.waiting_since_ms == at(6)


def test_leaving_a_counter_frees_it():
    for leaving in (
        missed("C001"),
        held("C001"),
        cancelled("C001"),
        expired("C001"),
        returned("C001"),
        transferred("C001", 1, "land"),
    ):
        assert given(*s.CALLED, leaving).counters[1].ticket is None
    assert given(*s.SERVING, ended_by_day("C001")).counters[1].ticket is None
    assert given(*s.SERVING, finished("C001")).counters[1].ticket is None


def test_a_test_that_ends_frees_the_counter_of_a_test_ticket_alone():
    floor = given(
        *s.SERVING,
        e.CounterOpened(counter=2),
        e.ModeSet(mode="test"),
        issued("TT001", mode="test"),
        called("TT001", 2),
        started("TT001", 2),
    )

    then(floor, c.SetMode(mode="live"))

    assert (floor.counters[1].ticket, floor.counters[2].ticket) == (C001, None)
    assert floor.tickets[ticket_id("TT001")].service.ending == "ended_by_day"


def test_a_counter_that_closes_gives_its_own_people_to_all():
    floor = given(*s.BOUND_TO_2, e.CounterClosed(counter=2))

    assert when(floor, c.CallNext(counter=1)) == [called("C001", service=2)]


def test_a_missed_ticket_is_not_bound_to_a_counter_that_has_closed_meanwhile():
    floor = given(
        *s.BOUND_TO_2,
        called("C001", 2, service=2),
        missed("C001", 2, service=2),
        e.CounterClosed(counter=2),
        called_back("C001"),
    )

    assert when(floor, c.CallNext(counter=1)) == [called("C001", service=2)]


def test_a_ticket_resumed_elsewhere_is_not_bound_to_a_counter_that_has_closed_meanwhile():
    floor = given(
        *s.BOUND_TO_2,
        called("C001", 2, service=2),
        held("C001", 2, service=2),
        resumed("C001", 1, service=2),
        e.CounterClosed(counter=2),
        returned("C001", service=2),
    )

    assert when(floor, c.CallNext(counter=1)) == [called("C001", service=2)]


def test_announcements_of_the_last_minute_are_kept_and_five_at_least():
    floor = given(*s.CALLED, *(recalled("C001") for _ in range(70)))
    assert [announcement.id for announcement in floor.announcements] == list(range(14, 75))

    floor = given(*s.CALLED, recalled("C001"))
    an_hour_later_ms = MORNING_MS + 3_600_000
    for seq in (6, 7):
        apply_event(floor, e.Entry(seq, an_hour_later_ms, DAY, "somebody", recalled("C001")))
    assert [announcement.id for announcement in floor.announcements] == [4, 5, 6, 7]


def test_announcements_go_by_their_own_times_where_the_clock_was_set_back():
    floor = given(*s.CALLED)
    for minutes in (-10, -10, -10, -10, 0, 0, 0, 0):
        at_ms = MORNING_MS + minutes * 60_000
        apply_event(floor, e.Entry(floor.seq + 1, at_ms, DAY, "somebody", recalled("C001")))
    assert [announcement.id for announcement in floor.announcements] == [4, 8, 9, 10, 11, 12]


def test_the_five_tickets_called_last_stay_listed_however_often_one_is_recalled():
    floor = given(*s.OPEN)
    for _ in range(6):
        then(floor, c.IssueTicket(field="civil"), c.CallNext(counter=1))
        then(floor, *(c.Recall(counter=1) for _ in range(6)), c.MarkMissed(counter=1))
    an_hour_later_ms = MORNING_MS + 3_600_000
    for event in (called_back("C006"), called("C006")):
        apply_event(floor, e.Entry(floor.seq + 1, an_hour_later_ms, DAY, "somebody", event))

    labels = dict.fromkeys(announcement.label for announcement in floor.announcements)

    assert list(labels) == ["C002", "C003", "C004", "C005", "C006"]


def test_a_recall_is_an_announcement_of_its_own():
    first, second = given(*s.CALLED, recalled("C001")).announcements

    assert (first.id, first.times_called, second.id, second.times_called) == (4, 1, 5, 2)


def test_the_next_start_ends_the_rating_window():
    past = (*s.RATED, issued("C002"), called("C002"))
    assert given(*past).counters[1].last_score == 4

    counter = given(*past, started("C002")).counters[1]

    assert (counter.rating, counter.last_rated, counter.last_score) == (None, None, None)


def test_a_rating_told_late_says_nothing_of_the_service_that_may_be_rated_now():
    second = (issued("C002"), called("C002"), started("C002"), finished("C002"))
    floor = given(*s.FINISHED, *second, rated("C001", score=1, pressed_ms=at(7)))

    counter, service = floor.counters[1], floor.tickets[C001].service
    assert (counter.rating.ticket, counter.last_rated, service.score) == (ticket_id("C002"), None, 1)
    assert service.rating_ended_ms == at(9)


def test_who_presses_a_keypad_is_the_clerk_who_is_there():
    floor = given(*s.DAY_OPEN)
    by = iter(["desk:1", "hall:H1", CLERK, "hall:H1", "desk:1", "desk:1"])
    pressed = [e.CounterOpened(counter=1), issued("C001"), called("C001"), started("C001"), finished("C001")]
    clerks = []
    for event in (*pressed, e.CounterClosed(counter=1)):
        apply_event(floor, e.Entry(floor.seq + 1, at(floor.seq + 1), DAY, next(by), event))
        clerks.append(floor.counters[1].clerk)

    assert clerks == ["desk:1", "desk:1", CLERK, CLERK, CLERK, None]
    assert floor.tickets[C001].service.clerk == CLERK


def test_who_presses_keys_after_a_pause_is_nobody_that_is_known_until_a_page_says_so():
    floor = given(*s.PAUSED, issued("C001"))
    clerks = [floor.counters[1].clerk]
    by_keys = (("hall:H1", e.CounterOpened(counter=1)), ("hall:H1", called("C001")))
    for actor, event in (*by_keys, (CLERK, started("C001")), ("hall:H1", finished("C001"))):
        apply_event(floor, e.Entry(floor.seq + 1, at(floor.seq + 1), DAY, actor, event))
        clerks.append(floor.counters[1].clerk)
    assert clerks == [CLERK, "hall:H1", "hall:H1", CLERK, CLERK]


def test_a_counter_knows_its_clerk_and_pause():
    counter = given(*s.PAUSED).counters[1]
    assert (counter.state, counter.clerk, counter.pause_reason) == ("paused", CLERK, "lunch")

    counter = given(*s.PAUSED, e.CounterOpened(counter=1)).counters[1]
    assert (counter.state, counter.pause_reason) == ("open", None)

    counter = given(*s.PAUSED, e.CounterClosed(counter=1)).counters[1]
    assert (counter.state, counter.clerk, counter.pause_reason) == ("closed", None, None)


def test_a_new_day_starts_afresh_but_knows_devices_and_plan():
    status = DeviceStatus("printer", "online", "low", "closed", 5)

    floor = given(*s.RATED, e.ModeSet(mode="test"), e.DayClosed(day=NEXT_DAY), day_opened(NEXT_DAY, devices=(status,)))

    assert floor == fold(entries([day_opened(NEXT_DAY, devices=(status,))], first_seq=floor.seq))
    assert (floor.tickets, floor.announcements, floor.mode, floor.plan) == ({}, [], "live", PLAN)
    assert floor.devices["printer"].paper == "low"


def test_paper_is_not_the_ticket():
    floor = given(*s.WAITING, e.PrintEnded(ticket=C001, job="j", result="failed"))

    ticket = floor.tickets[C001]
    assert (ticket.print_result, ticket.state) == ("failed", "waiting")


def test_the_clock_may_go_back_but_nobody_gets_an_earlier_place():
    floor = given(*s.WAITING)

    (event,) = when(floor, c.IssueTicket(field="civil"), MORNING_MS - 7_200_000)

    assert event.arrived_ms == MORNING_MS
