"""A line on a bench: an Exchange, puppets of devices that answer as written, and a clock that only the line moves."""

from collections.abc import Callable, Sequence
from random import Random

from drivers.wire import Contact, Exchange, Frame, Order, Splitter, encode

BAUD = 9600
BYTE_S = 10 / BAUD
ANSWER_S = 0.006


class FakeDriver:
    """A driver that wants what it was told to, and notes everything."""

    def __init__(self, *orders: Order) -> None:
        self.orders = orders
        self.frames: list[Frame] = []
        self.answers: list[tuple[Order, str]] = []
        self.contacts: list[Contact] = []
        self.refuse = lambda _frame: ""

    def wanted(self, now_s: float) -> Sequence[Order]:
        return self.orders

    def heard(self, frame: Frame, now_s: float) -> str:
        self.frames.append(frame)
        return self.refuse(frame)

    def answered(self, order: Order, reason: str) -> None:
        self.answers.append((order, reason))

    def stands(self, contact: Contact) -> None:
        self.contacts.append(contact)

    @property
    def reports(self) -> list[Frame]:
        return [frame for frame in self.frames if frame.verb != "STAT"]


class Puppet:
    """A device: acknowledges everything, and keeps what it was told once. `reason`: what it refuses orders with."""

    def __init__(self, address: int) -> None:
        self.address = address
        self.own = f"{address:02d}"
        self.taken: list[tuple[str, ...]] = []
        self.heard: list[Frame] = []
        self.reason = ""
        self._last = -1

    def hear(self, frame: Frame) -> bytes:
        if frame.to != self.address:
            return b""
        self.heard.append(frame)
        is_new, self._last = frame.seq != self._last, frame.seq
        if frame.verb in ("ACK", "NAK"):
            return b""
        if frame.verb == "PING":
            return encode(Frame(0, frame.seq, "STAT", (self.own, "0", "0", "0", "0")))
        if self.reason:
            return encode(Frame(0, frame.seq, "NAK", (self.own, self.reason)))
        if is_new:
            self.taken.append((frame.verb, *frame.args))
        return encode(Frame(0, frame.seq, "ACK", (self.own,)))

    def orders(self) -> list[str]:
        return [frame.verb for frame in self.heard if frame.verb not in ("ACK", "NAK")]


def nothing_is_lost(_raw: bytes, _now_s: float) -> bool:
    return False


class Bench:
    """`is_lost` decides of each frame, in both directions, whether it never arrives."""

    def __init__(self, seed: int = 1) -> None:
        self.exchange = Exchange(Random(seed))
        self.puppets: list[Puppet] = []
        self.now_s = 100.0
        self.sent: list[tuple[float, bytes]] = []
        self.is_lost: Callable[[bytes, float], bool] = nothing_is_lost
        self._splitter = Splitter()
        self._coming: list[tuple[float, bytes]] = []

    def station(self, address: int, *orders: Order) -> tuple[FakeDriver, Puppet]:
        driver, puppet = FakeDriver(*orders), Puppet(address)
        self.exchange.add(address, driver)
        self.puppets.append(puppet)
        return driver, puppet

    def open(self) -> None:
        self.exchange.opened(self.now_s, BAUD)

    def say(self, frame: Frame) -> None:
        """A device speaks now."""
        self._come(encode(frame))

    def _come(self, raw: bytes) -> None:
        if not self.is_lost(raw, self.now_s):
            self._coming.append((self.now_s + ANSWER_S + len(raw) * BYTE_S, raw))

    def run(self, seconds: float) -> None:
        """Let so much time pass; whatever is due in it happens."""
        end_s = self.now_s + seconds
        while self.now_s <= end_s:
            self._turn()
            next_s = self.exchange.next_s(self.now_s)
            coming_s = min((at_s for at_s, _raw in self._coming), default=end_s + 1)
            self.now_s = max(self.now_s + 0.001, min(coming_s, end_s + 1 if next_s is None else next_s))
        self.now_s = end_s

    def _turn(self) -> None:
        for at_s, raw in [each for each in self._coming if each[0] <= self.now_s]:
            self._coming.remove((at_s, raw))
            self.exchange.received(raw, self.now_s)
        if raw := self.exchange.due(self.now_s):
            self.sent.append((self.now_s, raw))
            self.now_s += len(raw) * BYTE_S
            if not self.is_lost(raw, self.now_s):
                self._deliver(raw)

    def _deliver(self, raw: bytes) -> None:
        for frame in self._splitter.feed(raw):
            for puppet in self.puppets:
                if answer := puppet.hear(frame):
                    self._come(answer)
