"""Which screen is connected by whom, so that the end of a grant is the end of its sockets."""

from collections.abc import Callable
from typing import NamedTuple

from hub.messages import Topic
from hub.service.access import Identity


class Connected(NamedTuple):
    """A screen's socket: what it hears, and who holds it."""

    topic: Topic
    holder: Identity


class Connections:
    """The open sockets. ``hang_up`` closes one by its id; ``tell`` is told of a topic when others hear it."""

    def __init__(self, hang_up: Callable[[str], None], tell: Callable[[Topic], None]) -> None:
        self._sockets: dict[str, Connected] = {}
        self._by_topic: dict[Topic, dict[str, str]] = {}
        self._hang_up = hang_up
        self._tell = tell

    @property
    def grants(self) -> frozenset[int]:
        """The grants that have an open socket."""
        return frozenset(connected.holder.grant for connected in self._sockets.values())

    def present(self, topic: Topic) -> list[str]:
        """The actors who hear a topic, each once, in the order in which they came."""
        return list(dict.fromkeys(self._by_topic.get(topic, {}).values()))

    def enter(self, sid: str, topic: Topic, holder: Identity) -> None:
        """A screen has been let in."""
        self._sockets[sid] = Connected(topic, holder)
        self._by_topic.setdefault(topic, {})[sid] = holder.actor
        self._tell(topic)

    def leave(self, sid: str) -> None:
        """Forget a screen."""
        left = self._sockets.pop(sid, None)
        if left is None:
            return
        del self._by_topic[left.topic][sid]
        if not self._by_topic[left.topic]:
            del self._by_topic[left.topic]
        self._tell(left.topic)

    def end(self, grant: int) -> None:
        """Close every socket of a grant; nothing more is sent to them."""
        for sid in [sid for sid, connected in self._sockets.items() if connected.holder.grant == grant]:
            self._hang_up(sid)
