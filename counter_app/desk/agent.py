"""The desk agent: between the hub and what stands on and over the counters. This is its only wiring."""

import logging
import threading
import time
from collections.abc import Callable

from config.attached import AttachedEntry
from counter_app.desk.attached_devices import AttachedDevices, Desks
from counter_app.desk.boards import BoardDesk
from counter_app.desk.courier import Courier
from counter_app.desk.desk_state import DeskState
from counter_app.desk.keypad import Keypad
from counter_app.desk.live_desk import LiveDesk
from counter_app.desk.notify import NOTIFY_SEND, Notifier
from counter_app.desk.outbox import Outbox
from counter_app.desk.outbox_file import DeskFile
from counter_app.desk.press_socket import PressSocket
from counter_app.desk.ratings import RatingDesk
from counter_app.desk.scans import DeskScans
from counter_app.desk.settings import DeskSettings, DeskTiming
from counter_app.desk.standings import Standings
from drivers.devices import Pressed
from drivers.lines import Lines
from hub.agent.badge import BadgeFile
from hub.agent.enrolment import Enrolment, PairingView
from hub.agent.hub_client import HubHttp, HubSocket, alone
from hub.agent.hub_clock import HubClock, boot_id, boot_s
from hub.agent.hub_finder import find_hubs
from hub.agent.reporting import Reporter
from hub.agent.rounds import Rounds
from hub.agent.running import run_agent
from hub.agent.trouble import Trouble
from hub.messages import OrderKind

log = logging.getLogger(__name__)

DESK_FILE = "desk.db"
JOIN_S = 0.1
OTHER_THAN_WISHED = (
    "this agent was started as %s, but at the hub it is %s and drives the devices of that: correct --counter or --name,"
    " or take it out on the hub's page of devices and pair it anew as what it should be"
)
SLOW_LOOK_S = 1.0
"""How often the disk is asked what waits on it."""


def now_ms() -> int:
    """The machine's clock: ms since the epoch, UTC."""
    return time.time_ns() // 1_000_000


def is_of(screen: str, entry: AttachedEntry) -> bool:
    """Whether a device belongs to an agent that is this screen at the hub: a desk has those of its own counter."""
    kind, _, which = screen.partition(":")
    return kind != "desk" or not which or entry.counter == int(which)


