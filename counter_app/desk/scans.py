"""What scanners at counters read: a ticket of ours is shown on the counter's page; anything else only as none."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from uuid import uuid4

from counter_app.desk.desk import Desk
from hub.agent.hub_client import NoAnswer, alone
from hub.agent.scanning import LinkScan, ScanRules, Scans, TicketScan
from hub.agent.trouble import Trouble

log = logging.getLogger(__name__)

NO_TICKET = ""
"""What the hub is told of a receipt, a card and whatever else: a clerk sees that the scanner works."""


class DeskScans:
    """Tells the hub which ticket lies at which counter (0: at the reception), the newest only, never twice; or that
    something else does, and nothing of what.

    A clerk who gets no answer at once scans again or types the number, so nothing is kept for later.
    """

    def __init__(self, rules: ScanRules, desk: Desk, now_s: Callable[[], float]) -> None:
        self._scans: defaultdict[int, Scans] = defaultdict(lambda: Scans(rules))
        self._desk = desk
        self._now_s = now_s
        self._lock = threading.Lock()
        self._waiting: dict[int, str] = {}
        self._is_telling = False
        self._trouble = Trouble(log)

    def scanned(self, counter: int, text: str) -> None:
        """See Host.scanned. Returns at once and raises nothing; only a ticket's own code leaves this call."""
        try:
            scan = self._scans[counter].read(text, self._now_s())
        except Exception as error:  # noqa: BLE001 - the edge to a driver; an error's own words might hold the reading
            log.error("a reading could not be told apart: %s", type(error).__name__)
            return
        if scan is not None:
            self._tell_soon(counter, scan.code if isinstance(scan, TicketScan | LinkScan) else NO_TICKET)

    def _tell_soon(self, counter: int, code: str) -> None:
        """Driver's threads do not wait for the hub: one thread tells, as long as there is something to tell."""
        with self._lock:
            self._waiting[counter] = code or self._waiting.get(counter, NO_TICKET)
            if self._is_telling:
                return
            self._is_telling = True
        alone(self._tell_all, "desk-scans")

    def _tell_all(self) -> None:
        while (told := self._next()) is not None:
            self._tell(*told)

    def _next(self) -> tuple[int, str] | None:
        with self._lock:
            self._is_telling = bool(self._waiting)
            return self._waiting.popitem() if self._waiting else None

    def _tell(self, counter: int, code: str) -> None:
        place = f"/counters/{counter}" if counter else "/reception"
        try:
            answer = self._desk.ask(f"{place}/scan", {"code": code}, uuid4().hex)
        except NoAnswer as error:
            self._trouble.absence("a scanned ticket could not be shown", error)
        except Exception as error:  # noqa: BLE001 - the edge of this thread: the next ticket is told all the same
            self._trouble.fault("telling of scanned tickets", error)
        else:
            self._trouble.over()
            if not answer.is_good:
                log.info("a scanned ticket is not shown: %s", answer.body.get("code"))
