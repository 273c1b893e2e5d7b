"""Who comes and who serves: people at fifty times the rate of a ward, clerks who keep up with them."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.bench.hall import FIELDS, Hall
from tests.bench.soak.book import Book, Call, Hand

PEOPLE_A_DAY, HOURS_A_DAY = 500, 8
NORMAL_A_SECOND = PEOPLE_A_DAY / (HOURS_A_DAY * 3600)
QUEUE = 60
"""So many wait when the doors open, and clerks work faster or slower to keep it so."""

MISSED, HELD, SENT_ON, RECALLED, RATED, PRIORITY = 0.06, 0.05, 0.06, 0.15, 0.5, 0.2
REST_S, BEGINS_AGAIN_S = 0.05, 1.0


def threads_of(jobs: Iterable[Callable[[], None]], book: Book) -> list[threading.Thread]:
    """Begin each job in a thread; one that breaks is a trouble and begins anew after a second."""
    threads = [threading.Thread(target=_kept_up, args=(job, book), name=job.__qualname__, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    return threads


def end(threads: Iterable[threading.Thread], book: Book, within_s: float) -> None:
    """Wait until all have come to their end; who has not by then is a trouble."""
    until_s = time.monotonic() + within_s
    for thread in threads:
        thread.join(max(0.0, until_s - time.monotonic()))
        if thread.is_alive():
            book.troubles.append(f"{thread.name} did not come to its end")


def _kept_up(job: Callable[[], None], book: Book) -> None:
    while True:
        try:
            return job()
        except Exception as error:  # noqa: BLE001 – whatever it is, the others go on and the run is not well
            book.troubles.append(f"{type(error).__name__}: {error}")
            if book.over.wait(BEGINS_AGAIN_S):
                return None


class Door:
    """People who come: each takes a number of some field at some kiosk."""

    def __init__(self, hall: Hall, book: Book, kiosks: int, a_second: float) -> None:
        self._book, self._a_second = book, a_second
        self._hands = [Hand(hall, book, f"kiosk:K{number}") for number in range(1, kiosks + 1)]
        self._chance = random.Random(1)

    def fill(self) -> None:
        """Those who stand before the doors in the morning."""
        for _ in range(QUEUE):
            self._come()

    def stand(self) -> None:
        """Let people in until it is over, at random instants as real ones come."""
        due_s = time.monotonic()
        while not self._book.over.wait(max(0.0, due_s - time.monotonic())):
            self._come()
            due_s += self._chance.expovariate(self._a_second)
        for hand in self._hands:
            hand.close()

    def _come(self) -> None:
        kiosk, own = self._chance.choice(self._hands), self._chance.random() < PRIORITY
        answer = kiosk.post(
            "/tickets", field=self._chance.choice(FIELDS), ticket_class="priority" if own else "ordinary"
        )
        self._book.draw(answer["events"][0])


class Clerk:
    """One counter: calls, and does with whoever comes what clerks do."""

    def __init__(self, hall: Hall, book: Book, counter: int, a_person_s: float) -> None:
        self._book, self._counter, self._a_person_s = book, counter, a_person_s
        self._hand = Hand(hall, book, f"counter:{counter}")
        self._panel = Hand(hall, book, f"rating:{counter}")
        self._chance = random.Random(counter)

    def work(self) -> None:
        """Until it is over; whoever is at the counter then is served to the end."""
        while not self._book.over.wait(REST_S):
            if self._book.take():
                self._serve()
        self._hand.close()
        self._panel.close()

    def _serve(self) -> None:
        began_s = time.perf_counter()
        answer = self._do("call-next")
        ticket = answer["events"][0]["ticket"]
        self._book.called(ticket, Call(answer["seq"], self._counter, began_s))
        if self._chance.random() < RECALLED:
            self._do("recall")
        fate = self._chance.random()
        if fate < MISSED:
            self._end(ticket, "missed")
            return
        self._do("start")
        self._book.over.wait(self._patience_s())
        if fate < MISSED + HELD:
            self._do("hold")
            self._do("resume", ticket=ticket)
        if fate > 1 - SENT_ON:
            to_field = self._chance.choice([name for name in FIELDS if name != self._book.fields[ticket]])
            self._end(ticket, "transfer", to_field=to_field)
            self._book.sent_on(ticket, to_field)
        else:
            self._rate(self._end(ticket, "finish"))

    def _rate(self, finished: dict[str, Any]) -> None:
        ended = finished["events"][0]
        if self._chance.random() < RATED:
            service = {"ticket": ended["ticket"], "service": ended["service"], "score": self._chance.randint(2, 4)}
            self._panel.post(f"/counters/{self._counter}/rate", **service)

    def _end(self, ticket: str, what: str, **body: Any) -> dict[str, Any]:
        self._book.leaves(ticket)
        return self._do(what, **body)

    def _do(self, what: str, **body: Any) -> dict[str, Any]:
        return self._hand.post(f"/counters/{self._counter}/{what}", **body)

    def _patience_s(self) -> float:
        """Twice as quick where many wait, half as quick where few do; never the same."""
        hurry = 0.5 if self._book.waiting > QUEUE * 1.5 else 2.0 if self._book.waiting < QUEUE / 2 else 1.0
        return self._a_person_s * hurry * self._chance.uniform(0.5, 1.5)
