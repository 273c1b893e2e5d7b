"""Keys from the command line: over a Unix socket, and over a port with a secret where there are none."""

import errno
import json
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from counter_app.desk.press_socket import PATIENCE_S, PORT_FILE, SOCKET_NAME, AgentAbsent, PressSocket, press_key
from drivers.devices import Key, Pressed
from hub.console.desk_press import DESK_FOLDER, press, process_age_s
from tests.hub_process import ROOT
from tests.waiting import until

Door = tuple[Path, list[tuple[Pressed, int]]]


@pytest.fixture(params=[True, False], ids=["unix", "port"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    """An agent's folder with a long path, where counter 3 has a keypad."""
    folder = tmp_path / ("a-long-name-" * 8) / DESK_FOLDER
    folder.mkdir(parents=True)
    pressed: list[tuple[Pressed, int]] = []

    def take(key: Pressed, counter: int) -> str:
        pressed.append((key, counter))
        return "" if counter in (0, 3) else "no_counter"

    door = PressSocket(folder, take, is_unix=request.param)
    door.start()
    yield folder, pressed
    door.stop()
    assert list(folder.iterdir()) == []
    with pytest.raises(AgentAbsent):
        press_key(folder, Key.NEXT)


def test_a_key_is_pressed_at_the_counter_that_is_named(door: Door) -> None:
    folder, pressed = door
    assert press_key(folder, Key.NEXT) == ""
    assert press_key(folder, Key.DIGIT_7, 3) == ""
    assert press_key(folder, Key.NEXT, 4) == "no_counter"
    assert press_key(folder, Key.CALL, 3, 0.4) == ""
    assert press_key(folder, Key.CALL, 3, 3.1) == "stale"
    told = [(Pressed(Key.NEXT), 0), (Pressed(Key.DIGIT_7), 3), (Pressed(Key.NEXT), 4), (Pressed(Key.CALL, 0.4), 3)]
    assert pressed == told


def test_only_the_agents_own_user_gets_in(door: Door) -> None:
    folder, pressed = door
    (way,) = folder.iterdir()
    assert stat.S_IMODE(way.stat().st_mode) == 0o600
    if way.name == PORT_FILE:
        port = json.loads(way.read_text())["port"]
        way.write_text(json.dumps({"port": port, "secret": "guessed"}))
        assert press_key(folder, Key.NEXT) == "forbidden"
        assert pressed == []


def test_whatever_else_is_said_at_the_door_presses_nothing(tmp_path: Path) -> None:
    pressed: list[Pressed] = []
    door = PressSocket(tmp_path, lambda key, _counter: str(pressed.append(key)), is_unix=True)
    door.start()
    wrong = [b'{"key": "fire"}\n', b'{"key": "next", "counter": "x"}\n', b"x" * 600]
    wrong += [b'{"key": "next", "ago_s": %s}\n' % ago for ago in (b"-1", b"NaN", b'"x"')]
    for said in (b"", b"\n", b"[]\n", b"{}\n", *wrong):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
            caller.connect(str(tmp_path / SOCKET_NAME))
            caller.sendall(said)
            caller.shutdown(socket.SHUT_WR)
            assert json.loads(caller.makefile("rb").readline()) == {"error": "malformed"}
    door.stop()
    assert pressed == []


def test_a_socket_that_a_killed_agent_left_is_taken_over(tmp_path: Path) -> None:
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    left.bind(str(tmp_path / SOCKET_NAME))
    left.close()
    door = PressSocket(tmp_path, lambda _key, _counter: "", is_unix=True)
    door.start()
    assert press_key(tmp_path, Key.RECALL) == ""
    door.stop()


def test_a_door_at_which_nobody_can_be_let_in_for_a_moment_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    accept, failures = socket.socket.accept, [errno.EMFILE, errno.ENOBUFS]

    def fails_at_first(listener: socket.socket) -> object:
        if failures:
            raise OSError(failures.pop(), "no more files")
        return accept(listener)

    monkeypatch.setattr(socket.socket, "accept", fails_at_first)
    door = PressSocket(tmp_path, lambda _key, _counter: "", is_unix=True)
    door.start()
    assert press_key(tmp_path, Key.RECALL) == ""
    assert door.is_alive()
    door.stop()
    assert until(lambda: not door.is_alive(), PATIENCE_S)
    assert caplog.text.count("nobody can be let in") == 1


def test_the_command_presses_and_says_what_is_in_the_way(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, pressed = door
    data = ["--data", str(folder.parent)]
    monkeypatch.setattr("hub.console.desk_press.process_age_s", lambda: 0.7)
    assert CliRunner().invoke(press, ["start", *data]).exit_code == 0
    assert pressed == [(Pressed(Key.START, 0.7), 0)]
    other = CliRunner().invoke(press, ["next", "--counter", "4", *data])
    assert (other.exit_code, "devices.toml" in other.output) == (2, True)
    absent = CliRunner().invoke(press, ["next", "--data", str(folder / "elsewhere")])
    assert (absent.exit_code, "run.py desk" in absent.output) == (2, True)
    unknown = CliRunner().invoke(press, ["fire", *data])
    assert (unknown.exit_code, "«fire»" in unknown.output) == (2, True)


def test_a_key_of_a_command_is_as_old_as_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import time; began = time.monotonic(); from hub.console.desk_press import process_age_s as age"
    told = f"{code}; print(age() - (time.monotonic() - began))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 0 <= float(done.stdout) < 5
    monkeypatch.setattr("hub.console.desk_press.STATUS", Path("/nowhere/stat"))
    assert process_age_s() > 0
