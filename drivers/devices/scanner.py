"""A scanner on a serial line, as its makers set it up for that: UTF-8, and CR, LF or both behind each reading."""

import re

from drivers.devices.device import Device, DeviceSettings, Host
from drivers.devices.readings import ReadingTalk, attach_scanner
from drivers.lines import Lines

_BREAKS = {"line": re.compile(rb"[\r\n]"), "tab": re.compile(rb"\t"), "silence": re.compile(rb"(?!)")}


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """See `drivers.devices.kinds.attach`. Option: `terminator`, see `drivers.devices.readings.ENDS`."""
    line = settings.address
    return attach_scanner(settings, host, lambda: lines.talk(line, ScannerTalk), lambda: lines.let_go(line))


class ScannerTalk(ReadingTalk):
    """What comes from a scanner. Whether one hangs there is not known before it has read something."""

    def received(self, chunk: bytes, now_s: float) -> None:
        """See Talk."""
        first, *others = _BREAKS[self.readings.ends].split(chunk)
        self.readings.add(first, now_s)
        for piece in others:
            self.readings.end(now_s)
            self.readings.add(piece, now_s)
        self.stands("online")
