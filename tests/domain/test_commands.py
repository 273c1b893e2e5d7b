"""Every command does what it says: given what has happened, when it is asked, then these events follow."""

from typing import get_args

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.snapshots import DeviceStatus, LeftTicket
from tests.domain import situations as s
from tests.domain.deferring_rows import OF_DEFERRING
from tests.domain.hall import (
    DAY,
    DAY_MS,
    MORNING_MS,
    NEXT_DAY,
    PLAN,
    called,
    called_back,
    cancelled,
    day_opened,
    expired,
    finished,
    given,
    held,
    issued,
    missed,
    print_requested,
    rated,
    recalled,
    resumed,
    returned,
    started,
    ticket_id,
    transferred,
    when,
)
from tests.domain.successes_of_closing import OF_CLOSING
from tests.domain.successes_of_preparing import OF_PREPARING
from tests.domain.successes_of_the_hall import NEXT, OF_THE_HALL, Success
from tests.domain.successes_of_visits import OF_VISITS
from tests.domain.successes_offline import OF_THE_TIME_OFFLINE

C001 = ticket_id("C001")


def printed(result: str) -> e.PrintEnded:
    return e.PrintEnded(ticket=C001, job="job-1", result=result)


def device(paper: str) -> dict[str, str]:
    return {"device": "printer", "link": "online", "paper": paper, "cover": "closed"}


NO_PRINTER = {"device": "H1-panel3", "link": "online", "paper": "none", "cover": "none"}
RATE = c.RateTicket(counter=1, ticket=C001, service=1, score=4)
NEXT_SERVED = (*s.FINISHED, issued("C002"), called("C002"), started("C002"))
DAY_CLOSED = e.DayClosed(day=DAY)
FINISHED_MS = MORNING_MS + len(s.FINISHED) * 1000


def pressed(at: float) -> c.RateTicket:
    """A rating that was pressed so many seconds after the service."""
    return replace(RATE, pressed_ms=FINISHED_MS + round(at * 1000))


def rated_at(at: float) -> e.TicketRated:
    return rated("C001", pressed_ms=FINISHED_MS + round(at * 1000))


ON_PHONE = replace(RATE, channel="phone")
OF_SECOND_THOUGHTS: list[Success] = [
    (
        "say why at once",
        s.FINISHED,
        replace(RATE, score=1, reasons=("unclear", "unclear")),
        [rated("C001", score=1, reasons=("unclear",))],
    ),
    ("another score", s.RATED, replace(RATE, score=2, instead_of=4), [rated("C001", score=2, instead_of=4)]),
    (
        "say why afterwards",
        (*s.FINISHED, rated("C001", score=2)),
        replace(RATE, score=2, instead_of=2, reasons=("long_wait", "unclear")),
        [rated("C001", score=2, instead_of=2, reasons=("long_wait", "unclear"))],
    ),
    ("rate by phone when the counter has gone on", NEXT_SERVED, ON_PHONE, [rated("C001", channel="phone")]),
    (
        "rate by phone when the day is over",
        (*s.FINISHED, e.DayClosed(day=DAY)),
        ON_PHONE,
        [rated("C001", channel="phone")],
    ),
    (
        "another score by phone",
        (*NEXT_SERVED, rated("C001", channel="phone")),
        replace(ON_PHONE, score=3, instead_of=4),
        [rated("C001", score=3, instead_of=4, channel="phone")],
    ),
]

