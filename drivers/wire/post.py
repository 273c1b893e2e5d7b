"""What has been said with one station and is to be said next: sequence numbers, repeats, what it has acknowledged."""

import logging
from random import Random

from msgspec.structs import replace

from drivers.wire.frame import SEQUENCES, Frame, FrameError, encode
from drivers.wire.station import Contact, Order, Station
from drivers.wire.verbs import HOST

log = logging.getLogger(__name__)

PING = Order("", "PING")
PING_S = 2.0
MOST_TRIES = 5
PAUSE_S = 0.05
"""The longest pause before the first repeat; each further one is up to twice as long."""
LATER_S = 0.5
"""When an order is said again that the device had no room for."""
OWN_HOST = f"{HOST:02d}"
ANSWERS = ("ACK", "NAK", "STAT")
WITH_AGE = ("KEY", "RATE")
"""Their last argument is how long ago it was: another one does not make another report."""


class Post:
    """The conversation with one station. Used by the line's thread alone."""

    def __init__(self, address: int, station: Station, rng: Random) -> None:
        self.address = address
        self.station = station
        self.contact = Contact()
        self.ping_s = PING_S
        """A device that answered nothing for so long is asked whether it is there."""
        self._rng = rng
        self._seq = rng.randrange(SEQUENCES)
        self._told: tuple[object, ...] | None = None
        self._answer = b""
        self._begin_anew(0.0)

    def _begin_anew(self, now_s: float) -> None:
        """Nobody knows what the device shows, or which of our sequence numbers it remembers."""
        self._is_greeted = False
        self._sent: Order | None = None
        self._shown: dict[str, tuple[object, ...]] = {}
        self._misses = 0
        self._retry_s = now_s
        self._answered_s = now_s

    def opened(self, now_s: float) -> None:
        """The line is open. One that was opened anew for nothing was heard is no news."""
        self._begin_anew(now_s)
        if self.contact.link == "offline":
            self._stands("unknown", "")

    def lost(self) -> None:
        """The line is away."""
        self._stands("offline", "line_lost")

    def next_frame(self, now_s: float) -> bytes:
        """What is to be said now, b"" for nothing. What cannot be said is refused in the device's place."""
        while now_s >= self._retry_s and (order := self._due_order(now_s)):
            is_new = self._sent is None or (order.slot, order.meaning) != (self._sent.slot, self._sent.meaning)
            frame = Frame(self.address, (self._seq + is_new) % SEQUENCES, order.verb, order.args)
            try:
                raw = encode(frame)
            except FrameError as error:
                log.error("device %02d cannot be told something: %s", self.address, error)
                self._settle(order, "ARGS")
                continue
            self.contact = replace(self.contact, repeats=self.contact.repeats + (not is_new))
            self._seq, self._sent = frame.seq, order
            self._shown.pop(order.slot, None)
            return raw
        return b""

    def next_s(self, now_s: float) -> float:
        """When `next_frame` may have something."""
        if self._due_order(now_s):
            return max(now_s, self._retry_s)
        return max(self._retry_s, self._answered_s + self.ping_s)

    def _due_order(self, now_s: float) -> Order | None:
        """The first PING makes sure that the sequence numbers of an earlier host are forgotten; one that was only heard
        has yet to show that it hears.
        """
        if not self._is_greeted:
            return PING
        for order in self.station.wanted(now_s):
            if self._shown.get(order.slot) != order.meaning:
                return order
        is_quiet = now_s >= self._answered_s + self.ping_s
        return PING if is_quiet or self.contact.link != "online" else None

    def missed(self, now_s: float) -> None:
        """No answer came in time."""
        if self._sent is None:
            return
        self._misses += 1
        if self._misses < MOST_TRIES:
            most_s = PAUSE_S * 2 ** (self._misses - 1)
            self._retry_s = now_s + self._rng.uniform(most_s / 2, most_s)
            return
        misses = self._misses
        self._begin_anew(now_s)
        self._misses = misses
        self._retry_s = now_s + self.ping_s
        self._stands("unknown", "device_silent")

    def heard(self, frame: Frame, now_s: float) -> bytes:
        """A whole frame of this device has come; returns what is to be answered.

        Only an answer shows that it hears us, too. One that was silent and speaks is asked at once.
        """
        if frame.verb in ANSWERS and frame.seq == self._seq:
            self._answered_s = now_s
            self._misses = 0
            self._stands("online", "")
        elif self._misses >= MOST_TRIES and not self._sent:
            self._retry_s = now_s
        if frame.verb in ("ACK", "NAK"):
            self._hear_answer(frame, now_s)
        elif frame.verb == "STAT":
            self._hear_standing(frame, now_s)
        else:
            return self._hear_report(frame, now_s)
        return b""

    def _hear_answer(self, frame: Frame, now_s: float) -> None:
        if self._sent is None or frame.seq != self._seq or self._sent == PING:
            return
        order, reason = self._sent, (*frame.args, "")[1]
        self._sent, self._retry_s = None, now_s
        if reason in ("FULL", "LATER"):
            self._retry_s = now_s + LATER_S
        else:
            self._settle(order, reason)

    def _settle(self, order: Order, reason: str) -> None:
        self._shown[order.slot] = order.meaning
        self.station.answered(order, reason)

    def _hear_standing(self, frame: Frame, now_s: float) -> None:
        if self._sent == PING and frame.seq == self._seq:
            self._sent, self._retry_s, self._is_greeted = None, now_s, True
        self.station.heard(frame, now_s)

    def _hear_report(self, frame: Frame, now_s: float) -> bytes:
        """Told to the driver unless it is a repetition; a device that was switched on begins anew."""
        report = (frame.seq, frame.verb, frame.args[:-1] if frame.verb in WITH_AGE else frame.args)
        if report != self._told:
            if frame.verb == "HELO":
                self._begin_anew(now_s)
                self._is_greeted = True
            reason = self.station.heard(frame, now_s)
            args = (OWN_HOST, reason) if reason else (OWN_HOST,)
            self._answer = encode(Frame(self.address, frame.seq, "NAK" if reason else "ACK", args))
            self._told = None if reason == "LATER" else report
        return self._answer

    @property
    def is_waiting(self) -> bool:
        """Whether the device has not answered yet what it was told last."""
        return self._sent is not None

    def _stands(self, link: str, trouble: str) -> None:
        if (link, trouble) != (self.contact.link, self.contact.trouble):
            self.contact = replace(self.contact, link=link, trouble=trouble)
            self.station.stands(self.contact)
