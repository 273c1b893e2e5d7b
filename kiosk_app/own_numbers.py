"""Numbers of this kiosk's own: drawn while the hub is away, from a series of its own, and handed in later.

Paper moves only for what is on this kiosk's disk. The hub takes every number that was drawn, whatever became of its
field meanwhile: somebody holds it.
"""

import logging
import threading
from collections.abc import Callable
from http import HTTPStatus

from msgspec.structs import replace

from hub.messages import offline_tag
from kiosk_app.board import Board, OfflineView
from kiosk_app.hall import Hall
from kiosk_app.hub_memory import HubMemory
from kiosk_app.issuing import Wish
from kiosk_app.offline import DISK_FAILED, Standing, refused_now, refused_wish
from kiosk_app.own_book import OwnBook
from kiosk_app.own_number import OwnNumber, own_series
from kiosk_app.problems import problem
from kiosk_app.records import Job, OwnTicket, PageAnswer, Request
from kiosk_app.spool import Spool

log = logging.getLogger(__name__)

TRY_EVERY_S = 10.0
"""How often a hub that gives no numbers, though its socket is up, is asked for one all the same."""

TRY_S = 1.0
"""How long a visitor waits for that."""


class OwnNumbers:
    """Draws numbers without the hub, and hands them in once it is heard again.

    ``kiosk`` gives this kiosk's name at the hub, empty while the hub does not know it.
    """

    def __init__(self, spool: Spool, board: Board, memory: HubMemory, kiosk: Callable[[], str]) -> None:
        self._spool = spool
        self._book = OwnBook(spool.file)
        self._board = board
        self._memory = memory
        self._kiosk = kiosk
        self._lock = threading.RLock()
        self._waiting = self._book.waiting()
        self._epoch = ""

    @property
    def waiting(self) -> int:
        """How many numbers the hub has yet to hear of."""
        return self._waiting

    def refused(self) -> str:
        """Why no number at all may be drawn here now, as a code of :mod:`kiosk_app.offline`; empty when some may."""
        return self._refused_in(self._board.hall)

    def _refused_in(self, hall: Hall | None) -> str:
        clock = self._board.clock
        now_ms = clock.now_ms() if clock.is_known else None
        standing = Standing(
            offline_tag(self._kiosk()), now_ms, self._waiting, self._memory.away_ms(), self._spool.file.is_sound
        )
        return refused_now(hall, standing)

    def ask_for_s(self, patience_s: float) -> float:
        """How long the hub is asked for a number before one is drawn here: not at all when it is known to be away.

        One whose socket is up may give numbers again, and nothing but a visitor's own wish would find that out.
        """
        hall = self._board.hall
        if hall is None or hall.offline is None or self.refused():
            return patience_s
        left_s = hall.offline.after_s - self._memory.absent_s()
        if left_s <= 0 and self._is_to_be_tried(self._board.hub_is_reachable):
            left_s = TRY_S
        return min(patience_s, max(0.0, left_s))

    def _is_to_be_tried(self, is_reachable: bool) -> bool:
        return is_reachable and self._memory.untried_s() >= TRY_EVERY_S

    def draw(self, request: Request, wish: Wish, may_have_arrived: bool) -> Job | PageAnswer | None:
        """Answer a request with a number of this kiosk's own, or say why there is none.

        None: the request has its answer already. A request that may have reached the hub is given up by the same errand
        that hands the number in.
        """
        with self._lock:
            hall, clock, tag = self._board.hall, self._board.clock, offline_tag(self._kiosk())
            code = self._refused_in(hall)
            if not code and hall is not None:
                unheard = self._unheard(hall, wish.field, tag)
                code = refused_wish(hall, wish.field, wish.ticket_class, clock.now_ms(), unheard)
            if code or hall is None or tag is None:
                return problem(HTTPStatus.SERVICE_UNAVAILABLE, code)
            own = self._next(OwnNumber(hall, tag, wish, request.key, clock.now_ms()))
            join = own.join(may_have_arrived, is_held=not self._board.is_current)
            job = own.job(clock.machine_ms())
            if not self._spool.draw_here(request.key, own.answer(), own.record(join.key, clock), (job, join)):
                return None
            self._waiting += 1
        log.warning("the hub is away: %s was drawn here", job.label)
        return job

    def _unheard(self, hall: Hall, field_id: str, tag: str | None) -> int:
        """How many numbers of a field's series the hub has yet to hear of today."""
        field = hall.field(field_id)
        if field is None or tag is None:
            return 0
        return self._book.unheard(hall.header.day, own_series(hall, field, tag))

    def _next(self, own: OwnNumber) -> OwnNumber:
        """The same with its number: after what this disk knows, and after what the hub knew.

        A disk that first served under this name today leaves out as many as a former one may have drawn unheard.
        """
        hall, series = own.hall, own_series(own.hall, own.field, own.tag)
        assert hall.offline is not None, "refused() knows"
        last, heard = self._book.last_number(hall.header.day, series), hall.offline.last_numbers.get(series, 0)
        is_new = not last and self._memory.first_day(own.tag, hall) == hall.header.day
        left_out = hall.offline.most_tickets if is_new else 0
        return replace(own, number=max(last, heard) + left_out + 1, left_out=left_out)

    def look(self) -> None:
        """Let go what may be handed in by now, and say how things stand; to be called often."""
        with self._lock:
            if self._waiting:
                self._waiting = self._book.waiting()
            hall, tag = self._board.hall, offline_tag(self._kiosk())
            if self._board.is_current and hall is not None:
                if tag is not None:
                    self._memory.first_day(tag, hall)
                self._hand_in(hall)
        self._memory.look()
        self.show()

    def other_hub(self) -> None:
        """This kiosk was taken in by a hub that may be another one: it is not told what the former one has heard."""
        with self._lock:
            self._epoch = ""
            self._memory.forget_hall()

    def show(self) -> None:
        """Say how things stand, from memory alone; to be called when the hub comes or goes."""
        self._board.offline_changed(self.view(self._board.hub_is_reachable))

    def _hand_in(self, hall: Hall) -> None:
        """The hub is heard. One of another epoch comes out of a backup, and may have forgotten what it was told."""
        epoch = self._board.epoch
        if (self._epoch or self._memory.epoch) not in ("", epoch):
            log.warning("the hub has another epoch: it is told of this kiosk's own numbers again")
            self._book.hand_in_again()
            self._waiting = self._book.waiting()
        self._epoch = epoch
        held = [own for own in self._book.held() if own.day <= hall.header.last_day] if self._waiting else []
        if held:
            self._book.release({own.key: self._drawn_ms(own) for own in held})

    def _drawn_ms(self, own: OwnTicket) -> int:
        """When a number was drawn, by the hub's clock as it is known now, whatever this machine's clock was set to."""
        clock = self._board.clock
        is_same_boot = bool(own.boot) and own.boot == clock.boot
        return clock.now_ms() - (clock.steady_ms() - own.steady_ms) if is_same_boot else own.drawn_ms

    def view(self, is_reachable: bool) -> OfflineView | None:
        """What the page is told where the hub gives no numbers; None: it does, or may do so again.

        Where no number can be had here, the page opens for the one visitor whose wish tries the hub.
        """
        hall = self._board.hall
        terms = hall.offline if hall else None
        is_there = is_reachable and (terms is None or self._memory.absent_s() < terms.after_s)
        if is_there and self._spool.file.is_sound:
            return None
        reason = self.refused()
        if reason and reason != DISK_FAILED and self._is_to_be_tried(is_reachable):
            return None
        return OfflineView(may_draw=not reason, reason=reason)
