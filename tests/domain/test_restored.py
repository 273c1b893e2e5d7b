"""After a restore no number is drawn that may be on paper, on the backup's last day, the next one, and on no other."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.floor import Floor
from hub.domain.snapshots import LastNumber
from tests.domain.hall import DAY, DAY_MS, MORNING_MS, NEXT_DAY, PLAN, called, day_opened, given, issued, then, when

LASTS = (LastNumber("C", 102), LastNumber("L", 100))
NEXT_LASTS = (LastNumber("C", 100), LastNumber("L", 100))
RESTORED = e.JournalRestored(incarnation="i", epoch="e", from_seq=3, day=DAY, skipped_to=LASTS, skipped_next=NEXT_LASTS)
AFTER = "2026-11-24"


def drawn(floor: Floor, field: str) -> str:
    (event,) = when(floor, c.IssueTicket(field=field, granted_by="staff"))
    assert isinstance(event, e.TicketIssued)
    return event.label


def test_an_open_day_goes_on_after_the_gap() -> None:
    floor = given(day_opened(), issued("C001"), issued("C002"), RESTORED)
    assert (drawn(floor, "civil"), drawn(floor, "land")) == ("C103", "L101")


def test_who_waits_waits_on() -> None:
    floor = given(day_opened(), e.CounterOpened(counter=1), issued("C001"), issued("C002"), called("C001"))
    before = (floor.tickets, floor.waiting, floor.counters)
    after = given(day_opened(), e.CounterOpened(counter=1), issued("C001"), issued("C002"), called("C001"), RESTORED)
    assert (after.tickets, after.waiting, after.counters) == before


def opened(floor: Floor, day: str, days_later: int) -> e.DayOpened:
    event = when(floor, c.OpenDay(day=day, plan=PLAN), MORNING_MS + days_later * DAY_MS)[-1]
    assert isinstance(event, e.DayOpened)
    return event


def test_the_next_day_begins_after_the_gap_whatever_its_date() -> None:
    for day, later in ((NEXT_DAY, 1), (AFTER, 2)):
        event = opened(given(day_opened(), issued("C001"), RESTORED), day, later)
        assert event.last_numbers == NEXT_LASTS
        floor = given(day_opened(), RESTORED, event)
        assert (drawn(floor, "civil"), drawn(floor, "land")) == ("C101", "L101")
        assert floor.skipped_next == {}


def test_the_day_after_that_begins_with_its_first_number() -> None:
    floor = given(day_opened(), RESTORED)
    floor = given(day_opened(), RESTORED, opened(floor, NEXT_DAY, 1))
    assert opened(floor, AFTER, 2).last_numbers == ()


def test_a_closed_day_that_is_reopened_goes_on_after_the_gap() -> None:
    floor = given(day_opened(), issued("C001"), e.DayClosed(day=DAY), RESTORED)
    assert drawn(then(floor, c.ReopenDay()), "civil") == "C103"
