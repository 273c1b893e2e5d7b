"""Tells the hub what it has yet to hear: ended jobs, numbers nobody holds, requests given up, the printer's status."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from drivers.printers import PrinterStatus
from hub.agent.hub_client import Hub, HubAnswer, HubFault, HubNotPaired, NoAnswer
from hub.agent.rounds import Rounds, Tries
from hub.agent.trouble import Trouble
from hub.messages import offline_tag
from kiosk_app.own_number import JOIN, ticket_of
from kiosk_app.records import Errand, Request
from kiosk_app.spool import Spool
from kiosk_app.timing import KioskTiming

log = logging.getLogger(__name__)

OFFLINE = frozenset(
    {"link_refused", "link_lost", "link_stalled", "link_url", "not_a_device", "usb_unavailable", "windows_only"}
) | {"printer_offline"}
"""Troubles in which nothing, or a printer that is switched off line, is at the other end."""

OF_ANOTHER = "ticket_of_another"
"""A number bears another name than this kiosk has now. The hub takes it once the kiosk is paired under that name."""

DAY_NOT_OPEN = "no_day_open"
"""The hub has not opened the number's day yet; it takes that refusal back."""

DONE = "done"

LAPSED = "OfflineTicketLapsed"
"""The event of a number that was handed in after its day."""

EXPECTED = frozenset({"nothing_changed"})
"""Refusals that only say that the hub knew already."""


class DayNotOpen(HubFault):
    """The hub has not opened the day of a number yet, nor any later one."""


