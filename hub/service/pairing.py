"""Pairing: an unknown device shows a code, an administrator enters it, and the device gets a grant of its own."""

import hmac
import logging
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol

from hub.service.attempts import Attempts
from hub.service.ports import Grant, StorageError

LOG = logging.getLogger("hub.pairing")

CODE_S = 600
"""How long a code may be entered, and then how long its device may take to fetch what it got."""

QUIET_S = 30
"""A device that has not asked for so long shows its code no more, so the code is over."""

MOST_OPEN = 200
MOST_OPEN_OF_ADDRESS = 5
MOST_ASKED_OF_ADDRESS = 60
"""Codes by one address within :data:`CODE_S`."""

MOST_WRONG = 10
WRONG_WITHIN_S = 300
"""After so many wrong codes within this time by one account or from one address no other is looked at for a while."""

PAGES, KIOSKS = frozenset({"screen", "wall", "rating"}), frozenset({"kiosk", "agent"})
DESKS = frozenset({"desk", "hall"})
KINDS = PAGES | KIOSKS | DESKS
"""What may ask for a code: a browser, which becomes a screen with a page, the agent of a kiosk, or one that runs what
stands on and over the counters."""

BECOMES = {"wall": PAGES, "rating": PAGES, "kiosk": KIOSKS, "desk": DESKS, "hall": DESKS}
"""The kinds of screens that can be paired, and what each can be made of."""

WRONG_KINDS = {"wrong_kind_page": PAGES, "wrong_kind_program": KIOSKS, "wrong_kind_desk": DESKS}
"""The refusal when a device shall become what it cannot, by what it is."""

ALONE = frozenset({"kiosk", "desk", "hall"})
"""Of these a name is one device's alone: two kiosks of one name would print each other's tickets, two desk agents tell
of each other's devices."""

FIRST_NAMES = {**dict.fromkeys(KIOSKS, "kiosk:K"), "hall": "hall:H"}
"""How the names begin that are given to an agent which asked for none, by the kind that it asked as."""

MOST_OF_A_PLACE = 80
"""So many characters of where a device stands are kept."""

SECRET_BYTES = 32


class PairingRefused(Exception):
    """Why it is not done; the sentence of ``code`` is in the area ``devices`` of the locales."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class PairingOver(Exception):
    """The claim is unknown, its time is over, or what it led to was fetched and used, or revoked."""


class DeviceGrants(Protocol):
    """What pairing needs of :class:`hub.service.grants.Grants`."""

    def give_device(self, screen: str, place: str, address: str) -> tuple[Grant, str]:
        """A new grant and its secret. Raises StorageError."""

    def live(self, grant: int) -> Grant | None:
        """The grant of an id while it is live."""

    def all_live(self) -> list[Grant]:
        """Every live grant."""

    def end(self, ids: Iterable[int]) -> None:
        """End grants. Raises StorageError: they are ended, and that is stored later."""


@dataclass(frozen=True, slots=True)
class PairingCode:
    """What a device that asks is told: the code to show, the claim to fetch the grant with, how long both are good."""

    code: str
    claim: str
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class Entering:
    """An administrator's entry: the code, the screen that its device becomes, the place, and whether it may replace.

    An empty ``screen`` means what the device itself asked to be; a kiosk that asked for no name gets the next free one.
    """

    code: str
    screen: str
    place: str
    may_replace: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What a paired device gets: the screen that it is from now on, and the secret of its grant."""

    screen: str
    token: str


@dataclass(slots=True)
class _Open:
    """A code that is shown, or a grant that waits to be fetched; ``entering`` is there while its grant is stored."""

    code: str
    kind: str
    wish: str
    address: str
    until_s: float
    heard_s: float
    grant: int | None = None
    given: Given | None = None
    entering: Entering | None = None


