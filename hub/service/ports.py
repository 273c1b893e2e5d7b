"""What the services need from outside, as protocols: a journal, a register, a clock, a publisher and a worker."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from msgspec import Struct

from hub.domain.events import Entry, Event, JournalCreated
from hub.domain.plan import Plan

T = TypeVar("T")


class StorageError(Exception):
    """The journal could not be written or read; the command changed nothing and may be sent again."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry beside the stored form of its event: plain integers, strings, lists and dicts, defaults left out."""

    entry: Entry
    form: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PersonMark:
    """That a ticket went to somebody: a keyed digest, which says nothing without the day's key."""

    ticket: str
    digest: str


class PersonMarks(Protocol):
    """The day's marks of persons and their key. Every method may raise StorageError."""

    def key(self) -> bytes:
        """The secret of the day's marks, made when it is first needed."""

    def marks(self) -> list[PersonMark]:
        """All marks that were stored since the last :meth:`forget`."""

    def forget(self) -> None:
        """Erase the marks and their key for good. Doing it again is harmless."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was answered to a request, and all that is stored for it.

    ``command_hash`` is the hash of the command without its erasable texts. ``seq_to`` of a refusal is the last row that
    existed then. It has no entries but those that end what was given up with it; a request that left nothing to do has
    none. ``texts`` are the erasable texts by field name (empty once they were erased), ``persons`` the marks to store.
    """

    actor: str
    request_id: str
    command_hash: str
    seq_to: int
    stored: tuple[StoredEntry, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    refusal: str | None = None
    params: dict[str, int | str] = field(default_factory=dict)
    persons: tuple[PersonMark, ...] = ()


class Journal(Protocol):
    """The append-only truth. Every method may raise StorageError; only one thread uses it at a time."""

    @property
    def origin(self) -> JournalCreated:
        """The first row: format and hub; with the incarnation and epoch of the last restore, if there was one."""

    @property
    def persons(self) -> PersonMarks:
        """The day's marks of persons, beside the rows."""

    def form(self, event: Event) -> dict[str, Any]:
        """The event as it is stored. Raises ValueError when it holds anything but integers and strings."""

    def decision(self, actor: str, request_id: str) -> Decision | None:
        """What was answered to this request before, read from the stored rows."""

    def forget_answers(self, before_day: str, most: int, but: str) -> int:
        """Forget the oldest answers from before a day (ISO), not the refusals ``but``; returns how many. Rows stay."""

    def append(self, decisions: Sequence[Decision]) -> None:
        """Store everything of these decisions in one durable transaction, or nothing; replaced texts go with it."""

    def probe(self) -> None:
        """Write to the disk as a commit does, but nothing: raises StorageError when rows cannot be stored now."""

    def since_opening(self) -> Iterator[Entry]:
        """The entries from the last ``DayOpened`` on (from the first row if there is none)."""

    def entries_after(self, seq: int) -> list[Entry]:
        """The entries of all rows after ``seq``."""

    def texts_since_opening(self) -> dict[int, dict[str, str]]:
        """The erasable texts of the rows from the last ``DayOpened`` on, by row and name."""

    def rows_with_texts(self, ticket: str) -> list[int]:
        """The rows of a ticket, of whatever day, that have erasable texts."""

    def erase_texts(self, seq: int) -> None:
        """Erase the texts that belong to a row; the row itself stays as it is. Doing it again is harmless."""


class Account(Struct, frozen=True, kw_only=True):
    """A member of staff. Instants are ms since the epoch (UTC); the journal knows ``staff-<id>`` and never the name.

    ``login`` is folded (:func:`hub.service.staff.folded`) and one account's alone while it is open. With
    ``must_change`` the password was set by somebody else and must be changed before anything else is done.
    """

    id: int
    login: str
    name: str
    role: str
    password_hash: str
    made_at: int
    closed_at: int | None = None
    must_change: bool = False


class Grant(Struct, frozen=True, kw_only=True):
    """A right kept at the hub: a session of an ``account`` or the pairing of a device's ``screen``.

    Instants are ms since the epoch (UTC). ``screen`` is empty for sessions (``wall``, ``rating:3``, ``kiosk:K1`` for
    devices), ``place`` the administrator's words for where a device stands. Of the secret only its SHA-256 is kept.
    """

    id: int
    kind: Literal["session", "device"]
    secret_hash: str
    made_at: int
    seen_at: int
    account: int | None = None
    screen: str = ""
    place: str = ""
    address: str = ""
    ended_at: int | None = None


class Register(Protocol):
    """Accounts and grants on disk. Every method may raise StorageError; only one thread uses it at a time."""

    def accounts(self) -> list[Account]:
        """Every account, closed ones too."""

    def add_account(self, account: Account) -> Account:
        """Store a new account; returned with its id."""

    def change_account(self, account: Account) -> None:
        """Store what has changed of an account."""

    def live_grants(self) -> list[Grant]:
        """The grants that have not ended."""

    def add_grant(self, grant: Grant) -> Grant:
        """Store a new grant; returned with its id, which is never used again."""

    def place_grant(self, grant: int, place: str) -> None:
        """Store where the device of a grant stands from now on."""

    def note_grants(self, seen: Iterable[Grant], ended: Mapping[int, int]) -> None:
        """Store when and where these grants were last seen, and when (by id) others ended."""


class Adoption(Struct, frozen=True):
    """A plan that was adopted: row and version, from when on, when that was said (ms since the epoch, UTC), by whom.

    ``why`` is empty once it was erased.
    """

    seq: int
    version: int
    when: Literal["now", "next_day"]
    at_ms: int
    actor: str
    why: str
    plan: Plan


class GoodBackup(Struct, frozen=True):
    """A backup that was opened and found sound: when (ms since the epoch, UTC), where, up to which row.

    ``closed_day`` is the last day if it was closed by then, else empty.
    """

    at_ms: int
    file: str
    rows: int
    closed_day: str = ""


class FailedBackup(Struct, frozen=True):
    """An attempt since the last good backup that failed: when (ms since the epoch, UTC), and why, for people."""

    at_ms: int
    why: str


class BackupStatus(Struct, frozen=True):
    """The last good backup, and the last failure since then."""

    good: GoodBackup | None = None
    failed: FailedBackup | None = None


class PlaceStatus(Struct, frozen=True):
    """How a place gets signed files: how many wait for it, when one went last, what the last ``tries`` failed by.

    Instants are ms since the epoch (UTC); ``tries`` counts the failures since the last success.
    """

    waiting: int = 0
    sent_ms: int | None = None
    tries: int = 0
    failed_ms: int | None = None
    why: str = ""


class ClosingStatus(Struct, frozen=True):
    """The last closing (of which incarnation's journal, day, row, when it was made), the last checkpoint's row and
    time, and the places by name.

    ``failed_ms`` and ``why`` tell of the last attempt to make a closing, if it failed; ``failed`` has the days that
    could not be signed, each with the reason. Instants are ms since the epoch (UTC).
    """

    incarnation: str = ""
    day: str = ""
    row: int = 0
    made_ms: int | None = None
    checked_row: int = 0
    checked_ms: int = 0
    failed_ms: int | None = None
    why: str = ""
    failed: dict[str, str] = {}
    places: dict[str, PlaceStatus] = {}


class HasherBusy(Exception):
    """Too many passwords wait to be looked at; to be asked again in a moment."""


class Hasher(Protocol):
    """How passwords are kept. Both take a noticeable time, away from the loop, and may raise HasherBusy."""

    def hash(self, password: str) -> str:
        """What is stored of a password."""

    def verify(self, password_hash: str, password: str) -> bool:
        """Whether this is the password."""


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
