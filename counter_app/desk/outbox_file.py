"""What the desk agent's own file holds: the services that could be rated here, and the ratings that were given."""

from pathlib import Path

from hub.agent.own_file import MEMORY, FileKind, OwnFile

FIRST_FORMAT = f"""
CREATE TABLE services (
    token TEXT PRIMARY KEY, ticket TEXT NOT NULL, service INTEGER NOT NULL, counter INTEGER NOT NULL,
    steps INTEGER NOT NULL, opened_ms INTEGER NOT NULL, created_ms INTEGER NOT NULL,
    UNIQUE (ticket, service, opened_ms)
) STRICT;
CREATE TABLE ratings (
    n INTEGER PRIMARY KEY AUTOINCREMENT, device TEXT NOT NULL, entry TEXT NOT NULL, token TEXT NOT NULL,
    button INTEGER NOT NULL, boot TEXT NOT NULL, steady_ms INTEGER NOT NULL, pressed_ms INTEGER NOT NULL,
    told_ms INTEGER, outcome TEXT NOT NULL DEFAULT '', created_ms INTEGER NOT NULL,
    UNIQUE (device, entry, token)
) STRICT;
CREATE INDEX ratings_open ON ratings (outcome);
CREATE INDEX ratings_by_token ON ratings (token);
{MEMORY}
"""

DESK = FileKind(
    (FIRST_FORMAT,),
    whose="this desk",
    without="panels keep their ratings",
    damaged="Move it away, keep it, and start again: ratings that it had yet to tell the hub are lost",
)


class DeskFile(OwnFile):
    """The desk agent's file. Raises as OwnFile."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, DESK)
