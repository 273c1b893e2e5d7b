"""Tells every screen its new view: at once after the first change, then at most every 50 ms, never to an empty room."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from hub.domain.events import Entry
from hub.domain.floor import Floor
from hub.domain.views.cards import Texts
from hub.messages import VIEW_EVENT, Envelope, Topic
from hub.realtime.topics import build_view

PACE_MS = 50
"""The least time between two rounds of views: 20 a second."""

log = logging.getLogger(__name__)


class Source(Protocol):
    """Where views come from: the office."""

    @property
    def floor(self) -> Floor:
        """The committed floor."""

    @property
    def epoch(self) -> str:
        """The journal's epoch."""

    @property
    def day_texts(self) -> Texts:
        """The erasable texts of the day by journal row and name."""


class Loop(Protocol):
    """The loop's clock and its way to do something later."""

    def now_ms(self) -> int:
        """Wall clock, ms since the epoch (UTC)."""

    def elapsed_ms(self) -> float:
        """A clock that only goes forward."""

    def later(self, delay_ms: float, action: Callable[[], None]) -> None:
        """Do ``action`` in ``delay_ms`` from now, never inside this call."""


Emit = Callable[[str, dict[str, Any], str], None]
"""``emit(event, envelope, room)``: only enqueues."""


@dataclass
class Fanout:
    """The office's Publisher, and who listens to what.

    ``source`` is called for each view: the office is made after its publisher. ``link_of`` gives a ticket's link.
    A view that equals the last one sent is not sent again: whoever is in the room has it. Who comes is greeted with the
    whole view; what was sent last is then forgotten, because the others may not have seen that one yet.
    """

    source: Callable[[], Source]
    loop: Loop
    emit: Emit
    link_of: Callable[[str], str] = lambda _ticket: ""
    _rooms: dict[Topic, set[str]] = field(default_factory=dict)
    _last_sent: dict[Topic, bytes] = field(default_factory=dict)
    _is_round_due: bool = False
    _last_round_ms: float = float("-inf")

    def announce(self, entries: Iterable[Entry]) -> None:
        """The floor has changed by ``entries``; every topic with somebody in its room may look different now."""
        if self._is_round_due or not self._rooms or not any(True for _ in entries):
            return
        self._is_round_due = True
        self.loop.later(max(0.0, self._last_round_ms + PACE_MS - self.loop.elapsed_ms()), self._round)

    def enter(self, sid: str, topic: Topic) -> dict[str, Any]:
        """Put a screen into its topic's room; returns the whole view to greet it with."""
        self._rooms.setdefault(topic, set()).add(sid)
        self._last_sent.pop(topic, None)
        return self.envelope(topic)

    def leave(self, sid: str) -> None:
        """Forget a screen; an empty room costs nothing from then on."""
        for topic in [topic for topic, sids in self._rooms.items() if sid in sids]:
            self._rooms[topic].discard(sid)
            if not self._rooms[topic]:
                del self._rooms[topic]
                self._last_sent.pop(topic, None)

    def screens_by_kind(self) -> dict[str, int]:
        """How many screens listen to each kind of topic."""
        return dict(Counter(topic.kind for topic, sids in self._rooms.items() for _ in sids))

    def knows(self, sid: str) -> bool:
        """Whether a screen is in a room."""
        return any(sid in sids for sids in self._rooms.values())

    def envelope(self, topic: Topic) -> dict[str, Any]:
        """The topic's view as it is now, as an :class:`hub.messages.Envelope` in JSON types."""
        return self._enveloped(topic, self._view(topic))

    @property
    def screens(self) -> int:
        """How many screens are connected."""
        return sum(len(sids) for sids in self._rooms.values())

    def _round(self) -> None:
        self._is_round_due = False
        self._last_round_ms = self.loop.elapsed_ms()
        for topic in list(self._rooms):
            try:
                self._tell(topic)
            except Exception:
                log.exception("view %s could not be sent", topic)

    def _tell(self, topic: Topic) -> None:
        view = self._view(topic)
        encoded = msgspec.json.encode(view)
        if self._last_sent.get(topic) != encoded:
            self._last_sent[topic] = encoded
            self.emit(VIEW_EVENT, self._enveloped(topic, view), str(topic))

    def _view(self, topic: Topic) -> dict[str, Any]:
        source = self.source()
        return build_view(source.floor, source.day_texts, topic, self.link_of)

    def _enveloped(self, topic: Topic, view: dict[str, Any]) -> dict[str, Any]:
        source = self.source()
        envelope = Envelope(str(topic), source.epoch, source.floor.seq, self.loop.now_ms(), view)
        built: dict[str, Any] = msgspec.to_builtins(envelope)
        return built
