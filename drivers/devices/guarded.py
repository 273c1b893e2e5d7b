"""A driver of others behind a fence: what it raises, and that it does not come back, harms no other device."""

import logging
import math
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from drivers.devices.device import Attach, Device, DeviceSettings, Host, Shows, Standing
from drivers.devices.faces import Display, Face
from drivers.devices.guarded_lines import BLOCKED_S, LinesOfOne
from drivers.devices.reports import Pressed, Rated
from drivers.errors import DeviceError
from drivers.lines import Lines

log = logging.getLogger(__name__)

ATTACH_S = 2.0
"""So long a driver may take to be attached before the others go on without it."""
CLOSE_S = 1.0

Report = TypeVar("Report", Rated, Pressed, Standing)

LINKS = frozenset({"online", "offline", "unknown"})
MOST_COUNTS = 7
MOST_COUNT = 10**9
LONGEST_NAME = 64
"""More than that the hub would not take from the agent, with all that it tells of its other devices."""


def attach_guarded(load: Callable[[], Attach], settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """Attach with a thread of its own, on which all calls are made; only the newest face is shown.

    A driver that is not attached in time shows nothing until it is. A fault is logged once and told as `driver_fault`
    until a later call succeeds. Raises DeviceError: the driver's own, when it came in time.
    """
    device = GuardedDevice(load, settings, GuardedHost(host, settings), lines)
    device.start()
    return device


class GuardedHost:
    """The host as a driver of others meets it: reports of another form are faults, and nothing comes after `close`."""

    def __init__(self, host: Host, settings: DeviceSettings) -> None:
        self._host = host
        self._name = f"{settings.kind} {settings.name}"
        self._lock = threading.Lock()
        self._standing = Standing("unknown")
        self._faults: set[str] = set()
        self._logged: set[str] = set()
        self._is_closed = False

    def now_s(self) -> float:
        """See Host."""
        return self._host.now_s()

    def rated(self, rated: Rated) -> bool:
        """See Host."""
        checked = self._checked(rated, Rated)
        return checked is not None and self._host.rated(checked)

    def pressed(self, pressed: Pressed) -> None:
        """See Host."""
        if checked := self._checked(pressed, Pressed):
            self._host.pressed(checked)

    def taken(self, lines: object) -> None:
        """See Host."""
        try:
            checked = msgspec.convert(lines, Display | None)
        except msgspec.ValidationError:
            self.fault("taken")
            return
        self.went_well("taken")
        if not self._is_closed:
            self._host.taken(checked)

    def scanned(self, text: object) -> None:
        """See Host."""
        if not isinstance(text, str):
            self.fault("scanned")
            return
        self.went_well("scanned")
        if not self._is_closed:
            self._host.scanned(text)

    def stands(self, standing: Standing) -> None:
        """See Host; a fault that lasts stays in front."""
        if checked := self._checked(standing, Standing):
            with self._lock:
                self._standing = checked
                self._tell()

    def fault(self, call: str, error: BaseException | None = None) -> None:
        """Something of the driver went wrong in `call`."""
        with self._lock:
            is_new = call not in self._logged
            self._logged.add(call)
            self._faults.add(call)
            if is_new:
                log.error("the driver of %s met a fault in %s%s", self._name, call, _where(error))
            self._tell()

    def went_well(self, call: str) -> None:
        """What had failed in `call` is over."""
        with self._lock:
            if call in self._faults:
                self._faults.remove(call)
                self._tell()

    def close(self) -> None:
        """Tell nothing any more."""
        self._is_closed = True

    def _tell(self) -> None:
        """With the lock: what is told last must be what is true last."""
        told = Standing("offline", "driver_fault", self._standing.counts) if self._faults else self._standing
        if not self._is_closed:
            self._host.stands(told)

    def _checked(self, report: Report, shape: type[Report]) -> Report | None:
        """The report if it has the form that the terms say; None as well when nobody shall hear it any more."""
        try:
            checked = msgspec.convert(msgspec.to_builtins(report), shape)
            is_possible = _is_possible(checked)
        except (msgspec.ValidationError, TypeError):
            is_possible = False
        call = shape.__name__.lower()
        if not is_possible:
            self.fault(call)
            return None
        self.went_well(call)
        return None if self._is_closed else checked


def _where(error: BaseException | None) -> str:
    """The kind of the error and its way; its own words may hold what was scanned."""
    if error is None:
        return ""
    return f": {type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


def _is_possible(report: Rated | Pressed | Standing) -> bool:
    if isinstance(report, Standing):
        names = (report.trouble, *report.counts)
        are_short = len(report.counts) <= MOST_COUNTS and all(len(name) <= LONGEST_NAME for name in names)
        are_counts = all(0 <= count <= MOST_COUNT for count in report.counts.values())
        return report.link in LINKS and are_short and are_counts
    is_named = isinstance(report, Pressed) or len(report.entry) <= LONGEST_NAME
    return is_named and 0 <= report.ago_s < math.inf


class GuardedDevice:
    """A device whose calls are made on a thread of their own; see `attach_guarded`."""

    def __init__(self, load: Callable[[], Attach], settings: DeviceSettings, host: GuardedHost, lines: Lines) -> None:
        self._attach: Callable[[], Device] = lambda: load()(settings, host, self._own_lines(lines))
        self._give_back: Callable[[], None] = lambda: None
        self._host = host
        self._shows = Shows.NOTHING
        self._face: Face | None = None
        self._has_ended = False
        self._refused: DeviceError | None = None
        self._changed = threading.Condition()
        self._is_attached = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"driver-{settings.name}", daemon=True)

    def start(self) -> None:
        """Begin to attach it, and wait a moment for that. Raises DeviceError: the driver's own."""
        self._thread.start()
        if not self._is_attached.wait(ATTACH_S):
            self._host.fault("attach")
        if self._refused:
            raise self._refused

    @property
    def shows(self) -> Shows:
        """Which faces it wants; nothing as long as it is not attached."""
        return self._shows

    def show(self, face: Face) -> None:
        """See Device.show."""
        with self._changed:
            self._face = face
            self._changed.notify()

    def close(self) -> None:
        """See Device.close."""
        self._host.close()
        with self._changed:
            self._has_ended = True
            self._changed.notify()
        self._thread.join(CLOSE_S)

    def _run(self) -> None:
        device = self._attached()
        self._is_attached.set()
        if device is not None:
            self._serve(device)
        self._give_back()

    def _serve(self, device: Device) -> None:
        while face := self._next_face():
            with self._fenced("show"):
                device.show(face)
        with self._fenced("close"):
            device.close()

    def _own_lines(self, lines: Lines) -> LinesOfOne:
        own = LinesOfOne(lines, self._host)
        self._give_back = own.close
        return own

    def _attached(self) -> Device | None:
        try:
            with self._fenced("attach"):
                device = self._attach()
                self._shows = Shows(device.shows)
                return device
        except DeviceError as error:
            self._refused = error
        return None

    def _next_face(self) -> Face | None:
        """The newest face when there is one; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_ended or self._face is not None)
            face, self._face = self._face, None
            return None if self._has_ended else face

    @contextmanager
    def _fenced(self, call: str) -> Iterator[None]:
        """Tells what goes wrong inside, and when it takes too long. A refusal to be attached is no fault."""
        bell = threading.Timer(BLOCKED_S, self._host.fault, (call,))
        bell.daemon = True
        bell.start()
        try:
            yield
        except BaseException as error:  # the edge to code that is not ours; SystemExit would end the thread unseen
            if call == "attach" and isinstance(error, DeviceError):
                raise
            self._host.fault(call, error)
        else:
            self._host.went_well(call)
        finally:
            bell.cancel()