SUCCESSES: list[Success] = [
    *OF_THE_HALL,
    *OF_CLOSING,
    *OF_THE_TIME_OFFLINE,
    *OF_VISITS,
    *OF_PREPARING,
    *OF_DEFERRING,
    ("the first number", s.DAY_OPEN, c.IssueTicket(field="civil"), [issued("C001", at_ms=MORNING_MS + 2000)]),
    (
        "a number for a priority class",
        s.WAITING,
        c.IssueTicket(field="land", ticket_class="merit", language="en", files=3, granted_by="staff"),
        [issued("L001", "merit", MORNING_MS + 4000, language="en", files=3, granted_by="staff")],
    ),
    (
        "a number of the test series",
        s.TESTING,
        c.IssueTicket(field="civil"),
        [issued("TT001", at_ms=MORNING_MS + 4000, mode="test")],
    ),
    (
        "a number with a paper",
        s.PRINTER_READY,
        c.IssueTicket(field="civil", granted_by="staff", print_at="printer"),
        [issued("C001", at_ms=MORNING_MS + 3000, granted_by="staff"), print_requested("C001")],
    ),
    (
        "a paper for who has none",
        (*s.PRINTER_READY, issued("C001", granted_by="staff")),
        c.RequestPrint(ticket=C001, device="printer"),
        [print_requested("C001")],
    ),
    (
        "a second paper",
        (*s.PRINTER_READY, issued("C001")),
        c.RequestPrint(ticket=C001, device="printer"),
        [print_requested("C001", 2)],
    ),
    ("call the next", s.WAITING, c.CallNext(counter=1), [called("C001")]),
    (
        "finish and call the next",
        (*s.SERVING, NEXT),
        c.FinishAndCallNext(counter=1),
        [finished("C001"), called("C002")],
    ),
    ("finish when nobody waits", s.SERVING, c.FinishAndCallNext(counter=1), [finished("C001")]),
    (
        "call a waiting number",
        (*s.WAITING, NEXT),
        c.CallNumber(counter=1, label="C002", reason="urgent"),
        [called("C002", rule="by_number", reason="urgent", candidates=2)],
    ),
    (
        "call a missed number",
        s.MISSED,
        c.CallNumber(counter=1, label="C001", reason="urgent"),
        [called_back("C001"), called("C001", rule="by_number", reason="urgent", candidates=0)],
    ),
    (
        "call a number bound to this counter",
        s.BOUND_TO_2,
        c.CallNumber(counter=2, label="C001", reason="urgent"),
        [called("C001", 2, "by_number", service=2, reason="urgent")],
    ),
    ("recall", s.CALLED, c.Recall(counter=1), [recalled("C001")]),
    ("start", s.CALLED, c.StartService(counter=1), [started("C001")]),
    ("finish", s.SERVING, c.FinishService(counter=1), [finished("C001")]),
    ("miss", s.CALLED, c.MarkMissed(counter=1), [missed("C001")]),
    ("call back", s.MISSED, c.CallBack(ticket=C001), [called_back("C001")]),
    ("hold a called ticket", s.CALLED, c.Hold(counter=1), [held("C001")]),
    ("hold a service", s.SERVING, c.Hold(counter=1, note="at the copier"), [held("C001")]),
    ("resume", s.HELD, c.Resume(counter=1, ticket=C001), [resumed("C001")]),
    (
        "resume elsewhere",
        (*s.HELD, e.CounterOpened(counter=2)),
        c.Resume(counter=2, ticket=C001),
        [resumed("C001", 2)],
    ),
    (
        "transfer a called ticket to a field",
        s.CALLED,
        c.Transfer(counter=1, to_field="copies"),
        [transferred("C001", 1, "copies")],
    ),
    (
        "transfer to a counter that serves the field",
        (*s.SERVING, e.CounterOpened(counter=2)),
        c.Transfer(counter=1, to_counter=2),
        [transferred("C001", 1, "civil", 2)],
    ),
    (
        "transfer to a counter of other fields",
        (*s.SERVING, e.CounterOpened(counter=3)),
        c.Transfer(counter=1, to_counter=3, note="needs a copy"),
        [transferred("C001", 1, "copies", 3)],
    ),
    ("return a called ticket", s.CALLED, c.ReturnToQueue(counter=1, reason="papers_missing"), [returned("C001")]),
    ("return from a service", s.SERVING, c.ReturnToQueue(counter=1, reason="papers_missing"), [returned("C001")]),
    ("release a called ticket", s.CALLED, c.ReleaseTicket(ticket=C001, reason="papers_missing"), [returned("C001")]),
    ("release a service", s.SERVING, c.ReleaseTicket(ticket=C001, reason="papers_missing"), [returned("C001")]),
    ("release a held ticket", s.HELD, c.ReleaseTicket(ticket=C001, reason="papers_missing"), [returned("C001")]),
    (
        "transfer to a counter without fields: it keeps its own",
        (*s.SERVING, e.CounterOpened(counter=3), e.CounterFieldsSet(counter=3, fields=())),
        c.Transfer(counter=1, to_counter=3),
        [transferred("C001", 1, "civil", 3)],
    ),
    ("cancel a waiting ticket", s.WAITING, c.CancelTicket(ticket=C001, reason="went_home"), [cancelled("C001")]),
    (
        "cancel a ticket that was never printed",
        s.WAITING,
        c.CancelTicket(ticket=C001, reason="print_failed"),
        [cancelled("C001", "print_failed")],
    ),
    (
        "cancel a called ticket from its counter",
        s.CALLED,
        c.CancelTicket(ticket=C001, reason="went_home", counter=1),
        [cancelled("C001")],
    ),
    ("rate", s.FINISHED, RATE, [rated("C001")]),
    ("rate by a clock that is ahead", s.FINISHED, pressed(at=1000), [rated_at(1)]),
    ("rate what was pressed before the next one began", NEXT_SERVED, pressed(at=2.999), [rated_at(2.999)]),
    *OF_SECOND_THOUGHTS,
    ("rate when the day is over", (*s.FINISHED, DAY_CLOSED), pressed(at=0), [rated_at(0)]),
    ("start what was seen", s.CALLED, c.StartService(counter=1, seen=C001), [started("C001")]),
    ("a print ended", s.WAITING, c.ReportPrint(ticket=C001, job="job-1", result="unknown"), [printed("unknown")]),
    ("a device's first word", s.BEFORE_ANY_DAY, c.ReportDevice(**device("ok")), [e.DeviceChanged(**device("ok"))]),
    ("a device's new status", s.PRINTER_READY, c.ReportDevice(**device("out")), [e.DeviceChanged(**device("out"))]),
    ("a device without paper", s.BEFORE_ANY_DAY, c.ReportDevice(**NO_PRINTER), [e.DeviceChanged(**NO_PRINTER)]),
    ("a device's trouble is over", s.PRINTER_JAMMED, c.ReportDevice(**device("ok")), [e.DeviceChanged(**device("ok"))]),
    (
        "a device's trouble",
        s.PRINTER_READY,
        c.ReportDevice(**device("ok"), trouble="paper_jam"),
        [e.DeviceChanged(**device("ok"), trouble="paper_jam")],
    ),
]


