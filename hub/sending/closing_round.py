"""One round of the closings: make what is missing, sign a checkpoint if it is time, send what waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from config.closing import AnyPlace, ClosingPlan, PaperPlace
from hub.sending.ways import NotSent
from hub.service.ports import PlaceStatus
from hub.store.chain import StoreFault
from hub.store.closing import Checkpoint, Closing, RowMark, seal, unseal
from hub.store.closing_making import JournalHead, head_of_copy, make_closing
from hub.store.closing_shelf import Shelf, read_status, write_status
from hub.store.control import DATABASE_NAME, HubNotRunning, ask, consistent_copy
from hub.store.signing_key import open_signing_key
from hub.store.workplace import workplace

MINUTE_MS = 60_000

Carry = Callable[[AnyPlace, Path], None]
"""Brings a file to a place. Raises NotSent."""


@dataclass(frozen=True, slots=True)
class ClosingRound:
    """What is done for the hub of a data folder, running or not; whoever does it holds the shelf meanwhile."""

    data: Path
    plan: ClosingPlan
    now_ms: int

    @property
    def shelf(self) -> Shelf:
        """Where the signed files lie."""
        return Shelf(self.data)

    def make_due(self) -> list[Path]:
        """Make the closing of each day that was closed since the last one. Of a journal without any, only the last.

        Raises StoreFault, StorageError, OSError.
        """
        status = read_status(self.data)
        head = _head(self.data, status.row)
        is_known = head.incarnation == status.incarnation
        made = self._make(head.closed if is_known else _head(self.data, 0).closed[-1:])
        if status.why:
            write_status(self.data, replace(read_status(self.data), failed_ms=None, why=""))
        return made

    def closing_of(self, day: str) -> Path:
        """The newest closing of a day, made now if there is none. Raises as :meth:`make_due`."""
        there = self.shelf.closings(day)
        return there[0] if there else self._make([day])[0]

    def check(self) -> Path | None:
        """Sign how far the running hub's journal is, if it has gone on and it is time. Raises StoreFault, OSError."""
        status, every_ms = read_status(self.data), self.plan.checkpoint_every_min * MINUTE_MS
        if not self.plan.has_checkpoints or 0 <= self.now_ms - status.checked_ms < every_ms:
            return None
        try:
            head = _asked(self.data, status.row)
        except HubNotRunning:
            return None
        if head.row == status.checked_row or not head.day:
            return None
        name, content = checkpoint(self.data, head)
        file = self.shelf.put(name, content, [place.name for place in _of_files(self.plan)])
        write_status(self.data, replace(status, checked_row=head.row, checked_ms=self.now_ms))
        return file

    def send(self, carry: Carry) -> list[str]:
        """Bring everything that waits to its place, the oldest first; returns what failed, in sentences.

        A place that fails holds up its own files only. Raises OSError.
        """
        failures = []
        self.shelf.tidy([place.name for place in self.plan.places])
        known, places = read_status(self.data).places, {}
        for place in self.plan.places:
            places[place.name] = self._sent(place, known.get(place.name, PlaceStatus()), carry)
            if places[place.name].failed_ms == self.now_ms:
                failures.append(f"{place.name}: {places[place.name].why}")
        write_status(self.data, replace(read_status(self.data), places=places))
        return failures

    def _sent(self, place: AnyPlace, known: PlaceStatus, carry: Carry) -> PlaceStatus:
        status = known
        for file in self.shelf.waiting(place.name):
            try:
                carry(place, file)
            except NotSent as error:
                status = replace(status, tries=status.tries + 1, failed_ms=self.now_ms, why=str(error))
                break
            self.shelf.arrived(file, place.name)
            status = PlaceStatus(sent_ms=self.now_ms)
        return replace(status, waiting=len(self.shelf.waiting(place.name)))

    def _make(self, days: Sequence[str]) -> list[Path]:
        """Make the closings of days that are closed; one copy of the database serves them all."""
        if not days:
            return []
        key, made = open_signing_key(self.data), []
        with workplace(self.data) as folder:
            copy = folder / DATABASE_NAME
            consistent_copy(self.data, copy)
            for day in days:
                earlier = (file.read_bytes() for file in self.shelf.closings())
                made.append(self._put(make_closing(copy, day, earlier, key)))
        return made

    def _put(self, content: bytes) -> Path:
        closing = unseal(content)
        assert isinstance(closing, Closing), "it has just been made"
        file = self.shelf.put(closing.name, content, [place.name for place in self.plan.places])
        status = read_status(self.data)
        if status.incarnation != closing.incarnation or status.row < closing.last.row:
            own = {"incarnation": closing.incarnation, "day": closing.day, "row": closing.last.row}
            write_status(self.data, replace(status, **own, made_ms=self.now_ms))
        return file


def note_failure(data: Path, at_ms: int, why: str) -> None:
    """Remember that a closing could not be made. Raises OSError."""
    write_status(data, replace(read_status(data), failed_ms=at_ms, why=why))


def compact(data: Path, closing: Closing) -> bytes:
    """A signed checkpoint at a closing's last row: small enough for a code on paper. Raises StoreFault, OSError."""
    at = closing.turns[-1].at
    head = JournalHead(closing.hub, closing.incarnation, closing.last.row, closing.last.hash, at, closing.day, ())
    return checkpoint(data, head)[1].strip()


def checkpoint(data: Path, head: JournalHead) -> tuple[str, bytes]:
    """A signed checkpoint at a row: the name of its file and its content. Raises StoreFault, OSError."""
    key = open_signing_key(data)
    signed = Checkpoint(
        hub=head.hub,
        incarnation=head.incarnation,
        key=key.public,
        day=head.day,
        at=head.at,
        last=RowMark(head.row, head.hash),
    )
    return signed.name, seal(signed, key)


def _of_files(plan: ClosingPlan) -> list[AnyPlace]:
    return [place for place in plan.places if not isinstance(place, PaperPlace)]


def _head(data: Path, after_row: int) -> JournalHead:
    try:
        return _asked(data, after_row)
    except HubNotRunning:
        with workplace(data) as folder:
            copy = folder / DATABASE_NAME
            consistent_copy(data, copy)
            return head_of_copy(copy, after_row)


def _asked(data: Path, after_row: int) -> JournalHead:
    """The running hub's word. Raises HubNotRunning, StoreFault."""
    answer = ask(data, do="journal-head", after=after_row)
    try:
        return msgspec.convert(answer, JournalHead)
    except msgspec.ValidationError as error:
        raise StoreFault(f"The hub that runs is of another version ({error}). Start it anew.") from error
