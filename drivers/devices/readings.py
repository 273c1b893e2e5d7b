"""What a scanner reads, put together from the pieces in which it comes. Nothing of it is kept, and nothing logged."""

from collections.abc import Callable, Mapping

from drivers.devices.device import DeviceSettings, Host
from drivers.devices.listening import ListeningDevice, ListeningTalk
from drivers.devices.options import Options

MOST_BYTES = 500
"""No longer reading is taken: an identity card's has fewer than 300."""

GAP_S = 1.0
"""Scanners send a reading in one go; after such a silence what began is no part of what follows."""

SILENCE_S = 0.1
"""The end of a reading of scanners that send no other."""

ENDS = ("line", "tab", "silence")
"""Option `terminator`: a line end, TAB, or nothing: then silence ends a reading."""


class Readings:
    """Collects one reading after the other and hands over those that came whole; the others are only counted."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.counts = {"read": 0, "dropped": 0}
        self.ends = ENDS[0]
        self._tell = tell
        self._pieces = bytearray()
        self._is_damaged = False
        self._last_s = 0.0

    @property
    def until_s(self) -> float | None:
        """When `look` has something to do; None as long as nothing has begun."""
        if not self._pieces and not self._is_damaged:
            return None
        return self._last_s + (SILENCE_S if self.ends == "silence" else GAP_S)

    def add(self, piece: bytes, now_s: float) -> None:
        """A piece of the reading that goes on."""
        self.look(now_s)
        if piece:
            self._last_s = now_s
            self._pieces += piece
            if len(self._pieces) > MOST_BYTES:
                self.spoil(now_s)

    def spoil(self, now_s: float) -> None:
        """What goes on is no use any more, up to its end."""
        self._last_s = now_s
        self._is_damaged = True
        self._pieces.clear()

    def look(self, now_s: float) -> None:
        """End, or give up, what has begun and does not go on."""
        if self.until_s is None or now_s < self.until_s:
            return
        if self.ends == "silence":
            self.end(now_s)
        else:
            self.forget()

    def end(self, now_s: float) -> None:
        """The reading is complete; an empty one is none, as between CR and LF."""
        if self.ends != "silence":
            self.look(now_s)
        text = None if self._is_damaged else _text(bytes(self._pieces))
        if text is None:
            self.forget()
        self._pieces.clear()
        if text:
            self.counts["read"] += 1
            self._tell(text)

    def forget(self) -> None:
        """Give up what has begun."""
        if self._pieces or self._is_damaged:
            self.counts["dropped"] += 1
        self._pieces.clear()
        self._is_damaged = False


class ReadingTalk(ListeningTalk):
    """A Talk of a scanner; `received` has yet to put the readings together."""

    def __init__(self) -> None:
        super().__init__()
        self.readings = Readings(lambda text: self.tell(lambda host: host.scanned(text)))

    @property
    def counts(self) -> Mapping[str, int]:
        """Readings that came whole, and those that did not."""
        return self.readings.counts

    def due(self, now_s: float) -> bytes:
        """See Talk. Nothing is ever sent."""
        if self.readings.until_s is not None:
            self.readings.look(now_s)
            self.stands("online")
        return b""

    def next_s(self, _now_s: float) -> float | None:
        """See Talk."""
        return self.readings.until_s

    def lost(self, code: str, now_s: float) -> None:
        """See Talk."""
        self.readings.forget()
        super().lost(code, now_s)


def attach_scanner(
    settings: DeviceSettings, host: Host, talk_of: Callable[[], ReadingTalk], let_go: Callable[[], None]
) -> ListeningDevice:
    """A scanner has its line to itself; `let_go` gives back what `talk_of` took.

    Raises DeviceError `device_options`, and what `talk_of` raises.
    """
    options = Options(settings)
    ends = options.one_of("terminator", ENDS)
    options.end()
    talk = talk_of()
    device = talk.attached(host, options, let_go)
    talk.readings.ends = ends
    return device


def _text(reading: bytes) -> str | None:
    """None: this is no text in UTF-8, or has what is none."""
    try:
        text = reading.decode().strip()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None
