"""What there is to tell of this agent: how it is, what it printed last, what last went wrong."""

import threading
from collections.abc import Callable
from typing import Literal

from drivers.errors import DeviceError
from drivers.links import parse_address
from drivers.printers import NO_ANSWER, JobReport, PrinterStatus, Profile
from hub.agent.hub_clock import HubClock
from hub.messages import AttachedDevice, DeviceReport, LastError, LastJob
from hub.version import VERSION
from kiosk_app.records import Job, JobState

MOST_LETTERS = 64
"""So much of a name or a code is told; see hub.messages.Short."""

Page = Literal["alive", "silent", "none"]


class AgentState:
    """Gathered from the agent's parts, in several threads; ``on_change`` is called for what should be known at once.

    ``profile`` is the printer's model, ``address`` its URL, of which only the kind is told. ``page`` and
    ``offline_waiting`` and ``devices`` are asked for when it is told. Instants are the hub's time.
    """

    def __init__(self, clock: HubClock, profile: Profile, address: str) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.page: Callable[[], Page] = lambda: "none"
        self.offline_waiting: Callable[[], int] = lambda: 0
        self.devices: Callable[[], tuple[AttachedDevice, ...]] = tuple
        self._clock = clock
        self._profile, self._address_kind = _short(profile.name), _kind_of(address)
        self._since_ms, self._begun_ms = clock.steady_ms(), clock.machine_ms()
        self._lock = threading.Lock()
        self._job: LastJob | None = None
        self._error: LastError | None = None
        self._trouble = ""
        self._disk_is_sound = True

    def job_changed(self, job: Job | None) -> None:
        """The newest print job has another state."""
        if job is None:
            return
        told = LastJob(_short(job.label), job.state.value, job.created_ms + self._clock.ahead_ms())
        with self._lock:
            is_new = self._job is None or (self._job.label, self._job.state) != (told.label, told.state)
            if is_new:
                self._job = told
        if is_new and job.state in {JobState.FAILED, JobState.UNKNOWN} and job.code != NO_ANSWER:
            is_of_this_run = job.created_ms >= self._begun_ms
            self.went_wrong(job.code, None if is_of_this_run else told.at_ms)
        elif is_new:
            self.on_change()

    def printer_read(self, status: PrinterStatus) -> None:
        """The printer has another status; a trouble is an error when it begins."""
        is_new, self._trouble = status.trouble != self._trouble, status.trouble
        if is_new and status.trouble:
            self.went_wrong(status.trouble)

    def disk_looked_at(self, is_sound: bool) -> bool:
        """Whether this kiosk's disk takes writes, which is returned; that it does not is an error when it begins."""
        was_sound, self._disk_is_sound = self._disk_is_sound, is_sound
        if was_sound and not is_sound:
            self.went_wrong("disk_failed")
        return is_sound

    def trial_ended(self, label: str, report: JobReport) -> None:
        """A trial paper has come out, or not."""
        with self._lock:
            self._job = LastJob(_short(label), report.end.value, self._clock.now_ms())
        self.on_change()

    def went_wrong(self, code: str, at_ms: int | None = None) -> None:
        """Something went wrong, at an instant by the hub's clock or just now."""
        with self._lock:
            self._error = LastError(_short(code), self._clock.now_ms() if at_ms is None else at_ms)
        self.on_change()

    def report(self, done_orders: tuple[str, ...]) -> DeviceReport:
        """What is told to the hub now."""
        started_ms = self._clock.now_ms() - (self._clock.steady_ms() - self._since_ms)
        with self._lock:
            return DeviceReport(
                version=VERSION,
                clock_offset_ms=-self._clock.ahead_ms(),
                started_ms=started_ms,
                profile=self._profile,
                address_kind=self._address_kind,
                last_job=self._job,
                last_error=self._error,
                page=self.page(),
                offline_waiting=self.offline_waiting(),
                devices=self.devices(),
                done_orders=done_orders,
            )


def _kind_of(address: str) -> str:
    """What carries the bytes to the printer; empty for an address of which nothing can be made."""
    try:
        return parse_address(address).kind.value
    except DeviceError:
        return ""


def _short(words: str) -> str:
    return words[:MOST_LETTERS]
