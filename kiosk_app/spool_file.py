"""What the kiosk's own file holds, and how it came to its format."""

from pathlib import Path

from hub.agent.own_file import MEMORY, FileKind, OwnFile

FIRST_FORMAT = """
CREATE TABLE requests (
    key TEXT PRIMARY KEY, body TEXT NOT NULL, state TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '', created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_by_state ON requests (state);
CREATE TABLE jobs (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ticket TEXT NOT NULL, label TEXT NOT NULL,
    paper TEXT NOT NULL, created_ms INTEGER NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL,
    cancel_at_ms INTEGER, settled TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, settled);
CREATE INDEX jobs_by_ticket ON jobs (ticket);
CREATE TABLE errands (
    n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL, body TEXT NOT NULL,
    is_done INTEGER NOT NULL DEFAULT 0, created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX errands_open ON errands (is_done);
"""

OWN_NUMBERS = f"""
ALTER TABLE errands ADD COLUMN is_held INTEGER NOT NULL DEFAULT 0;
CREATE TABLE own_tickets (
    key TEXT PRIMARY KEY, ticket TEXT NOT NULL, day TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL,
    label TEXT NOT NULL, boot TEXT NOT NULL, steady_ms INTEGER NOT NULL, drawn_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, outcome TEXT NOT NULL, UNIQUE (day, series, number)
) STRICT;
CREATE INDEX own_tickets_open ON own_tickets (outcome);
{MEMORY}
"""

FORMATS = (FIRST_FORMAT, "ALTER TABLE jobs ADD COLUMN requested_as TEXT NOT NULL DEFAULT ''", OWN_NUMBERS)
"""What leads from each format of the file to the next; a new file takes all steps."""

SPOOL = FileKind(
    FORMATS,
    whose="this kiosk",
    without="it gives no numbers",
    damaged="Move it away, keep it, and start again: numbers that it had yet to hand in are lost to the hub, so "
    "whoever holds one must be served by hand; no number is given twice",
)


class SpoolFile(OwnFile):
    """The kiosk's file. Raises as OwnFile."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SPOOL)
