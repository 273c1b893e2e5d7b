"""What desk agents are told, what is found by digits, and what is said of the devices that they run."""

import msgspec
import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.errors import Refused
from hub.domain.views import counter_view, desk_view, floor_view, hall_view, numbers_of, reception_view
from hub.messages import device_at
from tests.domain import situations as s
from tests.domain.hall import (
    DAY,
    DAY_MS,
    MORNING_MS,
    NEXT_DAY,
    PLAN,
    called,
    finished,
    given,
    held,
    issued,
    joined,
    missed,
    then,
    ticket_id,
    when,
)

C001 = ticket_id("C001")
PANEL = e.DeviceChanged(device="desk1-panel", link="online", paper="none", cover="none")


def test_a_desk_hears_of_its_counter_alone_and_the_hall_of_all():
    floor = given(*s.CALLED, issued("C002", "merit"), issued("L001"), e.CounterOpened(counter=2), called("L001", 2))

    (counter,), hall = desk_view(floor, 1).counters, hall_view(floor)
    assert (counter.number, counter.state, counter.ticket, counter.label, counter.ticket_state) == (
        1,
        "open",
        C001,
        "C001",
        "called",
    )
    assert (counter.times_called, counter.waiting, counter.next_label, counter.rating) == (1, 1, "C002", None)
    assert [one.number for one in hall.counters] == [1, 2, 3]
    assert hall.counters[0] == counter
    assert [call.label for call in desk_view(floor, 1).calls] == ["C001"]
    assert [call.label for call in hall.calls] == ["C001", "L001"]
    assert (hall.rating_steps, [reason.id for reason in hall.pause_reasons]) == (
        PLAN.rating.best,
        [reason.id for reason in PLAN.reasons.pause],
    )


def test_the_next_label_is_whom_the_next_call_calls():
    floor = given(*s.OPEN, issued("C001"), issued("C002", "merit"), issued("C003"), issued("C004", "merit"))
    for _ in range(4):
        wanted = desk_view(floor, 1).counters[0].next_label
        then(floor, c.CallNext(counter=1))
        assert floor.tickets[floor.counters[1].ticket].label == wanted
        then(floor, c.StartService(counter=1), c.FinishService(counter=1))
    assert desk_view(floor, 1).counters[0].next_label == ""


def test_a_panel_knows_what_may_be_rated_until_it_was():
    rating = desk_view(given(*s.FINISHED), 1).counters[0].rating
    opened_ms = MORNING_MS + len(s.FINISHED) * 1000
    assert (rating.ticket, rating.service, rating.label) == (C001, 1, "C001")
    assert (rating.opened_ms, rating.closes_ms) == (opened_ms, opened_ms + 60_000)
    for past in (s.RATED, (*s.FINISHED, e.DayClosed(day=DAY))):
        assert desk_view(given(*past), 1).counters[0].rating is None


def test_five_of_those_set_aside_are_told_the_newest_first():
    past = [event for n in range(1, 8) for event in (issued(f"C00{n}"), called(f"C00{n}"), missed(f"C00{n}"))]
    (counter,) = desk_view(given(*s.OPEN, *past, issued("C008"), called("C008"), held("C008")), 1).counters
    assert [one.label for one in counter.missed] == ["C007", "C006", "C005", "C004", "C003"]
    assert [(one.ticket, one.label) for one in counter.held] == [(ticket_id("C008"), "C008")]


def test_tickets_can_be_sent_to_fields_that_somebody_serves():
    assert [field.id for field in hall_view(given(*s.DAY_OPEN)).transfer_fields] == ["civil", "land", "copies"]
    assert [field.id for field in hall_view(given(*s.LAND_CLOSED)).transfer_fields] == ["civil", "copies"]


def test_between_two_days_there_is_nobody_and_before_the_first_nothing():
    view = hall_view(given(*s.CLOSED_AT_WORK))
    assert {(one.state, one.waiting, one.ticket) for one in view.counters} == {("closed", 0, "")}
    assert (view.calls, view.transfer_fields) == ((), ())
    for build in (lambda: hall_view(given()), lambda: desk_view(given(), 1)):
        with pytest.raises(Refused, match="no_day_open"):
            build()
    with pytest.raises(Refused, match="unknown_counter"):
        desk_view(given(*s.DAY_OPEN), 9)
    assert msgspec.json.encode(view)


