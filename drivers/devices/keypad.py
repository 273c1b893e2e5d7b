"""A call keypad on the line protocol: keys, and a display of two lines."""

import re
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from drivers.devices.device import Device, DeviceSettings, Host, Shows
from drivers.devices.faces import Face, KeypadFace
from drivers.devices.keys import Key
from drivers.devices.line_device import ONLINE, LineDevice
from drivers.devices.options import Options
from drivers.devices.reports import Pressed
from drivers.lines import Lines
from drivers.wire import Contact, Frame, Order

COLUMNS = 16
_FRAME_MARKS = str.maketrans(",$*", ";##")
"""What frames are made of cannot stand in a text."""
_NO_ASCII = re.compile(r"[^ -~]")


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """See `drivers.devices.kinds.attach`. No options."""
    Options(settings).end()
    return CallKeypad(settings, host, lines)


class Line(Struct, frozen=True):
    """A line of the display; another `turn` makes it be told anew, though it is what was there before the last one."""

    text: str = ""
    turn: int = 0


class CallKeypad(LineDevice):
    """A key that comes late is not pressed any more: whoever waited has done something else.

    Its host hears which lines the display has acknowledged, so that no key acts on what nobody could read.
    """

    shows = Shows.KEYPAD
    calls_itself = "KEYS"

    def __init__(self, settings: DeviceSettings, host: Host, lines: Lines) -> None:
        self._beeped: int | None = None
        self._lines: tuple[Line, ...] = (Line(), Line())
        self._taken: dict[str, tuple[object, ...]] = {}
        super().__init__(settings, host, lines)

    def show(self, face: Face) -> None:
        """See Device.show. The first face makes no noise."""
        if isinstance(face, KeypadFace):
            if self._beeped is None:
                self._beeped = face.beeps
                self._forget_display()
            changes = zip(self._lines, face.lines, strict=True)
            lines = tuple(old if old.text == text else Line(text, old.turn + 1) for old, text in changes)
            if lines != self._lines:
                self._tell_display(lines)
                self._lines = lines
        super().show(face)

    def orders(self, _now_s: float) -> Sequence[Order]:
        """See LineDevice."""
        texts = _texts(self._lines)
        beeps = self.face.beeps if isinstance(self.face, KeypadFace) else 0
        if beeps <= (self._beeped or 0):
            return texts
        return (*texts, Order("beep", "BEEP", ("1",), sense=(beeps,)))

    def answered(self, order: Order, reason: str) -> None:
        """See Station.answered. What it shall beep for by now may be newer than the order that was answered."""
        if order.verb == "BEEP":
            (self._beeped,) = msgspec.convert(order.sense, tuple[int])
        elif not reason:
            self._taken[order.slot] = order.sense
            self._tell_display(self._lines)
        super().answered(order, reason)

    def _tell_display(self, lines: tuple[Line, ...]) -> None:
        orders = zip(lines, _texts(lines), strict=True)
        first, second = (line.text if self._taken.get(order.slot) == order.sense else None for line, order in orders)
        if not self._is_closed:
            self.host.taken((first, second))

    def _forget_display(self) -> None:
        self._taken.clear()
        if not self._is_closed:
            self.host.taken(None)

    def _began(self, frame: Frame) -> None:
        super()._began(frame)
        self._forget_display()

    def stands(self, contact: Contact) -> None:
        """See Station.stands. What it should have beeped about while it was away is over."""
        if contact.link != ONLINE and isinstance(self.face, KeypadFace):
            self._beeped = self.face.beeps
            self._forget_display()
        super().stands(contact)

    def report(self, frame: Frame) -> str:
        """See LineDevice."""
        if frame.verb != "KEY":
            return "VERB"
        _, key, ago = frame.args
        if not self.is_stale(int(ago) / 10):
            self.host.pressed(Pressed(Key(key.lower()), int(ago) / 10))
        return ""


def _texts(lines: tuple[Line, ...]) -> tuple[Order, ...]:
    return tuple(
        Order(f"line {place}", "TEXT", (str(place), _plain(line.text)), sense=(line.turn,))
        for place, line in enumerate(lines, 1)
    )


def _plain(line: str) -> str:
    return _NO_ASCII.sub("?", line.translate(_FRAME_MARKS))[:COLUMNS]
