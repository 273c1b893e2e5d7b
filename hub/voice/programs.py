"""Programs that turn text into sound: text on their input, a WAV file on their output. No shell is ever between."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress

MOST_BYTES = 10_000_000
"""What writes more than 90 seconds of sound has gone wrong."""

_PIECE = 65_536


class ProgramFailed(Exception):
    """A program gave no sound; the text says why."""


def output_of(arguments: Sequence[str], text: str, timeout_s: float) -> bytes:
    """What a program writes that is given a text. Raises ProgramFailed: missing, failed, too slow, too much."""
    until_s = time.monotonic() + timeout_s
    try:
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramFailed(f"{arguments[0]} cannot be started: {error.strerror or error}") from None
    except ValueError as error:
        raise ProgramFailed(f"{arguments[0]} cannot be started: {error}") from None
    try:
        content = _talk(process, text, until_s)
    except (TimeoutError, subprocess.TimeoutExpired):
        raise ProgramFailed(f"{arguments[0]} took longer than {timeout_s:g} seconds") from None
    finally:
        _end(process)
        process.wait()
    return _good(content, process.returncode, arguments[0])


def _talk(process: "subprocess.Popen[bytes]", text: str, until_s: float) -> bytes:
    """Give it the text, which fits into a pipe, and take what it writes, up to the limit and a piece.

    Raises TimeoutError, TimeoutExpired at that instant of the steady clock.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdout as output:
        with suppress(BrokenPipeError, ConnectionResetError), process.stdin:
            process.stdin.write(text.encode())
        content = bytearray()
        while len(content) <= MOST_BYTES and (piece := _piece(output.fileno(), until_s)):
            content += piece
    if len(content) <= MOST_BYTES:
        process.wait(max(0.0, until_s - time.monotonic()))
    return bytes(content)


def _piece(output: int, until_s: float) -> bytes:
    """What comes next, nothing at the end. What still holds the pipe when its parent is gone is not waited for.

    Raises TimeoutError.
    """
    ready = select.poll()
    ready.register(output, select.POLLIN)
    left_s = until_s - time.monotonic()
    if left_s <= 0 or not ready.poll(left_s * 1000):
        raise TimeoutError
    return os.read(output, _PIECE)


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
