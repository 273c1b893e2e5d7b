"""The kiosk's browser is ended when its page draws no more, and by nothing else; the unit then starts it anew."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub_process import ROOT
from tests.waiting import until

WITHIN_S = 20.0
SCRIPT = ROOT / "config" / "deploy" / "kiosk" / "kiosk-browser"

PROGRAMS = {
    "chromium": 'echo $$ "$@" >>"$STAGE/browsers"; [ ! -e "$STAGE/freeze" ] || kill -STOP $$; exec /bin/sleep 600',
    "sleep": 'echo "$1" >>"$STAGE/sleeps"; exec /bin/sleep 0.01',
    "curl": """
        answer=$(head -n 1 "$STAGE/answers")
        [ -n "$answer" ] || exit 7
        sed -i 1d "$STAGE/answers"
        [ "$answer" != down ] || exit 7
        printf '{"status":"ok","hub_is_reachable":true,"page":"%s"}\\n' "$answer"
    """,
}
"""A browser that only exists, time that passes quickly, and an agent that says what a test wrote down."""


class Stage:
    """The script with all that it starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, body in PROGRAMS.items():
            program = folder / name
            program.write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
            program.chmod(0o755)
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self, *answers: str) -> None:
        (self.folder / "answers").write_text("".join(f"{answer}\n" for answer in answers), encoding="ascii")
        there = {"PATH": f"{self.folder}:/usr/bin:/bin", "STAGE": str(self.folder), "HOME": str(self.folder)}
        self.process = subprocess.Popen([SCRIPT], env={**there, "PAGE": "http://127.0.0.1:8081/"})
        assert until(lambda: bool(self.browsers()) and self.left() == 0, WITHIN_S)

    def left(self) -> int:
        """How many answers the agent has yet to give."""
        return len((self.folder / "answers").read_text(encoding="ascii").splitlines())

    def browsers(self) -> list[list[str]]:
        started = self.folder / "browsers"
        return [line.split() for line in started.read_text().splitlines()] if started.exists() else []

    def runs(self) -> bool:
        assert self.process is not None
        return self.process.poll() is None

    def browser_lives(self) -> bool:
        pid = int(self.browsers()[0][0])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"

    def programs(self) -> list[str]:
        """What was started by the script and runs."""
        mine = f"STAGE={self.folder}\0".encode()
        return [process.name for process in Path("/proc").glob("[0-9]*") if mine in _environment(process)]

    def end(self) -> None:
        if self.process is not None and self.runs():
            self.process.terminate()
            self.process.wait()


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.end()


def test_a_page_that_draws_keeps_its_browser_and_a_silent_one_loses_it(stage: Stage) -> None:
    twice = ["silent"] * 2
    stage.begin("down", "down", "none", *["none"] * 11, "alive", *twice, "down", "alive", *twice, "alive")
    assert stage.runs()
    assert stage.browser_lives()
    assert stage.browsers()[0][-1] == "http://127.0.0.1:8081/"
    with (stage.folder / "answers").open("a", encoding="ascii") as answers:
        answers.write("silent\nsilent\nsilent\n")
    assert until(lambda: not stage.runs(), WITHIN_S)
    assert not stage.browser_lives()
    assert len(stage.browsers()) == 1


@pytest.mark.parametrize("answers", [["silent"] * 3, ["none"] * 12], ids=["silent", "never seen"])
def test_also_a_browser_that_is_stopped_is_ended(stage: Stage, answers: list[str]) -> None:
    (stage.folder / "freeze").touch()
    stage.begin("none", *answers)
    assert until(lambda: not stage.runs(), WITHIN_S)
    assert not stage.browser_lives()


def test_who_stops_the_script_stops_the_browser(stage: Stage) -> None:
    stage.begin("none", "alive")
    assert stage.process is not None
    stage.process.send_signal(signal.SIGTERM)
    assert until(lambda: not stage.runs(), WITHIN_S)
    assert until(lambda: stage.programs() == [], WITHIN_S), "nobody goes on watching"


def test_a_browser_that_ends_by_itself_ends_the_script(stage: Stage) -> None:
    stage.begin("none", "alive")
    os.kill(int(stage.browsers()[0][0]), signal.SIGKILL)
    assert until(lambda: not stage.runs(), WITHIN_S)
