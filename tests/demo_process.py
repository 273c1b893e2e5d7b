"""The whole demo for tests: ``run.py`` without a command, on eight free ports in a row, with data of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import requests

from tests.hub_process import ROOT, HubProcess

READY_WITHIN_S = 40.0
STOPPED_WITHIN_S = 10.0
PORTS = 8
FIRST_PORT, PORT_RANGE = 10_000, 10_000
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def free_ports() -> int:
    """The first of eight free ports in a row, below those that the system hands out, other ones for each test run."""
    begin = FIRST_PORT + os.getpid() * PORTS % PORT_RANGE
    return next(
        port for port in range(begin, begin + PORT_RANGE, PORTS) if all(map(_is_free, range(port, port + PORTS)))
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class DemoProcess:
    """The demo as a newcomer starts it; its output lines are in ``said``."""

    def __init__(self, data: Path, *options: str, port: int | None = None) -> None:
        self.data = data
        self.port = port or free_ports()
        self.said: list[str] = []
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self._reader = threading.Thread()

    @property
    def start_page(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def hub(self) -> HubProcess:
        """The demo's hub, to ask it as any screen; it is the demo that starts and stops it."""
        return HubProcess(self.data, port=self.port)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def children(self) -> list[int]:
        """The process ids of the demo's programs."""
        return [int(child) for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def get(self, path: str) -> requests.Response:
        """A page of the hub."""
        return requests.get(f"{self.start_page}{path}", timeout=5)

    def start(self) -> Self:
        """Start it and wait for its start page's address."""
        command = [sys.executable, str(ROOT / "run.py"), "--port", str(self.port), "--data", str(self.data)]
        self._process = subprocess.Popen(
            [*command, *self._options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        has_spoken = threading.Event()
        self._reader = threading.Thread(target=self._listen, args=(has_spoken,), daemon=True)
        self._reader.start()
        has_spoken.wait(READY_WITHIN_S)
        if not any(ADDRESS.search(line) for line in self.said):
            self.close()
            raise AssertionError("the demo did not start:\n" + "".join(self.said))
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM, within_s: float = 2.0) -> int:
        """Stop it by a signal; returns its exit status. Raises subprocess.TimeoutExpired: not gone by then."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(within_s)

    def kill(self) -> None:
        """End it without a word."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOPPED_WITHIN_S)

    def close(self) -> None:
        """End what still runs and give everything back."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(STOPPED_WITHIN_S)
        self._reader.join(5)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self, has_spoken: threading.Event) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line)
            if ADDRESS.search(line):
                has_spoken.set()
        has_spoken.set()
