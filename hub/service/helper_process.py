"""Work that the hub has another process do, so that neither its loop nor its memory bears it."""

import logging
import subprocess
from collections.abc import Sequence

PATIENCE_S = 3600
"""A process that takes longer than this hangs, at a mount that is gone perhaps, and is given up."""

DIES_WITHIN_S = 5
"""How long a killed process is waited for."""


def failure_of(command: Sequence[str], what: str, log: logging.Logger) -> str | None:
    """Have another process do something, ``what`` in words, and log what it said.

    Returns None when it succeeded, else why not: a process that was killed could tell nobody itself.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        said, complained = process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        _give_up(process)
        failure = f"The {what} was given up after {PATIENCE_S / 60:.0f} minutes. Does every disk that it needs answer?"
    else:
        failure = complained.strip() or f"The process of the {what} ended with {process.returncode}."
    if process.returncode == 0:
        if said.strip():
            log.info("%s", said.strip())
        return None
    log.error("no %s: %s", what, failure)
    return failure


def _give_up(process: "subprocess.Popen[str]") -> None:
    """Kill a process. One that waits for a disk that is gone dies when it may; nobody waits for it longer."""
    process.kill()
    try:
        process.wait(DIES_WITHIN_S)
    except subprocess.TimeoutExpired:
        return  # its pipes are still read, and closed when it is gone
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
