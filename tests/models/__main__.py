"""``python -m tests.models``: how much was explored, and by which steps each mutant is caught."""

import sys
import time

from tests.models.catalogue import MUTANTS, RIGHT
from tests.models.explorer import Broken, explore


def main() -> None:
    """Explore the protocols as they are, then with one thing wrong each."""
    for name, model in RIGHT.items():
        since_s = time.process_time()
        explored = explore(model)
        took_s = time.process_time() - since_s
        sys.stdout.write(f"{name}: {len(explored.states):,} states, {explored.steps:,} steps, {took_s:.1f} s\n")
    for name, mutant in MUTANTS.items():
        try:
            explore(mutant)
        except Broken as broken:
            *steps, _state = broken.trace
            sys.stdout.write(f"\n{name}: {broken.what}\n  " + "\n  ".join(steps) + "\n")
        else:
            sys.exit(f"{name} was not caught")


if __name__ == "__main__":
    main()