class Pairing:
    """Codes and claims, in memory alone: after a restart every device shows a new code by itself.

    ``steady_s`` is a clock that is never set.
    """

    def __init__(self, grants: DeviceGrants, steady_s: Callable[[], float] = time.monotonic) -> None:
        self._grants = grants
        self._steady_s = steady_s
        self._open: dict[str, _Open] = {}
        self._asked = Attempts(MOST_ASKED_OF_ADDRESS, CODE_S, steady_s)
        self._wrong = Attempts(MOST_WRONG, WRONG_WITHIN_S, steady_s)

    def ask(self, kind: str, wish: str, address: str) -> PairingCode:
        """A code for a device at ``address``; ``wish`` is the screen that it would be, empty if it does not know.

        Raises PairingRefused: too_many_codes.
        """
        self.tick()
        here = sum(1 for entry in self._shown() if entry.address == address)
        if here >= MOST_OPEN_OF_ADDRESS or len(self._open) >= MOST_OPEN or self._asked.wait_s(address):
            raise PairingRefused("too_many_codes")
        self._asked.note(address)
        now_s, claim = self._steady_s(), secrets.token_urlsafe(SECRET_BYTES)
        self._open[claim] = _Open(self._new_code(), kind, wish, address, now_s + CODE_S, now_s)
        return PairingCode(self._open[claim].code, claim, CODE_S)

    def fetch(self, claim: str) -> Given | None:
        """What the claim's device got, None while nobody has entered its code. Raises PairingOver.

        The answer may be lost on its way, so it can be asked for again until its token was used for the first time.
        """
        self.tick()
        entry = self._open.get(claim)
        if entry is None or self._is_used(entry):
            self._open.pop(claim, None)
            raise PairingOver
        entry.heard_s = self._steady_s()
        return entry.given

    def enter(self, entering: Entering, *by: str) -> Grant:
        """Pair the device that shows this code; ``by`` are account and address of who enters it, for the limit.

        Raises StorageError and PairingRefused: locked, unknown_code, say_what, wrong_kind_page, wrong_kind_program,
        wrong_kind_desk, name_taken.
        """
        self.tick()
        if wait_s := self._wrong.wait_s(*by):
            raise PairingRefused("locked", minutes=-(-wait_s // 60))
        entry = next((entry for entry in self._shown() if hmac.compare_digest(entry.code, entering.code)), None)
        if entry is None:
            self._wrong.note(*by)
            raise PairingRefused("unknown_code")
        entering = replace(entering, screen=entering.screen or entry.wish or self._next_name(entry))
        grant = self._give(entry, entering, self._replaced(entry, entering))
        LOG.info(
            "paired grant=%d screen=%s address=%s by=%s",
            grant.id,
            grant.screen,
            grant.address,
            ",".join(by) or "console",
        )
        return grant

    def _next_name(self, entry: _Open) -> str:
        """The first kiosk, or hall agent, that there is not yet; empty where somebody must say what it becomes."""
        begins = FIRST_NAMES.get(entry.kind)
        if begins is None:
            return ""
        taken = {grant.screen for grant in self._grants.all_live()} | {other.screen for other in self._being_entered()}
        return next(name for number in count(1) if (name := f"{begins}{number}") not in taken)

    def tick(self) -> None:
        """Forget what is over; to be called now and then. A grant that its device never fetched ends."""
        now_s = self._steady_s()
        over = {claim: entry for claim, entry in self._open.items() if _is_over(entry, now_s)}
        for claim, entry in over.items():
            del self._open[claim]
            if entry.grant is not None and not self._is_used(entry):
                self._end([entry.grant])

    def _replaced(self, entry: _Open, entering: Entering) -> list[int]:
        """The grants that the new one replaces. Raises PairingRefused."""
        if not entering.screen:
            raise PairingRefused("say_what")
        kind, _, which = entering.screen.partition(":")
        if entry.kind not in BECOMES[kind]:
            raise PairingRefused(next(code for code, kinds in WRONG_KINDS.items() if entry.kind in kinds))
        if kind not in ALONE:
            return []
        for other in self._being_entered():
            if other.screen == entering.screen:  # what it replaces itself is not known yet
                raise PairingRefused("name_taken", name=which, place=other.place)
        namesakes = [grant for grant in self._grants.all_live() if grant.screen == entering.screen]
        if namesakes and not entering.may_replace:
            raise PairingRefused("name_taken", name=which, place=namesakes[0].place)
        return [grant.id for grant in namesakes]

    def _give(self, entry: _Open, entering: Entering, replaced: list[int]) -> Grant:
        """Make the grant. Meanwhile, while the disk is written, the code and the name are nobody else's."""
        entry.entering = entering
        try:
            grant, secret = self._grants.give_device(entering.screen, entering.place, entry.address)
        finally:
            entry.entering = None
        entry.grant, entry.given = grant.id, Given(entering.screen, secret)
        entry.until_s = self._steady_s() + CODE_S
        self._end(replaced)
        return grant

    def _end(self, grants: list[int]) -> None:
        try:
            self._grants.end(grants)
        except StorageError as error:
            LOG.warning("the end of grants %s is stored later: %s", grants, error)

    def _shown(self) -> list[_Open]:
        """The entries whose code can be entered."""
        return [entry for entry in self._open.values() if entry.given is None and entry.entering is None]

    def _being_entered(self) -> list[Entering]:
        return [entry.entering for entry in self._open.values() if entry.entering is not None]

    def _is_used(self, entry: _Open) -> bool:
        """Whether the grant was used, or has been revoked."""
        if entry.grant is None:
            return False
        grant = self._grants.live(entry.grant)
        return grant is None or grant.seen_at != grant.made_at

    def _new_code(self) -> str:
        taken = {entry.code for entry in self._open.values()}
        while (code := f"{secrets.randbelow(1_000_000):06}") in taken:
            continue
        return code


def _is_over(entry: _Open, now_s: float) -> bool:
    if entry.entering is not None:
        return False
    is_silent = entry.given is None and now_s - entry.heard_s > QUIET_S
    return is_silent or now_s > entry.until_s


def written_code(typed: str) -> str:
    """The code as it is compared: «482 913» and «482-913» are the same to whoever types them."""
    return "".join(character for character in typed if character.isdecimal() and character.isascii())


def written_place(typed: str) -> str:
    """The place as it is kept: in one line, without what nobody sees, such as marks that turn a line's direction."""
    seen = (character for character in typed if character.isprintable() or character.isspace())
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())[:MOST_OF_A_PLACE].rstrip()
