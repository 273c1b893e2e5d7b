"""What every device on the line has in common: an address, its turns on the line, what it repeats, its troubles."""

import random
import re
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from typing import ClassVar

from msgspec import Struct

from drivers.simulators.faults import SILENCING, Fault, Mishap
from drivers.simulators.hall.frames import Ear, Heard, pack
from drivers.simulators.hall.reports import Report, Reports, number
from drivers.simulators.hall.troubles import Troubles, Words

HOST, ALL = 0, 99
VERSION = "SIM1"
QUIET_S = 0.005
TURN_S = (0.005, 0.025)
"""Who answers waits for so much silence; who has something else to say waits for so much more, at random."""

STARTS = 0x10000
BOOT_S = 0.2
HELLO_S = 1.0
"""Devices that get power at once do not say hello at once."""
SLOW_REPLY_S = 0.3
"""Longer than the host waits for an acknowledgement."""

LABEL = "[A-Z0-9][A-Z0-9-]{0,15}"
NUMBER = r"(?:0|[1-9]\d{0,4})"
"""Shapes of arguments."""

Handler = Callable[[tuple[str, ...], float], bool]
"""Acts on the arguments of a frame; returns whether the device can do what they say."""


class Station(ABC):
    """A device that is on the line; all that a person or the line does to it says when (s of any steady clock).

    It is off until it joins a bus. `chance` decides its starts' names and its turns.
    """

    KIND: ClassVar[str]
    WORDS: ClassVar[Words] = (
        Fault.SILENT,
        Fault.UNPLUGGED,
        Fault.HALF_REPLY,
        Fault.SLOW_REPLY,
        Mishap.RESTART,
    )

    def __init__(self, address: int, chance: random.Random | None = None) -> None:
        self.address = address
        self.lock = threading.RLock()
        self.on_change: Callable[[], None] = lambda: None
        self.chance = chance or random.Random()
        self.is_on = False
        self.boot = ""
        self.bounced = self.outside = 0
        self.reports = Reports(self.chance)
        self.verbs: dict[str, tuple[re.Pattern[str], Handler]] = {}
        self._troubles = Troubles(self.WORDS)
        self._ear = Ear()
        self._answers: deque[tuple[float, bytes]] = deque()
        self._last: tuple[int, bytes] | None = None
        self._silent_s = self._turn_s = 0.0

    # What a person does to it.

    def switch_on(self, now_s: float) -> None:
        """Give it power; it says hello as soon as it has started."""
        with self.lock:
            if not self.is_on:
                self.is_on = True
                self.boot = f"{(int(self.boot or '0', 16) + self.chance.randrange(1, STARTS)) % STARTS:04X}"
                self._start(now_s)
        self.on_change()

    def switch_off(self) -> None:
        """Take its power away."""
        with self.lock:
            self.is_on = False
        self.on_change()

    def restart(self, now_s: float) -> None:
        """Let the power fail for a moment."""
        self.switch_off()
        self.switch_on(now_s)

    def fault(self, word: str, is_on: bool, now_s: float) -> None:
        """Cause or end a lasting trouble. Raises ValueError: this device has no such trouble."""
        with self.lock:
            what = self._troubles.switch(word, is_on)
        if what is Mishap.RESTART and is_on:
            self.restart(now_s)
        self.on_change()

    def cause(self, text: str, now_s: float) -> None:
        """Cause what a text such as `silent@40` or `restart` says. Raises ValueError."""
        with self.lock:
            order = self._troubles.order(text)
        if order is not None:
            self.fault(order.what, True, now_s)

    @property
    def faults(self) -> frozenset[Fault]:
        """The troubles of this moment."""
        with self.lock:
            return frozenset(self._troubles.on)

    @abstractmethod
    def picture(self, now_s: float) -> Struct:
        """What a person sees at this moment."""

    # What the line does to it.

    def feed(self, chunk: bytes, now_s: float) -> None:
        """Bytes were heard on the line, its own words not among them."""
        with self.lock:
            for piece, begun in self._troubles.pieces(chunk):
                self._hear(piece, now_s)
                for order in begun:
                    self.fault(order.what, True, now_s)

    def busy(self, until_s: float) -> None:
        """Somebody speaks until then."""
        with self.lock:
            self._silent_s = max(self._silent_s, until_s + QUIET_S)
            self._turn_s = max(self._turn_s, self._silent_s + self.chance.uniform(*TURN_S))

    def take(self, now_s: float) -> bytes:
        """What it says now, b"" when it is not its turn or it has nothing to say."""
        with self.lock:
            due_s = self.next_s(now_s)
            if due_s is None or now_s < due_s:
                return b""
            said = self._say(now_s)
            if self._troubles.on & (SILENCING | {Fault.UNPLUGGED}):
                return b""
            return said[: len(said) // 2] if Fault.HALF_REPLY in self._troubles.on else said

    def next_s(self, now_s: float) -> float | None:
        """When it has something to say; None: not before it hears something."""
        with self.lock:
            if not self.is_on:
                return None
            due = [max(self._answers[0][0], self._silent_s)] if self._answers else []
            if (report_s := self.reports.due_s(now_s)) is not None:
                due.append(max(report_s, self._turn_s))
            return min(due, default=None)

    @property
    def noise(self) -> int:
        """How many frames were broken since the start."""
        return self._ear.noise

    # What a kind of device adds.

    @abstractmethod
    def _forget(self) -> None:
        """Lose what power alone has kept; what is yet to be told goes behind the hello."""

    def _kept(self) -> int:
        return 0

    # Inside.

    def _start(self, now_s: float) -> None:
        self._ear.forget()
        self._answers.clear()
        self._last = None
        self.bounced = self.outside = 0
        hello = Report("HELO", (self._own(), self.KIND, self.boot, VERSION))
        self.reports.begin([hello], now_s + BOOT_S + self.chance.uniform(0, HELLO_S))
        self._forget()

    def _own(self) -> str:
        return f"{self.address:02}"

    def _hear(self, chunk: bytes, now_s: float) -> None:
        if not self.is_on or Fault.UNPLUGGED in self._troubles.on:
            return
        for frame in self._ear.feed(chunk):
            if frame.to == self.address:
                self._for_me(frame, now_s)
            elif frame.to == ALL:
                self._obey(frame, now_s)

    def _for_me(self, frame: Heard, now_s: float) -> None:
        if frame.verb in ("ACK", "NAK"):
            refusal = frame.args[1] if len(frame.args) > 1 else ""
            self.reports.answered(frame.seq, refusal, now_s)
            return
        if frame.verb == "PING" and not frame.args:
            self._last = (frame.seq, pack(HOST, frame.seq, "STAT", *self._state()))
        elif self._last is None or self._last[0] != frame.seq:
            refusal = self._obey(frame, now_s)
            words = ("NAK", self._own(), refusal) if refusal else ("ACK", self._own())
            self._last = (frame.seq, pack(HOST, frame.seq, *words))
        self._answer(self._last[1], now_s)

    def _obey(self, frame: Heard, now_s: float) -> str:
        """Do what a frame says; returns why not, or nothing."""
        if frame.verb not in self.verbs:
            return "VERB"
        form, handler = self.verbs[frame.verb]
        return "" if form.fullmatch(",".join(frame.args)) and handler(frame.args, now_s) else "ARGS"

    def _state(self) -> tuple[str, ...]:
        return self._own(), *map(number, (self.bounced, self.outside, self._kept(), self._ear.noise))

    def _answer(self, frame: bytes, now_s: float) -> None:
        slow_s = SLOW_REPLY_S if Fault.SLOW_REPLY in self._troubles.on else 0.0
        self._answers.append((now_s + slow_s, frame))

    def _say(self, now_s: float) -> bytes:
        """An answer, and right behind it what is to be told; or that alone."""
        answer = b""
        if self._answers and self._answers[0][0] <= now_s:
            answer = self._answers.popleft()[1]
            if not self.reports.may_follow(now_s):
                return answer
        seq, report = self.reports.next(now_s)
        return answer + pack(HOST, seq, report.verb, *report.args_at(now_s))
