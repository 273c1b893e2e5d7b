"""``run.py doctor`` beside a real hub, and without one."""

import subprocess
import sys
from pathlib import Path

import pytest

from hub.doctor.folder import OTHERS
from hub.store.journal import Journal
from tests.hub_process import ROOT, HubProcess, free_port


def doctor(*options: str) -> tuple[int, str]:
    """Its exit status and what it said."""
    command = [sys.executable, str(ROOT / "run.py"), "doctor", *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


def seen(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(file): (file.lstat().st_size, file.lstat().st_mtime_ns) for file in sorted(folder.rglob("*"))}


def centre_without_printer(tmp_path: Path, printer_port: int) -> Path:
    """The sample centre, its printer at an address where nobody is."""
    centre = tmp_path / "centre"
    centre.mkdir()
    for file in (ROOT / "config" / "sample").iterdir():
        (centre / file.name).write_bytes(file.read_bytes())
    devices = (centre / "devices.toml").read_text(encoding="utf-8")
    (centre / "devices.toml").write_text(devices.replace("{printer_port}", str(printer_port)), encoding="utf-8")
    return centre


def test_before_anything_is_there_it_says_how_to_begin(tmp_path: Path) -> None:
    status, said = doctor("--data", str(tmp_path / "nothing"), "--centre", str(tmp_path / "nothing" / "centre"))
    assert status == 2
    assert "✗ configuration: there is no centre at" in said
    assert "run.py setup" in said
    assert "Mend that file" not in said
    assert not (tmp_path / "nothing").exists()


def test_what_was_set_up_and_never_started_is_only_not_yet_running(tmp_path: Path) -> None:
    data, centre = tmp_path / "data", ROOT / "config" / "sample"
    Journal.open(data / "hub.db", 0).close()
    said = doctor("--data", str(data), "--centre", str(centre), "--port", str(free_port()))[1]
    assert "✓ configuration" in said
    assert "printer K1" not in said
    assert "! backup: there is none yet" in said
    assert "! hub: does not run" in said


def test_a_hub_is_looked_at_while_it_runs_and_after_it_ended(tmp_path: Path) -> None:
    centre, data = centre_without_printer(tmp_path, free_port()), tmp_path / "data"
    with HubProcess(data) as hub:
        options = ("--data", str(data), "--centre", str(centre), "--port", str(hub.port))
        before = seen(data)
        status, said = doctor(*options)
        assert seen(data) == before
        assert status == 2, said
        assert f"✓ hub: answers at {hub.url}" in said
        assert "✓ configuration" in said
        assert "✗ printer K1: socket://127.0.0.1" in said
        assert "✓ permissions" in said
        from_elsewhere = doctor("--hub", hub.url, "--data", str(tmp_path / "agent"))[1]
        assert f"✓ hub: answers at {hub.url}" in from_elsewhere
        assert "✓ clock: within" in from_elsewhere
    (data / "hub.key").chmod(0o644)
    before = seen(data)
    status, said = doctor(*options)
    assert seen(data) == before
    assert status == 2
    assert "✓ journal: last day 20" in said
    assert f"! hub: does not run; port {hub.port} is free" in said
    assert "chmod 600" in said
    assert (data / "hub.key").stat().st_mode & OTHERS


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense"])
def test_a_hub_that_is_not_there_is_said_in_a_line(tmp_path: Path, url: str) -> None:
    status, said = doctor("--hub", url, "--data", str(tmp_path))
    assert status == 2
    assert f"✗ hub: nobody answers at {url}" in said
