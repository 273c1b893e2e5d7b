"""What `run.py simulators` makes of its options."""

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.console import programs
from kiosk_app import paper_tray
from kiosk_app.tray_printer import TraySettings


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TraySettings]:
    """The settings with which the page would be served; signals and log stay as they are."""
    settings: list[TraySettings] = []
    monkeypatch.setattr(programs, "stopped_by_signal", threading.Event)
    monkeypatch.setattr(programs, "log_to_stderr", lambda: None)
    monkeypatch.setattr(paper_tray, "serve_simulators", lambda wanted, stop: settings.append(wanted))
    return settings


def test_options_become_settings(asked: list[TraySettings]) -> None:
    options = ["--model", "clone", "--fault", "paper_low", "--fault", "disconnect@1200", "--pty", "/dev/shm/printer"]
    answer = CliRunner().invoke(programs.simulators, options)
    assert (answer.exit_code, answer.output) == (0, "")
    (settings,) = asked
    assert (settings.port, settings.printer_port, settings.zone) == (8082, 8083, "Asia/Ho_Chi_Minh")
    assert (settings.model, settings.pty) == ("clone", Path("/dev/shm/printer"))
    assert [*settings.faults] == ["paper_low", "disconnect@1200"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--model", "laser"], "known are: generic"),
        (["--fault", "on_fire"], "known are: paper_out"),
        (["--pty", "/no-such-folder/printer"], "no folder /no-such-folder"),
    ],
)
def test_what_cannot_be_simulated_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    monkeypatch.setattr(programs, "stopped_by_signal", threading.Event)
    monkeypatch.setattr(programs, "log_to_stderr", lambda: None)
    answer = CliRunner().invoke(programs.simulators, options)
    assert answer.exit_code == 2
    assert words in answer.output
