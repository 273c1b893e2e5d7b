"""The parts of a desk agent over clocks to move and a hub that is made of a list."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from config.attached import AttachedEntry
from counter_app.desk.courier import Courier
from counter_app.desk.hall_view import DeskCall, DeskCounter, OpenRating, Words
from counter_app.desk.live_desk import LiveDesk
from counter_app.desk.outbox import Outbox
from counter_app.desk.outbox_file import DeskFile
from counter_app.desk.ratings import RatingDesk
from counter_app.desk.settings import DeskTiming
from counter_app.desk.standings import Standings
from hub.agent.hub_client import HubAnswer
from hub.agent.hub_clock import HubClock

HUB_MS = 1_795_324_277_000
"""The hub's time at second 0 of the steady clock; the machine's own is an hour behind."""

PANEL = AttachedEntry("panel3", "panel", "socket://h:1", 3, 3)
BOARD = AttachedEntry("board3", "counter-board", "socket://h:1", 3, 23)


class HubDouble:
    """Answers with what ``answer`` makes of a command, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any], str]] = []
        self.answer: Callable[[str, dict[str, Any]], HubAnswer] = lambda _path, _body: HubAnswer(200, {})

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See Hub."""
        self.asked.append((path, body, key))
        return self.answer(path, body)

    def read(self, path: str, timeout_s: float) -> HubAnswer:
        """See Readable."""
        self.asked.append((path, {}, ""))
        return self.answer(path, {})

    def rated(self) -> list[dict[str, Any]]:
        """The bodies of all ratings."""
        return [body for path, body, _key in self.asked if path.endswith("/rate")]

    def keys(self) -> list[str]:
        """The keys of all ratings."""
        return [key for path, _body, key in self.asked if path.endswith("/rate")]


class Desk:
    """A desk agent without threads and devices; ``start`` begins anew on the same disk, as another process would."""

    def __init__(self, folder: Path, entries: tuple[AttachedEntry, ...] = (PANEL, BOARD)) -> None:
        self.folder, self.entries = folder, entries
        self.now_s, self.boot, self.machine_ms = 1000.0, "boot-1", HUB_MS - 3_600_000
        self.hub = HubDouble()
        self.rev = 0
        self.start()

    def start(self) -> None:
        self.file = DeskFile(self.folder / "desk.db")
        self.clock = HubClock(lambda: self.machine_ms + int(self.now_s * 1000), lambda: self.now_s, self.boot)
        self.outbox = Outbox(self.file, self.clock)
        self.outbox.recall_clock()
        self.hall = LiveDesk(self.hub, self.clock, lambda: self.now_s)
        self.ratings = RatingDesk(self.hall, self.outbox, self.clock, lambda: self.now_s)
        self.standings = Standings(self.entries, lambda: self.now_s)
        self.courier = Courier(self.outbox, self.standings, self.hub, DeskTiming())
        self.courier.screen = lambda: "hall:H1"
        self.courier.may_tell = lambda: self.hall.rev() >= 0

    def end(self) -> None:
        """The process is gone."""
        self.file.close()

    def hub_ms(self) -> int:
        """The hub's clock now."""
        return HUB_MS + int(self.now_s * 1000)

    def heard(self, *counters: DeskCounter, calls: tuple[DeskCall, ...] = (), steps: int = 4, epoch: str = "e") -> None:
        """A view comes from the hub."""
        self.rev += 1
        data = {
            "header": {"day": "2026-11-22", "mode": "live", "zone": "Asia/Ho_Chi_Minh", "is_open": True},
            "counters": counters,
            "calls": calls,
            "rating_steps": steps,
        }
        view = {"topic": "hall", "epoch": epoch, "rev": self.rev, "at_ms": self.hub_ms(), "data": data}
        self.hall.hub_said(plain(view))

    def window(self, label: str = "A001", service: int = 1, for_s: float = 60.0) -> DeskCounter:
        """Counter 3 with a window that opens now."""
        opened_ms = self.hub_ms()
        rating = OpenRating(f"2026-11-22-{label}", service, label, opened_ms, opened_ms + int(for_s * 1000))
        return counter(rating=rating)


def counter(**more: Any) -> DeskCounter:
    """Counter 3, open."""
    return DeskCounter(3, Words("Quầy 3", "Counter 3"), "open", **more)


def plain(value: Any) -> Any:
    """As it comes over the wire."""
    return msgspec.json.decode(msgspec.json.encode(value))
