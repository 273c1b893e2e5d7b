"""``systemctl`` for a test that is no root: runs exactly the command line of a unit, and waits until it says READY.

    python service_double.py enable --now toi-luot-hub

``STAGE`` names the folder that stands for the file system's root.
"""

import os
import re
import select
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OF_THE_ROOT = re.compile(r"(?<![\w.:/])/(?=(?:opt|etc|srv|var/lib|usr/local)/)")
READY_WITHIN_S = 60
ENDS_WITHIN_S = 15
STARTS = {"enable", "start", "restart"}


def below(stage: Path, text: str) -> str:
    """A text whose absolute paths lead into the stage."""
    return OF_THE_ROOT.sub(f"{stage}/", text)


def settings(unit: Path) -> Iterator[tuple[str, str]]:
    """The names and values of a unit file, in order."""
    for line in unit.read_text(encoding="utf-8").splitlines():
        name, found, value = line.partition("=")
        if found and not line.startswith("#"):
            yield name, value


def start(stage: Path, name: str) -> None:
    """Run a service as systemd would: its folder, its environment, its command line, its word that it is ready."""
    unit = dict(settings(stage / "etc/systemd/system" / f"{name}.service"))
    (stage / "var/lib" / unit["StateDirectory"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = {**os.environ, **dict(_variables(Path(below(stage, unit["EnvironmentFile"].removeprefix("-")))))}
    command = [part for word in shlex.split(unit["ExecStart"]) for part in _expanded(word, environment)]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(f"\0{name}-{os.getpid()}")
        notified.settimeout(READY_WITHIN_S)
        environment["NOTIFY_SOCKET"] = f"@{name}-{os.getpid()}"
        with (stage / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [below(stage, part) for part in command],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        (stage / f"{name}.pid").write_text(str(process.pid), encoding="ascii")
        assert notified.recv(64) == b"READY=1"


def stop(stage: Path, name: str) -> None:
    """End a service that runs, and wait for its end."""
    file = stage / f"{name}.pid"
    if file.exists():
        process = os.pidfd_open(int(file.read_text(encoding="ascii")))
        signal.pidfd_send_signal(process, signal.SIGTERM)
        select.select([process], [], [], ENDS_WITHIN_S)
        os.close(process)
        file.unlink()


def _variables(file: Path) -> Iterator[tuple[str, str]]:
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            yield name, value


def _expanded(word: str, environment: dict[str, str]) -> list[str]:
    """A word of a command line; one that is a variable alone becomes as many words as it holds."""
    return shlex.split(environment.get(word[1:], "")) if word.startswith("$") else [word]


def main() -> None:
    """One call of systemctl."""
    stage, (verb, *rest) = Path(os.environ["STAGE"]), sys.argv[1:]
    for name in (word for word in rest if not word.startswith("-")):
        if verb in {"stop", "restart"}:
            stop(stage, name)
        if verb in STARTS:
            start(stage, name)


if __name__ == "__main__":
    main()