def test_numbers_are_found_by_their_digits_for_this_counter_first():
    waiting = (issued("L001"), issued("E001"), issued("C001"), joined("C-K1-01"), issued("C002"))
    floor = given(*s.DAY_OPEN, *waiting, e.CounterOpened(counter=2), called("L001", 2), missed("L001", 2))

    at_1 = numbers_of(floor, 1, 1).numbers
    assert [(one.label, one.state, one.field) for one in at_1] == [
        ("C001", "waiting", "civil"),
        ("C-K1-01", "waiting", "civil"),
        ("L001", "missed", "land"),
        ("E001", "waiting", "copies"),
    ]
    assert {one.label for one in numbers_of(floor, 1, None).numbers} == {one.label for one in at_1}
    assert [one.label for one in numbers_of(floor, 2, 1).numbers] == ["C002"]
    assert numbers_of(floor, 777, 1).numbers == ()
    then(floor, c.SetMode(mode="test"))
    assert numbers_of(floor, 1, 1).numbers == ()


def test_numbers_of_no_day_or_for_no_counter_are_refused():
    for past, counter, code in ((s.DAY_OVER, None, "no_day_open"), (s.DAY_OPEN, 9, "unknown_counter")):
        with pytest.raises(Refused, match=code):
            numbers_of(given(*past), 1, counter)


def test_a_clerk_hears_of_trouble_at_the_own_counter_alone():
    lost = replace(PANEL, link="offline", trouble="line_lost")
    floor = given(*s.DAY_OPEN, lost, replace(lost, device="desk2-panel"), replace(lost, device="H1-board"))

    assert [alert.device for alert in counter_view(floor, 1, {}).alerts] == [device_at("desk:1", "panel")]
    assert [alert.device for alert in counter_view(floor, 2, {}).alerts] == [device_at("desk:2", "panel")]
    assert counter_view(floor, 3, {}).alerts == ()
    assert len(floor_view(floor, {}).devices) == 3
    assert reception_view(floor, {}).printers == ()


@pytest.mark.parametrize("changes", [{}, {"link": "unknown"}])
def test_what_has_no_paper_and_what_was_never_used_is_no_trouble(changes):
    assert counter_view(given(*s.DAY_OPEN, replace(PANEL, **changes)), 1, {}).alerts == ()


def test_a_clerk_hears_of_a_device_at_the_counter_that_an_agent_of_the_hall_runs():
    told = c.ReportDevice(device="H1-p2", link="offline", paper="none", cover="none", device_kind="panel", at_counter=2)
    floor = given(*s.DAY_OPEN, *when(given(*s.DAY_OPEN), told))
    (alert,) = counter_view(floor, 2, {}).alerts
    assert (alert.device, alert.kind, alert.counter) == ("H1-p2", "panel", 2)
    assert counter_view(floor, 1, {}).alerts == ()
    assert [(one.kind, one.counter) for one in floor_view(floor, {}).devices] == [("panel", 2)]
    assert when(floor, replace(told, at_counter=1)), "it has moved"


def test_lists_of_devices_have_an_end_and_begin_with_those_in_trouble():
    lost = [replace(PANEL, device=f"desk1-z{n}", link="offline") for n in range(22)]
    printers = [e.DeviceChanged(device=f"K{n}", link="online", paper="ok", cover="closed") for n in range(21)]
    floor = given(*s.DAY_OPEN, PANEL, *printers, *lost)

    clerk, desk, hall = counter_view(floor, 1, {}), reception_view(floor, {}), floor_view(floor, {})
    assert (len(clerk.alerts), clerk.alert_count) == (20, 22)
    assert (len(desk.printers), desk.printer_count) == (20, 21)
    assert ({one.link for one in hall.devices}, len(hall.devices)) == ({"offline"}, 20)
    assert (hall.device_count, hall.well_at_counters) == (44, 1)


def test_an_agent_with_as_many_devices_as_it_may_have_still_tells_of_them_and_others_of_theirs():
    floor = given(*s.DAY_OPEN, *(replace(PANEL, device=f"desk1-z{n}") for n in range(64)))
    for device in ("desk1-z63", "desk10-panel", "H1-panel"):
        assert when(floor, c.ReportDevice(device=device, link="offline", paper="none", cover="none"))


def test_a_panel_prints_nothing():
    with pytest.raises(Refused, match="unknown_device"):
        when(given(*s.WAITING, PANEL), c.RequestPrint(ticket=C001, device=PANEL.device))


def test_a_new_day_hears_anew_what_stands_at_the_counters():
    *_, opening = when(given(*s.PRINTER_READY, PANEL), c.OpenDay(day=NEXT_DAY, plan=PLAN), MORNING_MS + DAY_MS)
    assert [device.device for device in opening.devices] == ["printer"]


def test_the_page_knows_when_its_ticket_left_by_a_key():
    floor = given(*s.SERVING)
    for event, by, is_by_keys in (
        (finished("C001"), "desk:1", True),
        (issued("C002"), "kiosk:K1", True),
        (called("C002"), "staff-7", True),
        (missed("C002"), "staff-7", False),
    ):
        apply_event(floor, e.Entry(floor.seq + 1, MORNING_MS + 60_000, DAY, by, event))
        assert counter_view(floor, 1, {}).left_by.startswith("desk:") is is_by_keys
