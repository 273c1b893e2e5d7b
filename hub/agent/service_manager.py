"""Telling systemd how a program is doing: that it is ready, that it lives, that it ends.

The protocol is that of sd_notify(3): a datagram of ``NAME=value`` lines to the socket that ``NOTIFY_SOCKET`` names. A
program that systemd did not start, or not with ``Type=notify``, has no such socket, and then nothing is sent.
"""

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress

FEEDS_IN_TIME = 3
"""How often a living program feeds its watchdog within the time that would have it restarted."""


class ServiceManager:
    """The service manager that started this process, if one did. Nothing here raises: no program may fail by it."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.is_there = bool(address)
        self.watchdog_s = _watchdog_s(environment) if address else None
        """After how many seconds of silence this process is restarted; None when nobody watches it."""

    def ready(self) -> None:
        """The program does its work from now on."""
        self._tell("READY=1")

    def alive(self) -> None:
        """Feed the watchdog."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """The program ends because it was asked to."""
        self._tell("STOPPING=1")

    def _tell(self, line: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            way.sendto(line.encode(), self._address)


def feed_watchdog(
    manager: ServiceManager, is_alive: Callable[[], bool], has_ended: Callable[[float], bool | None]
) -> None:
    """Feed the watchdog while ``is_alive`` says so, until ``has_ended`` (it waits so many seconds) says true.

    A check that hangs feeds nothing either: that is the point. Returns at once when nobody watches this process.
    """
    if manager.watchdog_s is None:
        return
    while True:
        if is_alive():
            manager.alive()
        if has_ended(manager.watchdog_s / FEEDS_IN_TIME):
            return


def _watchdog_s(environment: Mapping[str, str]) -> float | None:
    """``WATCHDOG_USEC`` in seconds, if it is meant for this very process (``WATCHDOG_PID``)."""
    microseconds = environment.get("WATCHDOG_USEC", "")
    is_ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(microseconds) / 1_000_000 if is_ours and microseconds.isdecimal() else None
