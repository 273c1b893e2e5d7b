"""A clock that a test sets: libfaketime shows it to the hubs that are started, and it may jump while they run."""

import time
from pathlib import Path

import pytest

LIBRARIES = (*Path("/usr/lib").glob("*/faketime"), *map(Path, ("/usr/lib/faketime", "/usr/lib64/faketime")))
LIBRARY = "libfaketimeMT.so.1"


class ClockOnTheWall:
    """The clock of every process that is started while it is up: libfaketime reads from a file how much to add."""

    def __init__(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        found = [folder / LIBRARY for folder in LIBRARIES if (folder / LIBRARY).exists()]
        assert found, "libfaketime is missing; install it: apt install faketime"
        self._file, self._monkeypatch = file, monkeypatch
        for name, value in {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }.items():
            monkeypatch.setenv(name, value)

    def take_down(self) -> None:
        """Let processes that are started from now on see the real time."""
        self._monkeypatch.undo()

    def show(self, at_ms: int) -> None:
        self._file.write_text(f"{at_ms / 1000 - time.time():+.3f}\n", encoding="ascii")