class Courier:
    """One thread that repeats each errand, in order and with its own key, until the hub has answered.

    A status is not kept on the disk: only the newest counts, and it is told anew whenever the hub may have missed it.
    ``device`` names the printer at the hub; as long as it is "", there is no status to tell.
    ``abandon`` tells of one request that was given up; ``on_tick`` is called every ``tick_s``, ``on_refused`` with a
    code when a number that this kiosk drew by itself was not taken. ``name`` is this kiosk's at the hub, empty while
    the hub does not know it.
    """

    def __init__(self, spool: Spool, hub: Hub, device: Callable[[], str], timing: KioskTiming) -> None:
        self.abandon: Callable[[Request], None] = lambda _request: None
        self.on_tick: Callable[[], None] = lambda: None
        self.on_refused: Callable[[str], None] = lambda _code: None
        self.name: Callable[[], str] = lambda: ""
        self._spool = spool
        self._hub = hub
        self._device = device
        self._timing = timing
        self._lock = threading.Lock()
        self._status: dict[str, str] | None = None
        self._status_key = ""
        self._has_answered = False
        self._tries = Tries(timing.pauses_s)
        self._rounds = Rounds(self._round, timing.tick_s, self._fault)
        self._trouble = Trouble(log)
        self._tick_trouble = Trouble(log)
        self._of_another: set[str] = set()

    @property
    def turned_s(self) -> float:
        """When the thread last went on, by the steady clock."""
        return self._rounds.turned_s

    def wake(self) -> None:
        """There is something to tell, or to stop for."""
        self._rounds.wake()

    def hub_is_back(self) -> None:
        """Try again at once, and tell the printer's status anew: the hub may be another one, or in another day."""
        with self._lock:
            self._status_key = uuid4().hex if self._status else ""
        self._tries.again()
        self.wake()

    def tell_status(self, status: PrinterStatus) -> None:
        """Tell the hub of a change; a newer one replaces what it has not yet heard."""
        with self._lock:
            told = device_status(status, self._has_answered)
            self._has_answered |= status.is_online
            if told == self._status:
                return
            self._status = told
            self._status_key = uuid4().hex
        self.wake()

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set and the courier was woken."""
        self._rounds.run(stop)

    def _round(self) -> None:
        self._tick()
        if self._tries.is_due():
            self._try()

    def _tick(self) -> None:
        """What is due by time; a fault in it keeps nothing from the hub."""
        try:
            self.on_tick()
        except Exception as error:  # noqa: BLE001 - an edge of this thread
            if not self._rounds.has_to_end:
                self._tick_trouble.fault("what is due by time", error)
        else:
            self._tick_trouble.over()

    def _try(self) -> None:
        try:
            self.deliver()
        except NoAnswer as error:
            self._trouble.absence(_absence(error), error)
            self._tries.failed()
        else:
            self._trouble.over()
            self._tries.again()

    def _fault(self, error: Exception) -> None:
        self._trouble.fault("the courier", error)
        self._tries.failed()

    def deliver(self) -> None:
        """Tell the hub all there is. Raises NoAnswer when something of it has yet to be told again.

        The status goes first, because it needs no disk: one that takes no writes would end what is told after it.
        """
        faults: list[HubFault] = []
        _passing_over(faults, self._deliver_status)
        for request in self._spool.abandoned_requests():
            self._rounds.turn()
            _passing_over(faults, partial(self.abandon, request))
        self._run_errands(faults)
        if faults:
            raise faults[0]

    def _run_errands(self, faults: list[HubFault]) -> None:
        """What the hub does not know of yet, it is told nothing else about: it would refuse that, and for good.

        Numbers are handed in by their days: of a day that the hub has not opened yet, one is tried.
        """
        errands = self._spool.open_errands()
        unknown = self._under_another_name(errands)
        for errand in errands:
            ticket = ticket_of(errand)
            if ticket in unknown:
                continue
            if errand.path == JOIN and any(isinstance(fault, DayNotOpen) for fault in faults):
                unknown.add(ticket)
                continue
            before = len(faults)
            _passing_over(faults, partial(self._finish, errand))
            if errand.path == JOIN and len(faults) > before:
                unknown.add(ticket)

    def _under_another_name(self, errands: list[Errand]) -> set[str]:
        """The numbers that this kiosk drew under a name that it has no more; they are kept, and told of once."""
        name = self.name()
        joins = [errand for errand in errands if errand.path == JOIN] if name else []
        found = {ticket_of(join) for join in joins if join.body["tag"] != offline_tag(name)}
        if not found <= self._of_another:
            log.error("drawn under another name than %s, and kept until it is paired so: %s", name, sorted(found))
            self.on_refused(OF_ANOTHER)
        self._of_another = found
        return found.copy()

    def _finish(self, errand: Errand) -> None:
        answer = self._run_errand(errand)
        code = answer.body.get("code") if errand.path == JOIN else None
        if code == DAY_NOT_OPEN:
            raise DayNotOpen(f"{errand.path}: the hub has not opened that day yet")
        if code == OF_ANOTHER:
            raise HubFault(f"{errand.path}: this kiosk has another name now")
        outcome = _outcome(answer)
        self._spool.finish_errand(errand.key, outcome)
        if errand.path == JOIN and outcome != DONE:
            log.error("the number %s was not taken by the hub: %s", ticket_of(errand), outcome)
            self.on_refused(outcome)

    def _deliver_status(self) -> None:
        with self._lock:
            body, key = self._status, self._status_key
        if body is None or not key or not (device := self._device()):
            return
        self._run_errand(Errand(key, f"/devices/{device}/status", dict(body)))
        with self._lock:
            if self._status_key == key:
                self._status_key = ""

    def _run_errand(self, errand: Errand) -> HubAnswer:
        self._rounds.turn()
        answer = self._hub.post(errand.path, errand.body, errand.key, self._timing.attempt_s)
        code: Any = answer.body.get("code")
        if not answer.is_good and code not in EXPECTED:
            log.warning("the hub refused %s %s: %s", errand.path, errand.body, code)
        return answer


def _absence(error: NoAnswer) -> str:
    if isinstance(error, HubNotPaired):
        return "the hub does not know this kiosk: pair it again; what the hub has to hear is kept"
    return "the hub does not answer; what it has to hear is kept"


def _outcome(answer: HubAnswer) -> str:
    """What became of an errand: ``done``, ``number_lapsed`` (that of a day that is over) or the code of a refusal."""
    if not answer.is_good:
        return str(answer.body.get("code", "refused"))
    is_lapsed = any(event.get("kind") == LAPSED for event in answer.body.get("events", ()))
    return "number_lapsed" if is_lapsed else DONE


def _passing_over(faults: list[HubFault], telling: Callable[[], None]) -> None:
    """One thing at which the hub fails must not keep the others waiting; a hub that is away keeps all waiting."""
    try:
        telling()
    except HubFault as fault:
        faults.append(fault)


def device_status(status: PrinterStatus, has_answered: bool = False) -> dict[str, str]:
    """The body of the hub's command ReportDevice. A printer that is merely silent is neither on nor off line.

    Many models never answer; one that ``has_answered`` before and is silent now is a trouble. What is wrong with the
    way to a printer changes with each look; to the hub it is off line, once.
    """
    link = "online" if status.is_online else "unknown"
    if status.trouble in OFFLINE:
        link = "offline"
    is_silent = status.trouble == "printer_silent"
    is_said = has_answered and link == "unknown" if is_silent else link == "online"
    trouble = status.trouble if is_said else ""
    return {"link": link, "paper": status.paper.value, "cover": status.cover.value, "trouble": trouble}
