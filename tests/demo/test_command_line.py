"""The commands beside the demo: pair, audit, check, and agents that lack something."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hub_process import ROOT, HubProcess


def run(*options: str) -> tuple[int, str, str]:
    """Exit status, output and errors of a command."""
    command = [sys.executable, str(ROOT / "run.py"), *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("is_running", [True, False])
def test_an_audit_works_beside_a_running_hub_and_without_one(tmp_path: Path, is_running: bool) -> None:
    with HubProcess(tmp_path) as hub:
        hub.post(hub.token("kiosk:K1"), "/tickets", {"field": "ho_tich"})
        day = hub.health()["day"]
        if not is_running:
            hub.stop()
        status, said, _ = run("audit", day, "--data", str(tmp_path))
        assert status == 0
        assert "chain: intact" in said


def test_the_sample_centre_is_well() -> None:
    status, said, _ = run("check", "--centre", str(ROOT / "config" / "sample"))
    assert (status, "all is well" in said) == (0, True)


@pytest.mark.parametrize("command", ["check", "hours"])
def test_before_there_is_a_centre_nothing_is_said_to_be_well(tmp_path: Path, command: str) -> None:
    status, said, why = run(command, "--data", str(tmp_path))
    assert (status, said, "run.py setup" in why) == (2, "", True)


def test_an_agent_says_what_it_must_be_told_of_its_printer(tmp_path: Path) -> None:
    status, _, said = run("devices", "--data", str(tmp_path))
    assert (status, "say where the printer is with --printer" in said) == (2, True)
    kiosks = "".join(f'[[kiosks]]\nid = "{name}"\nprinter = "socket://192.168.1.50:9100"\n' for name in ("K1", "K2"))
    (tmp_path / "devices.toml").write_text(kiosks)
    status, _, said = run("devices", "--data", str(tmp_path))
    assert (status, "--kiosk: K1, K2" in said) == (2, True)
    status, _, said = run("devices", "--data", str(tmp_path), "--kiosk", "K3")
    assert (status, "no kiosk «K3»" in said) == (2, True)


def test_the_control_socket_tells_how_the_hub_is(tmp_path: Path) -> None:
    from hub.store.control import ask

    with HubProcess(tmp_path) as hub:
        told = ask(tmp_path, do="status")
        assert told["seq"] == hub.health()["seq"]
        assert json.dumps(told)
