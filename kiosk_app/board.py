"""What the page is shown: the hub's view as it came, and the agent's own (topic ``agent``)."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec

from drivers.printers import NO_ANSWER, PrinterStatus
from hub.agent.enrolment import PairingView
from hub.agent.hub_clock import HubClock
from hub.messages import Envelope
from kiosk_app.hall import Hall
from kiosk_app.records import Job, JobState, Settlement
from kiosk_app.ticket_code import code_on

log = logging.getLogger(__name__)

AGENT_TOPIC = "agent"

Now = Callable[[], int]
"""Milliseconds since the epoch, UTC."""

SHOWN_AS = {JobState.QUEUED: "printing", JobState.SENT: "printing"}

SETTLED_AS = {
    Settlement.NOTED: "noted",
    Settlement.KIOSK_CANCELLED: "cancelled",
    Settlement.PRINT_FAILED: "cancelled",
}

Send = Callable[[dict[str, Any]], None]


class PrinterView(msgspec.Struct, frozen=True):
    """The printer for the page; ``is_online`` is None until it was asked. ``trouble`` as in PrinterStatus."""

    is_online: bool | None = None
    paper: str = "unknown"
    cover: str = "unknown"
    trouble: str = ""


class JobView(msgspec.Struct, frozen=True):
    """The newest print job: printing, confirmed, sent, unknown or failed, and from there noted or cancelled.

    Sent is all that can be said of a printer that never tells.

    ``cancel_at_ms`` (ms since the epoch, the hub's clock) is set when it failed; ``qr`` is the ticket's code.
    """

    ticket: str
    label: str
    state: str
    cancel_at_ms: int | None
    qr: str


class SlipView(msgspec.Struct, frozen=True):
    """The newest slip of a procedure by the key of the page's wish: printing, confirmed, sent, unknown or failed."""

    id: str
    state: str


class OfflineView(msgspec.Struct, frozen=True):
    """That the hub is away: whether this kiosk draws numbers of its own meanwhile, and if not, why (a code)."""

    may_draw: bool
    reason: str = ""


class AgentView(msgspec.Struct, frozen=True):
    """The view of topic ``agent``; ``offline`` is None while the hub does what it is asked.

    ``voice`` are the page's languages, and whether any text can be read aloud in them. ``procedures`` is the version of
    the list that the page gets from this agent, empty before there is one.
    """

    hub_is_reachable: bool = False
    printer: PrinterView = PrinterView()
    job: JobView | None = None
    pairing: PairingView | None = None
    offline: OfflineView | None = None
    voice: dict[str, bool] = {}
    procedures: str = ""
    slip: SlipView | None = None


class Board:
    """Keeps the newest view of both topics and sends each change to the pages; safe for several threads.

    ``send`` gets every envelope and may only enqueue it. ``on_hub_back`` is called when the hub's socket is up again or
    its day has changed, ``on_hall`` with each view of the hall and the hub's time at which it was built.
    ``offline_now`` says how this kiosk stands without its hub: a page that goes on hears of both in one word.
    The agent's own views bear the hub's time as well, so that the page needs one clock only: the one that opens and
    closes the hall. The agent's epoch is new with each start of the process and
    whenever that clock goes back. ``boot`` is what tells the machine's starts apart.
    """

    def __init__(self, now: Now, steady_s: Callable[[], float] = time.monotonic, boot: str = "") -> None:
        self.expects_answers: Callable[[], bool] = lambda: True
        """Whether the printer tells that it has printed; of one that does not, no answer is no trouble."""
        self.send: Send = lambda _envelope: None
        self.on_hub_back: Callable[[], None] = lambda: None
        self.offline_now: Callable[[bool], OfflineView | None] = lambda _is_connected: None
        self.on_connection: Callable[[bool], None] = lambda _is_connected: None
        self.on_hall: Callable[[Hall, int], None] = lambda _hall, _at_ms: None
        self.clock = HubClock(now, steady_s, boot)
        self._lock = threading.RLock()
        self._epoch = uuid4().hex
        self._rev = 0
        self._view = AgentView()
        self._hub_envelope: dict[str, Any] | None = None
        self._hall: Hall | None = None
        self._is_heard = False

    @property
    def hall(self) -> Hall | None:
        """The hall as last told by the hub, None before the first view."""
        return self._hall

    def card_day(self) -> str:
        """The day on which a number needs a card, empty when none does."""
        hall = self._hall
        return hall.header.day if hall is not None and hall.asks_card and hall.header.mode == "live" else ""

    @property
    def hub_is_reachable(self) -> bool:
        """Whether the socket to the hub is up."""
        return self._view.hub_is_reachable

    @property
    def hub_envelope(self) -> dict[str, Any] | None:
        """The hub's view as it came, None before the first."""
        return self._hub_envelope

    @property
    def epoch(self) -> str:
        """The epoch of the hub's view, empty before the first."""
        return str(self._hub_envelope["epoch"]) if self._hub_envelope else ""

    @property
    def is_current(self) -> bool:
        """Whether the hub can be heard and has been, so that its view and its clock are those of now."""
        return self.hub_is_reachable and self._is_heard

    def recall(self, envelope: dict[str, Any]) -> None:
        """Show the view that an earlier run had, until the hub sends another. Raises msgspec.ValidationError."""
        self._hall = msgspec.convert(msgspec.convert(envelope, Envelope).data, Hall)
        self._hub_envelope = envelope

    def views(self) -> list[dict[str, Any]]:
        """Every view for a page that has just come."""
        with self._lock:
            relayed = [] if self._hub_envelope is None else [self._hub_envelope]
            return [*relayed, self._envelope()]

    def voice_found(self, voice: dict[str, bool]) -> None:
        """In which languages this machine can read any text aloud."""
        self._change(voice=voice)

    def hub_connected(self, is_connected: bool) -> None:
        """The socket to the hub is up or gone."""
        was_connected = self._view.hub_is_reachable
        self._is_heard = self._is_heard and is_connected
        self._change(hub_is_reachable=is_connected, offline=self.offline_now(is_connected))
        self.on_connection(is_connected)
        if is_connected and not was_connected:
            self.on_hub_back()

    def hub_said(self, envelope: dict[str, Any]) -> None:
        """Take a view of the hub and pass it on as it is; one that is older than the last is dropped."""
        try:
            known = msgspec.convert(envelope, Envelope)
            hall = msgspec.convert(known.data, Hall)
        except msgspec.ValidationError as error:
            log.error("the hub sent a view that this kiosk cannot read: %s", error)
            return
        with self._lock:
            if self._is_old(known):
                return
            day_changed = self._hall is not None and self._hall.header.day != hall.header.day
            self._hub_envelope, self._hall = envelope, hall
            self._hear(known.at_ms)
            self.send(envelope)
        if day_changed:
            self.on_hub_back()
        self.on_hall(hall, known.at_ms)

    def pairing_changed(self, pairing: PairingView | None) -> None:
        """The hub does not know this agent, and the page shows what is to be done; None: all is well."""
        self._change(pairing=pairing)

    def offline_changed(self, offline: OfflineView | None) -> None:
        """The hub is away, or this kiosk stands otherwise without it; None: the hub is there."""
        self._change(offline=offline)

    def printer_read(self, status: PrinterStatus) -> None:
        """The printer has another status."""
        is_online = None if status.trouble == "printer_silent" and not status.is_online else status.is_online
        printer = PrinterView(is_online, status.paper.value, status.cover.value, status.trouble)
        self._change(printer=printer)

    def procedures_changed(self, version: str) -> None:
        """There is another list of procedures."""
        self._change(procedures=version)

    def slip_changed(self, slip: SlipView) -> None:
        """The newest slip has another state."""
        self._change(slip=slip)

    def job_changed(self, job: Job | None) -> None:
        """The newest job has another state."""
        self._change(job=None if job is None else _job_view(job, self.clock.ahead_ms(), self.expects_answers))

    def _hear(self, at_ms: int) -> None:
        """The first view of a connection may be here before it is known that there is one."""
        if not self._is_heard:
            self.clock.connected()
        self._is_heard = True
        self._set_clock(at_ms)

    def _set_clock(self, at_ms: int) -> None:
        """Learn the hub's time. A clock that was set takes what is to happen with it, and the page is told anew.

        It takes a clock that goes back by little for a view that came late, unless the epoch is another one.
        """
        moved_ms = self.clock.heard(at_ms)
        if moved_ms == 0:
            return
        job = self._view.job
        if job is not None and job.cancel_at_ms is not None:
            moved = msgspec.structs.replace(job, cancel_at_ms=job.cancel_at_ms + moved_ms)
            self._view = msgspec.structs.replace(self._view, job=moved)
        if moved_ms < 0:
            self._epoch = uuid4().hex
        self._tell()

    def _change(self, **changes: Any) -> None:
        with self._lock:
            view = msgspec.structs.replace(self._view, **changes)
            if view != self._view:
                self._view = view
                self._tell()

    def _tell(self) -> None:
        self._rev += 1
        self.send(self._envelope())

    def _envelope(self) -> dict[str, Any]:
        at_ms = self.clock.now_ms()
        envelope = Envelope(AGENT_TOPIC, self._epoch, self._rev, at_ms, msgspec.to_builtins(self._view))
        content: dict[str, Any] = msgspec.to_builtins(envelope)
        return content

    def _is_old(self, envelope: Envelope) -> bool:
        last = self._hub_envelope
        return last is not None and last["epoch"] == envelope.epoch and last["rev"] > envelope.rev


def _job_view(job: Job, hub_ahead_ms: int, expects_answers: Callable[[], bool]) -> JobView:
    state = SETTLED_AS.get(job.settled) or SHOWN_AS.get(job.state, job.state.value)
    if job.state is JobState.UNKNOWN and job.code == NO_ANSWER and not expects_answers():
        state = "sent"
    cancel_at_ms = job.cancel_at_ms + hub_ahead_ms if state == "failed" and job.cancel_at_ms is not None else None
    return JobView(job.ticket, job.label, state, cancel_at_ms, code_on(job.paper, job.ticket))
