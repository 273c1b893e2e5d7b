"""``hub.db``: how it is opened, and its schema as migrations.

One connection holds the file exclusively (WAL, a sync for every commit), so that a second hub on the same data is
noticed at once and no acknowledged ticket is lost in a power cut.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from hub.store.chain import StoreFault

PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "recursive_triggers=ON",
    "secure_delete=ON",
)
"""In this order: exclusive before WAL keeps the index of the log in memory; without recursive triggers a REPLACE
would slip past the trigger on DELETE; an erased text is overwritten, not just forgotten."""

MIGRATIONS = sqlite_utils.Migrations("hub")


class StoreBusy(StoreFault):
    """Another hub works on this data."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Another hub is running on {path}. Stop it first, or choose another folder with --data: "
            "two hubs must never share their data."
        )


class StoreUnreadable(StoreFault):
    """The file is not a journal that this program can open."""


class StoreOutdated(StoreFault):
    """The file has rows and an older schema; only the hub's start upgrades it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was written by an older version of this program. "
            "Start the hub once: it makes a backup and upgrades the file."
        )


def open_database(path: Path) -> sqlite3.Connection:
    """The one connection to ``hub.db``, made if need be, its schema up to date.

    A file without a row has nothing to lose and is brought up to date here. Raises StoreBusy, StoreUnreadable,
    StoreOutdated.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnreadable(f"{path} cannot be opened: {error}. Check the folder and its permissions.") from error
    return _connect(path, _bring_up_to_date)


def hold_database(path: Path) -> sqlite3.Connection:
    """The one connection to an existing ``hub.db``, its schema as it is. Raises StoreBusy, StoreUnreadable."""
    return _connect(path, lambda *_: None)


def schema_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the migrations that a file has had, in their order."""
    return tuple(applied.name for applied in MIGRATIONS.applied(sqlite_utils.Database(connection)))


def pending(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the migrations that a file lacks, in their order."""
    return tuple(migration.name for migration in MIGRATIONS.pending(sqlite_utils.Database(connection)))


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is pending, each migration whole or not at all. Raises whatever a migration raises."""
    MIGRATIONS.apply(sqlite_utils.Database(connection))


def has_rows(connection: sqlite3.Connection) -> bool:
    """Whether anything was ever written to the journal of this file."""
    is_made = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'journal'").fetchone()
    return is_made is not None and connection.execute("SELECT 1 FROM journal LIMIT 1").fetchone() is not None


def require_known(path: Path, connection: sqlite3.Connection) -> None:
    """Raises StoreUnreadable: the file has had a migration of which this version knows nothing."""
    known = {migration.name for migration in MIGRATIONS.pending(sqlite_utils.Database(memory=True))}
    if not known.issuperset(schema_of(connection)):
        raise StoreUnreadable(f"{path} was written by a newer version of this program. Use that version.")


def _bring_up_to_date(path: Path, connection: sqlite3.Connection) -> None:
    require_known(path, connection)
    if pending(connection) and has_rows(connection):
        raise StoreOutdated(path)
    migrate(connection)


def _connect(path: Path, prepare: Callable[[Path, sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        prepare(path, connection)
    except StoreFault:
        connection.close()
        raise
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreBusy(path) from error
        raise StoreUnreadable(f"{path} cannot be used: {error}. Restore it from a backup.") from error
    return connection


@MIGRATIONS(name="journal")
def create_journal(database: sqlite_utils.Database) -> None:
    """The append-only journal: rows follow one another without a gap and are never changed, deleted or replaced."""
    database.execute(
        """
        CREATE TABLE journal (
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            day TEXT NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            ticket TEXT NOT NULL,
            actor TEXT NOT NULL,
            request_id TEXT NOT NULL,
            part INTEGER NOT NULL,
            data TEXT NOT NULL,
            hash TEXT NOT NULL,
            UNIQUE (actor, request_id, part)
        ) STRICT
        """
    )
    database.execute("CREATE INDEX journal_openings ON journal (day, seq) WHERE kind = 'DayOpened'")
    for operation in ("UPDATE", "DELETE"):
        database.execute(
            f"CREATE TRIGGER journal_no_{operation.lower()} BEFORE {operation} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
    database.execute(
        """
        CREATE TRIGGER journal_appends BEFORE INSERT ON journal
        WHEN NEW.seq != (SELECT ifnull(max(seq), 0) + 1 FROM journal)
            OR EXISTS (SELECT 1 FROM journal
                       WHERE actor = NEW.actor AND request_id = NEW.request_id AND part = NEW.part)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """
    )


@MIGRATIONS(name="answers")
def create_answers(database: sqlite_utils.Database) -> None:
    """What was answered to each request, refusals included; ``seq_to`` of a refusal is the last row at that time."""
    database.execute(
        """
        CREATE TABLE answers (
            actor TEXT NOT NULL,
            request_id TEXT NOT NULL,
            command_hash TEXT NOT NULL,
            refusal TEXT,
            params TEXT,
            seq_from INTEGER,
            seq_to INTEGER NOT NULL,
            PRIMARY KEY (actor, request_id)
        ) STRICT, WITHOUT ROWID
        """
    )


@MIGRATIONS(name="texts")
def create_texts(database: sqlite_utils.Database) -> None:
    """Free texts of persons beside the journal, by row and field name; these may be erased."""
    database.execute(
        """
        CREATE TABLE texts (
            seq INTEGER NOT NULL,
            name TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (seq, name)
        ) STRICT, WITHOUT ROWID
        """
    )


@MIGRATIONS(name="register")
def create_register(database: sqlite_utils.Database) -> None:
    """Accounts and grants; AUTOINCREMENT, because a token that names an id must never fit another's."""
    database.execute(
        """
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            login TEXT NOT NULL,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            password_hash TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            closed_at INTEGER,
            must_change INTEGER NOT NULL
        ) STRICT
        """
    )
    database.execute("CREATE UNIQUE INDEX accounts_login ON accounts (login) WHERE closed_at IS NULL")
    database.execute(
        """
        CREATE TABLE grants (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('session', 'device')),
            account INTEGER REFERENCES accounts,
            screen TEXT NOT NULL,
            place TEXT NOT NULL,
            secret_hash TEXT NOT NULL UNIQUE,
            address TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            ended_at INTEGER
        ) STRICT
        """
    )


