"""What `run.py simulators` makes of its options."""

import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from counter_app.hall_pictures import page
from counter_app.hall_pictures.pictured_hall import HallSettings
from hub.console import simulators as command
from kiosk_app import paper_tray
from kiosk_app.tray_printer import TraySettings


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TraySettings | HallSettings]:
    """The settings with which the pages would be served; signals and log stay as they are."""
    settings: list[TraySettings | HallSettings] = []

    def hall_served(wanted: HallSettings) -> AbstractContextManager[None]:
        settings.append(wanted)
        return nullcontext()

    monkeypatch.setattr(command, "stopped_by_signal", threading.Event)
    monkeypatch.setattr(command, "log_to_stderr", lambda: None)
    monkeypatch.setattr(page, "hall_served", hall_served)
    monkeypatch.setattr(paper_tray, "serve_simulators", lambda wanted, stop: settings.append(wanted))
    return settings


def test_options_become_settings(asked: list[TraySettings | HallSettings]) -> None:
    options = ["--model", "clone", "--fault", "paper_low", "--fault", "disconnect@1200", "--pty", "/dev/shm/printer"]
    options += ["--bus-port", "9085", "--scanner-port", "9086", "--hall-fault", "panel3:bouncing"]
    answer = CliRunner().invoke(command.simulators, options)
    assert (answer.exit_code, answer.output) == (0, "")
    hall, tray = asked
    assert (tray.port, tray.printer_port, tray.zone) == (8082, 8083, "Asia/Ho_Chi_Minh")
    assert (tray.model, tray.pty) == ("clone", Path("/dev/shm/printer"))
    assert [*tray.faults] == ["paper_low", "disconnect@1200"]
    assert (hall.port, hall.bus_port, [*hall.faults]) == (8084, 9085, ["panel3:bouncing"])
    addresses = {device.name: device.address for device in hall.devices.devices}
    assert addresses["panel3"].startswith("socket://127.0.0.1:9085")
    assert addresses["scanner3"] == "socket://127.0.0.1:9086"


def test_a_device_list_is_enough(asked: list[TraySettings | HallSettings], tmp_path: Path) -> None:
    entry = 'name = "board7"\nkind = "counter-board"\ncounter = 7\nnumber = 7\naddress = "{bus_port}"\n'
    list_alone = f"[[devices]]\n{entry}".replace("{bus_port}", "socket://127.0.0.1:{bus_port}")
    (tmp_path / "devices.toml").write_text(list_alone, encoding="utf-8")
    answer = CliRunner().invoke(command.simulators, ["--centre", str(tmp_path)])
    assert (answer.exit_code, answer.output) == (0, "")
    assert [device.name for device in asked[0].devices.devices] == ["board7"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--hall-fault", "panel3:paper_out"], "known are: silent"),
        (["--hall-fault", "panel77:silent"], "there are: line, panel2"),
        (["--bus-pty", "/no-such-folder/line"], "no folder /no-such-folder"),
        (["--model", "laser"], "known are: generic"),
        (["--fault", "on_fire"], "known are: paper_out"),
        (["--pty", "/no-such-folder/printer"], "no folder /no-such-folder"),
        (["--centre", "/no-such-folder"], "/no-such-folder/centre.toml: there is no such file"),
    ],
)
def test_what_cannot_be_simulated_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    monkeypatch.setattr(command, "stopped_by_signal", threading.Event)
    monkeypatch.setattr(command, "log_to_stderr", lambda: None)
    if not options[0].startswith(("--hall", "--bus")):
        monkeypatch.setattr(page, "hall_served", lambda wanted: nullcontext())
    answer = CliRunner().invoke(command.simulators, options)
    assert answer.exit_code == 2
    assert words in answer.output
