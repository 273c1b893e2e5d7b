"""A page's script and its style sheet, each as one file with its version in its address."""

import gzip
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from hub.assembly.folders import VENDORED, Folders, address_of
from hub.assembly.modules import Joiner, NotJoinedError
from hub.assembly.sheets import joined_sheet

BASE = "/static/joined/"
FIRST_SHEET = "/static/css/base.css"
"""It comes before each page's own."""

LOOSE = "modules"
"""With this in its address a page loads its files one by one, as they lie in the folders, for who looks into them."""

LOOK_EVERY_S = 1
VERSION_LETTERS = 16

log = logging.getLogger(__name__)


LETTERS = (
    *("be-vietnam-pro/latin-400", "be-vietnam-pro/latin-700"),
    *("be-vietnam-pro/vietnamese-400", "be-vietnam-pro/vietnamese-700", "inter/latin-800"),
)
"""What every page is written in, below the folder of vendored files."""

WITH_SEMIBOLD = (*LETTERS, "be-vietnam-pro/latin-600", "be-vietnam-pro/vietnamese-600")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a page is made of: the addresses of its module and style sheets, and the letters of its first words."""

    module: str
    sheets: tuple[str, ...]
    letters: tuple[str, ...] = LETTERS


@dataclass(frozen=True, slots=True)
class Joined:
    """Text for browsers, packed; ``address`` changes with the text."""

    address: str
    version: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class Shell:
    """What a page's head names. ``module`` and ``sheets`` are files of ours as they lie, or what was made of them."""

    module: str
    sheets: tuple[str, ...]
    letters: tuple[str, ...]
    is_joined: bool


@dataclass(slots=True)
class Attempt:
    """How joining a page went, when each of its files had been saved (ns), and when that was last looked at (s)."""

    is_joined: bool
    saved_ns: dict[Path, int]
    looked_s: float

    def is_stale(self) -> bool:
        return any(_saved_ns(file) != at_ns for file, at_ns in self.saved_ns.items())


class JoinedPages:
    """Puts pages together when they are first asked for, and again when one of their files was saved since.

    ``pages`` are the parts of each page by its name; ``clock`` counts seconds.
    """

    def __init__(self, folders: Folders, pages: Mapping[str, Parts], clock: Callable[[], float] = monotonic) -> None:
        self._folders, self._pages, self._clock = folders, pages, clock
        self._made: dict[str, Joined] = {}
        self._tried: dict[str, Attempt] = {}

    def shell(self, name: str, may_join: bool = True) -> Shell:
        """What the head of a page names; loose files where they cannot be joined, and where that is not wanted."""
        parts = self._pages[name]
        loose = Shell(parts.module, (FIRST_SHEET, *parts.sheets), parts.letters, is_joined=False)
        if not may_join or not self._is_joined(name):
            return loose
        script, sheet = self._made[f"{name}.js"], self._made[f"{name}.css"]
        return Shell(script.address, (sheet.address,), parts.letters, is_joined=True)

    def file(self, name: str) -> Joined | None:
        """A file of a page: ``wall.js`` or ``wall.css``; None: there is none."""
        page = name.rpartition(".")[0]
        if name not in self._made and page in self._pages:
            self.shell(page)
        return self._made.get(name)

    def _is_joined(self, name: str) -> bool:
        """Whether a page is put together as its files are, which is looked at once in a while: there are a hundred."""
        tried, now_s = self._tried.get(name), self._clock()
        if tried and now_s - tried.looked_s < LOOK_EVERY_S:
            return tried.is_joined
        if tried is None or tried.is_stale():
            tried = self._tried[name] = self._attempt(name)
        tried.looked_s = now_s
        return tried.is_joined

    def _attempt(self, name: str) -> Attempt:
        attempt = Attempt(is_joined=True, saved_ns={}, looked_s=0)
        try:
            self._join(name, attempt.saved_ns)
        except (NotJoinedError, OSError):
            log.exception("the page %s loads its files one by one", name)
            attempt.is_joined = False
        return attempt

    def _join(self, name: str, saved_ns: dict[Path, int]) -> None:
        """Put a page together; ``saved_ns`` gets its files, also where one of them is why it cannot be."""

        def read(address: str) -> str:
            file = self._folders.file(address)
            at_ns, saved_ns[file] = _saved_ns(file), 0
            text = file.read_text(encoding="utf-8")
            saved_ns[file] = at_ns  # what is there and could not be read stays stale
            return text

        parts = self._pages[name]
        script = Joiner(read, address_of, VENDORED.values()).join(parts.module)
        sheet = "".join(joined_sheet(address, read) for address in (FIRST_SHEET, *parts.sheets))
        self._made[f"{name}.js"] = _packed(f"{name}.js", script)
        self._made[f"{name}.css"] = _packed(f"{name}.css", sheet)


def _saved_ns(file: Path) -> int:
    """0: it is not there."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _packed(name: str, text: str) -> Joined:
    content = text.encode()
    version = hashlib.sha256(content).hexdigest()[:VERSION_LETTERS]
    return Joined(f"{BASE}{version}/{name}", version, gzip.compress(content, mtime=0))
