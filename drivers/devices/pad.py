"""A numeric pad or another small keyboard as a call keypad: held for this program alone, so it writes nowhere else."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from drivers.devices.device import Device, DeviceSettings, Host
from drivers.devices.input_codes import meanings
from drivers.devices.input_events import InputEvents, Stroke
from drivers.devices.input_link import Claim, InputLink, claim_alone, lasting_path
from drivers.devices.keys import Key
from drivers.devices.listening import ListeningTalk
from drivers.devices.options import Options
from drivers.devices.reports import STALE_S, Pressed
from drivers.lines import Lines

KEYS = (
    "KPENTER=next,ENTER=next,KPPLUS=recall,KPMINUS=missed,KPASTERISK=start,KPSLASH=finish,KPDOT=call,BACKSPACE=clear,"
    "ESC=pause,TAB=transfer,KPEQUAL=hold," + ",".join(f"KP{digit}={digit},{digit}={digit}" for digit in range(10))
)
"""What the keys mean unless option `keys` says otherwise."""


def attach(settings: DeviceSettings, host: Host, lines: Lines, claim: Claim = claim_alone) -> Device:
    """See `drivers.devices.kinds.attach`. Option: `keys`, for example `KPENTER=next,KPPLUS=recall,KP1=1`."""
    options = Options(settings)
    chords = meanings(options, KEYS)
    options.end()
    if any(held for held, _ in chords):
        raise options.wrong("keys: those of a pad are pressed alone; for CTRL+ALT+N there is the kind hot-keys")
    path = lasting_path(settings.address, options)
    talk = lines.talk(path, PadTalk, lambda: InputLink(path, claim))
    device = talk.attached(host, options, lambda: lines.let_go(path))
    talk.keys = {code: key for (_, code), key in chords.items()}
    return device


class KeyTalk(ListeningTalk, ABC):
    """A Talk of an input device some of whose keys mean something; `meaning` has yet to say which."""

    open_is = "online"

    def __init__(self) -> None:
        super().__init__()
        self._events = InputEvents()
        self._counts = {"keys": 0, "stale": 0}

    @property
    def counts(self) -> Mapping[str, int]:
        """Keys that counted, and those that came too late to."""
        return self._counts

    @abstractmethod
    def meaning(self, stroke: Stroke) -> Key | None:
        """What somebody wants with this stroke; None: nothing."""

    def opened(self, now_s: float, baud: int | None) -> None:
        """See Talk."""
        self._events = InputEvents()
        super().opened(now_s, baud)

    def received(self, chunk: bytes, now_s: float) -> None:
        """See Talk."""
        for stroke in self._events.feed(chunk):
            if key := self.meaning(stroke):
                self._press(key, stroke.ago_s(now_s))
        self.stands("online")

    def _press(self, key: Key, ago_s: float) -> None:
        self._counts["stale" if ago_s > STALE_S else "keys"] += 1
        if ago_s <= STALE_S:
            self.tell(lambda host: host.pressed(Pressed(key, ago_s)))


class PadTalk(KeyTalk):
    """Keys going down."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: Mapping[int, Key] = {}

    def meaning(self, stroke: Stroke) -> Key | None:
        """See KeyTalk."""
        return self.keys.get(stroke.code) if stroke.is_down else None
