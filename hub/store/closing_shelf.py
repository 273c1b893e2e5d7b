"""The folder ``closings`` in the data folder: every signed file, and for each place those that have yet to get there.

A file is put on the shelf, and for each place a note of its name into ``closings/to/<place>``, before anything is sent:
empty, or with the mailboxes that have it already. The note goes when the place has it. So what a crash leaves is sent
again, never forgotten.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from hub.private_file import make_once, replace_whole
from hub.service.ports import ClosingStatus

FOLDER = "closings"
STATUS_FILE = "closings.json"
MOST_CHECKPOINTS = 2000
"""So many of the newest checkpoints stay; all closings do."""


def read_status(data: Path) -> ClosingStatus:
    """How the closings of a data folder went; nothing when there is no such file, or no readable one."""
    try:
        return msgspec.json.decode((data / STATUS_FILE).read_bytes(), type=ClosingStatus)
    except (OSError, msgspec.MsgspecError):
        return ClosingStatus()


def write_status(data: Path, status: ClosingStatus) -> None:
    """Remember how the closings went. Raises OSError."""
    replace_whole(data / STATUS_FILE, msgspec.json.format(msgspec.json.encode(status)))


def note_failure(data: Path, at_ms: int, why: str) -> None:
    """Remember that a closing could not be made. Raises OSError."""
    write_status(data, replace(read_status(data), failed_ms=at_ms, why=why))


class Shelf:
    """The signed files of a data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER
        self._to = self.folder / "to"

    def held(self) -> AbstractContextManager[None]:
        """One program at a time makes and notes; another one waits here, a moment only. Raises OSError."""
        return self._locked(self.folder)

    def sending(self) -> AbstractContextManager[None]:
        """One program at a time sends, for as long as that takes; who makes does not wait for it. Raises OSError."""
        return self._locked(self._to)

    def closings(self, day: str = "") -> list[Path]:
        """The closings, of one day if it is given, the one with the most rows first."""
        return sorted(self.folder.glob(f"toi-luot-{day or '*'}-closing-*.json"), key=_row, reverse=True)

    def put(self, name: str, content: bytes, places: Iterable[str]) -> Path:
        """Put a file on the shelf, to go to these places; one that is there already stays as it is. Raises OSError."""
        file = self.folder / name
        make_once(file, content)
        for place in places:
            self.send_again(file, place)
        return file

    def send_again(self, file: Path, place: str) -> None:
        """Note that a file shall go to a place. Raises OSError."""
        (self._to / place).mkdir(mode=0o700, exist_ok=True)
        self._note(file, place).write_bytes(b"")

    def served(self, file: Path, place: str) -> tuple[str, ...]:
        """Who at a place has a file already, while others there have not. Raises OSError."""
        return tuple(self._note(file, place).read_text(encoding="utf-8").split())

    def note_served(self, file: Path, place: str, served: Iterable[str]) -> None:
        """Note who at a place has a file. Raises OSError."""
        self._note(file, place).write_text("\n".join(served), encoding="utf-8")

    def waiting(self, place: str) -> list[Path]:
        """What has yet to get to a place, in the order of days and rows."""
        notes = sorted((self._to / place).glob("*.json"), key=lambda note: (note.name[:19], _row(note)))
        return [self.folder / note.name for note in notes if (self.folder / note.name).exists()]

    def arrived(self, file: Path, place: str) -> None:
        """A place has a file. Raises OSError."""
        self._note(file, place).unlink(missing_ok=True)

    def _note(self, file: Path, place: str) -> Path:
        return self._to / place / file.name

    @contextmanager
    def _locked(self, folder: Path) -> Iterator[None]:
        self._to.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def tidy(self, places: Iterable[str]) -> None:
        """Forget places that are no more, and checkpoints of long ago."""
        known = set(places)
        for folder in self._to.iterdir():
            if folder.name not in known:
                _empty(folder)
        old = sorted(self.folder.glob("toi-luot-*-checkpoint-*.json"), key=_row, reverse=True)[MOST_CHECKPOINTS:]
        for file in old:
            with suppress(OSError):
                file.unlink()


def _row(file: Path) -> int:
    """The row in a file's name."""
    return int(file.stem.split("-")[-2])


def _empty(folder: Path) -> None:
    with suppress(OSError):
        for note in folder.iterdir():
            note.unlink()
        folder.rmdir()
