"""`python -m tests.bench.bare.commits DATABASE ROWS COUNT`: commits so many rows, each by itself, and nothing else.

It writes how long each took (s) as one line of JSON.
"""

import json
import sys
import time
from pathlib import Path

from tests.bench.bare.rows import Rows


def main(database: str, file: str, count: str) -> None:
    """Commit and tell."""
    rows, took_s = Rows(Path(database), Path(file)), []
    for _ in range(int(count)):
        began_s = time.perf_counter()
        rows.commit_next()
        took_s.append(time.perf_counter() - began_s)
    sys.stdout.write(json.dumps(took_s) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
