"""What our devices on the line protocol have in common: a number on a line, what they say of themselves, a host."""

import logging
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial

from drivers.devices.device import DeviceSettings, Host, Shows, Standing
from drivers.devices.faces import Face
from drivers.devices.reports import STALE_S
from drivers.errors import DeviceError
from drivers.lines import Lines
from drivers.wire import Contact, Exchange, Frame, Order

log = logging.getLogger(__name__)

ONLINE = "online"
STAT_COUNTS = ("bounced", "outside", "kept", "noise")
"""What a device counts, in the order of its STAT: presses that bounced or came double, presses outside a window,
ratings that it keeps now, frames that were broken when they came."""

_NO_LABEL = re.compile(r"[^A-Z0-9-]")


class LineDevice(ABC):
    """A Device, and the Station of its Exchange. To be made more of: `wanted` and what it reports.

    Raises DeviceError: as `Lines.talk` and `Exchange.add`.
    """

    shows = Shows.NOTHING
    calls_itself = ""
    """The kind in its HELO."""
    refusal = "device_options"
    """The trouble of a device that refuses what it is told."""

    def __init__(self, settings: DeviceSettings, host: Host, lines: Lines) -> None:
        self.settings = settings
        self.face: Face | None = None
        self.host = host
        self._is_closed = False
        self._contact = Contact()
        self._is_another = False
        self._refused: set[str] = set()
        self._counts = {"stale": 0}
        self._told: Standing | None = None
        self._line = lines.talk(settings.address, Exchange)
        self._let_go = partial(lines.let_go, settings.address)
        self._tell()
        try:
            self._line.add(settings.number, self)
        except DeviceError:
            self._let_go()
            raise

    def show(self, face: Face) -> None:
        """See Device.show."""
        self.face = face
        self._line.changed()

    def close(self) -> None:
        """See Device.close."""
        self._is_closed = True
        self._line.remove(self.settings.number)
        self._let_go()

    @abstractmethod
    def orders(self, now_s: float) -> Sequence[Order]:
        """What makes the device show its face."""

    @abstractmethod
    def report(self, frame: Frame) -> str:
        """It told something else than how it is; see Station.heard."""

    def wanted(self, now_s: float) -> Sequence[Order]:
        """See Station.wanted. Nothing is said to what is another device than the list says."""
        return () if self._is_another or self.face is None else self.orders(now_s)

    def heard(self, frame: Frame, _now_s: float) -> str:
        """See Station.heard."""
        if frame.verb == "HELO":
            self._began(frame)
        elif frame.verb == "STAT":
            self._counts.update(zip(STAT_COUNTS, map(int, frame.args[1:]), strict=True))
        elif self._is_closed:
            return "LATER"
        else:
            return self.report(frame)
        self._tell()
        return ""

    def answered(self, order: Order, reason: str) -> None:
        """See Station.answered."""
        if not reason:
            self._refused.discard(order.slot)
        elif order.slot not in self._refused:
            self._refused.add(order.slot)
            log.warning("%s: it refuses %s,%s: %s", self.settings.name, order.verb, ",".join(order.args), reason)
        self._tell()

    def stands(self, contact: Contact) -> None:
        """See Station.stands."""
        self._contact = contact
        self._tell()

    def is_stale(self, ago_s: float) -> bool:
        """Whether a press is too old to be what somebody wants now; those that are get counted."""
        self._counts["stale"] += ago_s > STALE_S
        self._tell()
        return ago_s > STALE_S

    def _began(self, frame: Frame) -> None:
        """It was switched on."""
        self._refused.clear()
        _, kind, _, version = frame.args
        self._is_another = kind != self.calls_itself
        if self._is_another:
            log.warning("%s: a %s has its number there", self.settings.name, kind)
        else:
            log.info("%s: it was switched on, its version is %s", self.settings.name, version)

    def _tell(self) -> None:
        contact = self._line.contact(self.settings.number)
        counts = {**self._counts, "repeats": contact.repeats, "broken": contact.broken}
        standing = Standing(self._contact.link, self._contact.trouble or self._own_trouble(), counts)
        if standing != self._told and not self._is_closed:
            self._told = standing
            self.host.stands(standing)

    def _own_trouble(self) -> str:
        if self._contact.link != ONLINE:
            return ""
        if self._is_another:
            return "device_kind"
        return self.refusal if self._refused else ""


def on_the_line(label: str) -> str:
    """A ticket's number as frames may hold it."""
    return _NO_LABEL.sub("", label.upper())[:16]


def tenths(until_s: float, now_s: float) -> int:
    """What is left until then, in tenths of a second."""
    return max(0, int((until_s - now_s) * 10))
