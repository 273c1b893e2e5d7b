"""Pairing with everything around it, on a clock of the test's own."""

from collections.abc import Iterable

import pytest

from hub.service import pairing as p
from hub.service.pairing import Entering, Pairing, PairingRefused
from hub.service.ports import Grant, StorageError

ADMIN = ("staff-1", "192.168.1.9")
WALL = "192.168.1.20"


class Steady:
    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


class Grants:
    """Grants in memory, as pairing sees them."""

    def __init__(self) -> None:
        self.by_id: dict[int, Grant] = {}
        self.disk_is_full = False

    def give_device(self, screen: str, place: str, address: str) -> tuple[Grant, str]:
        if self.disk_is_full:
            raise StorageError("full")
        number = len(self.by_id) + 1
        grant = Grant(
            id=number,
            kind="device",
            secret_hash="h",
            made_at=number,
            seen_at=number,
            screen=screen,
            place=place,
            address=address,
        )
        self.by_id[number] = grant
        return grant, f"secret-{number}"

    def live(self, grant: int) -> Grant | None:
        return self.by_id.get(grant)

    def all_live(self) -> list[Grant]:
        return list(self.by_id.values())

    def end(self, ids: Iterable[int]) -> None:
        for number in ids:
            self.by_id.pop(number, None)
        if self.disk_is_full:
            raise StorageError("full")

    def use(self, number: int) -> None:
        grant = self.by_id[number]
        self.by_id[number] = Grant(
            id=number,
            kind="device",
            secret_hash="h",
            made_at=grant.made_at,
            seen_at=grant.made_at + 1,
            screen=grant.screen,
        )


class Desk:
    """Pairing with everything around it."""

    def __init__(self) -> None:
        self.clock = Steady()
        self.grants = Grants()
        self.pairing = Pairing(self.grants, self.clock)

    def enter(self, code: str, screen: str = "wall", *, may_replace: bool = False) -> Grant:
        return self.pairing.enter(Entering(code, screen, "Sảnh tầng 1", may_replace), *ADMIN)

    def refusal(self, code: str, screen: str = "wall", by: tuple[str, str] = ADMIN) -> str:
        with pytest.raises(PairingRefused) as refused:
            self.pairing.enter(Entering(code, screen, "đâu đó"), *by)
        return refused.value.code

    def pass_s(self, seconds: float, *claims: str) -> None:
        """Let time pass while the devices of these claims go on asking."""
        until_s = self.clock.s + seconds
        while self.clock.s < until_s:
            self.clock.s = min(until_s, self.clock.s + p.QUIET_S)
            for claim in claims:
                self.pairing.fetch(claim)
