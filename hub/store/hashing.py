"""Passwords by Argon2id, with OWASP's parameters for 19 MiB: 28 ms of one core each, so a few at a time."""

import threading
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.service.ports import HasherBusy, Worker

T = TypeVar("T")

MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1

MOST_ASKED = 32
"""How many may be in work or wait; who comes then is told to try again."""


class Argon2:
    """See :class:`hub.service.ports.Hasher`; ``worker`` does the work away from the loop."""

    def __init__(self, worker: Worker, most_asked: int = MOST_ASKED) -> None:
        self._worker = worker
        self._places = threading.BoundedSemaphore(most_asked)
        self._argon2 = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)

    def hash(self, password: str) -> str:
        """See the port."""
        return self._away(lambda: self._argon2.hash(_bytes(password)))

    def verify(self, password_hash: str, password: str) -> bool:
        """See the port."""
        return self._away(lambda: self._is_right(password_hash, password))

    def _is_right(self, password_hash: str, password: str) -> bool:
        try:
            return self._argon2.verify(password_hash, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    def _away(self, job: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise HasherBusy
        try:
            return self._worker.run(job)
        finally:
            self._places.release()


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
