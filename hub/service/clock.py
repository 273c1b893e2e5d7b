"""Whether the system's clock can be believed, and one that nobody sets."""

import ctypes
import time

_TIME_ERROR = 5
"""What adjtimex(2) returns for a clock that nothing keeps in step; less is in step, -1 is a failed call."""

_MORE_THAN_A_TIMEX = 512
"""Bytes; zeros ask adjtimex(2) to change nothing."""


def is_synchronised() -> bool:
    """Whether the kernel says that the system's clock is kept in step (NTP, PTP); False where it cannot say."""
    adjtimex = getattr(ctypes.CDLL(None), "adjtimex", None)
    return adjtimex is not None and 0 <= adjtimex(ctypes.create_string_buffer(_MORE_THAN_A_TIMEX)) < _TIME_ERROR


_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Where there is one, a clock that goes on while the machine sleeps."""


def steady_ms() -> int:
    """Milliseconds by a clock that nobody sets; only differences say something."""
    return time.clock_gettime_ns(_STEADY) // 1_000_000
