"""The bare processes, begun and ended."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Self

from tests.bench.bare.rows import keep_rows, rows_of
from tests.bench.hall import drained, hall_of
from tests.bench.senders import Senders
from tests.hub_nursery import ROOT

SAMPLE_PEOPLE = 64


def sample_rows(folder: Path, senders: Senders) -> Path:
    """The file of the rows that a hub writes while people take numbers, are called and served."""
    with hall_of(folder / "sample", counters=4) as hall:
        hall.let_wait(SAMPLE_PEOPLE)
        drained(hall, senders, SAMPLE_PEOPLE)
    return keep_rows(rows_of(folder / "sample" / "hub.db"), folder / "rows.json")


def commits(folder: Path, rows: Path, count: int) -> list[float]:
    """How long so many commits of SQLite took, one after the other (s)."""
    database = folder / "commits.db"
    command = [sys.executable, "-m", "tests.bench.bare.commits", database, rows, str(count)]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    took_s: list[float] = json.loads(told)
    return took_s


class BareHub:
    """The process with the one route; its database is made in ``folder``."""

    def __init__(self, folder: Path, rows: Path) -> None:
        patched = [sys.executable, "-m", "gevent.monkey", "--module"]
        command = [*patched, "tests.bench.bare.hub", folder / "bare.db", rows]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.port = 0

    def __enter__(self) -> Self:
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()
