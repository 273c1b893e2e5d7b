"""Signing in, and guessing made slow: the same words whatever was wrong, and a wait after a few wrong passwords."""

import logging
from collections.abc import Hashable

from hub.service.attempts import Attempts
from hub.service.grants import Grants
from hub.service.passwords import normalised
from hub.service.ports import Account, Grant, Hasher, HasherBusy
from hub.service.staff import MOST_OF_A_LOGIN, Staff, StaffRefused, folded

LOG = logging.getLogger("hub.staff")

MOST_WRONG = 5
WRONG_WITHIN_S = 300.0
"""So many wrong passwords of one account from one address within this time, and it has to wait."""

MOST_WRONG_OF_ADDRESS = 30
WRONG_OF_ADDRESS_WITHIN_S = 600.0
"""The same for all accounts together from one address."""


class SigningIn:
    """Opens sessions for who knows their password. ``wrong`` and ``wrong_of_address`` count those who do not."""

    def __init__(
        self,
        staff: Staff,
        grants: Grants,
        hasher: Hasher,
        wrong: Attempts | None = None,
        wrong_of_address: Attempts | None = None,
    ) -> None:
        self._staff = staff
        self._grants = grants
        self._hasher = hasher
        self._wrong = wrong or Attempts(MOST_WRONG, WRONG_WITHIN_S)
        self._wrong_of_address = wrong_of_address or Attempts(MOST_WRONG_OF_ADDRESS, WRONG_OF_ADDRESS_WITHIN_S)
        self._nobodys_hash = ""
        self._looked_at: set[Hashable] = set()

    def sign_in(self, login: str, password: str, address: str) -> tuple[Grant, str]:
        """A new session and its secret. Raises StaffRefused (wrong_sign_in, locked), HasherBusy, StorageError."""
        account = self._staff.by_login(login)
        self._require_right(account, password, (folded(login)[:MOST_OF_A_LOGIN], address), address)
        assert account is not None
        grant, secret = self._grants.give_session(account.id, address)
        if self._staff.account(account.id) is not account:  # changed while the session was stored: end it like the rest
            self._grants.end([grant.id])
            raise StaffRefused("wrong_sign_in")
        return grant, secret

    def change_password(self, account: Account, former: str, password: str, grant: int) -> None:
        """Change one's own password; every other session of the account ends.

        Raises StaffRefused (wrong_password, locked, same_password, password_…), HasherBusy, StorageError.
        """
        key = ("password", account.id)
        try:
            self._require_right(account, former, key, key)
        except StaffRefused as refused:
            raise StaffRefused("wrong_password") if refused.code == "wrong_sign_in" else refused from None
        if normalised(former) == normalised(password):
            raise StaffRefused("same_password")
        self._staff.set_password(account.id, password, keep=grant)

    def _require_right(self, account: Account | None, password: str, key: Hashable, address: Hashable) -> None:
        """Raises StaffRefused: wrong_sign_in, locked.

        A name that nobody has takes as long as one that somebody has. Of attempts by one key only one at a time is
        looked at (HasherBusy for the others), or a hundred at once would be a hundred guesses.
        """
        wait_s = max(self._wrong.wait_s(key), self._wrong_of_address.wait_s(address))
        if wait_s:
            raise StaffRefused("locked", minutes=(wait_s + 58) // 60)
        is_right = self._is_right(account, password, key)
        if not is_right or account is None or self._staff.account(account.id) is not account:
            self._wrong.note(key)
            self._wrong_of_address.note(address)
            LOG.warning("sign-in refused account=%s from=%s", account.id if account else "unknown", address)
            raise StaffRefused("wrong_sign_in")
        self._wrong.forget(key)

    def _is_right(self, account: Account | None, password: str, key: Hashable) -> bool:
        if key in self._looked_at:
            raise HasherBusy
        self._looked_at.add(key)
        try:
            self._nobodys_hash = self._nobodys_hash or self._hasher.hash("nobody's password")
            known = account.password_hash if account else self._nobodys_hash
            return self._hasher.verify(known, normalised(password))
        finally:
            self._looked_at.discard(key)
