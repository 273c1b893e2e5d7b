"""How an agent gets into the hall: it shows a code until an administrator has entered it, and keeps what it got."""

import logging
import threading
import time
from collections.abc import Callable
from http import HTTPStatus

import msgspec
import requests
from msgspec import Struct

from hub.agent.badge import Badge, BadgeFile
from hub.agent.hub_finder import Finder, FoundHub
from hub.agent.hub_session import hub_session
from hub.agent.trouble import Trouble
from hub.messages import API

log = logging.getLogger(__name__)

ASK_S = 0.5
"""Between two questions whether the code was entered."""

PAUSE_S = 3.0
"""Until the next search for the hub, or the next try at a hub that has no code for us now."""

LOST_S = 15.0
"""A hub that was found by itself and has been away for so long may have another address by now."""

GONE_S = 120.0
"""A hub that has been away for so long, while another one is there, will not come back."""

IN_WORDS = {
    "searching": "no hub has answered yet",
    "several_hubs": "several hubs are in this network, say which one with --hub",
    "busy": "the hub shows as many codes as it may",
}
"""The states in which there is no code, for the log."""

STILL_GOOD = frozenset({HTTPStatus.ACCEPTED, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE})
"""The hub's answers after which a code is shown on."""

ANSWER_S = 4.0


class PairingView(Struct, frozen=True):
    """What the page shows while this agent is a stranger to the hub.

    ``state``: ``searching`` (no hub has answered yet), ``several_hubs`` (somebody must say which), ``busy`` (the hub
    shows enough codes already) or ``code``, to be entered at ``hub_url``.
    """

    state: str
    code: str = ""
    hub_url: str = ""


class Asked(Struct, frozen=True):
    """The hub's answer to a wish for a code."""

    code: str
    claim: str


class Given(Struct, frozen=True):
    """What the hub gives once the code was entered; ``hub`` is its id."""

    screen: str
    token: str
    hub: str = ""


