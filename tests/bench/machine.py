"""What the figures were measured on: the machine, and whether it had anything else to do."""

import os
import platform
import sqlite3
import subprocess
from pathlib import Path

import msgspec
import psutil

from hub.version import VERSION
from tests.hub_nursery import ROOT

BUSY_SHARE = 0.25
"""Above this share of its processors the load of the last minute says that figures are not to be believed."""


class Machine(msgspec.Struct, frozen=True):
    """What figures depend on, without anything that tells whose machine it is; memory in GB."""

    processor: str
    cores: int
    memory_gb: int
    kernel: str
    python: str
    sqlite: str


def this_machine() -> Machine:
    """The machine of this process."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gb=round(psutil.virtual_memory().total / 2**30),
        kernel=f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def load() -> float:
    """The share of the processors that was wanted in the last minute."""
    return psutil.getloadavg()[0] / (os.cpu_count() or 1)


def program() -> str:
    """The version, and the commit where there is one; a plus behind it: and what is not committed yet."""
    commit = _git("rev-parse", "--short=10", "HEAD")
    return f"{VERSION} {commit}{'+' if _git('status', '--porcelain', '--untracked-files=no') else ''}".strip()


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
