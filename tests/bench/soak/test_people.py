"""Nobody in the hall breaks, hangs or is left unfollowed without a word."""

import threading

from tests.bench.crowd import Arrival
from tests.bench.soak.book import Book, Call
from tests.bench.soak.listening import Followed
from tests.bench.soak.people import end, threads_of


def test_whatever_breaks_a_job_is_a_trouble() -> None:
    book = Book()
    book.over.set()

    def breaks() -> None:
        raise KeyError("x")

    end(threads_of([breaks], book), book, 5)
    assert book.troubles == ["KeyError: 'x'"]


def test_who_does_not_come_to_an_end_is_a_trouble() -> None:
    book, is_free = Book(), threading.Event()

    def hangs() -> None:
        is_free.wait()

    threads = threads_of([hangs], book)
    end(threads, book, 0)
    is_free.set()
    threads[0].join(5)
    assert [trouble.endswith("hangs did not come to its end") for trouble in book.troubles] == [True]


class Crowd:
    """Row 7 never reaches the wall, row 8 is more than it understands."""

    def last_arrival(self, topic: str, row: int, _within_s: float) -> Arrival:
        if row == 7:
            raise TimeoutError
        if row == 8:
            raise KeyError(row)
        return Arrival(topic, row, 1, 0, 0, 0)


def test_only_a_call_that_was_followed_to_the_last_screen_is_delivered() -> None:
    book = Book()
    book.over.set()
    followed = Followed(Crowd(), book, {"wall"})  # type: ignore[arg-type]
    for row in (6, 7, 8):
        book.calls.put(Call(row, 1, 0.0))
    end(threads_of([followed.follow], book), book, 5)
    assert followed.delivered == 1
    assert book.troubles == ["row 7 did not reach all of wall", "KeyError: 8"]
