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
from hub.domain.views.shared import SharedParts
from hub.messages import VIEW_EVENT, WALL_KIND, Envelope, Topic
from hub.realtime.broadcast import Broadcast
from hub.realtime.topics import build_view

PACE_MS = 50
"""The least time between two rounds of views: 20 a second."""

ROUNDS_SHARE = 0.25
"""How much of the loop's time rounds take at most, where one takes longer than the pace allows."""

MOST_PACE_MS = 250
"""The most time between two rounds for that: the clock does not tell a hall of many screens from a hub that stood."""

MOST_HELD_MS = 5.0
"""How long a round may hold the loop: then whoever sends a command has a turn."""

HEARD_AT_ONCE = 64
"""So many screens are told between two looks at the clock."""

MOST_VIEWS_KEPT = 256
"""Views of one revision that are kept; more topics than that nobody listens to."""

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

    def give_way(self) -> None:
        """Let everybody else who is ready have a turn."""


class Listener(Protocol):
    """A screen."""

    def hear(self, told: Broadcast) -> None:
        """Send it, at once or after what waits for this screen; never blocks."""


Build = Callable[[SharedParts, Topic, Callable[[str], str]], bytes]
"""Makes a topic's view, as JSON; the last argument gives tickets' links."""


class Revision:
    """The views of the floor as it stands, each built when somebody first asks for it.

    Between two journal rows nothing changes but that a text may be erased, and then there are fewer.
    """

    def __init__(self, floor: Floor, texts: Texts, before: SharedParts | None) -> None:
        self.parts = SharedParts(floor, texts, before)
        self.views: dict[Topic, bytes] = {}
        self._seq, self._texts = floor.seq, len(texts)

    def is_of(self, floor: Floor, texts: Texts) -> bool:
        """Whether it is still that of this floor."""
        return self.parts.floor is floor and self._seq == floor.seq and self._texts == len(texts)


@dataclass
class Fanout:
    """The office's Publisher, and who listens to what.

    ``source`` is called for each view: the office is made after its publisher. ``link_of`` gives a ticket's link.
    A view that equals the last one sent is not sent again: whoever is in the room has it. Who comes is greeted with the
    whole view; what was sent last is then forgotten, because the others may not have seen that one yet.
    """

    source: Callable[[], Source]
    loop: Loop
    link_of: Callable[[str], str] = lambda _ticket: ""
    build: Build = build_view
    _rooms: dict[Topic, dict[str, Listener]] = field(default_factory=dict)
    _topics: dict[str, Topic] = field(default_factory=dict)
    _last_sent: dict[Topic, bytes] = field(default_factory=dict)
    _revision: Revision | None = None
    _is_round_due: bool = False
    _is_round_going: bool = False
    _last_round_ms: float = float("-inf")
    _pace_ms: float = PACE_MS
    _free_since_ms: float = 0.0
    _held_ms: float = 0.0

    def announce(self, entries: Iterable[Entry]) -> None:
        """The floor has changed by ``entries``; every topic with somebody in its room may look different now."""
        if self._is_round_due or not self._rooms or not any(True for _ in entries):
            return
        self._is_round_due = True
        if not self._is_round_going:
            self._plan_round()

    def enter(self, sid: str, topic: Topic, listener: Listener) -> Broadcast:
        """Put a screen into its topic's room; returns the whole view to greet it with."""
        self._rooms.setdefault(topic, {})[sid] = listener
        self._topics[sid] = topic
        self._last_sent.pop(topic, None)
        return Broadcast(VIEW_EVENT, self.envelope_json(topic))

    def leave(self, sid: str) -> None:
        """Forget a screen; an empty room costs nothing from then on."""
        topic = self._topics.pop(sid, None)
        if topic is None:
            return
        del self._rooms[topic][sid]
        if not self._rooms[topic]:
            del self._rooms[topic]
            self._last_sent.pop(topic, None)
        if not self._topics:
            self._revision = None  # nobody needs it, and its texts may be erased

    def screens_by_kind(self) -> dict[str, int]:
        """How many screens listen to each kind of topic."""
        return dict(Counter(topic.kind for topic in self._topics.values()))

    def knows(self, sid: str) -> bool:
        """Whether a screen is in a room."""
        return sid in self._topics

    def envelope(self, topic: Topic) -> dict[str, Any]:
        """The topic's view as it is now, as an :class:`hub.messages.Envelope` in JSON types."""
        told: dict[str, Any] = msgspec.json.decode(self.envelope_json(topic))
        return told

    def envelope_json(self, topic: Topic) -> bytes:
        """The same as JSON."""
        return self._enveloped(topic, self._view(topic))

    @property
    def screens(self) -> int:
        """How many screens are connected."""
        return len(self._topics)

    def _plan_round(self) -> None:
        self.loop.later(max(0.0, self._last_round_ms + self._pace_ms - self.loop.elapsed_ms()), self._round)

    def _round(self) -> None:
        """Tell every topic, the walls first: there somebody is called.

        Another round begins after this one, so that no screen hears an older view last.
        """
        self._is_round_due, self._is_round_going = False, True
        self._last_round_ms = self._free_since_ms = self.loop.elapsed_ms()
        self._held_ms = 0.0
        try:
            self._tell_all()
        finally:
            self._end_round()

    def _tell_all(self) -> None:
        for topic in sorted(self._rooms, key=lambda topic: topic.kind != WALL_KIND):
            try:
                self._tell(topic)
            except Exception:
                log.exception("view %s could not be sent", topic)
            self._give_way()

    def _end_round(self) -> None:
        self._is_round_going = False
        held_ms = self._held_ms + self.loop.elapsed_ms() - self._free_since_ms
        self._pace_ms = min(MOST_PACE_MS, max(PACE_MS, held_ms / ROUNDS_SHARE))
        if self._is_round_due:
            self._plan_round()

    def _tell(self, topic: Topic) -> None:
        listeners = list(self._rooms.get(topic, {}).values())
        view = self._view(topic) if listeners else b""
        if not listeners or self._last_sent.get(topic) == view:
            return
        self._last_sent[topic] = view
        told = Broadcast(VIEW_EVENT, self._enveloped(topic, view))
        for first in range(0, len(listeners), HEARD_AT_ONCE):
            for listener in listeners[first : first + HEARD_AT_ONCE]:
                _tell_one(listener, told)
            self._give_way()

    def _give_way(self) -> None:
        held_ms = self.loop.elapsed_ms() - self._free_since_ms
        if held_ms > MOST_HELD_MS:
            self._held_ms += held_ms
            self.loop.give_way()
            self._free_since_ms = self.loop.elapsed_ms()

    def _view(self, topic: Topic) -> bytes:
        revision = self._current()
        view = revision.views.get(topic)
        if view is None:
            view = self.build(revision.parts, topic, self.link_of)
            if len(revision.views) < MOST_VIEWS_KEPT:
                revision.views[topic] = view
        return view

    def _current(self) -> Revision:
        source, known = self.source(), self._revision
        if known is None or not known.is_of(source.floor, source.day_texts):
            known = self._revision = Revision(source.floor, source.day_texts, known.parts if known else None)
        return known

    def _enveloped(self, topic: Topic, view: bytes) -> bytes:
        source = self.source()
        data: Any = msgspec.Raw(view)  # is JSON already, and becomes part of the envelope as it is
        return msgspec.json.encode(Envelope(str(topic), source.epoch, source.floor.seq, self.loop.now_ms(), data))


def _tell_one(listener: Listener, told: Broadcast) -> None:
    try:
        listener.hear(told)
    except Exception:
        log.exception("a screen could not be told")