class NoCode(Exception):
    """There is no code to show now; ``state`` as in PairingView."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class Enrolment:
    """Keeps the agent's badge, and pairs the agent anew when the hub no longer takes it.

    A token that is refused is kept and goes on being tried: a hub that was restored may know it again. ``hub_url`` is
    the hub's address, or None: ``find`` looks for it, and for another one once the hub is gone for good, unless this
    agent ``goes_on`` without it. ``wish`` is what a new agent asks to be: ``kiosk:K1``, or ``kiosk`` by any name.
    ``show`` is told what to show, None once all is well; ``on_badge`` is called with each new badge, ``on_other_hub``,
    with the hub's id, before one of a hub that is, or may be, another than before.
    """

    def __init__(self, badges: BadgeFile, hub_url: str | None, find: Finder, wish: str) -> None:
        self.show: Callable[[PairingView | None], None] = lambda _view: None
        self.on_badge: Callable[[Badge], None] = lambda _badge: None
        self.on_other_hub: Callable[[str], None] = lambda _hub: None
        self.goes_on: Callable[[], bool] = lambda: False
        self.turned_s = time.monotonic()
        """When the thread last went on, by the steady clock; while it rests, when it will."""
        self._badges = badges
        self._hub_url = hub_url
        self._find = find
        self._wish = wish
        self._is_refused = False
        self._lost_since_s: float | None = None
        self._bell = threading.Event()
        self._trouble = Trouble(log)
        known = badges.read()
        self._badge = msgspec.structs.replace(known, hub_url=hub_url) if known and hub_url else known

    @property
    def badge(self) -> Badge | None:
        """The badge as it is now; None while there is none."""
        return self._badge

    def name(self) -> str:
        """This kiosk's name at the hub; empty while the hub does not know it."""
        return self._badge.name if self._badge and not self._is_refused else ""

    def device(self) -> str:
        """The printer's name at the hub, under which papers are asked of it; empty while this agent has no badge."""
        return f"{self._badge.name}-printer" if self._badge else ""

    def hub_answered(self, token: str, is_taken: bool) -> None:
        """The hub has taken or refused a token. What it said of a former one does not matter any more."""
        if self._badge is None or self._badge.token != token or self._is_refused is not is_taken:
            return
        self._is_refused = not is_taken
        log.warning("the hub %s this agent's token", "takes" if is_taken else "does not take")
        self._bell.set()

    def hub_reachable(self, is_reachable: bool) -> None:
        """The socket to the hub is up or gone."""
        if is_reachable:
            self._lost_since_s = None
        elif self._lost_since_s is None:
            self._lost_since_s = time.monotonic()

    def wake(self) -> None:
        """There is something to stop for."""
        self._bell.set()

    def run(self, stop: threading.Event) -> None:
        """Pair, search, wait, until ``stop`` is set and the enrolment was woken."""
        self.show(PairingView("searching") if self._is_stranger else None)
        while not stop.is_set():
            self.turned_s = time.monotonic()
            self._bell.clear()
            try:
                self._look(stop)
            except Exception as error:  # noqa: BLE001 - the edge of this thread
                self._trouble.fault("the enrolment", error)
            if not stop.is_set():
                self.turned_s = time.monotonic() + PAUSE_S
                self._bell.wait(PAUSE_S)

    def _look(self, stop: threading.Event) -> None:
        """Do what is to be done now, if anything is."""
        if not self._is_stranger and self._is_lost(LOST_S):
            self._follow()
        if self._is_stranger:
            self._pair(stop)
        if not self._is_stranger:
            self.show(None)

    @property
    def _is_stranger(self) -> bool:
        return self._badge is None or self._is_refused

    def _is_lost(self, for_s: float) -> bool:
        """Whether a hub that was found by itself has been away for so long."""
        since_s = self._lost_since_s
        return self._hub_url is None and since_s is not None and time.monotonic() - since_s > for_s

    def _follow(self) -> None:
        """The hub may have another address by now; or it is gone for good, and a hub that is here may take us in."""
        badge = self._badge
        assert badge is not None
        found = {hub.hub: hub.url for hub in self._find()}
        if badge.hub in found:
            if found[badge.hub] != badge.hub_url:
                log.info("the hub is at %s now", found[badge.hub])
                self._keep(msgspec.structs.replace(badge, hub_url=found[badge.hub]))
        elif found and self._is_lost(GONE_S) and not self.goes_on():
            self._is_refused = True

    def _pair(self, stop: threading.Event) -> None:
        """One code from its beginning to its end."""
        try:
            hub = self._hub()
            asked = _ask(hub.url, self._badge.screen if self._badge else self._wish)
        except NoCode as none:
            self._trouble.absence(f"no code yet: {IN_WORDS[none.state]}", none)
            self.show(PairingView(none.state))
            return
        self._trouble.over()
        log.warning("this agent is not paired: enter the code %s at %s/admin/devices", asked.code, hub.url)
        given = self._wait_for(hub, asked, stop)
        if given is not None:
            self._take(Badge(hub.url, given.screen, given.token, given.hub or hub.hub))

    def _wait_for(self, hub: FoundHub, asked: Asked, stop: threading.Event) -> Given | None:
        """Show the code until it was entered (what the hub gives), is over, or is not needed any more (None)."""
        shown, not_yet = PairingView("code", asked.code, hub.url), PairingView("searching")
        self.show(shown)
        while self._is_stranger and not stop.is_set():
            self.turned_s = time.monotonic()
            try:
                answer = _post(hub.url, "/pairing/claim", {"claim": asked.claim})
            except NoCode:
                self.show(not_yet)
            else:
                if answer.status_code == HTTPStatus.OK:
                    return msgspec.json.decode(answer.content, type=Given)
                if answer.status_code not in STILL_GOOD:
                    return None
                self.show(shown)
            stop.wait(ASK_S)
        return None

    def _hub(self) -> FoundHub:
        """The hub to ask. Raises NoCode: none was found, or several."""
        if self._hub_url is not None:
            return FoundHub(self._hub_url, "")
        known = [FoundHub(self._badge.hub_url, self._badge.hub)] if self._badge else []
        found = known if known and not self._is_lost(LOST_S) else list(self._find()) or known
        if len(found) != 1:
            raise NoCode("several_hubs" if found else "searching")
        return found[0]

    def _take(self, badge: Badge) -> None:
        """Go on with what a hub has given. One that was restored may have forgotten this kiosk, and is no other."""
        if self._badge is None or not badge.hub or badge.hub != self._badge.hub:
            self.on_other_hub(badge.hub)
        self._keep(badge)

    def _keep(self, badge: Badge) -> None:
        self._badges.write(badge)
        self._badge, self._is_refused = badge, False
        log.info("this agent is %s at %s", badge.screen, badge.hub_url)
        self.on_badge(badge)


def _ask(hub_url: str, wish: str) -> Asked:
    """A code from the hub. Raises NoCode."""
    kind, _, name = wish.partition(":")
    answer = _post(hub_url, "/pairing", {"kind": kind, "name": name} if name else {"kind": kind})
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise NoCode("busy")
    if answer.status_code != HTTPStatus.CREATED:
        raise NoCode("searching")
    try:
        return msgspec.json.decode(answer.content, type=Asked)
    except msgspec.DecodeError as error:
        raise NoCode("searching") from error


def _post(hub_url: str, path: str, body: dict[str, str]) -> requests.Response:
    """Ask the hub without a token. Raises NoCode: nobody answered."""
    try:
        with hub_session() as session:
            return session.post(hub_url.rstrip("/") + API + path, json=body, timeout=ANSWER_S, allow_redirects=False)
    except requests.RequestException as error:
        raise NoCode("searching") from error
