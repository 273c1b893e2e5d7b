"""The rows of the open day at hand, for whoever asks what they add up to or why somebody was called."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, Literal, Protocol, TypeVar

from hub.domain.events import DayOpened, Entry
from hub.domain.explaining import CalledBefore, Passings, is_choice
from hub.domain.figures import Figures, Report, report
from hub.service.ports import Publisher, Worker

T = TypeVar("T")
Mode = Literal["live", "test"]


class Follower(Protocol):
    """What is worked out of rows, one after the other."""

    def take(self, entry: Entry) -> None:
        """Take the next row."""


F = TypeVar("F", bound=Follower)


class _Kept(Generic[F]):
    """A follower, and how far it has come in which list of rows; only the worker's thread uses it."""

    def __init__(self, new: Callable[[], F]) -> None:
        self._new = new
        self._follower = new()
        self._rows: list[Entry] | None = None
        self._taken = 0

    def caught_up(self, rows: list[Entry]) -> F:
        """The follower with all rows so far. One that cannot take a row begins anew when it is asked again."""
        if rows is not self._rows:
            self._follower, self._taken = self._new(), 0
        self._rows = None
        for entry in rows[self._taken :]:
            self._follower.take(entry)
            self._taken += 1
        self._rows = rows
        return self._follower


class DayBook:
    """Keeps the rows from the last ``DayOpened`` on; what is asked about them is worked out in the worker's thread.

    To take note of a row costs the hall nothing: figures are added up when somebody looks at them, and from where they
    were left. ``rows`` are those that the journal holds already. ``last_choice`` is the last one by which somebody was
    called or prepared: as long as it stays, nobody else was called before anybody.
    """

    def __init__(self, rows: Iterable[Entry], worker: Worker) -> None:
        self._worker = worker
        self._rows: list[Entry] = []
        self.last_choice = 0
        self._figures = _Kept(Figures)
        self._passings = _Kept(Passings)
        self.announce(list(rows))

    def announce(self, entries: Sequence[Entry]) -> None:
        """Take note of committed rows. Another day begins another list: a thread may be reading the former one."""
        for entry in entries:
            if isinstance(entry.event, DayOpened):
                self._rows = []
            self._rows.append(entry)
            if is_choice(entry.event):
                self.last_choice = entry.seq

    def report(self, mode: Mode, at_ms: int) -> Report:
        """The day's figures for somebody who looks at ``at_ms`` (ms since the epoch, UTC)."""
        return self._worker.run(lambda: report(self._figures.caught_up(self._rows), mode, at_ms))

    def called_before(self, ticket: str) -> tuple[CalledBefore, ...]:
        """How many were called before a ticket though they came later, by reason."""
        return self._worker.run(lambda: self._passings.caught_up(self._rows).of(ticket))

    def all_called_before(self) -> Mapping[str, tuple[CalledBefore, ...]]:
        """The same for every ticket before which somebody was called, by their ids."""
        return self._worker.run(lambda: self._passings.caught_up(self._rows).of_all())

    def ask(self, question: Callable[[Sequence[Entry]], T]) -> T:
        """What a pure function says of the day's rows. Raises what that raises."""
        return self._worker.run(lambda: question(tuple(self._rows)))


class Publishers:
    """Several who are told, in this order."""

    def __init__(self, *publishers: Publisher) -> None:
        self._publishers = publishers

    def announce(self, entries: Sequence[Entry]) -> None:
        """Tell each."""
        for publisher in self._publishers:
            publisher.announce(entries)
