"""What the office needs from outside, as protocols: a journal, a clock, a publisher and a worker."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from hub.domain.events import Entry, Event, JournalCreated

T = TypeVar("T")


class StorageError(Exception):
    """The journal could not be written or read; the command changed nothing and may be sent again."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry beside the stored form of its event: plain integers, strings, lists and dicts, defaults left out."""

    entry: Entry
    form: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was answered to a request, and all that is stored for it.

    ``command_hash`` is the hash of the command without its erasable texts. ``seq_to`` of a refusal is the last row that
    existed then; it has no entries, nor has a request that left nothing to do. ``texts`` are the erasable texts by
    field name (empty once they were erased).
    """

    actor: str
    request_id: str
    command_hash: str
    seq_to: int
    stored: tuple[StoredEntry, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    refusal: str | None = None
    params: dict[str, int | str] = field(default_factory=dict)


class Journal(Protocol):
    """The append-only truth. Every method may raise StorageError; only one thread uses it at a time."""

    @property
    def origin(self) -> JournalCreated:
        """The first row: format, hub, incarnation and epoch."""

    def form(self, event: Event) -> dict[str, Any]:
        """The event as it is stored. Raises ValueError when it holds anything but integers and strings."""

    def decision(self, actor: str, request_id: str) -> Decision | None:
        """What was answered to this request before, read from the stored rows."""

    def append(self, decisions: Sequence[Decision]) -> None:
        """Store everything of these decisions in one durable transaction, or nothing."""

    def probe(self) -> None:
        """Write to the disk as a commit does, but nothing: raises StorageError when rows cannot be stored now."""

    def since_opening(self) -> Iterator[Entry]:
        """The entries from the last ``DayOpened`` on (from the first row if there is none)."""

    def entries_after(self, seq: int) -> list[Entry]:
        """The entries of all rows after ``seq``."""

    def texts_since_opening(self) -> dict[int, dict[str, str]]:
        """The erasable texts of the rows from the last ``DayOpened`` on, by row and name."""

    def erase_texts(self, seq: int) -> None:
        """Erase the texts that belong to a row; the row itself stays as it is. Doing it again is harmless."""


class Clock(Protocol):
    """The time of day."""

    def now_ms(self) -> int:
        """Milliseconds since the epoch, UTC."""


class Publisher(Protocol):
    """Who tells the screens."""

    def announce(self, entries: Sequence[Entry]) -> None:
        """Take note of committed entries. Only enqueues: it neither waits nor sends."""


class Worker(Protocol):
    """How work is moved off the loop. With gevent: ``ThreadPool(1).apply`` and ``gevent.spawn``."""

    def run(self, job: Callable[[], T]) -> T:
        """Run ``job`` in the one writer thread; the calling task waits, others go on. Raises what ``job`` raises."""

    def spawn(self, task: Callable[[], None]) -> object:
        """Start ``task`` beside the caller, on the loop; does not wait for it."""


class Meter(Protocol):
    """Who counts what the office does. Called on the loop, for every answer: it must be quick."""

    def answered(self, command: str, result: str, took_s: float) -> None:
        """A command was answered: ``result`` is ``done``, ``repeated``, ``fault`` or a refusal's code."""

    def committed(self, commands: int) -> None:
        """One transaction took this many commands."""


class NoMeter:
    """A meter that counts nothing."""

    def answered(self, command: str, result: str, took_s: float) -> None:
        """Nothing."""

    def committed(self, commands: int) -> None:
        """Nothing."""
