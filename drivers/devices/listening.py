"""Talks of devices that only tell something: a line of their own, nothing to send, and one host that hears them."""

import threading
from collections.abc import Callable, Mapping

from drivers.devices.device import Host, Shows, Standing
from drivers.devices.faces import Face
from drivers.devices.options import Options


class ListeningTalk:
    """A Talk to be made more of: `received`, and what it counts. How it stood before it had a host is told then."""

    wake: Callable[[], None] = staticmethod(lambda: None)

    open_is = "unknown"
    """How a device is of which no more is known than that its way is open."""

    def __init__(self) -> None:
        self._host: Host | None = None
        self._telling = threading.Lock()
        self._standing = Standing("unknown")

    @property
    def counts(self) -> Mapping[str, int]:
        """How often what happened."""
        return {}

    def attached(self, host: Host, options: Options, let_go: Callable[[], None]) -> "ListeningDevice":
        """Give it to a host; `let_go` gives the line back. Raises DeviceError `device_options`: it has a host."""
        with self._telling:
            if self._host:
                let_go()
                raise options.wrong("another device of the list has this address to itself")
            self._host = host
            host.stands(self._standing)
        return ListeningDevice(self, let_go)

    def leave(self) -> None:
        """Tell nothing any more."""
        self._host = None

    def opened(self, _now_s: float, _baud: int | None) -> None:
        """See Talk."""
        self.stands(self.open_is)

    def due(self, _now_s: float) -> bytes:
        """See Talk."""
        return b""

    def next_s(self, _now_s: float) -> float | None:
        """See Talk."""
        return None

    def lost(self, code: str, _now_s: float) -> None:
        """See Talk."""
        self.stands("offline", code if code == "cannot_grab" else "line_lost")

    def tell(self, told: Callable[[Host], object]) -> None:
        """Tell the host, when there is one."""
        if host := self._host:
            told(host)

    def stands(self, link: str, trouble: str = "") -> None:
        """How it is now, told only when it is another way than before."""
        standing = Standing(link, trouble, dict(self.counts))
        with self._telling:
            if standing != self._standing:
                self._standing = standing
                self.tell(lambda host: host.stands(standing))


class ListeningDevice:
    """The device of such a talk: it shows nothing."""

    shows = Shows.NOTHING

    def __init__(self, talk: ListeningTalk, let_go: Callable[[], None]) -> None:
        self._talk = talk
        self._let_go = let_go

    def show(self, face: Face) -> None:
        """See Device.show."""

    def close(self) -> None:
        """See Device.close. The line, or the grip on an input device, is let go of, too."""
        self._talk.leave()
        self._let_go()