@pytest.mark.parametrize(("past", "command", "events"), [pytest.param(*row[1:], id=row[0]) for row in SUCCESSES])
def test_success(past, command, events):
    assert when(given(*past), command) == events


def test_what_was_pressed_in_the_last_instant_counts_hours_later():
    assert when(given(*s.FINISHED), pressed(at=59.999), FINISHED_MS + 3_600_000) == [rated_at(59.999)]


def test_every_command_succeeds_once():
    assert {type(command) for _, _, command, _ in SUCCESSES} == set(get_args(c.HallCommand))


def test_opening_a_day_closes_the_former_one_and_keeps_the_plan_and_devices():
    floor = given(*s.PRINTER_READY, e.CounterOpened(counter=1), issued("C001"))

    closing, opening = _split(when(floor, c.OpenDay(day=NEXT_DAY, plan=PLAN), MORNING_MS + DAY_MS))

    assert closing == [expired("C001"), e.CounterClosed(counter=1), e.DayClosed(day=DAY)]
    status = DeviceStatus("printer", "online", "ok", "closed", MORNING_MS + 2000)
    left = LeftTicket(ticket_id("C001"), "C001", "civil")
    assert opening == day_opened(NEXT_DAY, devices=(status,), left_waiting=(left,))


def test_a_changed_plan_has_a_new_version():
    other = replace(PLAN, most_files_per_ticket=7)

    floor = given(*s.DAY_OVER, e.PlanAdopted(plan_version=2, plan=other, when="next_day"))

    *_, opening = when(floor, c.OpenDay(day=NEXT_DAY, plan=other), MORNING_MS + DAY_MS)

    assert (opening.plan_version, opening.plan) == (2, other)


@pytest.mark.parametrize("confirmed_by", ["clock", "person"])
def test_a_clock_far_ahead_is_believed_when_confirmed(confirmed_by):
    command = c.OpenDay(day="2027-01-22", plan=PLAN, confirmed_by=confirmed_by)

    *_, opening = when(given(*s.DAY_OVER), command, MORNING_MS + 61 * DAY_MS)

    assert opening.day == "2027-01-22"


def test_a_clock_fifteen_days_ahead_is_believed():
    floor = given(*s.DAY_OVER)

    *_, opening = when(floor, c.OpenDay(day="2026-12-07", plan=PLAN), MORNING_MS + 15 * DAY_MS)

    assert opening.day == "2026-12-07"


def _split(events: list[e.Event]) -> tuple[list[e.Event], e.Event]:
    return events[:-1], events[-1]
