"""`python -m tests.bench [NAME …]`: the tables of all benches, or of those named."""

import sys
from importlib import import_module

BENCHES = ("calling", "papers", "touch")
"""Modules of this package, each with a function `run()` that shows its tables."""

if __name__ == "__main__":
    wanted = sys.argv[1:] or BENCHES
    if unknown := set(wanted) - set(BENCHES):
        sys.exit(f"There is no bench {', '.join(sorted(unknown))}, only {', '.join(BENCHES)}.")
    for name in wanted:
        import_module(f"tests.bench.{name}").run()
