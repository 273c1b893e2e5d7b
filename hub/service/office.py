"""The office: the only door through which anything changes.

Requests queue up; a writer decides what has queued and commits it in one transaction away from the loop; then, in
order, the committed floor follows, the senders get their answers and the screens are told. Commit first, tell later.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.commands import Command
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.service.outcome import Outcome, RequestReused
from hub.service.ports import Clock, Journal, Meter, NoMeter, Publisher, StorageError, Worker
from hub.service.requests import Asked
from hub.service.writer import Writer, Written

LOG = logging.getLogger("hub.office")

NO_METER = NoMeter()

MOST_IN_A_BATCH = 256
"""How many commands one transaction takes at most, so that nobody waits for an endless batch."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the last batch was not stored: the ``storage`` takes nothing, or a ``fault`` of ours; ``why`` is for logs."""

    kind: Literal["storage", "fault"]
    why: str


class Office:
    """The committed floor and the door to change it.

    Its constructor folds the journal and so may raise StorageError; it must run before the worker gets its first job.
    """

    def __init__(
        self, journal: Journal, clock: Clock, publisher: Publisher, worker: Worker, meter: Meter = NO_METER
    ) -> None:
        self._meter = meter
        self._publisher = publisher
        self._worker = worker
        self._writer = Writer(journal, clock)
        self._floor = self._writer.folded()
        self._texts = journal.texts_since_opening()
        self._origin = journal.origin
        self._queue: deque[Asked] = deque()
        self._lock = threading.Lock()
        self._is_draining = False
        self._seen_waiting: Asked | None = None
        self._trouble: Trouble | None = None

    @property
    def floor(self) -> Floor:
        """The hall as committed: look, never change; do not keep it over a wait."""
        return self._floor

    @property
    def origin(self) -> e.JournalCreated:
        """The hub's id, and the incarnation and epoch of its journal."""
        return self._origin

    @property
    def epoch(self) -> str:
        """The epoch of the views: they replace everything that was sent under another one."""
        return self._origin.epoch

    @property
    def day_texts(self) -> Mapping[int, Mapping[str, str]]:
        """Today's erasable texts by row and field name, for the views."""
        return self._texts

    @property
    def trouble(self) -> Trouble | None:
        """Why the last batch was not stored, or None while all is well."""
        return self._trouble

    def submit(self, command: Command, actor: str, request_id: str) -> Outcome:
        """Decide, store and announce one command; the caller waits until it is durable.

        A key (``actor``, ``request_id``) that was answered before gets the same answer and changes nothing.
        Raises Refused, RequestReused, StorageError; then nothing changed.
        """
        asked = Asked(command, actor, request_id)
        with self._lock:
            self._queue.append(asked)
            must_start = not self._is_draining
            self._is_draining = True
        if must_start:
            self._worker.spawn(self._drain)
        return asked.answer.take()

    def rows_with_texts(self, ticket: str) -> list[int]:
        """The rows of a ticket, of whatever day, that have a person's texts. Raises StorageError."""
        return self._worker.run(partial(self._writer.rows_with_texts, ticket))

    def erase_texts(self, seq: int) -> None:
        """Erase a person's texts beside row ``seq``; the journal's chain is not touched. Raises StorageError."""
        self._worker.run(partial(self._writer.erase_texts, seq))
        self._texts.pop(seq, None)

    def forget_answers(self, before_day: str, most: int) -> int:
        """Forget at most so many answers that were given before a day (ISO) opened. Raises StorageError."""
        return self._worker.run(partial(self._writer.forget_answers, before_day, most))

    def probe(self) -> None:
        """While in trouble, see whether the journal takes rows again, so that nobody has to press a key to find out.

        To be called every few seconds; raises nothing that can pass.
        """
        known = self._trouble
        if known is None:
            return
        try:
            self._worker.run(self._writer.probe)
        except StorageError:
            return
        if self._trouble is known:  # not a newer one, of a batch that was written meanwhile
            self._trouble = None
            LOG.info("storage works again")

    def is_turning(self) -> bool:
        """Whether the office works: its writer's thread takes a job, and who is first in the queue was not so before.

        To be called every few seconds by a watchdog; when the writer hangs, so does this call.
        """
        self._worker.run(_nothing)
        with self._lock:
            waiting = self._queue[0] if self._queue else None
        is_stuck = waiting is not None and waiting is self._seen_waiting
        self._seen_waiting = waiting
        return not is_stuck

    def _drain(self) -> None:
        """Batch after batch until nobody waits; at most one drain runs at a time."""
        while batch := self._next_batch():
            self._process(batch)

    def _next_batch(self) -> list[Asked]:
        with self._lock:
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_IN_A_BATCH))]
            self._is_draining = bool(batch)
            return batch

    def _process(self, batch: Sequence[Asked]) -> None:
        """Write a batch, follow it and answer it. Nobody is left waiting, whatever goes wrong."""
        try:
            written = self._worker.run(partial(self._writer.write, batch))
            self._follow(written)
        except StorageError as error:
            LOG.error("storage commands=%d error=%s", len(batch), error)
            self._fail(batch, error)
        except Exception as fault:  # the edge: every sender gets an answer
            LOG.exception("fault commands=%d", len(batch))
            self._fail(batch, fault)
        else:
            self._trouble = None
            self._meter.committed(len(batch))
            for asked, result in zip(batch, written.results, strict=True):
                self._resolve(asked, result)
            self._announce(written.entries)

    def _fail(self, batch: Sequence[Asked], error: Exception) -> None:
        kind: Literal["storage", "fault"] = "storage" if isinstance(error, StorageError) else "fault"
        self._trouble = Trouble(kind, str(error) or type(error).__name__)
        for asked in batch:
            self._meter.answered(type(asked.command).__name__, kind, time.perf_counter() - asked.since_s)
            asked.answer.give(error)

    def _follow(self, written: Written) -> None:
        """Apply committed entries to the floor that everybody sees; a fault there is healed from the journal."""
        try:
            for entry in written.entries:
                self._remember(entry, written.texts)
                apply_event(self._floor, entry)
        except Exception:  # a committed entry must not be lost
            LOG.exception("fault while following seq=%d", self._floor.seq)
            self._floor = self._worker.run(self._writer.folded)

    def _remember(self, entry: e.Entry, texts: dict[int, dict[str, str]]) -> None:
        """Keep today's texts at hand; a new day starts without any."""
        if isinstance(entry.event, e.DayOpened):
            self._texts.clear()
        if entry.seq in texts:
            self._texts[entry.seq] = texts[entry.seq]
        for seq in e.replaced_texts([entry]):
            self._texts.pop(seq, None)

    def _resolve(self, asked: Asked, result: Outcome | Exception) -> None:
        """Count, log one line and wake the sender."""
        name, said = type(asked.command).__name__, _said(result)
        self._meter.answered(name, said, time.perf_counter() - asked.since_s)
        rows = f"{result.seq_from}-{result.seq_to}" if isinstance(result, Outcome) else "-"
        LOG.info("command=%s actor=%s request=%s result=%s seq=%s", name, asked.actor, asked.request_id, said, rows)
        asked.answer.give(result)

    def _announce(self, entries: Sequence[e.Entry]) -> None:
        if not entries:
            return
        try:
            self._publisher.announce(entries)
        except Exception:  # the edge to the fan-out: what is committed stays so
            LOG.exception("fault while announcing seq=%d", entries[-1].seq)


def _nothing() -> None:
    """A job that proves that the writer's thread turns."""


def _said(result: Outcome | Exception) -> str:
    """The result as a code: never a person's text."""
    if isinstance(result, Outcome):
        return "repeated" if result.is_repeat else "done"
    if isinstance(result, Refused):
        return result.code
    return "request_reused" if isinstance(result, RequestReused) else "fault"
