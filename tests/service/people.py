"""Accounts and grants on disk for tests, with a hasher that is quick and a clock that stands still."""

from pathlib import Path

from hub.service.attempts import Attempts
from hub.service.grants import Grants
from hub.service.ports import HasherBusy
from hub.service.signing_in import (
    MOST_WRONG,
    MOST_WRONG_OF_ADDRESS,
    WRONG_OF_ADDRESS_WITHIN_S,
    WRONG_WITHIN_S,
    SigningIn,
)
from hub.service.staff import Staff
from hub.store.database import open_database
from hub.store.register import Register
from tests.service.kit import FakeClock, Inline

PASSWORD = "trúc xanh bên hồ"


class QuickHasher:
    """Keeps passwords backwards, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_busy = False

    def hash(self, password: str) -> str:
        self._ask()
        return password[::-1]

    def verify(self, password_hash: str, password: str) -> bool:
        self._ask()
        return password_hash == password[::-1]

    def _ask(self) -> None:
        if self.is_busy:
            raise HasherBusy
        self.asked += 1


class SteadyClock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class People:
    """Everything of a hub that has to do with people, over ``hub.db`` in a folder."""

    def __init__(self, folder: Path, is_demo: bool = False) -> None:
        self.connection = open_database(folder / "hub.db")
        self.register = Register(self.connection)
        self.clock = FakeClock()
        self.steady = SteadyClock()
        self.hasher = QuickHasher()
        self.grants = Grants(self.register, Inline(), self.clock, is_demo)
        self.staff = Staff(self.register, Inline(), self.clock, self.grants, self.hasher)
        wrong = Attempts(MOST_WRONG, WRONG_WITHIN_S, self.steady)
        wrong_of_address = Attempts(MOST_WRONG_OF_ADDRESS, WRONG_OF_ADDRESS_WITHIN_S, self.steady)
        self.signing_in = SigningIn(self.staff, self.grants, self.hasher, wrong, wrong_of_address)

    def started_again(self) -> Staff:
        """The accounts as a hub finds them that starts anew on the same disk."""
        return Staff(self.register, Inline(), self.clock, self.grants, self.hasher)

    def close(self) -> None:
        self.connection.close()
