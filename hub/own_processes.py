"""What the hub has processes of its own do, started by itself: backups, and the signed closings of its days."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from config.centre import Installation
from hub.domain.floor import Floor
from hub.service.backup_schedule import BackupSchedule, BackupTimes, backup_by
from hub.service.closing_schedule import LOG as CLOSING_LOG
from hub.service.closing_schedule import ClosingSchedule
from hub.service.helper_process import failure_of
from hub.service.ports import Worker
from hub.service.staff_actions import Action
from hub.store.backup import FOLDER_NAME as BACKUPS_NAME
from hub.store.backup_status import note_failure, read_status
from hub.store.closing_due import days_due
from hub.store.closing_head import head_of
from hub.store.closing_shelf import note_failure as note_closing_failure
from hub.store.closing_shelf import read_status as read_closings
from hub.store.journal import Journal

PROGRAM = Path(__file__).parent.parent / "run.py"


@dataclass(frozen=True, slots=True)
class Ground:
    """What both need: the data folder, the folder of the configuration and what it says, and the journal.

    ``now_ms`` is the clock (ms since the epoch, UTC), ``spawn`` starts a task beside the caller.
    """

    data: Path
    folder: Path
    centre: Installation
    journal: Journal
    now_ms: Callable[[], int]
    spawn: Callable[[Callable[[], None]], object]

    def command(self, name: str, *options: str) -> list[str]:
        """A command of ``run.py`` for this data."""
        own = ("--data", str(self.data), "--centre", str(self.folder))
        return [sys.executable, str(PROGRAM), name, *own, *options]


def backups(ground: Ground, is_demo: bool) -> BackupSchedule:
    """The hub's backups; the demo makes none."""
    plan = ground.centre.backup
    to = ("--to", plan.folder) if plan.folder else ()
    command = ground.command("backup", "--gently", "--keep", str(plan.keep), *to)
    folder = Path(plan.folder or ground.data / BACKUPS_NAME).absolute()
    times = BackupTimes(() if is_demo else plan.at, ground.centre.plan.zone, folder)
    backup = partial(backup_by, command, partial(_note, ground))
    return BackupSchedule(times, partial(read_status, ground.data), ground.journal.began_ms, backup, ground.spawn)


def closings(ground: Ground, floor: Floor) -> ClosingSchedule:
    """The hub's closings and checkpoints. Raises StorageError: the journal cannot be read."""
    plan, status = ground.centre.closing, partial(read_closings, ground.data)
    command = ground.command("closing", "--due", "--gently")
    is_missing = bool(days_due(status(), partial(head_of, ground.journal)))
    every_min = plan.checkpoint_every_min if plan.has_checkpoints else 0

    def work() -> str | None:
        failure = failure_of(command, "closing", CLOSING_LOG)
        if failure is None:
            return None
        why = failure.splitlines()[-1]
        with suppress(OSError):
            note_closing_failure(ground.data, ground.now_ms(), why)
        return why

    schedule = ClosingSchedule(floor, every_min, status, work, ground.spawn)
    if is_missing:
        schedule.make_up()
    return schedule


def head_action(journal: Journal, worker: Worker) -> Action:
    """What the process of the closings asks of the running hub: the newest row, and which days were closed since."""

    def answer(request: Mapping[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.to_builtins(
            worker.run(partial(head_of, journal, int(request["after"]), str(request.get("day", ""))))
        )
        return told

    return answer


def _note(ground: Ground, why: str) -> None:
    """Remember a backup that failed; where even that cannot be written, the log has it."""
    with suppress(OSError):
        note_failure(ground.data, ground.now_ms(), why)
