"""A scanner on a serial line, as its makers set it up for that: UTF-8, and a line end behind each reading."""

import re
from collections.abc import Mapping

from drivers.devices.device import Device, DeviceSettings, Host
from drivers.devices.listening import ListeningDevice, ListeningTalk
from drivers.devices.options import Options
from drivers.devices.readings import Readings
from drivers.lines import Lines

ENDS = ("line", "tab", "silence")
"""Option `terminator`: CR, LF or both; TAB; or nothing, then 0.1 s of silence end a reading."""

SILENCE_S = 0.1

_BREAKS = {"line": re.compile(rb"[\r\n]"), "tab": re.compile(rb"\t"), "silence": re.compile(rb"(?!)")}


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """A scanner has its line to itself. Raises DeviceError: see `drivers.devices.kinds.attach`."""
    options = Options(settings)
    ends = options.one_of("terminator", ENDS)
    options.end()
    talk = lines.talk(settings.address, ScannerTalk)
    if not talk.take(host):
        raise options.wrong("its line is another scanner's already")
    talk.ends = ends
    return ListeningDevice(talk)


class ScannerTalk(ListeningTalk):
    """What comes from a scanner. Whether one hangs there is not known before it has read something."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = ENDS[0]
        self._readings = Readings(lambda text: self.tell(lambda host: host.scanned(text)))
        self._heard_s = 0.0

    @property
    def counts(self) -> Mapping[str, int]:
        """Readings that came whole, and those that did not."""
        return self._readings.counts

    def received(self, chunk: bytes, now_s: float) -> None:
        """See Talk."""
        self._heard_s = now_s
        first, *others = _BREAKS[self.ends].split(chunk)
        self._readings.add(first, now_s)
        for piece in others:
            self._readings.end(now_s)
            self._readings.add(piece, now_s)
        self.stands("online")

    def due(self, now_s: float) -> bytes:
        """See Talk."""
        if self._readings.until_s is not None:
            if self.ends == "silence" and now_s >= self._heard_s + SILENCE_S:
                self._readings.end(now_s)
            self._readings.look(now_s)
            self.stands("online")
        return b""

    def next_s(self, _now_s: float) -> float | None:
        """See Talk."""
        until_s = self._readings.until_s
        return until_s if until_s is None or self.ends != "silence" else self._heard_s + SILENCE_S

    def lost(self, code: str, now_s: float) -> None:
        """See Talk."""
        self._readings.forget()
        super().lost(code, now_s)
