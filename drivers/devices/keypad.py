"""A call keypad on the line protocol: keys, and a display of two lines."""

import re
from collections.abc import Sequence

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


class CallKeypad(LineDevice):
    """A key that comes late is not pressed any more: whoever waited has done something else."""

    shows = Shows.KEYPAD
    calls_itself = "KEYS"

    def __init__(self, settings: DeviceSettings, host: Host, lines: Lines) -> None:
        self._beeped: int | None = None
        self._beeping = 0
        super().__init__(settings, host, lines)

    def show(self, face: Face) -> None:
        """See Device.show. The first face makes no noise."""
        if self._beeped is None and isinstance(face, KeypadFace):
            self._beeped = face.beeps
        super().show(face)

    def orders(self, _now_s: float) -> Sequence[Order]:
        """See LineDevice."""
        face = self.face if isinstance(self.face, KeypadFace) else KeypadFace()
        texts = tuple(
            Order(f"line {place}", "TEXT", (str(place), _plain(line))) for place, line in enumerate(face.lines, 1)
        )
        if face.beeps <= (self._beeped or 0):
            return texts
        self._beeping = face.beeps
        return (*texts, Order("beep", "BEEP", ("1",), sense=(face.beeps,)))

    def answered(self, order: Order, reason: str) -> None:
        """See Station.answered."""
        if order.verb == "BEEP":
            self._beeped = self._beeping
        super().answered(order, reason)

    def stands(self, contact: Contact) -> None:
        """See Station.stands. What it should have beeped about while it was away is over."""
        if contact.link != ONLINE and isinstance(self.face, KeypadFace):
            self._beeped = self.face.beeps
        super().stands(contact)

    def report(self, frame: Frame) -> str:
        """See LineDevice."""
        if frame.verb != "KEY":
            return "VERB"
        _, key, ago = frame.args
        if not self.is_stale(int(ago) / 10):
            self.host.pressed(Pressed(Key(key.lower()), int(ago) / 10))
        return ""


def _plain(line: str) -> str:
    return _NO_ASCII.sub("?", line.translate(_FRAME_MARKS))[:COLUMNS]
