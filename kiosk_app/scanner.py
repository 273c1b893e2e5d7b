"""The kiosk's own scanner: what it read is told to the page, which says what to do with it."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
from msgspec import Struct

from drivers.devices import Device, Display, Pressed, Rated, Standing
from drivers.devices.kinds import attach
from drivers.errors import DeviceError
from drivers.lines import Lines
from hub.agent.hub_client import Hub, NoAnswer, alone
from hub.agent.scanning import IdentityScan, LinkScan, ReceiptScan, Scan, Scans, TicketScan
from hub.messages import AttachedDevice
from kiosk_app.settings import KioskSettings

log = logging.getLogger(__name__)

ASK = "/kiosk/scan"


class Passed(Struct, frozen=True):
    """So many were called before somebody though they came later; ``why`` is a code of ``kiosk.scan_passed_…``."""

    why: str
    count: int


class ScanView(Struct, frozen=True):
    """What was scanned, for the page: ``kind`` is ticket, receipt, identity or unknown.

    Of a card whether it was taken for the number that comes next (``is_taken``). Of a ticket the number and, as far as
    the hub told it, its state, the people before it, the counter that has it, and how many that came later were called
    before it (``passed``); the state of a ticket that it does not know is ``unknown``. Of a receipt the ``field`` to
    which it leads.
    """

    kind: str
    label: str = ""
    state: str = ""
    people_ahead: int | None = None
    counter: int | None = None
    field: str = ""
    is_taken: bool = False
    passed: tuple[Passed, ...] = ()


class Place(Struct, frozen=True):
    """The hub's answer: where a ticket of today stands."""

    state: str
    people_ahead: int | None = None
    counter: int | None = None
    passed: tuple[Passed, ...] = ()
    label: str = ""


class Scanner:
    """Runs the scanner of a kiosk that has one; the driver's thread never waits for the hub.

    ``show`` tells the page, ``on_change`` is called when the scanner stands otherwise. ``card_day`` gives the day for
    whose numbers cards are wanted, empty for none; ``on_card`` takes their digests. See drivers.devices.Host.
    """

    def __init__(self, settings: KioskSettings, hub: Hub, patience_s: float) -> None:
        self.show: Callable[[dict[str, Any]], None] = lambda _scan: None
        self.on_change: Callable[[], None] = lambda: None
        self.card_day: Callable[[], str] = str
        self.on_card: Callable[[str], None] = lambda _digest: None
        self._settings = settings.scanner
        self._rules = settings.scan_rules
        self._scans = Scans(settings.scan_rules, self._day)
        self._hub = hub
        self._patience_s = patience_s
        self._asking = threading.Lock()
        self._lines = Lines()
        self._device: Device | None = None
        self._standing = Standing("unknown")

    def start(self) -> None:
        """Attach it; a scanner that cannot be attached as it is described is told, and the kiosk goes on without."""
        if self._settings is None:
            return
        try:
            self._device = attach(self._settings, self, self._lines)
        except DeviceError as error:
            log.error("the scanner in devices.toml cannot be used: %s", error)
            self.stands(Standing("offline", error.code))

    def close(self) -> None:
        """Let go of it."""
        if self._device is not None:
            self._device.close()
        self._lines.close()

    def turns(self) -> list[tuple[str, float]]:
        """When its thread last went on, by the steady clock."""
        return [("scanner", turned_s) for _address, turned_s in self._lines.turns()]

    def attached(self) -> tuple[AttachedDevice, ...]:
        """How it is, for the report to the hub."""
        if self._settings is None:
            return ()
        about = {"name": "scanner", "kind": self._settings.kind, "counter": 0}
        return (msgspec.convert({**about, **msgspec.to_builtins(self._standing)}, AttachedDevice),)

    def now_s(self) -> float:
        """See Host."""
        return time.monotonic()

    def rated(self, _rated: Rated) -> bool:
        """See Host; nobody rates here."""
        return True

    def taken(self, lines: Display | None) -> None:
        """See Host; a scanner has no display."""

    def pressed(self, _pressed: Pressed) -> None:
        """See Host; there are no keys."""

    def stands(self, standing: Standing) -> None:
        """See Host."""
        is_news = (standing.link, standing.trouble) != (self._standing.link, self._standing.trouble)
        self._standing = standing
        if is_news:
            self.on_change()

    def scanned(self, text: str) -> None:
        """See Host. Only the kind of a reading leaves this call."""
        try:
            scan = self._scans.read(text, self.now_s())
        except Exception as error:  # noqa: BLE001 - the edge to a driver; an error's own words might hold the reading
            log.error("a reading could not be told apart: %s", type(error).__name__)
            return
        if isinstance(scan, TicketScan | LinkScan):
            self._ticket(scan)
        elif scan is not None:
            self.show(msgspec.to_builtins(self._view(scan)))

    def _day(self) -> str:
        return self.card_day()

    def _view(self, scan: Scan) -> ScanView:
        if isinstance(scan, ReceiptScan):
            return ScanView("receipt", field=self._rules.leads_to)
        if isinstance(scan, IdentityScan):
            if scan.digest is not None:
                self.on_card(scan.digest)
            return ScanView("identity", is_taken=scan.digest is not None)
        return ScanView("unknown")

    def _ticket(self, scan: TicketScan | LinkScan) -> None:
        """Ask the hub where the ticket stands, about one at a time; of another meanwhile the number alone is shown."""
        if self._asking.acquire(blocking=False):
            alone(lambda: self._ask(scan), "kiosk-scan")
        else:
            self._show_ticket(scan, Place(""))

    def _ask(self, scan: TicketScan | LinkScan) -> None:
        try:
            place = self._asked(scan)
        finally:
            self._asking.release()
        self._show_ticket(scan, place)

    def _show_ticket(self, scan: TicketScan | LinkScan, place: Place) -> None:
        where = (place.state, place.people_ahead, place.counter)
        label = scan.label if isinstance(scan, TicketScan) else place.label
        self.show(msgspec.to_builtins(ScanView("ticket", label, *where, passed=place.passed)))

    def _asked(self, scan: TicketScan | LinkScan) -> Place:
        try:
            answer = self._hub.post(ASK, {"code": scan.code}, uuid4().hex, self._patience_s)
            return msgspec.convert(answer.body, Place) if answer.is_good else Place("unknown")
        except (NoAnswer, msgspec.ValidationError):
            return Place("")
