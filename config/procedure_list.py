"""The list of procedures as screens are told it, read anew when somebody has changed its files."""

import logging
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from config.loader import ConfigError
from config.procedures import Procedure, load_procedures
from config.synonyms import Synonym, load_synonyms

LOG = logging.getLogger("hub.procedures")

PROCEDURES = "procedures.csv"
SYNONYMS = "synonyms.csv"


class ProcedureList(Struct, frozen=True):
    """Every procedure of a centre in the order of its file, what people call them, and a name for just this content."""

    version: str = ""
    procedures: tuple[Procedure, ...] = ()
    synonyms: tuple[Synonym, ...] = ()


class ProcedureFiles:
    """The files of an installation; ``fields`` are the ids that its plan knows at the time.

    What was read last counts as long as the files cannot be used: a slip of the pen takes the list from no screen.
    """

    def __init__(self, folder: Path, fields: Callable[[], Sequence[str]]) -> None:
        self._folder = folder
        self._fields = fields
        self._seen: object = None
        self._list = ProcedureList()

    def __call__(self) -> ProcedureList:
        """The list as it is now."""
        seen = (self._stamps(), tuple(self._fields()))
        if seen != self._seen:
            self._seen = seen
            self._read(seen[1])
        return self._list

    def _stamps(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_stamp(self._folder / name) for name in (PROCEDURES, SYNONYMS))

    def _read(self, fields: Sequence[str]) -> None:
        try:
            self._list = read_list(self._folder, fields)
        except ConfigError as error:
            LOG.warning("the former list of procedures counts: %s", error)


def read_list(folder: Path, fields: Sequence[str]) -> ProcedureList:
    """The list in a folder. Raises ConfigError: as `load_procedures`, `load_synonyms`."""
    procedures = load_procedures(folder / PROCEDURES, fields)
    synonyms = load_synonyms(folder / SYNONYMS)
    version = sha256(msgspec.json.encode((procedures, synonyms))).hexdigest()[:16]
    return ProcedureList(version, procedures, synonyms)


def _stamp(path: Path) -> tuple[int, int] | None:
    """When a file was written and how long it is; None: there is none that can be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
