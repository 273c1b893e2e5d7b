"""The lines of a process by their addresses: several devices share one."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from drivers.errors import DeviceError
from drivers.lines.keeper import Keeper
from drivers.lines.talk import Talk
from drivers.links import ByteLink, open_link, parse_address

AnyTalk = TypeVar("AnyTalk", bound=Talk)


class Lines:
    """Makes a keeper for each address that is asked for, and ends them together. `open_way` opens an address."""

    def __init__(
        self, open_way: Callable[[str], ByteLink] = open_link, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self.now_s = now_s
        """The steady clock of all talks."""
        self._open_way = open_way
        self._lock = threading.Lock()
        self._keepers: dict[str, Keeper] = {}

    def talk(self, address: str, make: type[AnyTalk]) -> AnyTalk:
        """The talk on the line of an address, made and begun when it is first asked for.

        Raises DeviceError `link_url` (the address is wrong), `line_speaks_otherwise` (another protocol has the line).
        """
        baud = parse_address(address).baud
        with self._lock:
            keeper = self._keepers.get(address)
            if keeper is None:
                keeper = Keeper(lambda: self._open_way(address), make(), baud, self.now_s)
                self._keepers[address] = keeper
                keeper.start()
        if not isinstance(keeper.talk, make):
            raise DeviceError("line_speaks_otherwise", retry=False, detail=address)
        return keeper.talk

    def close(self) -> None:
        """End every line and its thread."""
        with self._lock:
            keepers, self._keepers = list(self._keepers.values()), {}
        for keeper in keepers:
            keeper.stop()

    def turns(self) -> list[tuple[str, float]]:
        """Each line's address, and when its thread last went on (by `now_s`)."""
        with self._lock:
            return [(address, keeper.turned_s) for address, keeper in self._keepers.items()]
