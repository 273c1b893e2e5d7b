"""Backup, restore and upgrade killed at each of their steps: nothing half, and the next try goes through."""

import subprocess
import sys
from pathlib import Path

from hub.store.backup import Source, back_up
from tests.service.kit import MORNING_MS
from tests.store.centres import make_centre
from tests.store.old_files import make_old_hub
from tests.store.test_database import ROOT


def cut_everywhere(job: str, folder: Path) -> int:
    """At how many steps the job was killed; each trial starts from ``folder/before``."""
    command = [sys.executable, "-m", "tests.store.power_cuts", job, str(folder)]
    drill = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert drill.returncode == 0, drill.stderr
    return int(drill.stdout)


def test_backup(path: Path, tmp_path: Path) -> None:
    before = tmp_path / "drill" / "before"
    make_centre(before / "centre")
    path.rename(before / "hub.db")
    assert cut_everywhere("backup", tmp_path / "drill") > 20


def test_restore(path: Path, tmp_path: Path) -> None:
    source = Source(tmp_path, make_centre(tmp_path / "centre"))
    before = tmp_path / "drill" / "before"
    before.mkdir(parents=True)
    back_up(source, None, 1, MORNING_MS).file.rename(before / "backup.tar.gz")
    assert cut_everywhere("restore", tmp_path / "drill") > 20


def test_upgrade(tmp_path: Path) -> None:
    before = tmp_path / "drill" / "before"
    make_centre(before / "centre")
    make_old_hub(before / "hub.db")
    assert cut_everywhere("upgrade", tmp_path / "drill") > 20
