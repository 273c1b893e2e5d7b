"""A scanner that types like a keyboard (US layout), held for this program alone: what it reads goes to no window."""

from functools import partial

from drivers.devices.device import Device, DeviceSettings, Host
from drivers.devices.input_codes import CODES, MODIFIERS, PLAIN, SHIFTED
from drivers.devices.input_events import GAP, InputEvents, Stroke
from drivers.devices.input_link import Claim, InputLink, claim_alone, lasting_path
from drivers.devices.options import Options
from drivers.devices.readings import ReadingTalk, attach_scanner
from drivers.lines import Lines

_ENDS = {
    "line": frozenset({CODES["ENTER"], CODES["KPENTER"]}),
    "tab": frozenset({CODES["TAB"]}),
    "silence": frozenset[int](),
}


def attach(settings: DeviceSettings, host: Host, lines: Lines, claim: Claim = claim_alone) -> Device:
    """See `drivers.devices.kinds.attach`. Option: `terminator`, see `drivers.devices.readings.ENDS`."""
    path = lasting_path(settings.address, Options(settings))
    way = partial(InputLink, path, claim)
    return attach_scanner(settings, host, lambda: lines.talk(path, ScannerPadTalk, way), lambda: lines.let_go(path))


class ScannerPadTalk(ReadingTalk):
    """Keys become letters again. Letters that a US keyboard has not (Vietnamese ones) do not come this way at all."""

    open_is = "online"

    def __init__(self) -> None:
        super().__init__()
        self._events = InputEvents()
        self._held: set[int] = set()

    def opened(self, now_s: float, baud: int | None) -> None:
        """See Talk."""
        self._events = InputEvents()
        self._held.clear()
        super().opened(now_s, baud)

    def received(self, chunk: bytes, now_s: float) -> None:
        """See Talk."""
        for stroke in self._events.feed(chunk):
            if stroke is GAP:
                self._held.clear()
                self.readings.spoil(now_s)
            elif stroke.code in MODIFIERS:
                (self._held.add if stroke.is_down else self._held.discard)(stroke.code)
            elif stroke.is_down:
                self._type(stroke, now_s)
        self.stands("online")

    def _type(self, stroke: Stroke, now_s: float) -> None:
        """With CTRL or ALT scanners write by the codes of letters, which is no reading of them."""
        held = {MODIFIERS[code] for code in self._held}
        if stroke.code in _ENDS[self.readings.ends]:
            self.readings.end(now_s)
        elif held <= {"SHIFT"}:
            self.readings.add((SHIFTED if held else PLAIN).get(stroke.code, "").encode(), now_s)
