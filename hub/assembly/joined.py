"""A page's script and its style sheet, each as one file with its version in its address."""

import gzip
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.assembly.folders import VENDORED, Folders, address_of
from hub.assembly.modules import Joiner, NotJoinedError
from hub.assembly.sheets import joined_sheet

BASE = "/static/joined/"
FIRST_SHEET = "/static/css/base.css"
"""It comes before each page's own."""

LOOSE = "modules"
"""With this in its address a page loads its files one by one, as they lie in the folders, for who looks into them."""

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


class JoinedPages:
    """Puts pages together when they are first asked for, and again when one of their files was saved since.

    ``pages`` are the parts of each page by its name.
    """

    def __init__(self, folders: Folders, pages: Mapping[str, Parts]) -> None:
        self._folders, self._pages = folders, pages
        self._made: dict[str, Joined] = {}
        self._saved: dict[str, dict[Path, int]] = {}

    def shell(self, name: str, may_join: bool = True) -> Shell:
        """What the head of a page names; loose files where they cannot be joined, and where that is not wanted."""
        parts = self._pages[name]
        loose = Shell(parts.module, (FIRST_SHEET, *parts.sheets), parts.letters, is_joined=False)
        if not may_join:
            return loose
        try:
            script, sheet = self._fresh(name)
        except (NotJoinedError, OSError):
            log.exception("the page %s loads its files one by one", name)
            return loose
        return Shell(script.address, (sheet.address,), self._pages[name].letters, is_joined=True)

    def file(self, name: str) -> Joined | None:
        """A file of a page: ``wall.js`` or ``wall.css``; None: there is none."""
        page = name.rpartition(".")[0]
        if name not in self._made and page in self._pages:
            self.shell(page)
        return self._made.get(name)

    def _fresh(self, name: str) -> tuple[Joined, Joined]:
        saved = self._saved.get(name)
        if not saved or any(file.stat().st_mtime_ns != at_ns for file, at_ns in saved.items()):
            self._saved[name] = self._join(name)
        return self._made[f"{name}.js"], self._made[f"{name}.css"]

    def _join(self, name: str) -> dict[Path, int]:
        """Put a page together; returns when each of its files was saved (ns)."""
        used: dict[Path, int] = {}

        def read(address: str) -> str:
            file = self._folders.file(address)
            used[file] = file.stat().st_mtime_ns
            return file.read_text(encoding="utf-8")

        parts = self._pages[name]
        script = Joiner(read, address_of, VENDORED.values()).join(parts.module)
        sheet = "".join(joined_sheet(address, read) for address in (FIRST_SHEET, *parts.sheets))
        self._made[f"{name}.js"] = _packed(f"{name}.js", script)
        self._made[f"{name}.css"] = _packed(f"{name}.css", sheet)
        return used


def _packed(name: str, text: str) -> Joined:
    content = text.encode()
    version = hashlib.sha256(content).hexdigest()[:VERSION_LETTERS]
    return Joined(f"{BASE}{version}/{name}", version, gzip.compress(content, mtime=0))
