"""What a device on a line is to the line, and what it is told: the terms between `Exchange` and the drivers."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from drivers.wire.frame import Frame


class Order(Struct, frozen=True):
    """Something that the device is to be told until it has acknowledged it.

    `slot` is the part of the device it fills (a row, a line of text): a newer order of the same slot takes its place.
    `sense` is what makes two orders of a slot the same, else `args` do: give it where they hold a time that runs.
    """

    slot: str
    verb: str
    args: tuple[str, ...] = ()
    sense: tuple[object, ...] = ()

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes it another order than the one before."""
        return (self.verb, *(self.sense or self.args))


class Contact(Struct, frozen=True):
    """How a device is reached: `link` and `trouble` as in `drivers.devices.Standing` (`line_lost`, `device_silent`).

    `repeats` counts the orders said again, `broken` the frames of the whole line that were none.
    """

    link: str = "unknown"
    trouble: str = ""
    repeats: int = 0
    broken: int = 0


class Station(Protocol):
    """One device on a line, as its driver sees it. The line's thread makes all calls; none may wait for anything."""

    def wanted(self, now_s: float) -> Sequence[Order]:
        """Everything that the device should show now, in the order of sending; each slot once.

        It is asked whenever something could be sent; only what has another meaning than what was acknowledged goes
        out. After a start of the device (HELO) or a silence all of it goes out anew.
        """

    def heard(self, frame: Frame, now_s: float) -> str:
        """The device told something: HELO, RATE, KEY or STAT. Each is told once, however often it came.

        Returns "" to acknowledge it, or the reason to refuse it (NAK): `VERB`, `ARGS`, `FULL`; with `LATER` it is told
        again. What is returned for STAT plays no part.
        """

    def answered(self, order: Order, reason: str) -> None:
        """The device has acknowledged an order (reason "") or refuses it for good (`VERB`, `ARGS`)."""

    def stands(self, contact: Contact) -> None:
        """How the device is reached has changed."""
