"""Tells the hub how this agent is, every few seconds, and takes up what is ordered of it."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol
from uuid import uuid4

import msgspec

from hub.agent.hub_client import Hub, HubFault, HubNotPaired, NoAnswer
from hub.agent.trouble import Trouble
from hub.messages import DeviceReport, Order, OrderKind, Orders

log = logging.getLogger(__name__)

MOST_REMEMBERED = 20
"""So many orders are known again; the hub forgets each after a minute."""


class ReportTiming(Protocol):
    """In seconds: ``report_s`` between two reports, ``report_least_s`` when something has changed.

    ``attempt_s`` is how long one may take.
    """

    @property
    def report_s(self) -> float: ...
    @property
    def report_least_s(self) -> float: ...
    @property
    def attempt_s(self) -> float: ...


class Reporter:
    """One thread of its own, so that neither papers nor errands wait for it.

    ``name`` is this kiosk's, empty while it is not paired; ``report`` makes a report that names the orders taken up.
    ``on_order`` carries an order out, at most once: the hub has heard that it was taken up before it is.
    """

    def __init__(
        self, hub: Hub, name: Callable[[], str], report: Callable[[tuple[str, ...]], DeviceReport], timing: ReportTiming
    ) -> None:
        self.on_order: Callable[[OrderKind], None] = lambda _kind: None
        self.turned_s = time.monotonic()
        """When the thread last went on, by the steady clock."""
        self._hub = hub
        self._name = name
        self._report = report
        self._timing = timing
        self._taken: list[Order] = []
        self._carried_out: deque[str] = deque(maxlen=MOST_REMEMBERED)
        self._bell = threading.Event()
        self._trouble = Trouble(log)

    def wake(self) -> None:
        """There is something to tell, or to stop for."""
        self._bell.set()

    def run(self, stop: threading.Event) -> None:
        """Tell until ``stop`` is set and the reporter was woken; changes that follow one another are told together."""
        while not stop.is_set():
            self.turned_s = time.monotonic()
            self._bell.clear()
            try:
                self._try()
            except Exception as error:  # noqa: BLE001 - the edge of this thread
                self._trouble.fault("the reporter", error)
            self.turned_s = time.monotonic() + self._timing.report_least_s + self._timing.report_s
            if not stop.wait(self._timing.report_least_s):
                self._bell.wait(self._timing.report_s)

    def _try(self) -> None:
        try:
            self.tell()
        except HubNotPaired:
            return  # the enrolment sees to that
        except HubFault as error:
            self._trouble.absence("the hub takes no reports", error)
        except NoAnswer:
            return  # whoever has something to lose by it says so
        else:
            self._trouble.over()

    def tell(self) -> None:
        """Report, and carry out what was ordered. Raises NoAnswer: nothing was heard, and what was ordered waits."""
        name = self._name()
        if not name:
            return
        while True:
            orders = self._told(name)
            for order in self._taken:
                self._carry_out(order)
            self._taken = [order for order in orders if order.id not in self._carried_out]
            if not self._taken:
                return

    def _told(self, name: str) -> tuple[Order, ...]:
        report = self._report(tuple(order.id for order in self._taken))
        body = msgspec.to_builtins(report)
        answer = self._hub.post(f"/devices/{name}/report", body, uuid4().hex, self._timing.attempt_s)
        if not answer.is_good:
            raise HubFault(f"the report was refused: {answer.body.get('code')}")
        return msgspec.convert(answer.body, Orders).orders

    def _carry_out(self, order: Order) -> None:
        self._carried_out.append(order.id)
        log.warning("ordered: %s", order.kind)
        self.on_order(order.kind)
