"""What walls showed and said: each wall tells it, and whoever leads the hall may ask."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from hub.domain.announcing import Announced, ToldCall
from hub.service.ports import StorageError, Worker

LOG = logging.getLogger("hub.walls")

KEPT_MS = 60 * 86_400_000
"""How long it is kept when a call was shown where."""

PRUNED_EVERY_MS = 86_400_000
WEEK_MS = 7 * 86_400_000
OPEN_MS = 150_000
"""A page that has not asked for so long is closed."""

DUE_MS = 20_000
"""A wall that is there has shown a call by then, or another one stands before it."""


class ToldBook(Protocol):
    """Where it is kept. Every method may raise StorageError."""

    def add(self, told: Iterable[ToldCall]) -> None:
        """Keep what is not known yet: the first word of a wall on a call counts."""

    def of_calls(self, first: int, last: int) -> list[ToldCall]:
        """What was told of the announcements with ids in this range, in the order in which they were shown."""

    def has_walls_since(self, at_ms: int) -> bool:
        """Whether any wall showed anything from an instant on (ms since the epoch, UTC)."""

    def prune(self, before_ms: int) -> None:
        """Forget what was shown before an instant (ms since the epoch, UTC)."""


@dataclass(slots=True)
class Told:
    """The book and the hub's clock (ms since the epoch, UTC)."""

    book: ToldBook
    worker: Worker
    now_ms: Callable[[], int]
    _pruned_ms: int = 0
    _heard_ms: int = 0

    def hear(self) -> None:
        """A wall's page has just asked for something, which it does every minute."""
        self._heard_ms = self.now_ms()

    def is_any_open(self) -> bool:
        """Whether a wall's page is open anywhere."""
        return abs(self.now_ms() - self._heard_ms) < OPEN_MS

    def note(self, told: Sequence[ToldCall]) -> None:
        """Keep what a wall tells, and once a day forget what is too old. Raises StorageError: tell it again."""
        now_ms = self.now_ms()
        self.worker.run(partial(self.book.add, told))
        if now_ms - self._pruned_ms < PRUNED_EVERY_MS:
            return
        self._pruned_ms = now_ms
        try:
            self.worker.run(partial(self.book.prune, now_ms - KEPT_MS))
        except StorageError as error:
            LOG.warning("what walls told long ago is forgotten later: %s", error)

    def of(self, calls: Sequence[Announced]) -> list[ToldCall]:
        """Where and when these calls were shown. Raises StorageError."""
        if not calls:
            return []
        at_ms = {call.id: call.at_ms for call in calls}
        told = self.worker.run(partial(self.book.of_calls, min(at_ms), max(at_ms)))
        # A restored journal gives ids a second time, but never the same instant with them.
        return [one for one in told if at_ms.get(one.call) == one.call_ms]

    def unseen(self, calls: Sequence[Announced]) -> list[Announced]:
        """The calls that no wall has shown though it is time, oldest first; none where no wall was seen for a week."""
        shown = {one.call for one in self.of(calls) if one.is_of_wall}
        now_ms = self.now_ms()
        if not shown and not self.worker.run(partial(self.book.has_walls_since, now_ms - WEEK_MS)):
            return []
        due_ms = now_ms - DUE_MS
        return [call for call in calls if call.id not in shown and call.at_ms < due_ms and not call.is_overtaken]
