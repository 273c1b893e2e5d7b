"""Who has been let in: the sessions of staff and the pairings of devices, kept at the hub so that each can be ended."""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterable
from functools import partial

from msgspec.structs import replace

from hub.service.ports import Clock, Grant, Register, StorageError, Worker

LOG = logging.getLogger("hub.grants")

DEMO = 0
"""The built-in grant of the demo: live only in a hub that was started as one, and of no account or screen."""

SESSION_MS = 12 * 3_600_000
"""A session ends so long after its sign-in at the latest: no shift is longer."""

IDLE_MS = 2 * 3_600_000
"""A session ends when nothing was heard of it for so long; an open page counts as use."""

NOTE_MS = 60_000
"""How often at most it is written down when grants were last seen."""

SECRET_BYTES = 32


class Grants:
    """All live grants in memory, and the way to change them; ``on_end`` is told each id that ends.

    Its constructor reads the register and so may raise StorageError; it must run before the worker gets its first job.
    """

    def __init__(self, register: Register, worker: Worker, clock: Clock, is_demo: bool = False) -> None:
        self._register = register
        self._worker = worker
        self._clock = clock
        self.on_end: list[Callable[[int], None]] = []
        self._live = {grant.id: grant for grant in register.live_grants()}
        self._by_hash = {grant.secret_hash: grant.id for grant in self._live.values()}
        self._seen: set[int] = set()
        self._ended: dict[int, int] = {}
        self._noted_ms = clock.now_ms()
        if is_demo:
            self._live[DEMO] = Grant(id=DEMO, kind="device", secret_hash="", made_at=0, seen_at=0)

    def give_session(self, account: int, address: str) -> tuple[Grant, str]:
        """A new session and its secret, which is kept nowhere. Raises StorageError."""
        return self._give(lambda **common: Grant(kind="session", account=account, address=address, **common))

    def give_device(self, screen: str, place: str, address: str) -> tuple[Grant, str]:
        """A new device's grant and its secret, which is kept nowhere. Raises StorageError."""
        return self._give(lambda **common: Grant(kind="device", screen=screen, place=place, address=address, **common))

    def by_secret(self, secret: str) -> Grant | None:
        """The live grant of a secret."""
        known = self._by_hash.get(_hash(secret))
        return None if known is None else self.live(known)

    def live(self, grant: int) -> Grant | None:
        """The grant of an id while it is live."""
        known = self._live.get(grant)
        return None if known is None or self._is_over(known) else known

    def all_live(self) -> list[Grant]:
        """Every live grant but the demo's, in the order in which they were given."""
        return [grant for grant in self._live.values() if grant.id != DEMO and not self._is_over(grant)]

    def place(self, grant: int, place: str) -> None:
        """Give a device another place; one that has gone keeps its own. Raises StorageError: nothing has changed."""
        known = self.live(grant)
        if known is None or known.kind != "device" or grant == DEMO:
            return
        self._worker.run(partial(self._register.place_grant, grant, place))
        if (known := self.live(grant)) is not None:
            self._live[grant] = replace(known, place=place)

    def seen(self, grant: int, address: str) -> None:
        """Something was heard of a grant, from ``address`` (empty: as before)."""
        known = self._live.get(grant)
        if known is None or grant == DEMO:
            return
        self._live[grant] = replace(known, seen_at=self._clock.now_ms(), address=address or known.address)
        self._seen.add(grant)

    def end(self, ids: Iterable[int]) -> None:
        """End grants: refused from now on, their sockets closed, then stored.

        Raises StorageError: they are ended, and it is tried again (:meth:`tick`) to store it.
        """
        now_ms = self._clock.now_ms()
        for grant in [self._live[grant] for grant in ids if grant in self._live and grant != DEMO]:
            del self._live[grant.id]
            del self._by_hash[grant.secret_hash]
            self._ended[grant.id] = now_ms
            LOG.info("ended %s", _told(grant))
            self._tell(grant.id)
        if self._ended:
            self._note()

    def tick(self, in_use: Iterable[int] = ()) -> None:
        """To be called every few seconds with the grants that have an open socket: ends what is over, notes the rest.

        Raises nothing that can pass.
        """
        for grant in in_use:
            self.seen(grant, "")
        try:
            self.end([grant.id for grant in self._live.values() if self._is_over(grant)])
            if self._seen and abs(self._clock.now_ms() - self._noted_ms) >= NOTE_MS:
                self._note()
        except StorageError as error:
            LOG.warning("grants could not be noted: %s", error)

    def _give(self, make: Callable[..., Grant]) -> tuple[Grant, str]:
        secret, now_ms = secrets.token_urlsafe(SECRET_BYTES), self._clock.now_ms()
        asked = make(id=0, secret_hash=_hash(secret), made_at=now_ms, seen_at=now_ms)
        grant = self._worker.run(partial(self._register.add_grant, asked))
        self._live[grant.id] = grant
        self._by_hash[grant.secret_hash] = grant.id
        LOG.info("given %s", _told(grant))
        return grant, secret

    def _is_over(self, grant: Grant) -> bool:
        """Whether a session's time is over; a clock that was set far back ends it as well."""
        if grant.kind == "device":
            return False
        now_ms = self._clock.now_ms()
        return abs(now_ms - grant.made_at) > SESSION_MS or abs(now_ms - grant.seen_at) > IDLE_MS

    def _tell(self, grant: int) -> None:
        for told in self.on_end:
            try:
                told(grant)
            except Exception:  # the edge to the sockets: a grant is ended whatever happens there
                LOG.exception("fault while ending grant %d", grant)

    def _note(self) -> None:
        """Store what is only in memory yet; on an error it stays to be stored."""
        seen = [self._live[grant] for grant in self._seen if grant in self._live]
        ended = dict(self._ended)
        self._worker.run(partial(self._register.note_grants, seen, ended))
        self._seen -= {grant.id for grant in seen}
        self._ended = {grant: at for grant, at in self._ended.items() if grant not in ended}
        self._noted_ms = self._clock.now_ms()


def _told(grant: Grant) -> str:
    """A grant for the log: numbers and names of screens, never a person's name."""
    holder = grant.screen or f"account={grant.account}"
    return f"grant={grant.id} kind={grant.kind} {holder} address={grant.address}"


def _hash(secret: str) -> str:
    """What is kept of a secret: it is long and random, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
