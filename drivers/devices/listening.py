"""Talks of devices that only tell something: a line of their own, nothing to send, and one host that hears them."""

from collections.abc import Callable, Mapping

from drivers.devices.device import Host, Shows, Standing
from drivers.devices.faces import Face


class ListeningTalk:
    """A Talk to be made more of: `received`, and what it counts. What is told before there is a host is told to it."""

    wake: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self) -> None:
        self._host: Host | None = None
        self._standing = Standing("unknown")

    @property
    def counts(self) -> Mapping[str, int]:
        """How often what happened."""
        return {}

    def take(self, host: Host) -> bool:
        """Give the device to a host; False: it has one."""
        if self._host:
            return False
        self._host = host
        host.stands(self._standing)
        return True

    def leave(self) -> None:
        """Tell nothing any more."""
        self._host = None

    def opened(self, _now_s: float, _baud: int | None) -> None:
        """See Talk."""
        self.stands("unknown")

    def due(self, _now_s: float) -> bytes:
        """See Talk."""
        return b""

    def next_s(self, _now_s: float) -> float | None:
        """See Talk."""
        return None

    def lost(self, _code: str, _now_s: float) -> None:
        """See Talk."""
        self.stands("offline", "line_lost")

    def tell(self, told: Callable[[Host], object]) -> None:
        """Tell the host, when there is one."""
        if host := self._host:
            told(host)

    def stands(self, link: str, trouble: str = "") -> None:
        """How it is now, told only when it is another way than before."""
        standing = Standing(link, trouble, dict(self.counts))
        if standing != self._standing:
            self._standing = standing
            self.tell(lambda host: host.stands(standing))


class ListeningDevice:
    """The device of such a talk: it shows nothing."""

    shows = Shows.NOTHING

    def __init__(self, talk: ListeningTalk) -> None:
        self._talk = talk

    def show(self, face: Face) -> None:
        """See Device.show."""

    def close(self) -> None:
        """See Device.close."""
        self._talk.leave()