@MIGRATIONS(name="restores")
def index_restores(database: sqlite_utils.Database) -> None:
    """The last restore says under which epoch the hub goes on; a start must not read the whole journal for it."""
    database.execute("CREATE INDEX journal_restores ON journal (seq) WHERE kind = 'JournalRestored'")


@MIGRATIONS(name="answers_end")
def index_answers_end(database: sqlite_utils.Database) -> None:
    """How long the journal was when it last answered is asked at each start, of a table that grows for years."""
    database.execute("CREATE INDEX answers_end ON answers (seq_to)")


@MIGRATIONS(name="persons")
def create_persons(database: sqlite_utils.Database) -> None:
    """Keyed digests of persons, where the plan limits their numbers; erased with the day, left out of copies."""
    database.execute("CREATE TABLE persons (ticket TEXT NOT NULL, digest TEXT NOT NULL) STRICT")


@MIGRATIONS(name="plans")
def index_plans(database: sqlite_utils.Database) -> None:
    """Whoever looks at the plans that were adopted must not wait for the whole journal, nor let the writer wait."""
    database.execute("CREATE INDEX journal_plans ON journal (seq) WHERE kind = 'PlanAdopted'")


@MIGRATIONS(name="told")
def create_told(database: sqlite_utils.Database) -> None:
    """What walls told of the calls that they showed; a call is one row and one instant of the journal."""
    database.execute(
        """
        CREATE TABLE told (
            call INTEGER NOT NULL,
            call_ms INTEGER NOT NULL,
            wall INTEGER NOT NULL,
            screen TEXT NOT NULL,
            place TEXT NOT NULL,
            shown_ms INTEGER NOT NULL,
            spoken TEXT NOT NULL,
            PRIMARY KEY (call, call_ms, wall, screen)
        ) STRICT, WITHOUT ROWID
        """
    )


@MIGRATIONS(name="history")
def index_history(database: sqlite_utils.Database) -> None:
    """What is asked of all days must not read all rows: when days ended, what came after them, what is too old."""
    database.execute("CREATE INDEX journal_ends ON journal (day, kind) WHERE kind IN ('DayClosed', 'DayReopened')")
    database.execute(
        "CREATE INDEX journal_afterwards ON journal (kind) WHERE kind IN ('OfflineTicketLapsed', 'TicketCarriedOver')"
    )
    database.execute("CREATE INDEX told_shown ON told (shown_ms)")
