"""The troubles that wait for their byte."""

from drivers.simulators.faults import FaultOrder, Mishap


class Schedule:
    """Orders by the bytes that are still to come before them."""

    def __init__(self) -> None:
        self._orders: list[FaultOrder] = []

    def add(self, order: FaultOrder) -> None:
        """Let a trouble begin after so many more bytes."""
        self._orders.append(order)

    def call_off(self, mishap: Mishap) -> None:
        """Let a mishap not happen."""
        self._orders = [order for order in self._orders if order.what is not mishap]

    @property
    def mishaps(self) -> frozenset[Mishap]:
        """The mishaps that wait."""
        return frozenset(order.what for order in self._orders if isinstance(order.what, Mishap))

    def until_next(self, most_bytes: int) -> int:
        """How many bytes may pass before a trouble begins, at most so many."""
        return min([most_bytes, *(order.number for order in self._orders)])

    def pass_bytes(self, count: int) -> list[FaultOrder]:
        """Let bytes pass; returns what begins behind them."""
        counted = [FaultOrder(what, number - count) for what, number in self._orders]
        self._orders = [order for order in counted if order.number]
        return [order for order in counted if not order.number]
