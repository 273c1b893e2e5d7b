"""A real centre's folder is no demo's, whoever asks for one: there everybody would be administrator."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.test_command_line import run
from tests.demo_process import free_ports
from tests.hub_process import ROOT, HubProcess
from tests.staff_kit import at_console, centre, found_centre

WRAPPER = ROOT / "config" / "deploy" / "hub" / "toi-luot"
OTHER_NAME = "elsewhere"


def in_folder(data: Path) -> set[str]:
    return {file.name for file in data.iterdir()}


def test_a_centres_folder_is_refused_as_it_is(tmp_path: Path) -> None:
    found_centre(tmp_path)
    before = in_folder(tmp_path)
    for program in (("--port", str(free_ports())), ("hub", "--demo", "--port", str(free_ports()))):
        status, _, said = run(*program, "--data", str(tmp_path))
        assert (status, "real centre's" in said.splitlines()[-1]) == (2, True)
    assert in_folder(tmp_path) == before


def test_accounts_alone_are_enough(tmp_path: Path) -> None:
    found_centre(tmp_path)
    (tmp_path / "centre").rename(tmp_path.parent / f"{tmp_path.name}-{OTHER_NAME}")
    with pytest.raises(AssertionError, match="real centre's"), HubProcess(tmp_path):
        pytest.fail("a demo runs on a centre's accounts")


def test_what_was_tried_in_a_demo_does_not_keep_it_from_starting_again(tmp_path: Path) -> None:
    with HubProcess(tmp_path) as demo:
        made = at_console(demo, "staff-add", login="lan", name="Nguyễn Thị Lan", role="clerk")
        assert made["password"]
    with HubProcess(tmp_path) as again:
        assert again.health()["status"] == "ok"


def test_a_centre_that_runs_does_not_become_a_demo(tmp_path: Path) -> None:
    with centre(tmp_path) as hub:
        assert run("--port", str(free_ports()), "--data", str(tmp_path))[0] == 2
        assert hub.health()["status"] == "ok"


@pytest.mark.parametrize("typed", [[], ["--port", "9000"], ["--lively"]])
def test_the_shorthand_of_a_centres_machine_shows_its_commands(typed: list[str], tmp_path: Path) -> None:
    sudo = tmp_path / "sudo"
    sudo.write_text(f'#!/bin/sh\nshift 4\nexec "{sys.executable}" "$@"\n')
    sudo.chmod(0o700)
    told = subprocess.run(
        ["sh", str(WRAPPER), *typed],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "TOI_LUOT_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "Commands:" in told.stdout
    assert not (tmp_path / "data").exists()
