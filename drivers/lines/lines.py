"""The lines of a process by their addresses: several devices share one."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar, cast

from drivers.errors import DeviceError
from drivers.lines.keeper import Keeper, Way
from drivers.lines.places import require_lasting_name
from drivers.lines.talk import Talk
from drivers.links import ByteLink, open_link, parse_address

AnyTalk = TypeVar("AnyTalk", bound=Talk)


class Shared(Protocol):
    """What several devices have in common and is no line, such as the connection to a broker."""

    @property
    def turned_s(self) -> float:
        """When its thread last went on."""

    def close(self) -> None:
        """End it and its thread."""


AnyShared = TypeVar("AnyShared", bound=Shared)


class Lines:
    """Makes a keeper for each address that is asked for, and ends them together. `open_way` opens an address."""

    def __init__(
        self, open_way: Callable[[str], ByteLink] = open_link, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self.now_s = now_s
        """The steady clock of all talks."""
        self.open_way = open_way
        """What opens a line by its address."""
        self._lock = threading.Lock()
        self._keepers: dict[str, Keeper] = {}
        self._users: Counter[str] = Counter()
        self._ended: list[Keeper] = []
        self._is_closed = False
        self._shared: dict[tuple[str, Hashable], Shared] = {}

    def talk(self, address: str, make: type[AnyTalk], open_way: Callable[[], ByteLink] | None = None) -> AnyTalk:
        """The talk on the line of an address, made and begun when it is first asked for; `let_go` gives it back.

        `open_way` opens what links know nothing of, such as an input device; its address may then be of any form.
        Raises DeviceError (no retry) `link_url` (the address is wrong), `device_options` (its name does not stay with
        the plug, or the same line is known under another one), `line_speaks_otherwise` (another protocol has the line),
        `lines_closed` (after `close`).
        """
        way = Way(address, open_way, None) if open_way else self._way(address)
        with self._lock:
            self._require_open()
            keeper = self._keepers.get(address) or self._begun(way, make)
            if not isinstance(keeper.talk, make):
                raise DeviceError("line_speaks_otherwise", retry=False, detail=address)
            self._users[address] += 1
            return keeper.talk

    def _begun(self, way: Way, make: Callable[[], Talk]) -> Keeper:
        """Raises DeviceError `device_options`: a line has one speed, so it is written in one way."""
        for known in self._keepers:
            if _place(known) == _place(way.address):
                detail = f"{known} and {way.address} are the same line; write it in one way for all its devices"
                raise DeviceError("device_options", retry=False, detail=detail)
        keeper = self._keepers[way.address] = Keeper(way, make(), self.now_s)
        keeper.start()
        return keeper

    def let_go(self, address: str) -> None:
        """Whoever asked for a talk once needs it no more; with the last one the line is closed, a moment later."""
        with self._lock:
            if address not in self._keepers:
                return
            self._users[address] -= 1
            if self._users[address]:
                return
            keeper = self._keepers.pop(address)
            self._ended.append(keeper)
        keeper.end()

    def _require_open(self) -> None:
        if self._is_closed:
            raise DeviceError("lines_closed", retry=False, detail="this program is about to end")

    def _way(self, address: str) -> Way:
        parsed = parse_address(address)
        require_lasting_name(parsed)
        return Way(address, lambda: self.open_way(address), parsed.baud)

    def shared(self, address: str, make: Callable[[], AnyShared], whose: Hashable = None) -> AnyShared:
        """What devices share at an address, made when it is first asked for; `whose` tells apart who shares.

        Raises DeviceError `lines_closed` (no retry): after `close`.
        """
        with self._lock:
            self._require_open()
            known = self._shared.get((address, whose))
            if known is None:
                known = self._shared[address, whose] = make()
            return cast(AnyShared, known)

    def close(self) -> None:
        """End every line, what else is shared, and their threads."""
        with self._lock:
            self._is_closed = True
            keepers, self._keepers = [*self._keepers.values(), *self._ended], {}
            shared, self._shared = list(self._shared.values()), {}
        for keeper in keepers:
            keeper.end()
        for keeper in keepers:
            keeper.stop()
        for each in shared:
            each.close()

    def turns(self) -> list[tuple[str, float]]:
        """The address of each line and of what else is shared, and when its thread last went on (by `now_s`)."""
        with self._lock:
            shared = [(address, each.turned_s) for (address, _whose), each in self._shared.items()]
            return [(address, keeper.turned_s) for address, keeper in self._keepers.items()] + shared


def _place(address: str) -> str:
    """What it is plugged into, without how it is spoken to."""
    return address.partition("?")[0]
