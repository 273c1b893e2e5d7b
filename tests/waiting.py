"""Waiting for something that happens elsewhere, with an end."""

import threading
from collections.abc import Callable

CHECK_EVERY_S = 0.02


def until(condition: Callable[[], bool], within_s: float) -> bool:
    """Whether the condition comes true in time."""
    never = threading.Event()
    for _ in range(int(within_s / CHECK_EVERY_S)):
        if condition():
            return True
        never.wait(CHECK_EVERY_S)
    return condition()
