"""Hubs that are born grown up: a process that has imported the hub's program forks one whenever a test wants one.

What a hub does once its modules are there is the same; most of a start is their import, and doing that a hundred times
proves nothing. ``python -m tests.hub_nursery`` is the process. A line that it reads holds the arguments of ``run.py``,
a pipe for the log and the environment, or the number of a process that has ended; it answers with a number each time.
"""

import json
import os
import posix
import select
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent
AS_INSTALLED = ROOT / "tests" / "as_installed"
"""What is in the way of modules that only the tests bring."""


class Born:
    """A hub's process as :class:`subprocess.Popen` has it, as far as a test asks."""

    def __init__(self, nursery: "Nursery", pid: int, stderr: IO[str]) -> None:
        self.pid, self.stderr = pid, stderr
        self._nursery, self._end = nursery, os.pidfd_open(pid)
        self._status: int | None = None
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        with self._lock:
            if self._status is None and select.select([self._end], [], [], 0)[0]:
                self._status = self._nursery.ask(reap=self.pid)
            return self._status

    def wait(self, timeout: float | None = None) -> int:
        if self._status is None and not select.select([self._end], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("hub", timeout or 0.0)
        status = self.poll()
        assert status is not None
        return status

    def send_signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._end, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __del__(self) -> None:
        os.close(self._end)


class Nursery:
    """The process that forks, begun with the first hub; it ends when this one does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def bear(self, arguments: list[str]) -> Born:
        """A process that does what ``run.py`` does with these arguments."""
        with tempfile.TemporaryDirectory(prefix="nursery") as folder:
            log = Path(folder) / "log"
            os.mkfifo(log)
            ready: Future[IO[str]] = Future()
            threading.Thread(target=lambda: ready.set_result(log.open(encoding="utf-8")), daemon=True).start()
            pid = self.ask(arguments=arguments, log=str(log), environment=dict(os.environ))
            return Born(self, pid, ready.result())

    def ask(self, **wish: Any) -> int:
        """What the process answers to a line."""
        with self._lock:
            process = self._process = self._process or self._begun()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(wish) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline())

    def _begun(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.hub_nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": f"{AS_INSTALLED}{os.pathsep}{ROOT}"},
        )


NURSERY = Nursery()


def main() -> None:
    """Fork as often as asked."""
    sys.argv = ["run.py", "hub"]
    import run  # isort: skip - first of all: it makes the standard library cooperative
    from gevent.os import fork_gevent

    import hub.app  # noqa: F401 - what a hub imports late

    for line in sys.stdin:
        wish = json.loads(line)
        if "reap" in wish:
            sys.stdout.write(f"{os.waitstatus_to_exitcode(posix.waitpid(wish['reap'], 0)[1])}\n")
            continue
        log = os.open(wish["log"], os.O_WRONLY)
        if (child := fork_gevent()) == 0:
            _live(run.main, wish, log)
        posix.close(log)
        sys.stdout.write(f"{child}\n")


def _live(program: Any, wish: dict[str, Any], log: int) -> None:
    """The child's whole life."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, target in enumerate((nothing, nothing, log)):
        os.dup2(target, number)
    posix.close(nothing)
    posix.close(log)
    os.environ.clear()
    os.environ.update(wish["environment"])
    sys.argv = ["run.py", *wish["arguments"]]
    status = 1
    try:
        program(wish["arguments"])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
