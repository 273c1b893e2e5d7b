"""When the hub has itself backed up: at set times of the day, when a day was closed, and again after a failure."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.domain.floor import Floor
from hub.service.helper_process import failure_of
from hub.service.ports import BackupStatus

LOG = logging.getLogger("hub.backup")

RETRY_MS = 15 * 60_000
"""How long after a failure the next attempt is made."""


@dataclass(frozen=True, slots=True)
class BackupTimes:
    """Times of the day (``12:15``) in a zone, none for no backups; and the folder whose backups count."""

    at: tuple[str, ...]
    zone: str
    folder: Path

    def last_before(self, now_ms: int) -> int:
        """The latest of these times (there must be one) until now, in ms since the epoch."""
        now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(self.zone))
        days = (now.date() - timedelta(days=ago) for ago in (0, 1))
        times = (datetime.combine(day, time.fromisoformat(at), now.tzinfo) for day in days for at in self.at)
        return max(int(at.timestamp() * 1000) for at in times if at <= now)


class BackupSchedule:
    """Has ``backup`` called, beside the caller and one at a time, when one is due.

    ``backup`` returns when it has ended, however it did; ``status`` tells how the last ones went. ``since_ms`` is when
    the journal began: a new hub waits for its first set time.
    """

    def __init__(
        self,
        times: BackupTimes,
        status: Callable[[], BackupStatus],
        since_ms: int,
        backup: Callable[[], None],
        spawn: Callable[[Callable[[], None]], object],
    ) -> None:
        self._times = times
        self._status = status
        self._since_ms = since_ms
        self._backup = backup
        self._spawn = spawn
        self._tried_ms: int | None = None
        self._is_running = False

    def tick(self, floor: Floor, now_ms: int) -> None:
        """Start a backup if one is due; to be called every few seconds."""
        if self.is_due(floor, now_ms):
            self._tried_ms, self._is_running = now_ms, True
            self._spawn(self._run)

    def is_due(self, floor: Floor, now_ms: int) -> bool:
        """Whether a backup should be started now."""
        if (
            not self._times.at
            or self._is_running
            or (self._tried_ms is not None and 0 <= now_ms - self._tried_ms < RETRY_MS)
        ):
            return False
        good = self._status().good
        if good is not None and Path(good.file).parent != self._times.folder:
            good = None
        has_closed = floor.day is None and floor.last_day is not None
        if has_closed and (good is None or good.closed_day != floor.last_day or good.rows < floor.seq):
            return True  # a day that was reopened and closed again has rows that the backup of its first end lacks
        # A backup that bears a time to come was made under a wrong clock: it must not stop those of today.
        known_ms = [at_ms for at_ms in (good.at_ms if good else 0, self._since_ms) if at_ms <= now_ms]
        return self._times.last_before(now_ms) > max(known_ms, default=0)

    def _run(self) -> None:
        try:
            self._backup()
        except Exception:  # the edge of a task of its own
            LOG.exception("fault in a backup")
        finally:
            self._is_running = False


def backup_by(command: Sequence[str], note_failure: Callable[[str], None]) -> None:
    """Have another process make the backup; however it failed, ``note_failure`` is told why."""
    failure = failure_of(command, "backup", LOG)
    if failure is not None:
        note_failure(failure)
