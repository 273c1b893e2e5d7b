"""One child process of the demo: its log, its health, and an end that comes with its parent's."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import requests

PR_SET_PDEATHSIG = 1
"""From prctl(2): the signal that a process gets when its parent dies, however that happens."""

_LIBC = ctypes.CDLL(None)


@dataclass
class Child:
    """A program of ours as a process; it is ready when every address in ``ready_at`` answers.

    It runs in a session of its own, so that Ctrl-C reaches the supervisor alone, which then ends all in order.
    """

    name: str
    arguments: Sequence[str]
    ready_at: Sequence[str]
    log: Path
    starts: list[float] = field(default_factory=list)
    _process: subprocess.Popen[bytes] | None = None

    def start(self, now_s: float) -> None:
        """Start the process at ``now_s`` (monotonic clock). Raises OSError."""
        self.starts.append(now_s)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=partial(_die_with_parent, os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
            )

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def was_ended(self) -> bool:
        """Whether the process ended because it was asked to."""
        return self._process is not None and self._process.poll() == 0

    @property
    def is_ready(self) -> bool:
        """Whether the process answers at all its addresses."""
        return all(_answers(address) for address in self.ready_at)

    @property
    def pid(self) -> int:
        """The process id, 0 before the start."""
        return self._process.pid if self._process else 0

    def last_words(self) -> str:
        """The last line that the process wrote."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else f"see {self.log}"

    def tell(self, number: signal.Signals) -> None:
        """Send the process a signal, if it still lives."""
        if self._process is not None and self.is_running:
            self._process.send_signal(number)

    def wait(self, most_s: float) -> bool:
        """Wait for the end, at most ``most_s``; returns whether it came."""
        if self._process is None:
            return True
        try:
            self._process.wait(most_s)
        except subprocess.TimeoutExpired:
            return False
        return True


def _answers(address: str) -> bool:
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(address, timeout=0.5).ok
    except requests.RequestException:
        return False


def _die_with_parent(parent: int) -> None:
    """In the child, before its program: hear all signals, and get SIGTERM when the parent dies (Linux)."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
