"""Every fault at every moment, seen from the kiosk's book of jobs: what is stored and told agrees with the paper.

The real driver prints real tickets on a simulated printer; the book lies on the disk. One number after the other meets
a fault, the agent starts again in between, and in the end each number is accounted for.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.printers import GENERIC, NO_ANSWER, Raster
from drivers.printers.encoding import encode
from drivers.simulators.faults import OF_PRINTERS, Fault
from kiosk_app.paper_parts import Composer, preview
from kiosk_app.print_desk import PrintDesk
from kiosk_app.records import Job, JobState
from tests.kiosk_app.agent_kit import QUICK
from tests.kiosk_app.print_kit import Scene

QUESTION_BYTES, FENCE_BYTES, INITIALISE_BYTES = 12, 3, 2
START = QUESTION_BYTES + FENCE_BYTES
"""Where a job's own bytes begin: behind the questions and the fence that takes answers of others."""


class Killed(BaseException):
    """The agent dies: nothing in the program sees it coming."""


class Book(Scene):
    """A scene that prints many numbers, one after the other."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.all: list[Job] = []
        self.kill_at: int | None = None
        self._feed = self.device.simulator.feed
        self.device.simulator.feed = self._deadly

    def _deadly(self, chunk: bytes) -> int:
        """Take bytes until the agent dies."""
        if self.kill_at is None:
            return self._feed(chunk)
        taken = self._feed(chunk[: self.kill_at])
        self.kill_at -= taken
        if self.kill_at == 0:
            self.kill_at = None
            raise Killed
        return taken

    def number(self) -> Job:
        """The next number with its job."""
        self.all.append(self.queue(f"A{len(self.all):03}"))
        return self.all[-1]

    def stored(self, job: Job) -> Job:
        """A job as it lies on the disk."""
        stored = self.spool.job(job.id)
        assert stored is not None
        return stored

    def start_again(self) -> None:
        """The agent starts again, as its service does after any end; every trouble is over by then."""
        for fault in (Fault.PAPER_OUT, *sorted(self.device.simulator.faults)):
            self.device.simulator.fault(fault, is_on=False)
        self.restart()
        self.device.restart(half_ticket_may_hang=self.jobs.half_ticket_may_hang())
        self.desk = PrintDesk(self.jobs, self.device.printer, QUICK)

    def printed(self, job: Job) -> int:
        """How often the whole paper of a number came out, alone on its piece."""
        return self.device.pictures.count(paper_of(job))

    def errands(self, job: Job) -> list[tuple[str, str]]:
        """What the hub hears of a number: kind, and result or reason."""
        found = [errand for errand in self.spool.open_errands() if errand.path.split("/")[-2] == job.ticket]
        return [(each.path.split("/")[-1], each.body.get("result") or each.body["reason"]) for each in found]

    def check(self, job: Job) -> None:
        """Disk, paper and the hub's news agree."""
        stored, copies = self.stored(job), self.printed(job)
        assert stored.state in (JobState.CONFIRMED, JobState.FAILED, JobState.UNKNOWN), stored
        assert copies <= 1, f"{copies} papers: {stored}"
        assert copies == 1 or stored.state is not JobState.CONFIRMED, stored
        assert copies == 1 or stored.code != NO_ANSWER, stored
        assert copies == 0 or stored.state is not JobState.FAILED, stored
        assert bool(stored.code) is (stored.state is not JobState.CONFIRMED), stored
        assert self.errands(job)[:1] == [("print", stored.state.value)], stored

    def print_a_good_one(self) -> None:
        """Nothing is left to be printed but the next number, and that comes out alone on its paper."""
        assert self.jobs.next() is None
        good = self.number()
        self.desk.print_one(good)
        assert (self.stored(good).state, self.printed(good)) == (JobState.CONFIRMED, 1)

    def close_the_day(self) -> None:
        """Nothing more is printed; a number is given up only when not a dot of it was printed."""
        assert self.jobs.next() is None
        self.clock.advance(3600)
        self.jobs.cancel_overdue()
        for job in self.all:
            self.check(job)
            given_up = [("cancel", "print_failed")] if self.stored(job).state is JobState.FAILED else []
            assert self.errands(job)[1:] == given_up
        self.spool.close()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = Book(tmp_path)
    yield book
    book.spool.close()


def paper_of(job: Job) -> Raster:
    return preview(Composer()(job.paper), 576)


def moments(job: Job) -> list[int]:
    """Bytes of a connection: in the questions, at the job's begin, in its pictures, around cut and fence."""
    end = START + INITIALISE_BYTES + sum(map(len, encode(Composer()(job.paper), GENERIC))) + FENCE_BYTES
    return [1, 11, 14, START, START + 1, 400, 9_000, end - FENCE_BYTES - 1, end - 1, end]


@pytest.mark.parametrize("fault", [*(each for each in Fault if each in OF_PRINTERS), "disconnect"])
def test_each_number_is_accounted_for(book: Book, fault: str) -> None:
    for moment in range(len(moments(book.number()))):
        job = book.all[-1]
        was_hanging = book.device.simulator.hanging.height
        book.device.simulator.cause(f"{fault}@{moments(job)[moment]}")
        book.desk.print_one(job)
        book.check(job)
        if book.stored(job).state is JobState.FAILED:
            assert book.device.simulator.hanging.height == was_hanging
        book.start_again()
        book.print_a_good_one()
        book.number()
    book.desk.print_one(book.all[-1])
    book.close_the_day()


def test_an_agent_that_dies_prints_nothing_twice(book: Book) -> None:
    for moment in range(-1, len(moments(book.number()))):
        job = book.all[-1]
        book.kill_at = moments(job)[moment] if moment >= 0 else 0
        with pytest.raises(Killed):
            book.desk.print_one(job)
        book.device.simulator.disconnected()
        book.start_again()
        assert (book.stored(job).state, book.stored(job).code) == (JobState.UNKNOWN, "agent_stopped")
        book.print_a_good_one()
        book.number()
    book.desk.print_one(book.all[-1])
    assert {book.printed(job) for job in book.all} == {0, 1}
    book.close_the_day()


def test_an_agent_that_dies_before_it_wrote_down_that_it_sends_prints_afterwards(book: Book) -> None:
    job = book.number()
    book.start_again()
    assert book.jobs.next() == job
    book.desk.print_one(job)
    assert (book.stored(job).state, book.printed(job)) == (JobState.CONFIRMED, 1)
    book.start_again()
    book.close_the_day()
