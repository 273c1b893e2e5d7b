"""The day's rows at hand: figures follow the journal, and cost nobody anything until somebody looks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.domain.events import Entry, requests_of
from hub.domain.explaining import CalledBefore
from hub.domain.figures import Report, figures_of, report
from hub.service.day_book import DayBook, Publishers
from hub.service.ports import T
from tests.domain import hall as h
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall, Heard


class Counting:
    """A worker that remembers how often it was asked."""

    jobs = 0

    def run(self, job: Callable[[], T]) -> T:
        self.jobs += 1
        return job()

    def spawn(self, task: Callable[[], None]) -> object:
        raise AssertionError("a book spawns nothing")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    yield hall
    hall.close()


def from_the_journal(hall: Hall) -> Report:
    return report(figures_of(hall.journal.since_opening()), "live", hall.clock.at_ms)


def tell(hall: Hall, book: DayBook, command: c.Command) -> None:
    known = len(hall.heard.entries)
    hall.do(command, actor="staff-1")
    book.announce(hall.heard.entries[known:])


def test_a_book_knows_when_somebody_was_chosen_last(hall: Hall) -> None:
    book = DayBook(hall.journal.since_opening(), Counting())
    tell(hall, book, c.IssueTicket(field="civil"))
    assert book.last_choice == 0
    tell(hall, book, c.CallNext(counter=1))
    chosen = hall.office.floor.seq
    tell(hall, book, c.StartService(counter=1))
    assert book.last_choice == chosen
    assert DayBook(hall.journal.since_opening(), Counting()).last_choice == chosen


def test_figures_follow_what_is_announced_from_where_the_journal_stood(hall: Hall) -> None:
    worker = Counting()
    hall.do(c.IssueTicket(field="civil"))
    book = DayBook(hall.journal.since_opening(), worker)
    for command in (c.IssueTicket(field="civil"), c.CallNext(counter=1), c.StartService(counter=1)):
        tell(hall, book, command)
    assert worker.jobs == 0
    assert book.report("live", hall.clock.at_ms) == from_the_journal(hall)
    hall.clock.at_ms += 60_000
    tell(hall, book, c.FinishService(counter=1))
    told = book.report("live", hall.clock.at_ms)
    assert told == from_the_journal(hall)
    assert (told.seq, told.groups[0].times_ms["service"]) == (hall.office.floor.seq, 60_000)


def test_another_day_begins_anew(hall: Hall) -> None:
    book = DayBook(hall.journal.since_opening(), Counting())
    tell(hall, book, c.IssueTicket(field="civil"))
    assert book.report("live", hall.clock.at_ms).groups[0].counts["drawn"] == 1
    hall.clock.at_ms += 24 * HOUR_MS
    tell(hall, book, c.OpenDay(day=h.NEXT_DAY, plan=PLAN))
    told = book.report("live", hall.clock.at_ms)
    assert (told.day, told.groups[0].counts["drawn"]) == (h.NEXT_DAY, 0)
    assert len(book.ask(lambda rows: rows)) == 1
    assert DAY != h.NEXT_DAY


def test_a_row_that_cannot_be_taken_leaves_nothing_half_done(hall: Hall) -> None:
    tell(hall, book := DayBook(hall.journal.since_opening(), Counting()), c.IssueTicket(field="civil"))
    whole = book.report("live", hall.clock.at_ms)
    bad = Entry(hall.office.floor.seq + 1, hall.clock.at_ms, DAY, "test", h.started("Z999"))
    book.announce([bad])
    for _ in range(2):
        with pytest.raises(Exception, match="Z999"):
            book.report("live", hall.clock.at_ms)
    assert DayBook(hall.journal.since_opening(), Counting()).report("live", hall.clock.at_ms) == whole


def test_who_was_passed_is_known_from_where_it_was_left(hall: Hall) -> None:
    book = DayBook(hall.journal.since_opening(), Counting())
    tell(hall, book, c.IssueTicket(field="civil"))
    assert book.called_before(f"{DAY}-A001") == ()
    tell(hall, book, c.IssueTicket(field="civil", ticket_class="priority"))
    tell(hall, book, c.CallNext(counter=1))
    assert book.called_before(f"{DAY}-A001") == (CalledBefore("priority", 1),)
    assert book.all_called_before() == {f"{DAY}-A001": (CalledBefore("priority", 1),)}


def test_rows_say_which_of_them_one_press_made(hall: Hall) -> None:
    for command in (c.IssueTicket(field="civil"), c.IssueTicket(field="civil"), c.CallNext(counter=1)):
        hall.do(command)
    hall.do(c.StartService(counter=1))
    hall.do(c.FinishAndCallNext(counter=1))
    assert [entry.part for entry in hall.heard.entries[-3:]] == [1, 1, 2]
    assert list(hall.journal.since_opening()) == hall.heard.entries
    assert [len(request) for request in requests_of(hall.heard.entries)][-3:] == [1, 1, 2]
    assert hall.journal.day_requests(DAY) == list(requests_of(hall.heard.entries))


def test_each_publisher_is_told(hall: Hall) -> None:
    first, second = Heard(), Heard()
    Publishers(first, second).announce(list(hall.journal.since_opening()))
    assert first.entries == second.entries != []
