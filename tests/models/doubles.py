"""What stands at the ends of a kiosk's program while a model moves it: the line to the hub, the printer, the disk."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from drivers.printers import JobReport, Part, PrinterStatus
from hub.agent.hub_client import HubAnswer, HubFault
from tests.faults.hub_at_hand import HubAtHand
from tests.models.puppet import Killed

Message = tuple[str, dict[str, Any], str]
"""Path, body and key of a command."""


class Line:
    """A kiosk's way to the hub: a wish waits in it until the model says what comes of it, others are let through."""

    def __init__(self, actor: str, hub: HubAtHand) -> None:
        self.waits: dict[str, Callable[[str], object]] = {}
        self.through = ""
        """The key of the one message that is answered now; others fail."""
        self.outbox: list[Message] = []
        self._actor = actor
        self._hub = hub

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See hub.agent.hub_client.Hub."""
        if key in self.waits:
            self.waits[key]("asking")
        elif key != self.through:
            self.outbox.append((path, body, key))
            raise HubFault("not now")
        return self.arrive((path, body, key))

    def arrive(self, message: Message) -> HubAnswer:
        """A message reaches the hub; what becomes of the answer is another matter."""
        path, body, key = message
        return self._hub.answer(self._actor, path, body, key)


class PrinterDouble:
    """Prints when and if the model says so."""

    def __init__(self, wait: Callable[[str], object]) -> None:
        self._wait = wait

    def status(self) -> PrinterStatus:
        return PrinterStatus()

    def print(self, _parts: Sequence[Part]) -> JobReport:
        report = self._wait("printing")
        assert isinstance(report, JobReport)
        return report


def dead() -> None:
    """In the place of a write: the program is no more."""
    raise Killed


def full(*_values: Any) -> None:
    """In the place of a write: the disk takes nothing, and the program lives."""
    raise sqlite3.OperationalError("database or disk is full")


def mortal(write: Callable[..., Any], left: list[int], end: Callable[[], None] = dead) -> Callable[..., Any]:
    """A write of which only so many come to be; then ``end`` raises."""

    def written(*values: Any) -> Any:
        if not left[0]:
            end()
        left[0] -= 1
        return write(*values)

    return written
