"""The kiosk agent: between the page and the hub, with the printer at its side. This is its only wiring."""

import logging
import threading
import time
from collections.abc import Callable

from drivers.links import parse_address
from drivers.printers import EscposPrinter, PrinterStatus
from drivers.registry import printer_way
from hub.agent.badge import BadgeFile
from hub.agent.enrolment import Enrolment
from hub.agent.hub_client import HubHttp, HubSocket, alone
from hub.agent.hub_clock import boot_id, boot_s
from hub.agent.hub_finder import find_hubs
from hub.agent.reporting import Reporter
from hub.agent.running import run_agent
from hub.messages import OrderKind
from kiosk_app.absence import HubAbsence
from kiosk_app.agent_state import AgentState
from kiosk_app.board import Board, Now
from kiosk_app.courier import Courier
from kiosk_app.hub_memory import HubMemory
from kiosk_app.issuing import IssueDesk
from kiosk_app.own_book import OwnBook
from kiosk_app.own_numbers import OwnNumbers
from kiosk_app.page import Page
from kiosk_app.page_sockets import PageServer, attach_sockets
from kiosk_app.page_token import page_token
from kiosk_app.paper_parts import Composer, is_slow
from kiosk_app.print_desk import PrintDesk, Printer
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.print_requests import PrintRequests
from kiosk_app.procedures import Procedures
from kiosk_app.read_aloud import ReadAloud
from kiosk_app.records import Job, JobState
from kiosk_app.scanner import Scanner
from kiosk_app.settings import KioskSettings
from kiosk_app.slips import SlipPress, Slips
from kiosk_app.spool import Spool
from kiosk_app.timing import KioskTiming
from kiosk_app.trial_paper import TRIAL, trial_paper

log = logging.getLogger(__name__)

SPOOL_FILE = "spool.db"
JOIN_S = 0.1
PAPER_S = 8.0
"""How long an ordered restart waits for a paper that is being printed."""


def now_ms() -> int:
    """The machine's clock: ms since the epoch, UTC."""
    return time.time_ns() // 1_000_000


