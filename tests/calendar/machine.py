"""The hub's machine in a test: it is switched off and on, and its clock may be wrong."""

from pathlib import Path

from config.centre import SAMPLE, load_installation
from config.hours import with_public_holidays
from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.service.housekeeping import Configured, Housekeeping, opening
from hub.service.outcome import Outcome
from tests.service.kit import FakeClock, Hall

TICK_MS = 5_000
CENTRE = load_installation(SAMPLE, {"printer_port": 9100})
CONFIGURED = Configured(CENTRE.plan, with_public_holidays)


class Machine:
    """The sample centre over one data folder; ``is_synchronised`` says whether a time server keeps the clock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "hub.db"
        self._hall: Hall | None = None
        self.is_synchronised = False
        self._set_by_ms = 0
        self._opened: list[str] = []
        self._asked = 0

    @property
    def hall(self) -> Hall:
        assert self._hall is not None
        return self._hall

    @property
    def day(self) -> str | None:
        return self.hall.office.floor.day

    @property
    def opened(self) -> list[str]:
        """All days that were opened, over all starts."""
        heard = self._hall.heard.entries if self._hall else []
        return [*self._opened, *(entry.event.day for entry in heard if isinstance(entry.event, e.DayOpened))]

    def switch_on(self, now_ms: int) -> None:
        """Start the hub, which looks for its day at once."""
        self._hall = Hall(self._path, FakeClock(now_ms))
        self._keeper = Housekeeping(
            self._hall.office,
            CONFIGURED,
            lambda: self.is_synchronised,
            lambda: self.hall.clock.at_ms - self._set_by_ms,
        )
        self.tick(now_ms)

    def switch_off(self) -> None:
        self._opened = self.opened
        self.hall.close()
        self._hall = None

    def tick(self, now_ms: int) -> str | None:
        """Let the clock show a time and the hub look at it."""
        self.hall.clock.at_ms = now_ms
        self._keeper.tick(now_ms)
        return self.day

    def set_clock(self, now_ms: int) -> str | None:
        """Let somebody set the clock to a time, and the hub look at it."""
        self._set_by_ms += now_ms - self.hall.clock.at_ms
        return self.tick(now_ms)

    def do(self, command: c.Command) -> Outcome:
        self._asked += 1
        return self.hall.do(command, key=f"asked-{self._asked}")

    def draw(self, field: str = "ho_tich", granted_by: str = "kiosk") -> str:
        """The ticket that somebody draws, or the code of the refusal."""
        try:
            outcome = self.do(c.IssueTicket(field=field, granted_by=granted_by))
        except Refused as refused:
            return refused.code
        ticket: str = outcome.answer["events"][0]["ticket"]
        return ticket

    def vouch(self) -> str:
        """A person says that the clock is right; returns the day, or the code of the refusal."""
        try:
            self.do(opening(self.hall.office.floor, CONFIGURED, self.hall.clock.at_ms, "person"))
        except Refused as refused:
            return refused.code
        return self.day or ""
