"""What outlives this program: the hub's last view, its clock, and when it was heard last."""

import json
import logging
from typing import Any

import msgspec

from hub.agent.hub_clock import ClockMemory
from kiosk_app.absence import HubAbsence
from kiosk_app.board import Board
from kiosk_app.hall import Hall
from kiosk_app.own_book import OwnBook

log = logging.getLogger(__name__)

VIEW = "view"
CLOCK = "clock"
FIRST_DAY = "first day of "

HEARD_EVERY_MS = 30_000
"""How often it is written down that the hub is still there: a limit in minutes needs no more, a flash disk no less."""


class HubMemory:
    """Keeps on the disk what a kiosk must know to go on without the hub, even when it was switched off meanwhile."""

    def __init__(self, book: OwnBook, board: Board, absence: HubAbsence) -> None:
        self._book = book
        self._board = board
        self._absence = absence
        self._view: dict[str, Any] | None = None
        self._seen: dict[str, Any] | None = None
        self._first_days: dict[str, str] = {}
        self._heard_ms: int | None = None
        self._written_ms: int | None = None

    def recall(self) -> None:
        """Take up what an earlier run knew. A memory that cannot be read counts as none."""
        try:
            if (clock := self._book.recall(CLOCK)) is not None:
                memory = msgspec.json.decode(clock, type=ClockMemory)
                self._board.clock.recall(memory)
                self._heard_ms = self._written_ms = memory.at_ms
            if (view := self._book.recall(VIEW)) is not None:
                self._board.recall(json.loads(view))
                self._view = json.loads(view)
        except (msgspec.ValidationError, msgspec.DecodeError, json.JSONDecodeError) as error:
            log.error("what this kiosk remembers of the hub cannot be read and is not used: %s", error)

    @property
    def epoch(self) -> str:
        """The epoch of the remembered view, empty for none."""
        return self._view["epoch"] if self._view else ""

    def first_day(self, tag: str, hall: Hall) -> str:
        """The day that was the newest when this disk first served under a name: on it, another disk may have drawn."""
        if tag not in self._first_days:
            known = self._book.recall(FIRST_DAY + tag)
            if known is None:
                known = hall.header.day or hall.header.last_day
                self._book.remember(FIRST_DAY + tag, known)
            self._first_days[tag] = known
        return self._first_days[tag]

    def forget_hall(self) -> None:
        """What was known of the hall is another's: the hub that is heard next may be another one."""
        self._view, self._seen = None, self._board.hub_envelope
        self._book.forget(VIEW)

    def absent_s(self) -> float:
        """For how long the hub has given no numbers as far as this program knows, 0 while it is there."""
        return self._absence.lasts_s()

    def untried_s(self) -> float:
        """How long ago the hub was last seen to be away."""
        return self._absence.untried_s()

    def away_ms(self) -> int:
        """For how long the hub was not heard, by its clock and over restarts of this program; 0 while it is there."""
        if self._heard_ms is None or not self._absence.is_going_on:
            return 0
        return max(0, self._board.clock.now_ms() - self._heard_ms)

    def look(self) -> None:
        """Write down what has changed; to be called often. The loss of the hub is written at once."""
        self._keep_view()
        if self._board.is_current and not self._absence.is_going_on:
            self._heard_ms = self._board.clock.now_ms()
            if self._written_ms is None or abs(self._heard_ms - self._written_ms) >= HEARD_EVERY_MS:
                self._keep_clock()
        elif self._heard_ms != self._written_ms:
            self._keep_clock()

    def _keep_clock(self) -> None:
        memory = msgspec.structs.replace(self._board.clock.memory(), at_ms=self._heard_ms)
        self._book.remember(CLOCK, msgspec.json.encode(memory).decode())
        self._written_ms = self._heard_ms

    def _keep_view(self) -> None:
        """Only what is still true later is kept, so that a busy hall does not wear out the disk."""
        envelope = self._board.hub_envelope
        if envelope is None or envelope is self._seen:
            return
        view = {**envelope, "data": _lasting(envelope["data"])}
        known = self._view
        if known is None or (known["epoch"], known["data"]) != (view["epoch"], view["data"]):
            self._book.remember(VIEW, json.dumps(view, ensure_ascii=False))
            self._view = view
        self._seen = envelope


def _lasting(view: dict[str, Any]) -> dict[str, Any]:
    """A view without how many wait and without papers that somebody wanted at that moment."""
    fields = [{**field, "waiting": 0} for field in view.get("fields", ())]
    return {**view, "fields": fields, "print_requests": []}
