"""Chords on a clerk's keyboard, heard beside whatever program is in front.

The keyboard stays everybody's. Of all keys only the modifiers that are held are remembered, only chords of two
modifiers and a key mean something, and no key is ever logged.
"""

from collections.abc import Mapping

from drivers.devices.device import Device, DeviceSettings, Host
from drivers.devices.input_codes import MODIFIERS, meanings
from drivers.devices.input_events import GAP, Stroke
from drivers.devices.input_link import Claim, InputLink, claim_shared, lasting_path
from drivers.devices.keys import Key
from drivers.devices.options import Options
from drivers.devices.pad import KeyTalk
from drivers.lines import Lines

FEWEST_MODIFIERS = 2

KEYS = (
    "CTRL+ALT+N=next,CTRL+ALT+R=recall,CTRL+ALT+M=missed,CTRL+ALT+S=start,CTRL+ALT+E=finish,CTRL+ALT+O=transfer,"
    "CTRL+ALT+H=hold,CTRL+ALT+C=call,CTRL+ALT+P=pause,CTRL+ALT+X=clear,"
    + ",".join(f"CTRL+ALT+{digit}={digit}" for digit in range(10))
)
"""What chords mean unless option `keys` says otherwise."""


def attach(settings: DeviceSettings, host: Host, lines: Lines, claim: Claim = claim_shared) -> Device:
    """See `drivers.devices.kinds.attach`. Option: `keys`, for example `CTRL+ALT+N=next,CTRL+SHIFT+F9=recall`."""
    options = Options(settings)
    chords = meanings(options, KEYS)
    options.end()
    if any(len(held) < FEWEST_MODIFIERS for held, _ in chords):
        raise options.wrong("keys: each needs two of CTRL, ALT, SHIFT and META, as in CTRL+ALT+N=next")
    path = lasting_path(settings.address, options)
    talk = lines.talk(path, HotKeysTalk, lambda: InputLink(path, claim))
    device = talk.attached(host, options, lambda: lines.let_go(path))
    talk.chords = chords
    return device


class HotKeysTalk(KeyTalk):
    """Chords going down."""

    def __init__(self) -> None:
        super().__init__()
        self.chords: Mapping[tuple[frozenset[str], int], Key] = {}
        self._held: set[int] = set()

    def opened(self, now_s: float, baud: int | None) -> None:
        """See Talk."""
        self._held.clear()
        super().opened(now_s, baud)

    def meaning(self, stroke: Stroke) -> Key | None:
        """See KeyTalk. After a gap any modifier may be up: better no chord than a false one."""
        if stroke is GAP:
            self._held.clear()
        elif stroke.code in MODIFIERS:
            (self._held.add if stroke.is_down else self._held.discard)(stroke.code)
        elif stroke.is_down:
            return self.chords.get((frozenset(MODIFIERS[code] for code in self._held), stroke.code))
        return None
