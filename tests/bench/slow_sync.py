"""A disk on which each sync takes 5 ms, for every process that is started meanwhile."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYNC_MS = 5
SOURCE = Path(__file__).with_name("slow_sync.c")


@contextmanager
def slow_disk(folder: Path) -> Iterator[None]:
    """Compile the shim into a folder and have it loaded before everything else."""
    shim = folder / "slow_sync.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", f"-DSYNC_MS={SYNC_MS}", "-o", shim, SOURCE, "-ldl"], check=True)
    before = os.environ.get("LD_PRELOAD")
    os.environ["LD_PRELOAD"] = str(shim)
    try:
        yield
    finally:
        os.environ.pop("LD_PRELOAD")
        if before is not None:
            os.environ["LD_PRELOAD"] = before
