"""One round of the closings: make what is missing, sign a checkpoint if it is time, send what waits."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from config.closing import AnyPlace, ClosingPlan, PaperPlace
from hub.sending.place_round import Carry, PlaceRound, run_together
from hub.service.ports import PlaceStatus
from hub.store.chain import StoreFault
from hub.store.closing import Checkpoint, Closing, NotSigned, RowMark, seal, unseal
from hub.store.closing_due import asked_head, days_due, head
from hub.store.closing_head import JournalHead
from hub.store.closing_making import make_closing
from hub.store.closing_shelf import Shelf, read_status, write_status
from hub.store.control import DATABASE_NAME, HubNotRunning, consistent_copy
from hub.store.signing_key import SigningKey, open_signing_key
from hub.store.workplace import workplace

LOG = logging.getLogger("hub.closing")

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class ClosingRound:
    """What is done for the hub of a data folder, running or not; whoever makes holds the shelf."""

    data: Path
    plan: ClosingPlan
    now_ms: int

    @property
    def shelf(self) -> Shelf:
        """Where the signed files lie."""
        return Shelf(self.data)

    def make_due(self) -> list[Path]:
        """Make the closing of each day that has none (see :func:`hub.store.closing_due.days_due`).

        One day that cannot be signed holds up no other; it is noted and tried again. Raises StoreFault (then, too),
        StorageError, OSError.
        """
        status = read_status(self.data)
        made = self._make(days_due(status, partial(head, self.data)))
        status = read_status(self.data)
        if status.failed:
            raise StoreFault("; ".join(f"{day}: {why}" for day, why in status.failed.items()))
        if status.why:
            write_status(self.data, replace(status, failed_ms=None, why=""))
        return made

    def closing_of(self, day: str) -> Path:
        """The closing of a day as the journal has it now, made if there is none. Raises as :meth:`make_due`.

        Not one of an earlier end of the day, nor one of rows that a restore lost.
        """
        there = self._there(day)
        if there is None:
            with self.shelf.held():
                there = self._there(day) or self._make_one(day)
        return there

    def _there(self, day: str) -> Path | None:
        known = head(self.data, 0, day)
        for file in self.shelf.closings(day):
            with suppress(NotSigned, OSError):
                document = unseal(file.read_bytes())
                if document.hub == known.hub and document.last == RowMark(known.end_row, known.end_hash):
                    return file
        return None

    def check(self) -> Path | None:
        """Sign how far the running hub's journal is, if it has gone on and it is time. Raises StoreFault, OSError."""
        status, every_ms = read_status(self.data), self.plan.checkpoint_every_min * MINUTE_MS
        if not self.plan.has_checkpoints or 0 <= self.now_ms - status.checked_ms < every_ms:
            return None
        try:
            known = asked_head(self.data, status.row)
        except HubNotRunning:
            return None
        if known.row == status.checked_row or not known.day:
            return None
        name, content = checkpoint(self.data, known)
        file = self.shelf.put(name, content, [place.name for place in _of_files(self.plan)])
        write_status(self.data, replace(status, checked_row=known.row, checked_ms=self.now_ms))
        return file

    def send(self, carry: Carry) -> list[str]:
        """Bring everything that waits to its place, the oldest first; returns what failed, in sentences.

        A place that fails or is slow holds up its own files only: all are served at once, each for a while. Raises
        OSError.
        """
        self.shelf.tidy([place.name for place in self.plan.places])
        known = read_status(self.data).places
        rounds = [
            PlaceRound(place, known.get(place.name, PlaceStatus()), self.shelf, carry) for place in self.plan.places
        ]
        places = {one.place.name: one.result(self.now_ms) for one in run_together(rounds)}
        with self.shelf.held():
            write_status(self.data, replace(read_status(self.data), places=places))
        return [f"{name}: {status.why}" for name, status in places.items() if status.failed_ms == self.now_ms]

    def _make(self, days: Sequence[str]) -> list[Path]:
        """Make the closings of days that are closed; one copy of the database serves them all."""
        if not days:
            return []
        key, made = open_signing_key(self.data), []
        with self._copied() as copy:
            for day in days:
                try:
                    made.append(self._put(self._closing(copy, day, key)))
                except Exception as error:  # the edge of a day: whatever is wrong with its rows, the others are signed
                    LOG.exception("no closing of %s", day)
                    self._note(day, str(error) or type(error).__name__)
        return made

    def _make_one(self, day: str) -> Path:
        with self._copied() as copy:
            return self._put(self._closing(copy, day, open_signing_key(self.data)))

    def _closing(self, copy: Path, day: str, key: SigningKey) -> bytes:
        return make_closing(copy, day, (file.read_bytes() for file in self.shelf.closings()), key)

    @contextmanager
    def _copied(self) -> Iterator[Path]:
        with workplace(self.data) as folder:
            consistent_copy(self.data, folder / DATABASE_NAME)
            yield folder / DATABASE_NAME

    def _note(self, day: str, why: str) -> None:
        status = read_status(self.data)
        write_status(self.data, replace(status, failed={**status.failed, day: why}))

    def _put(self, content: bytes) -> Path:
        closing = unseal(content)
        assert isinstance(closing, Closing), "it has just been made"
        file = self.shelf.put(closing.name, content, [place.name for place in self.plan.places])
        status = read_status(self.data)
        if closing.day in status.failed:
            failed = {day: why for day, why in status.failed.items() if day != closing.day}
            status = replace(status, failed=failed)
            write_status(self.data, status)
        if status.incarnation != closing.incarnation or status.row < closing.last.row:
            own = {"incarnation": closing.incarnation, "day": closing.day, "row": closing.last.row}
            write_status(self.data, replace(status, **own, made_ms=self.now_ms))
        return file


def compact(data: Path, closing: Closing) -> bytes:
    """A signed checkpoint at a closing's last row: small enough for a code on paper.

    Raises StoreFault: the key was changed since, so the paper would name another one; OSError.
    """
    if open_signing_key(data).public != closing.key:
        raise StoreFault(
            f"The closing of {closing.day} was signed with another key than the hub has now, so no paper of it can be "
            "signed. Its file is valid as it is: send that, or print it from where the old key is."
        )
    at = closing.turns[-1].at
    end = JournalHead(closing.hub, closing.incarnation, closing.last.row, closing.last.hash, at, closing.day, ())
    return checkpoint(data, end)[1].strip()


def checkpoint(data: Path, known: JournalHead) -> tuple[str, bytes]:
    """A signed checkpoint at a row: the name of its file and its content. Raises StoreFault, OSError."""
    key = open_signing_key(data)
    signed = Checkpoint(
        hub=known.hub,
        incarnation=known.incarnation,
        key=key.public,
        day=known.day,
        at=known.at,
        last=RowMark(known.row, known.hash),
    )
    return signed.name, seal(signed, key)


def _of_files(plan: ClosingPlan) -> list[AnyPlace]:
    return [place for place in plan.places if not isinstance(place, PaperPlace)]
