"""The staff's accounts: who there is, their passwords, their roles, and the sessions that end with a change."""

import logging
import threading
import unicodedata
from functools import partial

from msgspec.structs import replace

from hub.service.access import ADMINISTRATOR, STAFF_ROLES
from hub.service.grants import Grants
from hub.service.passwords import fault_of, normalised, one_time_password
from hub.service.ports import Account, Clock, Hasher, Register, Worker

LOG = logging.getLogger("hub.staff")

MOST_OF_A_LOGIN = 40
MOST_OF_A_NAME = 80


class StaffRefused(Exception):
    """Why something with an account is not done; the sentence of ``code`` is in ``staff.refusal`` of the locales."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Staff:
    """All accounts in memory, and the way to change them.

    Its constructor reads the register and so may raise StorageError; it must run before the worker gets its first job.
    What changes something raises StaffRefused, StorageError; what sets a password also HasherBusy.
    """

    def __init__(self, register: Register, worker: Worker, clock: Clock, grants: Grants, hasher: Hasher) -> None:
        self._register = register
        self._worker = worker
        self._clock = clock
        self._grants = grants
        self._hasher = hasher
        self._accounts = {account.id: account for account in register.accounts()}
        self._one_at_a_time = threading.Lock()

    def account(self, account: int) -> Account | None:
        """The account of an id while it is open."""
        known = self._accounts.get(account)
        return known if known is not None and known.closed_at is None else None

    def by_login(self, login: str) -> Account | None:
        """The open account of a login, however it is written."""
        asked = folded(login)
        return next((account for account in self.all_open() if account.login == asked), None)

    def all_open(self) -> list[Account]:
        """The open accounts in the order in which they were made."""
        return [account for account in self._accounts.values() if account.closed_at is None]

    def names(self) -> dict[str, str]:
        """The names of all actors of the staff, of closed accounts too: the journal knows them."""
        return {actor_of(account.id): account.name for account in self._accounts.values()}

    def add(self, login: str, name: str, role: str, password: str | None = None) -> tuple[Account, str]:
        """A new account and its password; without one given, a password for the first sign-in is made.

        Refused: login_malformed, name_missing, unknown_role, login_taken, password_….
        """
        asked = checked_login(login)
        given = one_time_password() if password is None else normalised(password)
        _require_good(given, asked)
        account = Account(
            id=0,
            login=asked,
            name=_checked_name(name),
            role=_checked_role(role),
            password_hash=self._hasher.hash(given),
            made_at=self._clock.now_ms(),
            must_change=password is None,
        )
        with self._one_at_a_time:
            if self.by_login(asked) is not None:
                raise StaffRefused("login_taken", login=asked)
            stored = self._worker.run(partial(self._register.add_account, account))
            self._accounts[stored.id] = stored
        LOG.info("account=%d made role=%s", stored.id, stored.role)
        return stored, given

    def set_password(self, account: int, password: str | None = None, keep: int | None = None) -> str:
        """Set a password (None: one for the next sign-in is made) and end the account's sessions but ``keep``.

        Returns the password. Refused: unknown_account, password_….
        """
        known = self._known(account)
        given = one_time_password() if password is None else normalised(password)
        _require_good(given, known.login)
        digest = self._hasher.hash(given)
        with self._one_at_a_time:
            changed = replace(self._known(account), password_hash=digest, must_change=password is None)
            self._store(changed)
        LOG.info("account=%d password set", account)
        self._end_sessions(account, but=keep)
        return given

    def set_role(self, account: int, role: str) -> None:
        """Give an account another role; its sessions end.

        Refused: unknown_account, unknown_role, last_administrator.
        """
        asked = _checked_role(role)
        with self._one_at_a_time:
            known = self._known(account)
            if known.role == asked:
                return
            self._require_another_administrator(known)
            self._store(replace(known, role=asked))
        LOG.info("account=%d role=%s", account, asked)
        self._end_sessions(account)

    def set_name(self, account: int, name: str) -> None:
        """Correct a name: it stands at once wherever the number does. Refused: unknown_account, name_missing."""
        asked = _checked_name(name)
        with self._one_at_a_time:
            self._store(replace(self._known(account), name=asked))
        LOG.info("account=%d name corrected", account)

    def close(self, account: int) -> None:
        """Close an account for good; its sessions end, its name stays. Refused: unknown_account, last_administrator."""
        with self._one_at_a_time:
            known = self._known(account)
            self._require_another_administrator(known)
            self._store(replace(known, closed_at=self._clock.now_ms()))
        LOG.info("account=%d closed", account)
        self._end_sessions(account)

    def _known(self, account: int) -> Account:
        known = self.account(account)
        if known is None:
            raise StaffRefused("unknown_account")
        return known

    def _store(self, account: Account) -> None:
        self._worker.run(partial(self._register.change_account, account))
        self._accounts[account.id] = account

    def _require_another_administrator(self, account: Account) -> None:
        """Without one nobody could make an account any more, except at the hub's keyboard."""
        others = [other for other in self.all_open() if other.role == ADMINISTRATOR and other.id != account.id]
        if account.role == ADMINISTRATOR and not others:
            raise StaffRefused("last_administrator")

    def _end_sessions(self, account: int, but: int | None = None) -> None:
        self._grants.end(
            [grant.id for grant in self._grants.all_live() if grant.account == account and grant.id != but]
        )


def actor_of(account: int) -> str:
    """What the journal knows of a member of staff."""
    return f"staff-{account}"


def folded(login: str) -> str:
    """A login as it is compared: however it is typed, capitals and all, it is the same."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def checked_login(login: str) -> str:
    """A login as it is kept. Raises StaffRefused: login_malformed."""
    asked = folded(login)
    is_good = asked and len(asked) <= MOST_OF_A_LOGIN and all(sign.isalnum() or sign in "._-@" for sign in asked)
    if not is_good:
        raise StaffRefused("login_malformed", most=MOST_OF_A_LOGIN)
    return asked


def _checked_name(name: str) -> str:
    asked = " ".join(unicodedata.normalize("NFC", name).split())
    if not asked or len(asked) > MOST_OF_A_NAME or not asked.isprintable():
        raise StaffRefused("name_missing", most=MOST_OF_A_NAME)
    return asked


def _checked_role(role: str) -> str:
    if role not in STAFF_ROLES:
        raise StaffRefused("unknown_role")
    return role


def _require_good(password: str, login: str) -> None:
    fault = fault_of(password, login)
    if fault is not None:
        raise StaffRefused(fault)