class DeskAgent:
    """A running agent, from the moment it is made until :meth:`close`.

    Raises OwnFileError when another agent uses the folder. ``on_restart`` is called when somebody has ordered that it
    be started anew.
    """

    def __init__(
        self,
        settings: DeskSettings,
        timing: DeskTiming | None = None,
        lines: Lines | None = None,
        now: Callable[[], int] = now_ms,
    ) -> None:
        self.on_restart: Callable[[], None] = lambda: None
        self._timing = timing or DeskTiming()
        self._stop = threading.Event()
        self._file = DeskFile(settings.folder / DESK_FILE)
        try:
            self._clock = HubClock(now, boot_s, boot_id())
            badges = BadgeFile(settings.folder)
            self._enrolment = Enrolment(badges, settings.hub_url, find_hubs, settings.wish)
            badges.note_wish(settings.wish)
            if not badges.is_as_wished():
                log.warning(OTHER_THAN_WISHED, settings.wish, self._screen())
            self._begin(settings, lines or Lines())
        except BaseException:
            self._file.close()
            raise

    def _begin(self, settings: DeskSettings, lines: Lines) -> None:
        self._wish, self._code, self._day, self._lines = settings.wish, "", "", lines
        self._next_slow_s = self._clock_kept_s = 0.0
        hub = HubHttp(self._enrolment)
        self._outbox = Outbox(self._file, self._clock)
        self._hall = LiveDesk(hub, self._clock, lines.now_s)
        self._ratings = RatingDesk(self._hall, self._outbox, self._clock, lines.now_s)
        self._standings = Standings(settings.devices, lines.now_s)
        desks = Desks(self._hall, self._ratings, BoardDesk(self._hall, self._clock, lines.now_s))
        self._devices = AttachedDevices(settings.devices, desks, self._standings, lines)
        self._devices.on_scanned = DeskScans(settings.scanning, self._hall, lines.now_s).scanned
        self._state = DeskState(self._clock, self._standings, self._outbox)
        self._courier = Courier(self._outbox, self._standings, hub, self._timing)
        self._reporter = Reporter(hub, self._enrolment.name, self._state.report, self._timing)
        self._socket = HubSocket(self._enrolment, self._topic, self._hall, self._timing.pauses_s)
        command = settings.notify_command
        self._notifier = Notifier(NOTIFY_SEND if command is None else command)
        self._door = PressSocket(settings.folder, self._pressed)
        trouble = Trouble(log)
        self._looks = Rounds(self._look, self._timing.look_s, lambda error: trouble.fault("what is due by time", error))
        self._connect()
        self._outbox.recall_clock()
        self._take_devices()
        self._open_door()
        self._threads = [
            alone(lambda: self._looks.run(self._stop), "desk-looks"),
            alone(lambda: self._courier.run(self._stop), "desk-courier"),
            alone(lambda: self._socket.run(self._stop), "desk-hub"),
            alone(lambda: self._enrolment.run(self._stop), "desk-enrolment"),
            alone(lambda: self._reporter.run(self._stop), "desk-reporter"),
        ]

    def _connect(self) -> None:
        """Who hears of what."""
        self._hall.on_connection = self._connection_changed
        self._hall.on_view(self._devices.view_changed)
        self._hall.on_view(self._look_at_day)
        self._ratings.on_kept = self._rating_kept
        self._ratings.on_disk = self._state.disk
        self._standings.on_change = self._standing_changed
        self._standings.more_counts = self._state.counts
        self._state.on_change = self._reporter.wake
        self._reporter.on_order = self._ordered
        self._devices.on_keypad = self._keypad_attached
        self._courier.screen = self._screen
        self._courier.may_tell = lambda: self._hall.rev() >= 0
        self._courier.on_told = self._reporter.wake
        self._enrolment.on_other_hub = self._outbox.other_hub
        self._enrolment.show = self._pairing_changed
        self._enrolment.on_badge = lambda _badge: self._is_enrolled()

    def _topic(self) -> str:
        kind, _, which = self._screen().partition(":")
        return f"{kind}:{which}" if kind == "desk" else kind

    def _screen(self) -> str:
        badge = self._enrolment.badge
        return badge.screen if badge else ""

    def _take_devices(self) -> None:
        """Run what is this agent's; a stranger runs all that it may become: keypads show its code."""
        screen = self._screen() or self._wish
        self._devices.take(lambda entry: is_of(screen, entry))

    def _is_enrolled(self) -> None:
        self._take_devices()
        self._socket.again()
        self._courier.hub_is_back()

    def _connection_changed(self, is_connected: bool) -> None:
        self._enrolment.hub_reachable(is_connected)
        if is_connected:
            self._courier.hub_is_back()
            self._reporter.wake()

    def _look_at_day(self) -> None:
        """With a new day the hub has forgotten how the devices are."""
        view = self._hall.view()
        day = view.header.day if view else ""
        if day and self._day and day != self._day:
            self._courier.hub_is_back()
        self._day = day or self._day

    def _rating_kept(self) -> None:
        """From a line's own thread, so others do what follows."""
        self._courier.wake()
        self._looks.wake()

    def _standing_changed(self) -> None:
        self._courier.wake()
        self._reporter.wake()

    def _keypad_attached(self, keypad: Keypad, notices: bool) -> None:
        if notices:
            keypad.notify = self._notifier.tell
        keypad.pairing(self._code)

    def _open_door(self) -> None:
        """Let this machine's own desktop press keys; everything else works without."""
        try:
            self._door.start()
        except OSError as error:
            log.error("run.py desk press will not work: %s", error)

    def _pressed(self, pressed: Pressed, counter: int) -> str:
        """A key of this machine's own desktop; what keeps it from working is shown by the keypad as well."""
        keypad = self._devices.keypad_of(counter)
        if keypad is None:
            return "no_counter" if counter or not self._devices.keypads() else "several_counters"
        keypad.pressed(pressed)
        if self._enrolment.badge is None:
            return "not_paired"
        return "" if self._hall.is_reachable() else "no_hub"

    def _pairing_changed(self, view: PairingView | None) -> None:
        self._code = view.code if view else ""
        for keypad in self._devices.keypads():
            keypad.pairing(self._code)

    def _ordered(self, kind: OrderKind) -> None:
        """Do what somebody ordered from afar; there is no printer here."""
        if kind == "restart":
            self.on_restart()

    def _look(self) -> None:
        """What is due by time alone."""
        self._devices.look()
        now_s = self._lines.now_s()
        if now_s < self._next_slow_s:
            return
        self._next_slow_s = now_s + SLOW_LOOK_S
        is_sound = self._file.prove()
        self._state.disk(is_sound)
        if is_sound:
            self._look_at_disk(now_s)

    def _look_at_disk(self, now_s: float) -> None:
        latest_ms = self._clock.machine_ms() - int(self._timing.waiting_s * 1000)
        since_ms = self._outbox.waiting_since_ms()
        self._standings.ratings_wait(device for device, at_ms in since_ms.items() if at_ms < latest_ms)
        if self._hall.rev() >= 0 and now_s - self._clock_kept_s >= self._timing.clock_s:
            self._clock_kept_s = now_s
            self._keep_house()

    def _keep_house(self) -> None:
        """What is done now and then while the hub's time is known."""
        if badge := self._enrolment.badge:
            self._outbox.belong_to(badge.hub)
        self._outbox.remember_clock()
        self._outbox.forget_before(self._clock.now_ms() - int(self._timing.kept_s * 1000))

    def is_alive(self) -> bool:
        """Whether every thread and every line goes on."""
        return not self._hanging()

    def _hanging(self) -> list[str]:
        """Whatever has been at one thing for too long; told to the log, where a restart is explained."""
        oldest_s = time.monotonic() - self._timing.hang_s
        turns = [
            ("looks", self._looks.turned_s),
            ("courier", self._courier.turned_s),
            ("hub socket", self._socket.turned_s),
            ("enrolment", self._enrolment.turned_s),
            ("reporter", self._reporter.turned_s),
            *self._lines.turns(),
        ]
        hanging = [name for name, turned_s in turns if turned_s < oldest_s]
        hanging += [thread.name for thread in self._threads if not thread.is_alive()]
        hanging += [] if self._door.is_alive() else ["press socket"]
        if hanging:
            log.error("hanging or ended: %s", ", ".join(hanging))
        return hanging

    def close(self) -> None:
        """End everything within a moment. What panels tell from now on they keep."""
        self._stop.set()
        for part in (self._looks, self._courier, self._enrolment, self._reporter):
            part.wake()
        self._socket.leave()
        self._door.stop()
        self._devices.close()
        for thread in self._threads:
            thread.join(JOIN_S)
        self._file.close()


def serve_desk(settings: DeskSettings, stop: threading.Event) -> bool:
    """Run a desk agent until ``stop`` is set, also by an order from the hub: whoever started it starts it anew.

    Returns whether that is nobody but the caller. Raises OwnFileError.
    """
    return run_agent(DeskAgent(settings), stop)
