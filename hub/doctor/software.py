"""Versions: Python, SQLite, and the packages against the lock file."""

import platform
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from hub.doctor.finding import Finding, fine, wrong

ABOUT = "versions"
OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)\s*(;)?", re.MULTILINE)
INSTALL = "Install what the lock file asks for: make install, in the program's folder."


def software(lock: Path) -> Iterator[Finding]:
    """What runs here, and whether it is what was tested. Raises OSError: there is no lock file."""
    seen = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    if sys.version_info < OLDEST_PYTHON or sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield wrong(ABOUT, seen, "Python 3.11 and SQLite 3.37 or newer are needed: Debian 12 has both.")
    else:
        yield fine(ABOUT, seen)
    yield packages(lock.read_text(encoding="utf-8"), installed_version)


def packages(lock: str, version_of: Callable[[str], str | None]) -> Finding:
    """Compare what is installed with a lock file; of a pin with a condition, another one or none may hold here."""
    versions, missing = defaultdict[str, list[str]](list), []
    for name, version, condition in PIN.findall(lock):
        versions[name].append(version)
        if not condition and version_of(name) is None:
            missing.append(name)
    others = [
        f"{name} {found} instead of {' or '.join(pinned)}"
        for name, pinned in versions.items()
        if (found := version_of(name)) is not None and found not in pinned
    ]
    if missing:
        return wrong(ABOUT, f"not installed: {', '.join(missing)}", INSTALL)
    if others:
        return wrong(ABOUT, f"not the tested ones: {', '.join(others)}", INSTALL)
    return fine(ABOUT, f"{len(versions)} packages as in the lock file")


def installed_version(name: str) -> str | None:
    """The installed version of a package, None when it is not there."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
