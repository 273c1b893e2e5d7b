"""What a driver of a device is given, and what it gives. Drivers of others meet the same terms, see `kinds`."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from drivers.devices.faces import Display, Face
from drivers.devices.reports import Pressed, Rated
from drivers.lines import Lines


class Shows(StrEnum):
    """Which faces a device wants."""

    RATING = "rating"
    """PanelFace: the service that may be rated at its counter."""
    CALL = "call"
    """BoardFace of one row: the number at its counter."""
    CALLS = "calls"
    """BoardFace: the newest calls of the hall."""
    KEYPAD = "keypad"
    """KeypadFace: what its keys have led to."""
    NOTHING = "nothing"


class DeviceSettings(Struct, frozen=True):
    """A device of the device list: its name there, its kind, where it is, and whose.

    `address` is a link's (several devices on one line have the same), an input device's or a broker's; `number` is the
    device's own on its line; `counter` is 0 for what belongs to the hall. `options` are the kind's own.
    """

    name: str
    kind: str
    address: str
    number: int = 0
    counter: int = 0
    options: Mapping[str, str] = {}


class Standing(Struct, frozen=True):
    """How a device is: `link` is `online` (it was heard), `offline` (the way to it is gone) or `unknown` (silent, or it
    cannot be heard at all); `trouble` is a code, empty for none. `counts` tells how often what happened, by name.
    """

    link: str
    trouble: str = ""
    counts: Mapping[str, int] = {}


class Host(Protocol):
    """What runs the devices, as one of them sees it. Every call may come from a thread of the driver's own."""

    def now_s(self) -> float:
        """Seconds of the steady clock that faces speak of."""

    def rated(self, rated: Rated) -> bool:
        """A rating was given. Returns whether it is kept: only then may the device forget it, otherwise tell again."""

    def pressed(self, pressed: Pressed) -> None:
        """A key was pressed."""

    def taken(self, lines: Display | None) -> None:
        """A keypad's display shows these lines of its face now; None: nobody knows what it shows.

        For drivers that can tell. One that never calls this counts as showing each face at once.
        """

    def scanned(self, text: str) -> None:
        """Something was read by a scanner: one reading, without its line end. It is kept nowhere and never logged."""

    def stands(self, standing: Standing) -> None:
        """How the device is; to be told whenever it may have changed, what is the same counts as told."""


class Device(Protocol):
    """An attached device. Both calls return at once and raise nothing."""

    @property
    def shows(self) -> Shows:
        """Which faces it wants."""

    def show(self, face: Face) -> None:
        """Show this from now on, also after the line was away; a newer face replaces what has not been sent."""

    def close(self) -> None:
        """Let go of it; nothing is told to its host any more."""


Attach = Callable[[DeviceSettings, Host, Lines], Device]
"""Makes a driver. Raises DeviceError `device_options` (no retry): the settings cannot be used, `detail` says why."""
