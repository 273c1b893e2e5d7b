"""After a restore no number is drawn that may be on paper, on the day of the restore and on no other."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.floor import Floor
from hub.domain.snapshots import LastNumber
from tests.domain.hall import DAY, DAY_MS, MORNING_MS, NEXT_DAY, PLAN, called, day_opened, given, issued, then, when

LASTS = (LastNumber("C", 102), LastNumber("L", 100))


def restored(day: str) -> e.JournalRestored:
    return e.JournalRestored(incarnation="i", epoch="e", from_seq=3, day=day, skipped_to=LASTS)


def drawn(floor: Floor, field: str) -> str:
    (event,) = when(floor, c.IssueTicket(field=field, granted_by="staff"))
    assert isinstance(event, e.TicketIssued)
    return event.label


def test_an_open_day_goes_on_after_the_gap() -> None:
    floor = given(day_opened(), issued("C001"), issued("C002"), restored(DAY))
    assert (drawn(floor, "civil"), drawn(floor, "land")) == ("C103", "L101")


def test_who_waits_waits_on() -> None:
    floor = given(day_opened(), e.CounterOpened(counter=1), issued("C001"), issued("C002"), called("C001"))
    before = (floor.tickets, floor.waiting, floor.counters)
    after = given(
        day_opened(), e.CounterOpened(counter=1), issued("C001"), issued("C002"), called("C001"), restored(DAY)
    )
    assert (after.tickets, after.waiting, after.counters) == before


def test_a_day_that_opens_after_the_restore_begins_after_the_gap() -> None:
    floor = given(day_opened(), issued("C001"), restored(NEXT_DAY))
    assert drawn(floor, "civil") == "C002", "the old day is another one"
    opened = when(floor, c.OpenDay(day=NEXT_DAY, plan=PLAN), MORNING_MS + DAY_MS)[-1]
    assert isinstance(opened, e.DayOpened)
    assert opened.last_numbers == LASTS
    floor = given(day_opened(), restored(NEXT_DAY), opened)
    assert (drawn(floor, "civil"), drawn(floor, "land")) == ("C103", "L101")
    assert (floor.skipped_day, floor.skipped_to) == (None, {})


def test_a_day_later_than_the_restore_begins_with_its_first_number() -> None:
    floor = given(day_opened(), restored(DAY))
    opened = when(floor, c.OpenDay(day=NEXT_DAY, plan=PLAN), MORNING_MS + DAY_MS)[-1]
    assert isinstance(opened, e.DayOpened)
    assert opened.last_numbers == ()


def test_a_closed_day_that_is_reopened_goes_on_after_the_gap() -> None:
    floor = given(day_opened(), issued("C001"), e.DayClosed(day=DAY), restored(DAY))
    assert drawn(then(floor, c.ReopenDay()), "civil") == "C103"
