"""A line with its devices: who speaks is heard by all others, and what may go wrong on the way does."""

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drivers.simulators.faults import Fault, FaultOrder, Mishap
from drivers.simulators.hall.station import Station
from drivers.simulators.hall.troubles import Troubles, Words

BITS_A_BYTE = 10
PIECE_BYTES = 4
"""Bytes reach their hearers in pieces of so many, as through a small buffer of a serial line; the first one alone."""

LOST_BYTES = 3


@dataclass
class _Speech:
    """What one side says: the host (no speaker) or a device."""

    speaker: Station | None
    payload: bytes
    begin_s: float
    byte_s: float
    told: int = 0

    def at_s(self, count: int) -> float:
        return self.begin_s + count * self.byte_s

    @property
    def end_s(self) -> float:
        return self.at_s(len(self.payload))

    @property
    def piece_end(self) -> int:
        """Up to which byte the next piece goes."""
        if not self.byte_s:
            return len(self.payload)
        return min(len(self.payload), self.told + PIECE_BYTES if self.told else 1)

    @property
    def is_over(self) -> bool:
        return self.told >= len(self.payload)


class Bus:
    """Several devices on one line, or one at its end, and what the host hears of them.

    With `baud` each byte takes its time, and those who speak at once garble one another; without, all is heard at once.
    """

    WORDS: Words = (Fault.LINE_NOISE, Mishap.LOST_BYTES, Mishap.DISCONNECT, Fault.ONE_WAY)

    def __init__(
        self, stations: Iterable[Station], chance: random.Random | None = None, baud: int | None = None
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.is_hung_up = False
        self.stations = tuple(stations)
        self._chance = chance or random.Random()
        self._byte_s = BITS_A_BYTE / baud if baud else 0.0
        self._lock = threading.RLock()
        self._troubles = Troubles(self.WORDS)
        self._speeches: list[_Speech] = []
        self._host_free_s = 0.0
        self._to_host = bytearray()
        self._bytes_to_lose = 0
        for station in self.stations:
            station.lock = self._lock
            station.on_change = self._changed

    def switch_on(self, now_s: float) -> None:
        """Give all devices power."""
        for station in self.stations:
            station.switch_on(now_s)

    def station(self, address: int) -> Station:
        """The device of an address. Raises KeyError."""
        return {station.address: station for station in self.stations}[address]

    # What goes wrong with the line.

    def fault(self, word: str, is_on: bool) -> None:
        """Cause or end a lasting trouble of the line, or call off a mishap. Raises ValueError."""
        with self._lock:
            what = self._troubles.switch(word, is_on)
            if is_on and isinstance(what, Mishap):
                self._begin(FaultOrder(what))
        self.on_change()

    def cause(self, text: str) -> None:
        """Cause what a text such as `line_noise@20` or `disconnect@1200` says. Raises ValueError."""
        with self._lock:
            order = self._troubles.order(text)
            if order is not None:
                self._begin(order)
        self.on_change()

    @property
    def faults(self) -> frozenset[Fault]:
        """The troubles of the line at this moment."""
        with self._lock:
            return frozenset(self._troubles.on)

    @property
    def impending(self) -> frozenset[Mishap]:
        """The mishaps that were ordered and have not happened yet."""
        return self._troubles.impending

    # What the host's end of the line sees.

    def connected(self) -> None:
        """The host has opened the line."""
        with self._lock:
            self.is_hung_up = False
            self._to_host.clear()

    def disconnected(self) -> None:
        """The host has let go of the line."""
        self.connected()

    def feed(self, chunk: bytes, now_s: float) -> None:
        """The host says something."""
        with self._lock:
            self._go_on(now_s)
            speech = _Speech(None, chunk, max(now_s, self._host_free_s), self._byte_s)
            self._host_free_s = speech.end_s
            self._speeches.append(speech)
            self._go_on(now_s)

    def take(self, now_s: float) -> bytes:
        """What the host has heard since it was last asked."""
        with self._lock:
            self._go_on(now_s)
            for station in self.stations:
                if said := station.take(now_s):
                    self._speeches.append(_Speech(station, said, now_s, self._byte_s))
                    self._go_on(now_s)
            heard = bytes(self._to_host)
            self._to_host.clear()
            return heard

    def next_s(self, now_s: float) -> float | None:
        """When something happens that the host may hear; None: not before it speaks or somebody presses something."""
        with self._lock:
            if self._to_host:
                return now_s
            pieces = [speech.at_s(speech.piece_end) for speech in self._speeches if not speech.is_over]
            turns = [turn_s for station in self.stations if (turn_s := station.next_s(now_s)) is not None]
            return min([*pieces, *turns], default=None)

    # Inside.

    def _changed(self) -> None:
        self.on_change()

    def _go_on(self, now_s: float) -> None:
        """Let everything be heard that has been said by now, in its order."""
        while True:
            open_ones = [speech for speech in self._speeches if not speech.is_over]
            speech = min(open_ones, key=lambda each: each.at_s(each.piece_end), default=None)
            if speech is None or speech.at_s(speech.piece_end) > now_s:
                break
            self._tell(speech)
        first_s = min([speech.begin_s for speech in open_ones], default=now_s)
        self._speeches = [speech for speech in self._speeches if not speech.is_over or speech.end_s > first_s]

    def _tell(self, speech: _Speech) -> None:
        """Let a piece of a speech be heard by all but who speaks."""
        begin, end = speech.told, speech.piece_end
        speech.told = end
        at_s = speech.at_s(end)
        piece = speech.payload[begin:end]
        if self._is_talked_over(speech, speech.at_s(begin), at_s):
            piece = self._chance.randbytes(len(piece))
        piece = self._damaged(piece)
        for station in self.stations:
            station.busy(speech.end_s)
            if station is not speech.speaker:
                station.feed(piece, at_s)
        if speech.speaker is not None and Fault.ONE_WAY not in self._troubles.on and not self.is_hung_up:
            self._to_host += piece

    def _is_talked_over(self, speech: _Speech, begin_s: float, end_s: float) -> bool:
        return any(each is not speech and each.begin_s < end_s and begin_s < each.end_s for each in self._speeches)

    def _damaged(self, piece: bytes) -> bytes:
        """What becomes of bytes on the way."""
        arrived = bytearray()
        for part, begun in self._troubles.pieces(piece):
            lost = min(self._bytes_to_lose, len(part))
            self._bytes_to_lose -= lost
            arrived += part[lost:]
            for order in begun:
                self._begin(order)
        return self._noisy(arrived) if Fault.LINE_NOISE in self._troubles.on else bytes(arrived)

    def _noisy(self, piece: bytes | bytearray) -> bytes:
        arrived = bytearray()
        for byte in piece:
            if self._chance.random() * 1000 >= self._troubles.noise_per_mille:
                arrived.append(byte)
            else:
                arrived += self._chance.choice((b"", bytes((byte ^ 1 << self._chance.randrange(8),)), b"\xff$"))
        return bytes(arrived)

    def _begin(self, order: FaultOrder) -> None:
        if order.what is Mishap.LOST_BYTES:
            self._bytes_to_lose = LOST_BYTES
        elif order.what is Mishap.DISCONNECT:
            self.is_hung_up = True
            self._to_host.clear()
        else:
            self._troubles.switch(order.what, True)
