"""The table of refusals: every command with every code that it may be refused with, and what led to it."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.deferring_rows import of_deferring
from tests.domain.hall import (
    DAY_MS,
    MINUTE_MS,
    MORNING_MS,
    NEXT_DAY,
    called,
    cancelled,
    held,
    issued,
    join,
    joined,
    missed,
    print_requested,
    served_offline,
    ticket_id,
)
from tests.domain.refusal_rows import (
    ALL_LEFT_LAND,
    C001,
    NOBODY,
    Row,
    of_a_counter,
    of_a_free_counter,
    of_a_ticket,
    of_a_ticket_at_hand,
    row,
)
from tests.domain.refusals_of_closing import OF_CLOSING
from tests.domain.refusals_of_preparing import of_preparing, of_profiles, of_recalls, of_reserved_counters
from tests.domain.refusals_of_rating import of_rating
from tests.domain.refusals_of_the_hall import of_counters, of_days, of_fields
from tests.domain.refusals_of_visits import of_visits


def panel_told(name: str) -> e.DeviceChanged:
    return e.DeviceChanged(device=name, link="online", paper="none", cover="none")


def of_the_kiosk() -> list[Row]:
    issue = c.IssueTicket(field="civil")
    paper = c.RequestPrint(ticket=C001, device="printer")
    return [
        row("no_day_open", issue, s.BEFORE_ANY_DAY),
        row("no_day_open", issue, s.DAY_OVER),
        row("unknown_field", replace(issue, field="astrology"), s.DAY_OPEN),
        row("field_closed", replace(issue, field="land"), s.LAND_CLOSED),
        row("no_day_open", replace(issue, granted_by="staff"), s.DAY_OPEN, MORNING_MS + DAY_MS),
        row("outside_hours", issue, s.MORNINGS_ONLY, MORNING_MS + 5 * 60 * MINUTE_MS),
        row("no_hours_ahead", issue, s.NEVER_OPEN),
        row("field_stopped", issue, s.STOPPED),
        row("field_stopped", replace(issue, granted_by="staff"), s.STOPPED),
        row("unknown_device", replace(issue, print_at="printer", granted_by="staff"), s.DAY_OPEN),
        row("unknown_class", replace(issue, ticket_class="vip", granted_by="staff"), s.DAY_OPEN),
        row("class_not_granted_here", replace(issue, ticket_class="merit"), s.DAY_OPEN),
        row("too_many_files", replace(issue, files=51), s.DAY_OPEN),
        row(
            "nothing_changed",
            c.ReportDevice(device="printer", link="online", paper="ok", cover="closed"),
            s.PRINTER_READY,
        ),
        row(
            "nothing_changed",
            c.ReportDevice(device="printer", link="online", paper="ok", cover="closed", trouble="paper_jam"),
            s.PRINTER_JAMMED,
        ),
        row(
            "too_many_devices",
            c.ReportDevice(device="H1-panel65", link="online", paper="none", cover="none"),
            tuple(panel_told(f"H1-panel{n}") for n in range(1, 65)),
        ),
        *of_a_ticket(c.ReportPrint(ticket=C001, job="job-1", result="confirmed")),
        *of_a_ticket(paper),
        row("unknown_device", paper, s.WAITING),
        *(row("ticket_is_over", paper, past) for past in (s.FINISHED, (*s.WAITING, cancelled("C001")))),
    ]


def of_the_time_offline() -> list[Row]:
    late = c.RecordServedOffline(counter=1, labels=("C001",))
    over = [s.SERVING, s.HELD, s.FINISHED, (*s.WAITING, cancelled("C001")), (*s.WAITING, served_offline("C001"))]
    return [
        row("no_day_open", join(), s.BEFORE_ANY_DAY),
        row("no_day_open", join(day=NEXT_DAY), s.DAY_OPEN),
        row("no_day_open", join(day=NEXT_DAY), s.DAY_OVER),
        row("unknown_field", join(field="astrology"), s.DAY_OPEN),
        row("unknown_series", join(series="L"), s.DAY_OPEN),
        row("number_exists", join(), (*s.DAY_OPEN, joined("C-K1-01"))),
        *of_a_counter(late),
        row("unknown_number", replace(late, labels=("C001", "C777")), s.WAITING),
        *(row("ticket_not_recordable", late, past) for past in over),
        row("ticket_at_other_counter", replace(late, counter=2), s.CALLED),
        row("number_in_other_mode", late, (*s.WAITING, e.ModeSet(mode="test"))),
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
    by_staff = replace(issued("C001"), granted_by="staff")
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
        row("ticket_not_cancellable", replace(cancel, reason="print_failed"), (*s.OPEN, by_staff)),
        row("ticket_not_cancellable", replace(cancel, reason="print_failed"), (*s.WAITING, print_requested("C001", 2))),
        row("ticket_at_other_counter", cancel, s.CALLED),
        row("ticket_at_other_counter", replace(cancel, counter=2), s.CALLED),
        row("reason_unknown", replace(cancel, reason="lunch"), s.WAITING),
    ]


def of_releasing() -> list[Row]:
    release = c.ReleaseTicket(ticket=C001, reason="papers_missing")
    held_land = (*s.TWO_OPEN, issued("L001"), called("L001", 2), held("L001", 2), ALL_LEFT_LAND)
    return [
        *of_a_ticket(release),
        *(row("ticket_not_releasable", release, past) for past in (s.WAITING, s.MISSED, s.FINISHED)),
        row("reason_unknown", replace(release, reason="lunch"), s.HELD),
        row("field_closed", replace(release, ticket=ticket_id("L001")), held_land),
    ]


REFUSALS = [
    *OF_CLOSING,
    *of_days(),
    *of_counters(),
    *of_fields(),
    *of_the_kiosk(),
    *of_the_time_offline(),
    *of_calling(),
    *of_serving(),
    *of_sending_on(),
    *of_tickets(),
    *of_deferring(),
    *of_releasing(),
    *of_rating(),
    *of_visits(),
    *of_preparing(),
    *of_profiles(),
    *of_reserved_counters(),
    *of_recalls(),
]


def codes_by_command(rows: Iterable[Row]) -> dict[type[c.Command], set[str]]:
    found: defaultdict[type[c.Command], set[str]] = defaultdict(set)
    for code, command, _, _ in rows:
        found[type(command)].add(code)
    return dict(found)


PROVED = codes_by_command(REFUSALS)
"""By command: the codes of the table."""
