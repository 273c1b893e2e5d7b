"""A hall that a hub keeps, with a clock that tests move and set."""

from pathlib import Path

from hub.service.housekeeping import Configured, Housekeeping
from tests.service.kit import HOUR_MS, MORNING_MS, PLAN, FakeClock, Hall

DAY_MS = 24 * HOUR_MS
TO_MIDNIGHT_MS = 1_795_366_800_000 - MORNING_MS


CONFIGURED = Configured(PLAN, lambda plan, _: plan)


class Keeper:
    """A hall with its housekeeping, and a switch for the clock's trust."""

    def __init__(self, path: Path, clock: FakeClock) -> None:
        self.hall = Hall(path, clock)
        self.is_synchronised = False
        self.set_by_ms = 0
        self.plan = PLAN
        self.is_followed = False
        self.restart()

    def restart(self) -> None:
        self.housekeeping = Housekeeping(
            self.hall.office,
            Configured(self.plan, lambda plan, _: plan, is_followed=self.is_followed),
            lambda: self.is_synchronised,
            lambda: self.hall.clock.at_ms - self.set_by_ms,
        )

    def tick(self, later_ms: int = 0) -> str | None:
        self.hall.clock.at_ms += later_ms
        self.housekeeping.tick(self.hall.clock.at_ms)
        return self.hall.office.floor.day

    def set_clock(self, by_ms: int) -> str | None:
        """Somebody sets the clock, and the hub looks at it."""
        self.set_by_ms += by_ms
        return self.tick(by_ms)

    def answers(self) -> int:
        """How many requests were answered, refusals included."""
        answers: int = self.hall.journal._connection.execute("SELECT count(*) FROM answers").fetchone()[0]
        return answers
