"""What a cable carries bytes to and from: a simulated printer, or a simulated line with its devices."""

from collections.abc import Callable, Set
from typing import Protocol

from drivers.simulators.faults import Fault


class Carried(Protocol):
    """A simulator as its cable sees it."""

    on_change: Callable[[], None]
    """Called when there may be something new to say."""

    @property
    def faults(self) -> Set[Fault]:
        """Its troubles; SLOW slows the cable down."""

    @property
    def is_hung_up(self) -> bool:
        """Whether it has dropped the connection."""

    @property
    def has_room(self) -> bool:
        """Whether at least one more byte would be accepted."""

    @property
    def answers_in_ms(self) -> float | None:
        """In how many milliseconds it has something to say by itself; None: not at all."""

    def connected(self) -> None:
        """A link was opened."""

    def disconnected(self) -> None:
        """The link was closed."""

    def feed(self, chunk: bytes) -> int:
        """Take bytes; return how many were accepted."""

    def take_replies(self) -> bytes:
        """Return and forget what it has to say."""
