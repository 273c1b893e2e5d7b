"""One press of the page becomes one number: asked with one key, answered once, given up in the open."""

import logging
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, Protocol

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from config.texts import FIRST_LANGUAGE, languages
from hub.agent.hub_client import Hub, HubAbsent, HubAnswer, HubFault, HubNotPaired, NoAnswer
from hub.agent.trouble import Trouble
from kiosk_app.absence import HubAbsence
from kiosk_app.board import Now
from kiosk_app.card_at_hand import CardAtHand
from kiosk_app.hall import Hall
from kiosk_app.paper import Issued, page_ticket, stored_paper, ticket_paper
from kiosk_app.problems import hub_unreachable, not_paired
from kiosk_app.records import Errand, Job, PageAnswer, Request, RequestState, Settlement
from kiosk_app.spool import Spool
from kiosk_app.timing import KioskTiming

log = logging.getLogger(__name__)

TICKETS = "/tickets"
ABANDON = "/requests/abandon"


Short = Annotated[str, Meta(min_length=1, max_length=40)]


class Wish(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page asks for; the hub judges whether it can be had. ``further_fields`` are those of the same number."""

    field: Short
    ticket_class: Short = "ordinary"
    language: str = FIRST_LANGUAGE
    further_fields: tuple[Short, ...] | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Raises ValueError for a language in which this kiosk has no texts."""
        if self.language not in languages():
            raise ValueError(f"there are no texts in this language, only in {', '.join(languages())}")


class IssuedAnswer(Struct, frozen=True):
    """The hub's answer to a wish it has granted."""

    events: tuple[Issued, ...]


class KeyReused(Exception):
    """The key was used before for another wish."""


class Own(Protocol):
    """Who draws numbers while the hub is away."""

    def ask_for_s(self, patience_s: float) -> float:
        """How long the hub is asked for a number, at most ``patience_s``, before one is drawn here."""

    def draw(self, request: Request, wish: Wish, may_have_arrived: bool) -> Job | PageAnswer | None:
        """A number for a request without an answer, or why there is none; None: it has its answer by now."""


class NoneOfItsOwn:
    """A kiosk that draws no number without the hub."""

    def ask_for_s(self, patience_s: float) -> float:
        """See Own."""
        return patience_s

    def draw(self, request: Request, wish: Wish, may_have_arrived: bool) -> PageAnswer:  # noqa: ARG002 - see Own
        """See Own."""
        return hub_unreachable()


class IssueDesk:
    """Takes the page's wishes to the hub, and to ``own`` while that is away.

    ``hall`` gives the hall as the hub last told it (None: never yet); ``on_job`` is called when a print job was added,
    ``on_abandoned`` when a request was given up. ``absence`` is told of each answer and of each silence.
    """

    def __init__(self, spool: Spool, hub: Hub, hall: Callable[[], Hall | None], now: Now, timing: KioskTiming) -> None:
        self.on_job: Callable[[Job], None] = lambda _job: None
        self.on_abandoned: Callable[[], None] = lambda: None
        self.own: Own = NoneOfItsOwn()
        self.absence = HubAbsence()
        self.card = CardAtHand(time.monotonic)
        self._spool = spool
        self._hub = hub
        self._hall = hall
        self._now = now
        self._timing = timing
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Event] = {}
        self._persons: dict[str, str] = {}
        self._is_leaving = threading.Event()

    def leave(self) -> None:
        """Let every waiting page go; what is not answered is taken up by :meth:`resume` of the next run."""
        self._is_leaving.set()

    def resume(self) -> None:
        """Give up what an earlier run left without an answer."""
        self._spool.abandon_unanswered(hub_unreachable())

    def look(self) -> None:
        """Give up what nobody asks for and has no answer, as the disk did not take it; to be called often."""
        with self._lock:
            if not self._is_leaving.is_set():
                self._spool.abandon_unanswered(hub_unreachable(), but=self._asking)

    def take(self, key: str, wish: Wish) -> PageAnswer:
        """Get a number, or the answer that this key got before; waits up to ``patience_s``. Raises KeyReused."""
        if self._hall() is None and self._spool.request(key) is None:
            return hub_unreachable()
        request, is_mine = self._open(key, wish)
        asking = self._asking.get(key)
        if is_mine:
            self._ask_and_tell(request)
        elif asking is not None:
            asking.wait(self._timing.patience_s)
        return self._answer(key)

    def _open(self, key: str, wish: Wish) -> tuple[Request, bool]:
        body = msgspec.json.encode(wish, order="sorted").decode()
        with self._lock:
            request, is_new = self._spool.open_request(key, body, self._now())
            if request.body != body:
                raise KeyReused(key)
            if is_new:
                self._asking[key] = threading.Event()
                self._take_card(key)
            return request, is_new

    def _take_card(self, key: str) -> None:
        """Of who asks nothing comes to the disk: the digest goes with the request as long as that is asked."""
        digest = self.card.take()
        if digest is not None:
            self._persons[key] = digest

    def _ask_and_tell(self, request: Request) -> None:
        """Ask, then let go whoever waits for the same key."""
        try:
            self._ask(request)
        finally:
            self._persons.pop(request.key, None)
            self._asking.pop(request.key).set()

    def _answer(self, key: str) -> PageAnswer:
        request = self._spool.request(key)
        if request is None or request.state is RequestState.ASKED:
            return hub_unreachable()
        return PageAnswer(request.status, msgspec.json.decode(request.answer))

    def _ask(self, request: Request) -> None:
        """Ask and keep the answer; whatever is left without one gets a number of this kiosk's own, or is given up."""
        may_have_arrived: bool | None = True
        try:
            may_have_arrived = self._try(request)
        finally:
            if may_have_arrived is not None and not self._is_leaving.is_set():
                self._go_without_hub(request, may_have_arrived)

    def _go_without_hub(self, request: Request, may_have_arrived: bool) -> None:
        wish = msgspec.json.decode(request.body, type=Wish)
        drawn = self.own.draw(request, wish, may_have_arrived)
        if isinstance(drawn, PageAnswer):
            self._give_up(request.key, may_have_arrived, drawn)
        elif drawn is not None:
            self.on_job(drawn)

    def _give_up(self, key: str, may_have_arrived: bool, answer: PageAnswer) -> None:
        """Leave it, if it has no answer. A hub that was never reached need not be told."""
        if not self._spool.abandon_request(key, answer):
            return
        if not may_have_arrived:
            self._spool.close_request(key)
            return
        log.warning("gave up %s: the hub will be told", key)
        self.on_abandoned()

    def _try(self, request: Request) -> bool | None:
        """Ask until there is an answer (None), patience is over or the hub does not know this kiosk (None).

        Returns whether the hub may have heard of what has no answer.
        """
        body = msgspec.json.decode(request.body)
        if request.key in self._persons:
            body["person"] = self._persons[request.key]
        deadline = time.monotonic() + self.own.ask_for_s(self._timing.patience_s)
        pause_s, longest_s = self._timing.pauses_s
        trouble, may_have_arrived = Trouble(log), False
        while (left_s := deadline - time.monotonic()) > 0 and not self._is_leaving.is_set():
            try:
                answer = self._heard(request.key, body, min(left_s, self._timing.attempt_s))
                self._keep(request.key, answer)
                return None
            except HubNotPaired as error:
                log.error("the hub does not know this kiosk: pair it again (%s)", error)
                self._give_up(request.key, may_have_arrived, not_paired())
                return None
            except NoAnswer as error:
                may_have_arrived = may_have_arrived or not isinstance(error, HubAbsent)
                trouble.absence(f"no answer for {request.key} yet", error)
                self._is_leaving.wait(min(pause_s, max(0.0, deadline - time.monotonic())))
                pause_s = min(pause_s * 2, longest_s)
        return may_have_arrived

    def _heard(self, key: str, body: dict[str, Any], timeout_s: float) -> HubAnswer:
        """Ask once. Raises NoAnswer.

        Only who asks for a number finds out whether the hub gives any: with its disk full it still takes reports, and
        an errand at which it fails for ever must not keep it from being asked. To whom a kiosk is a stranger is there.
        """
        try:
            answer = self._hub.post(TICKETS, body, key, timeout_s)
        except HubNotPaired:
            raise
        except NoAnswer:
            self.absence.missed()
            raise
        self.absence.heard()
        return answer

    def _keep(self, key: str, answer: HubAnswer) -> None:
        """Store the answer; for a number the paper with it, as the hall is now. Raises HubFault: see issued_in."""
        if not answer.is_good:
            self._spool.answer_request(key, PageAnswer(answer.status, answer.body), None)
            return
        issued, hall = issued_in(answer.body), self._hall()
        assert hall is not None, "nothing is asked before the hall is known"
        ticket = msgspec.to_builtins(page_ticket(issued, hall))
        job = Job(
            job_id(key),
            issued.ticket,
            issued.label,
            stored_paper(issued.ticket, lambda: ticket_paper(issued, hall)),
            self._now(),
        )
        self._spool.answer_request(key, PageAnswer(HTTPStatus.CREATED, ticket), job)
        self.on_job(job)

    def abandon(self, request: Request) -> None:
        """Tell the hub that a request was given up: its number, if it has become one, is held by nobody.

        The hub cancels that number, or never draws one for this key. Raises NoAnswer.
        """
        key = f"abandon-{job_id(request.key)}"
        answer = self._hub.post(ABANDON, {"key": request.key}, key, self._timing.attempt_s)
        self._spool.close_request(request.key)
        log.info("the hub has heard that %s was given up: %s", request.key, answer.body)


def issued_in(body: dict[str, Any]) -> Issued:
    """The number in the hub's answer ``{"seq", "events": [{"kind": "TicketIssued", …}]}``.

    Raises HubFault: this is not the hub's answer, whoever gave it.
    """
    try:
        return msgspec.convert(body, IssuedAnswer).events[0]
    except (msgspec.ValidationError, IndexError) as error:
        raise HubFault(f"{TICKETS}: not an answer of the hub: {error}") from error


def job_id(key: str) -> str:
    """The print job of a request: the same for every repetition."""
    return sha256(key.encode()).hexdigest()[:24]


def cancelling(ticket: str, job: str, reason: Settlement) -> Errand:
    """The errand that cancels a ticket nobody holds."""
    return Errand(f"cancel-{job}", f"{TICKETS}/{ticket}/cancel", {"reason": reason.value})
