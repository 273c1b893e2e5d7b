"""When the hub has a day's closing made, a checkpoint signed, and what is signed sent away."""

import logging
from collections.abc import Callable

from msgspec.structs import replace

from hub.domain.floor import Floor
from hub.service.ports import ClosingStatus, PlaceStatus

LOG = logging.getLogger("hub.closing")

MINUTE_MS = 60_000
RETRY_MS = 5 * MINUTE_MS
"""How long after a closing could not be made the next attempt is made."""

LONGEST_PAUSE_MS = 60 * MINUTE_MS
"""A place that fails is tried again after 1, 2, 4 … minutes, at last every hour."""


def pause_ms(tries: int) -> int:
    """How long a place is left alone after so many failures in a row."""
    return min(MINUTE_MS << min(tries - 1, 10), LONGEST_PAUSE_MS) if tries > 0 else MINUTE_MS


class ClosingSchedule:
    """Has ``work`` called, beside the caller and one at a time, when something is due.

    ``work`` makes what is missing, signs a checkpoint if it is time, and sends what waits; it returns why something
    could not be made, None if all could. ``status`` tells how that went. ``floor`` is the hall at the start.
    """

    def __init__(
        self,
        floor: Floor,
        checkpoint_every_min: int,
        status: Callable[[], ClosingStatus],
        work: Callable[[], str | None],
        spawn: Callable[[Callable[[], None]], object],
    ) -> None:
        self._every_ms = checkpoint_every_min * MINUTE_MS
        self._status = status
        self._work = work
        self._spawn = spawn
        self._is_missing = False
        self._seen = _state(floor)
        self._tried_ms: int | None = None
        self._failed_ms: int | None = None
        self._is_running = False
        self._failure: str | None = None

    def status(self) -> ClosingStatus:
        """How the closings went; a failure that not even the disk could note is told as well."""
        known = self._status()
        return replace(known, failed_ms=self._failed_ms, why=self._failure) if self._failure else known

    def make_up(self) -> None:
        """A closed day has no closing yet: have it made at the next look."""
        self._is_missing = True

    def tick(self, floor: Floor, now_ms: int) -> None:
        """Start the work if something is due; to be called every few seconds."""
        self._look_at(floor)
        if not self._is_running and self._is_due(floor, now_ms):
            self._tried_ms, self._is_running, self._is_missing = now_ms, True, False
            self._spawn(self._run)

    def _look_at(self, floor: Floor) -> None:
        """A day was closed: by itself, or by the next one that opened."""
        former, self._seen = self._seen, _state(floor)
        was_open, is_open = former[1], self._seen[1]
        if former != self._seen and (was_open or not is_open):
            self._is_missing = True

    def _is_due(self, floor: Floor, now_ms: int) -> bool:
        if self._is_missing and not _lately(self._failed_ms, now_ms, RETRY_MS):
            return True
        if _lately(self._tried_ms, now_ms, MINUTE_MS):
            return False
        status = self._status()
        return self._is_time_for_checkpoint(floor, status, now_ms) or any(
            _may_be_tried(place, now_ms) for place in status.places.values()
        )

    def _is_time_for_checkpoint(self, floor: Floor, status: ClosingStatus, now_ms: int) -> bool:
        has_more = floor.day is not None and floor.seq != status.checked_row
        return self._every_ms > 0 and has_more and not _lately(status.checked_ms, now_ms, self._every_ms)

    def _run(self) -> None:
        try:
            self._failure = self._work()
        except Exception as error:  # the edge of a task of its own
            LOG.exception("fault in a closing")
            self._failure = str(error) or type(error).__name__
        finally:
            self._is_running = False
        is_done = self._failure is None
        self._is_missing |= not is_done
        self._failed_ms = None if is_done else self._tried_ms


def _state(floor: Floor) -> tuple[str | None, bool, int]:
    """The last day, whether it is open, and if not the newest row: it may have been open again between two looks."""
    is_open = floor.day is not None
    return floor.last_day, is_open, 0 if is_open else floor.seq


def _may_be_tried(place: PlaceStatus, now_ms: int) -> bool:
    return place.waiting > 0 and not _lately(place.failed_ms, now_ms, pause_ms(place.tries))


def _lately(then_ms: int | None, now_ms: int, within_ms: int) -> bool:
    """Whether something was less than so long ago; what bears a time to come was under a wrong clock and counts not."""
    return then_ms is not None and 0 <= now_ms - then_ms < within_ms
