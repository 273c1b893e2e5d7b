"""What a device tells."""

from msgspec import Struct

from drivers.devices.keys import Key

STALE_S = 3.0
"""A key that was pressed longer ago is not told any more: nobody wants that now."""


class Rated(Struct, frozen=True):
    """A button of a rating panel was pressed `ago_s` seconds ago, while it was lit for `token`.

    `button` counts from 1, the best, as on the panel. `entry` names this press among all of the device's, also after it
    was switched off and on; the same entry told again is the same press.
    """

    entry: str
    token: str
    button: int
    ago_s: float = 0.0


class Pressed(Struct, frozen=True):
    """A key of a keypad was pressed `ago_s` seconds ago."""

    key: Key
    ago_s: float = 0.0
