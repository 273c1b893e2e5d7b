"""Kills a job at each of its steps in turn: a process that dies where the power would go.

``python -m tests.store.power_cuts JOB FOLDER`` prints how many places there were. A step is whatever the interpreter
audits: a file opened, renamed, removed, a folder made, a database connected. The child dies before it is done. What the
system had in its memory survives, unlike in a real power cut.
"""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.store.backup import Source, back_up
from hub.store.chain import StoreFault
from hub.store.journal import Journal
from hub.store.restore import restore
from hub.store.rotation import PREFIX
from hub.store.soundness import examine
from hub.store.upgrade import upgrade
from tests.service.kit import MORNING_MS

STEPS = frozenset(
    {
        "open",
        "os.rename",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "os.truncate",
        "os.utime",
        "shutil.rmtree",
        "sqlite3.connect",
    }
)
MOST_CUTS = 500
SURVIVED = 0


@dataclass(frozen=True)
class Job:
    """What is done to a data folder, and what must be true of it afterwards, however far it came."""

    do: Callable[[Path], object]
    look: Callable[[Path, bool], None]


def _last_row(data: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(data / "hub.db")) as connection:
        found: tuple[int, str] = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC").fetchone()
        return found


def _back_up(data: Path) -> None:
    back_up(Source(data, data / "centre"), None, 1, MORNING_MS)


def _only_whole_backups(data: Path, has_survived: bool) -> None:
    whole = list((data / "backups").glob(f"{PREFIX}*"))
    assert len(whole) <= 1
    for file in whole:
        restore(file, data.with_name("proof"), 0, MORNING_MS)
        shutil.rmtree(data.with_name("proof"))
    if has_survived:
        assert whole
    else:
        _back_up_again(data)
    assert os.listdir(data / "backups") == [file.name for file in (data / "backups").glob(f"{PREFIX}*")]


def _back_up_again(data: Path) -> None:
    back_up(Source(data, data / "centre"), None, 1, MORNING_MS + 1000)


def _upgrade(data: Path) -> None:
    upgrade(Source(data, data / "centre"), MORNING_MS)


def _whole_old_or_whole_new(data: Path, has_survived: bool) -> None:
    before = _last_row(data)
    done_now = upgrade(Source(data, data / "centre"), MORNING_MS + 1000)
    assert not (has_survived and done_now)
    assert len(list((data / "backups").glob("before-upgrade-*.tar.gz"))) == 1, "one backup, however often it was tried"
    Journal.open(data / "hub.db", MORNING_MS).close()
    assert _last_row(data) == before
    examine(data / "hub.db")


def _restore(data: Path) -> None:
    restore(data / "backup.tar.gz", data, 0, MORNING_MS)


def _no_hub_or_a_whole_one(data: Path, has_survived: bool) -> None:
    if not (data / "hub.db").exists():
        assert not has_survived
        _restore(data)
    examine(data / "hub.db")
    assert (data / "centre" / "centre.toml").exists()
    with pytest.raises(StoreFault, match="nothing is ever overwritten"):
        _restore(data)


JOBS = {
    "backup": Job(_back_up, _only_whole_backups),
    "upgrade": Job(_upgrade, _whole_old_or_whole_new),
    "restore": Job(_restore, _no_hub_or_a_whole_one),
}


def _cut_at(step: int, job: Job, data: Path) -> bool:
    """Run the job in a child that dies before its ``step``-th step; whether it came to its end before."""
    child = os.fork()
    if child == 0:
        left = [step]

        def count(event: str, _: object) -> None:
            if event in STEPS:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        job.do(data)
        os._exit(SURVIVED)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == SURVIVED, "the job failed by itself"
    return not os.WIFSIGNALED(status)


def main(name: str, folder: Path) -> int:
    """Try every step; returns how many there were. ``folder/before`` is what each trial starts from."""
    data = folder / "data"
    for step in range(MOST_CUTS):
        shutil.copytree(folder / "before", data)
        has_survived = _cut_at(step, JOBS[name], data)
        JOBS[name].look(data, has_survived)
        shutil.rmtree(data)
        if has_survived:
            return step
    raise AssertionError("the job never came to its end")


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1], Path(sys.argv[2]))}\n")
