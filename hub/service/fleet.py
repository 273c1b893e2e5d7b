"""What the agents tell of themselves, and what is ordered of them: in memory alone, and gone with the hub's process."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from hub.messages import DeviceReport, Order, OrderKind, Orders

LOG = logging.getLogger("hub.fleet")

ORDER_MS = 60_000
"""An order that its agent has not fetched by then is over: nobody stands there any more to see what comes of it."""

SILENT_MS = 15_000
"""An agent reports every five seconds; what was heard so long ago may no longer be true."""

ID_BYTES = 8


class Heard(Struct, frozen=True):
    """An agent's newest report, and when it came (ms since the epoch, UTC)."""

    report: DeviceReport
    at_ms: int

    def is_fresh(self, now_ms: int) -> bool:
        """Whether it still says how things are."""
        return abs(now_ms - self.at_ms) < SILENT_MS


@dataclass(frozen=True, slots=True)
class _Ordered:
    order: Order
    at_ms: int


class Fleet:
    """The newest report of each agent by its screen (``kiosk:K1``), and its open orders; used on the loop alone."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self.now_ms = now_ms
        self._heard: dict[str, tuple[int, Heard]] = {}
        self._ordered: dict[str, list[_Ordered]] = {}

    def reported(self, screen: str, grant: int, report: DeviceReport) -> Orders:
        """Take an agent's report, made under a grant; returns the orders that it has not taken up."""
        done = set(report.done_orders)
        self._heard[screen] = grant, Heard(replace(report, done_orders=()), self.now_ms())
        self._ordered[screen] = [each for each in self._open(screen) if each.order.id not in done]
        return Orders(tuple(each.order for each in self._ordered[screen]))

    def heard(self, screen: str, grant: int) -> Heard | None:
        """What an agent last said under a grant."""
        under, heard = self._heard.get(screen, (None, None))
        return heard if under == grant else None

    def fresh(self) -> dict[str, DeviceReport]:
        """What the agents that are there say of themselves, by their screens."""
        heard = {screen: heard for screen, (_, heard) in self._heard.items()}
        return {screen: each.report for screen, each in heard.items() if each.is_fresh(self.now_ms())}

    def screens_of(self, grant: int) -> list[str]:
        """The screens that have reported under a grant: the demo's is that of all."""
        return sorted(screen for screen, (under, _) in self._heard.items() if under == grant)

    def order(self, screen: str, kind: OrderKind, by: str) -> Order:
        """Order something of an agent; one that waits already is not ordered twice."""
        waiting = next((each.order for each in self._open(screen) if each.order.kind == kind), None)
        if waiting is not None:
            return waiting
        order = Order(secrets.token_hex(ID_BYTES), kind)
        self._ordered[screen] = [*self._open(screen), _Ordered(order, self.now_ms())]
        LOG.info("ordered %s of %s by=%s", kind, screen, by)
        return order

    def waiting(self, screen: str) -> tuple[OrderKind, ...]:
        """What was ordered of an agent and has not been taken up."""
        return tuple(each.order.kind for each in self._open(screen))

    def forget(self, grant: int) -> None:
        """A grant has ended: what was said under it is of no use, and nothing is ordered of who is not there."""
        for screen in self.screens_of(grant):
            del self._heard[screen]
            self._ordered.pop(screen, None)

    def _open(self, screen: str) -> list[_Ordered]:
        now_ms = self.now_ms()
        return [each for each in self._ordered.get(screen, ()) if abs(now_ms - each.at_ms) < ORDER_MS]
