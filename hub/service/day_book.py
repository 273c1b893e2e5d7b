"""The rows of the open day at hand, for whoever asks what they add up to or why somebody was called."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

from hub.domain.events import DayOpened, Entry
from hub.domain.figures import Figures, Report, report
from hub.service.ports import Publisher, Worker

T = TypeVar("T")
Mode = Literal["live", "test"]


class DayBook:
    """Keeps the rows from the last ``DayOpened`` on; what is asked about them is worked out in the worker's thread.

    To take note of a row costs the hall nothing: figures are added up when somebody looks at them, and from where they
    were left. ``rows`` are those that the journal holds already.
    """

    def __init__(self, rows: Iterable[Entry], worker: Worker) -> None:
        self._worker = worker
        self._rows: list[Entry] = []
        self._figures = Figures()
        self._added: tuple[list[Entry], int] = (self._rows, 0)
        self.announce(list(rows))

    def announce(self, entries: Sequence[Entry]) -> None:
        """Take note of committed rows. Another day begins another list: a thread may be reading the former one."""
        for entry in entries:
            if isinstance(entry.event, DayOpened):
                self._rows = []
            self._rows.append(entry)

    def report(self, mode: Mode, at_ms: int) -> Report:
        """The day's figures for somebody who looks at ``at_ms`` (ms since the epoch, UTC)."""
        return self._worker.run(lambda: report(self._caught_up(), mode, at_ms))

    def ask(self, question: Callable[[Sequence[Entry]], T]) -> T:
        """What a pure function says of the day's rows. Raises what that raises."""
        return self._worker.run(lambda: question(tuple(self._rows)))

    def _caught_up(self) -> Figures:
        """The figures with all rows so far; only the worker's thread comes here."""
        rows, (known, added) = self._rows, self._added
        if rows is not known:
            self._figures, added = Figures(), 0
        self._added = ([], 0)  # a row that cannot be taken leaves nothing half done: the next who asks begins anew
        new = rows[added:]
        for entry in new:
            self._figures.take(entry)
        self._added = (rows, added + len(new))
        return self._figures


class Publishers:
    """Several who are told, in this order."""

    def __init__(self, *publishers: Publisher) -> None:
        self._publishers = publishers

    def announce(self, entries: Sequence[Entry]) -> None:
        """Tell each."""
        for publisher in self._publishers:
            publisher.announce(entries)
