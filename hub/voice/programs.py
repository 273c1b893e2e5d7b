"""Programs that turn text into sound: text on their input, a WAV file on their output. No shell is ever between."""

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

MOST_BYTES = 10_000_000
"""What writes more than 90 seconds of sound has gone wrong."""

_PIECE = 65_536


class ProgramFailed(Exception):
    """A program gave no sound; the text says why."""


def output_of(arguments: Sequence[str], text: str, timeout_s: float) -> bytes:
    """What a program writes that is given a text. Raises ProgramFailed: missing, failed, too slow, too much."""
    try:
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ProgramFailed(f"{arguments[0]} cannot be started: {error}") from None
    timer = _Timer(process, timeout_s)
    try:
        content = _talk(process, text)
    finally:
        timer.cancel()
        _end(process)
        process.wait()
    if timer.is_over:
        raise ProgramFailed(f"{arguments[0]} took longer than {timeout_s:g} seconds")
    return _good(content, process.returncode, arguments[0])


class _Timer:
    """Ends a process that takes too long."""

    def __init__(self, process: "subprocess.Popen[bytes]", timeout_s: float) -> None:
        self.is_over = False
        self._process = process
        self._timer = threading.Timer(timeout_s, self._over)
        self._timer.daemon = True
        self._timer.start()
        self.cancel = self._timer.cancel

    def _over(self) -> None:
        self.is_over = True
        _end(self._process)


def _talk(process: "subprocess.Popen[bytes]", text: str) -> bytes:
    """Give it the text, which fits into a pipe, and take what it writes, up to the limit and a piece."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(text.encode())
        process.stdin.close()
    content = bytearray()
    with process.stdout:
        while len(content) <= MOST_BYTES and (piece := process.stdout.read(_PIECE)):
            content += piece
    if len(content) <= MOST_BYTES:
        process.wait()
    return bytes(content)


def _good(content: bytes, status: int, name: str) -> bytes:
    if len(content) > MOST_BYTES:
        raise ProgramFailed(f"{name} does not stop writing")
    if status != 0:
        raise ProgramFailed(f"{name} ended with {status}")
    return content


def _end(process: "subprocess.Popen[bytes]") -> None:
    """With what it started: a script whose program hangs would leave that behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
