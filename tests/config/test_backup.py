"""When and where backups are made: a file that may be missing, and whose slips are named."""

from pathlib import Path

import pytest

from config.backup import BackupPlan, load_backup_plan
from config.centre import SAMPLE, load_installation
from config.loader import ConfigError


def test_the_sample_says_what_holds_without_the_file(tmp_path: Path) -> None:
    assert load_backup_plan(SAMPLE / "backup.toml") == load_backup_plan(tmp_path / "backup.toml") == BackupPlan()
    assert load_installation(SAMPLE, {"printer_port": 9100}).backup == BackupPlan()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('at = ["24:00"]', "at"),
        ('at = ["noon"]', "at"),
        ("keep = 0", "keep"),
        ('folders = "/mnt"', "did you mean «folder»"),
    ],
)
def test_slips_are_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "backup.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_backup_plan(file)
