"""The host's side of one line with its stations: who may speak when, and whose turn it is. Without the line itself."""

import logging
import threading
from collections.abc import Callable
from math import inf
from random import Random

from msgspec.structs import replace

from drivers.errors import DeviceError
from drivers.wire.frame import END, MOST_BYTES, Frame, Splitter
from drivers.wire.post import PING_S, Post
from drivers.wire.station import Contact, Station
from drivers.wire.verbs import EVERYBODY, HOST

log = logging.getLogger(__name__)

BITS_PER_BYTE = 10
SILENCE_S = 0.005
"""Nobody speaks before the line was silent for so long."""
HALF_FRAME_S = 0.03
"""So long a frame may pause in its middle: adapters for USB hand over what they receive every 16 ms."""
PATIENCE_S = 0.3
"""A line that is never silent carries nothing; speaking on it nevertheless shows at least who is not heard."""
ANSWER_S = 0.05
ANSWER_BYTES = 40
"""STAT with four numbers, the longest answer."""
TURN_BYTES = 50
MOST_OF_LINE = 1 / 3
"""So much of the line may go into asking whether devices are there; where there are many, each is asked more seldom."""
STRANGE_S = 5.0
"""A device that is still unknown so long after it was first heard is none of the list."""
LOOK_S = 1.0
"""The line is looked after at least so often."""
STOOD_STILL_S = 0.5
"""When it was looked after so much later (this program was stopped, say), what waited is older than it says."""


class Exchange:
    """A Talk of the line protocol. One frame of ours waits for its answer at a time, and each station gets its turn.

    `add`, `remove`, `changed` and `contact` may be called from any thread, the rest by the line's alone.
    """

    def __init__(self, rng: Random | None = None) -> None:
        self.wake: Callable[[], None] = lambda: None
        self._rng = rng or Random()
        self._lock = threading.Lock()
        self._posts: dict[int, Post] = {}
        self._strangers: dict[int, float] = {}
        self._splitter = Splitter()
        self._is_open = False
        self._last_turn = HOST
        self.opened(0.0, None)
        self._is_open = False

    def add(self, address: int, station: Station) -> None:
        """From now on this device is on the line.

        Raises DeviceError `device_options` (no retry): the address is none of a device, or another one has it.
        """
        with self._lock:
            if not HOST < address < EVERYBODY:
                raise DeviceError("device_options", retry=False, detail="a device's number lies between 1 and 98")
            if address in self._posts:
                raise DeviceError("device_options", retry=False, detail=f"two devices have the number {address}")
            self._posts = {**self._posts, address: Post(address, station, self._rng)}
            self._pace()
        self.wake()

    def remove(self, address: int) -> None:
        """The device's driver is asked and told nothing any more, but for what is under way at this moment."""
        with self._lock:
            self._posts = {key: post for key, post in self._posts.items() if key != address}
            self._pace()

    def changed(self) -> None:
        """A station wants something else now."""
        self.wake()

    def contact(self, address: int) -> Contact:
        """How the device is reached, with the counts of this moment."""
        post = self._posts.get(address)
        return Contact() if post is None else replace(post.contact, broken=self._splitter.broken)

    def opened(self, now_s: float, baud: int | None) -> None:
        """See Talk.opened."""
        self._is_open = True
        self._splitter.feed(END)
        self._byte_s = BITS_PER_BYTE / baud if baud else 0.0
        self._busy_s = self._silent_s = self._answer_s = self._back_by_s = now_s
        self._asked: Post | None = None
        self._answers: dict[int, bytes] = {}
        self._pace()
        for post in self._posts.values():
            post.opened(now_s)

    def lost(self, _code: str, _now_s: float) -> None:
        """See Talk.lost."""
        self._is_open = False
        for post in self._posts.values():
            post.lost()

    def received(self, chunk: bytes, now_s: float) -> None:
        """See Talk.received. What others are told is our own echo, or none of our business.

        A key of a while ago is not what somebody wants now, and a rating tells how long ago it was: what came while
        nobody read is passed over without an answer. Devices say it again with its age, or have given it up.
        """
        if now_s > self._back_by_s + STOOD_STILL_S:
            chunk = END
        frames = self._splitter.feed(chunk)
        if now_s > self._silent_s:
            self._busy_s = now_s
        self._silent_s = now_s + (HALF_FRAME_S if self._splitter.has_begun else SILENCE_S)
        for frame in frames:
            if frame.to == HOST:
                self._hear(frame, now_s)

    def _hear(self, frame: Frame, now_s: float) -> None:
        address = int(frame.args[0])
        post = self._posts.get(address)
        if post is None:
            self._hear_stranger(address, now_s)
            return
        if answer := post.heard(frame, now_s):
            self._answers[address] = answer
        if post is self._asked and not post.is_waiting:
            self._asked = None

    def _hear_stranger(self, address: int, now_s: float) -> None:
        """Tell of it once, and not while the devices of the list are still being put on the line."""
        first_s = self._strangers.setdefault(address, now_s)
        if now_s - first_s >= STRANGE_S:
            self._strangers[address] = inf
            log.warning("a device with the number %02d speaks on a line; the device list has none there", address)

    def due(self, now_s: float) -> bytes:
        """See Talk.due: one frame at most."""
        if not self._is_open or not self._may_speak(now_s):
            return b""
        if self._asked and now_s >= self._answer_s:
            self._give_up(self._asked, now_s)
        if self._answers:
            return self._speak(self._answers.pop(next(iter(self._answers))), now_s)
        if self._asked:
            return b""
        return self._ask(now_s)

    def _may_speak(self, now_s: float) -> bool:
        return now_s >= min(self._silent_s, self._busy_s + PATIENCE_S + 2 * MOST_BYTES * self._byte_s)

    def _give_up(self, post: Post, now_s: float) -> None:
        self._asked = None
        if self._posts.get(post.address) is post:
            post.missed(now_s)

    def _pace(self) -> None:
        posts = self._posts.values()
        turn_s = ANSWER_S + TURN_BYTES * self._byte_s
        for post in posts:
            post.ping_s = max(PING_S, len(posts) * turn_s / MOST_OF_LINE)

    def _ask(self, now_s: float) -> bytes:
        """The next station's frame, beginning behind the one whose turn was last."""
        posts = self._posts
        for address in sorted(posts, key=lambda address: (address <= self._last_turn, address)):
            if raw := posts[address].next_frame(now_s):
                self._last_turn, self._asked = address, posts[address]
                self._answer_s = now_s + ANSWER_S + ANSWER_BYTES * self._byte_s
                return self._speak(raw, now_s)
        return b""

    def _speak(self, raw: bytes, now_s: float) -> bytes:
        line_s = len(raw) * self._byte_s
        self._answer_s += line_s
        self._silent_s = self._busy_s = now_s + line_s
        return raw

    def next_s(self, now_s: float) -> float | None:
        """See Talk.next_s. It is asked when nothing is left to be read."""
        if not self._is_open:
            return None
        self._back_by_s = min(now_s + LOOK_S, self._next_s(now_s))
        return self._back_by_s

    def _next_s(self, now_s: float) -> float:
        free_s = max(now_s, self._silent_s)
        if self._answers:
            return free_s
        if self._asked:
            return max(free_s, self._answer_s)
        return max(free_s, min((post.next_s(now_s) for post in self._posts.values()), default=free_s + 1.0))