class KioskAgent:
    """A running agent: it serves its page from the moment it is made until :meth:`close`.

    Raises OwnFileError when another agent uses the folder, PortTakenError when the port is in use. ``on_restart`` is
    called when somebody has ordered that it be started anew.
    """

    def __init__(
        self,
        settings: KioskSettings,
        now: Now = now_ms,
        timing: KioskTiming | None = None,
        printer: Printer | None = None,
        steady_s: Callable[[], float] = boot_s,
    ) -> None:
        self.on_restart: Callable[[], None] = lambda: None
        timing = timing or KioskTiming()
        self._stop = threading.Event()
        self._spool = Spool(settings.folder / SPOOL_FILE)
        try:
            self._jobs = PrintJobs(self._spool, now, timing, steady_s)
            printer = printer or _printer(settings, self._jobs.half_ticket_may_hang())
            self._board = Board(now, steady_s, boot_id())
            self._board.expects_answers = lambda: printer.can_confirm
            self._absence = HubAbsence(steady_s)
            wish = f"kiosk:{settings.name}" if settings.name else "kiosk"
            self._enrolment = Enrolment(BadgeFile(settings.folder), settings.hub_url, find_hubs, wish)
            self._requests = PrintRequests(self._jobs, self._enrolment.device, now, timing, steady_s)
            self._begin(settings, now, timing, printer)
        except BaseException:
            self._spool.close()
            raise

    def _begin(self, settings: KioskSettings, now: Now, timing: KioskTiming, printer: Printer) -> None:
        hub = HubHttp(self._enrolment)
        self._memory = HubMemory(OwnBook(self._spool.file), self._board, self._absence)
        self._now, self._kept_ms = now, int(timing.kept_s * 1000)
        self._hang_s, self._page_s, self._profile = timing.hang_s, timing.page_s, settings.profile
        self._desk = IssueDesk(self._spool, hub, lambda: self._board.hall, now, timing)
        self._own = OwnNumbers(self._spool, self._board, self._memory, self._enrolment.name)
        self._print_desk = PrintDesk(self._jobs, printer, timing, _composer(settings))
        self._procedures = Procedures(hub, OwnBook(self._spool.file), timing.attempt_s)
        press = SlipPress(settings.profile, settings.centre, is_slow(_baud(settings)))
        self._slips = Slips(self._procedures, press, lambda: self._board.hall)
        self._courier = Courier(self._spool, hub, self._enrolment.device, timing)
        self._socket = HubSocket(self._enrolment, lambda: "kiosk", self._board, timing.pauses_s)
        self._state = AgentState(self._board.clock, settings.profile, settings.printer_url)
        self._reporter = Reporter(hub, self._enrolment.name, self._state.report, timing)
        self._scanner = Scanner(settings, hub, timing.attempt_s)
        self._connect()
        self._resume()
        self._serve(settings)
        self._scanner.start()
        self._threads = [
            alone(lambda: self._print_desk.run(self._stop), "kiosk-printer"),
            alone(lambda: self._courier.run(self._stop), "kiosk-courier"),
            alone(lambda: self._socket.run(self._stop), "kiosk-hub"),
            alone(lambda: self._enrolment.run(self._stop), "kiosk-enrolment"),
            alone(lambda: self._reporter.run(self._stop), "kiosk-reporter"),
            alone(lambda: self._procedures.run(self._stop), "kiosk-procedures"),
        ]

    def _connect(self) -> None:
        """Who hears of what."""
        self._desk.own, self._desk.absence = self._own, self._absence
        self._desk.on_job = lambda _job: self._print_desk.wake()
        self._desk.on_abandoned = self._courier.wake
        self._jobs.on_change = self._job_changed
        self._jobs.on_errand = self._courier.wake
        self._print_desk.on_status = self._status_changed
        self._slips.print_aside, self._slips.on_change = self._print_desk.try_out, self._board.slip_changed
        self._slips.expects_answers = self._board.expects_answers
        self._procedures.on_change = self._board.procedures_changed
        self._state.on_change = self._reporter.wake
        self._state.offline_waiting = lambda: self._own.waiting
        self._state.devices = self._scanner.attached
        self._scanner.on_change = self._reporter.wake
        self._scanner.card_day = self._board.card_day
        self._scanner.on_card = self._desk.card.put
        self._reporter.on_order = self._ordered
        self._courier.abandon = self._desk.abandon
        self._courier.on_tick = self._look
        self._courier.on_refused = self._state.went_wrong
        self._courier.name = self._enrolment.name
        self._board.on_hub_back = self._hub_is_back
        self._board.on_hall = self._requests.take
        self._requests.on_job = self._print_desk.wake
        self._enrolment.on_other_hub = lambda _hub: self._own.other_hub()
        self._enrolment.goes_on = lambda: not self._own.refused()
        self._enrolment.show = self._board.pairing_changed
        self._enrolment.on_badge = lambda _badge: self._is_enrolled()
        self._board.offline_now = self._own.view
        self._board.on_connection = self._connection_changed

    def _resume(self) -> None:
        """Take up what an earlier run left."""
        self._memory.recall()
        self._procedures.recall()
        self._desk.resume()
        self._jobs.resume()

    def _serve(self, settings: KioskSettings) -> None:
        page = Page(self._board, self._desk, self._jobs, page_token(settings.folder), settings.is_demo)
        page.panel = settings.panel
        page.procedures, page.print_slip = lambda: self._procedures.list, self._slips.take
        page.read_aloud = ReadAloud(settings.voice, settings.folder)
        self._board.voice_found(page.read_aloud.languages())
        app = page.make_app()
        self._scanner.show = attach_sockets(app, self._board, page.may_ask)
        self._heartbeat = page.heartbeat
        self._state.page = lambda: self._heartbeat.page.value
        self._server = PageServer(app, settings.host, settings.port)
        self.port = self._server.port
        badge = self._enrolment.badge
        name = badge.name if badge else "without a name yet"
        log.info("kiosk %s is served at http://%s:%s/", name, settings.host, self.port)

    def _ordered(self, kind: OrderKind) -> None:
        """Do what somebody ordered from afar."""
        if kind == "restart":
            self._let_paper_out()
            self.on_restart()
            return
        at_ms, width = self._board.clock.now_ms(), self._profile.width_dots
        self._print_desk.try_out(
            lambda: trial_paper(self._enrolment.name(), at_ms, self._board.hall, width),
            lambda report: self._state.trial_ended(TRIAL, report),
        )

    def _let_paper_out(self) -> None:
        """Wait for the paper that is coming out, but not for a printer that hangs."""
        over_s = time.monotonic() + PAPER_S
        while self._spool.jobs_in(JobState.SENT) and time.monotonic() < over_s:
            self._stop.wait(JOIN_S)

    def _job_changed(self, job: Job | None) -> None:
        self._board.job_changed(job)
        self._state.job_changed(job)

    def _is_enrolled(self) -> None:
        """There is a new badge: the socket uses it at once, and so does what the hub has yet to hear."""
        self._socket.again()
        self._courier.hub_is_back()

    def _connection_changed(self, is_connected: bool) -> None:
        self._enrolment.hub_reachable(is_connected)
        if is_connected:
            self._absence.heard()
        else:
            self._absence.missed()
        self._own.show()

    def _look(self) -> None:
        """What is due by time alone, and what the disk did not take before; while it takes nothing, nothing is due."""
        if self._state.disk_looked_at(self._spool.file.prove()):
            self._desk.look()
            self._jobs.look()
            self._own.look()
        else:
            self._own.show()

    def _hub_is_back(self) -> None:
        """The hub is there again or has opened another day: a time to tell it everything and to tidy up."""
        self._courier.hub_is_back()
        self._reporter.wake()
        self._procedures.wake()
        self._spool.forget_before(self._now() - self._kept_ms)

    def _status_changed(self, status: PrinterStatus) -> None:
        self._board.printer_read(status)
        self._state.printer_read(status)
        self._courier.tell_status(status)

    def is_alive(self) -> bool:
        """Whether the page is served, every thread goes on, and this machine's browser draws; asks the page itself."""
        return self._server.answers() and not self._hanging()

    def _hanging(self) -> list[str]:
        """Whatever has been at one thing for too long; told to the log, where a restart is explained."""
        oldest_s = time.monotonic() - self._hang_s
        hanging = [name for name, turned_s in self._turns() if turned_s < oldest_s]
        hanging += [thread.name for thread in self._threads if not thread.is_alive()]
        hanging += ["page"] if self._heartbeat.is_overdue(self._page_s) else []
        if hanging:
            log.error("hanging or ended: %s", ", ".join(hanging))
        return hanging

    def _turns(self) -> list[tuple[str, float]]:
        """When each thread last went on, by the steady clock."""
        return [
            ("printer", self._print_desk.turned_s),
            ("courier", self._courier.turned_s),
            ("hub socket", self._socket.turned_s),
            ("enrolment", self._enrolment.turned_s),
            ("reporter", self._reporter.turned_s),
            ("procedures", self._procedures.turned_s),
            *self._scanner.turns(),
        ]

    def close(self) -> None:
        """End everything within 0.5 s. A ticket that is just being printed ends as *unknown* at the next start."""
        self._stop.set()
        self._desk.leave()
        self._print_desk.wake()
        self._courier.wake()
        self._enrolment.wake()
        self._reporter.wake()
        self._procedures.wake()
        self._socket.leave()
        self._scanner.close()
        self._server.close()
        for thread in self._threads:
            thread.join(JOIN_S / len(self._threads))
        self._spool.close()


def serve_kiosk(settings: KioskSettings, stop: threading.Event) -> bool:
    """Run one kiosk's agent until ``stop`` is set, also by an order from the hub: whoever started it starts it anew.

    Returns whether that is nobody but the caller: it was ordered, and neither a service manager nor the demo looks
    after this process. Raises OwnFileError, PortTakenError.
    """
    return run_agent(KioskAgent(settings), stop) and not settings.is_demo


def _baud(settings: KioskSettings) -> int | None:
    return parse_address(settings.printer_url).baud if settings.printer_url else None


def _composer(settings: KioskSettings) -> Composer:
    return Composer.of(settings.profile, settings.layout, settings.centre, _baud(settings), settings.copies)


def _printer(settings: KioskSettings, half_ticket_may_hang: bool) -> EscposPrinter:
    way = printer_way(settings.printer_url)
    printer = EscposPrinter(way, settings.profile, half_ticket_may_hang=half_ticket_may_hang)
    printer.expect_late_answers()
    return printer
