"""An input device of the kernel, played on a pseudo-terminal with the kernel's own bytes."""

import time

from drivers.devices import Device, DeviceSettings
from drivers.devices.doubles import RecordingHost
from drivers.devices.input_codes import CODES, PLAIN, SHIFTED
from drivers.devices.input_events import EV_KEY, EV_SYN, EVENT, SYN_DROPPED, SYN_REPORT
from drivers.lines import Lines
from tests.drivers.terminal import Terminal

EV_MSC, MSC_SCAN = 4, 4


class Keyboard:
    """Writes what the kernel would tell of keys, by its steady clock."""

    def __init__(self) -> None:
        self.terminal = Terminal()
        self.ago_s = 0.0
        """How long ago everything happens."""

    @property
    def path(self) -> str:
        return self.terminal.path

    def tell(self, kind: int, code: int, value: int) -> bytes:
        at_s = time.monotonic() - self.ago_s
        return EVENT.pack(int(at_s), int(at_s % 1 * 1e6), kind, code, value)

    def turn(self, code: int, value: int) -> bytes:
        """One key's change as drivers of keyboards tell it: scan code, key, report."""
        events = ((EV_MSC, MSC_SCAN, 0x70000 + code), (EV_KEY, code, value), (EV_SYN, SYN_REPORT, 0))
        return b"".join(self.tell(*event) for event in events)

    def press(self, *names: str, repeats: int = 0) -> None:
        """Press keys together, hold the last for so many repetitions, and let go."""
        codes = [CODES[name] for name in names]
        down = b"".join(self.turn(code, 1) for code in codes) + self.turn(codes[-1], 2) * repeats
        self.terminal.say(down + b"".join(self.turn(code, 0) for code in reversed(codes)))

    def lose(self, *names: str) -> None:
        """The kernel's buffer runs over: these presses are among what is told and must not be believed."""
        lost = b"".join(self.tell(EV_KEY, CODES[name], 1) for name in names)
        self.terminal.say(self.tell(EV_SYN, SYN_DROPPED, 0) + lost + self.tell(EV_SYN, SYN_REPORT, 0))

    def type(self, text: str, end: str = "ENTER") -> None:
        """As a scanner does."""
        for letter in text:
            self.terminal.say(self._letter(letter))
        self.press(end)

    def _letter(self, letter: str) -> bytes:
        codes = {
            written: code for code, written in PLAIN.items() if code < CODES["KPASTERISK"] or code == CODES["SPACE"]
        }
        if letter in codes:
            return self.turn(codes[letter], 1) + self.turn(codes[letter], 0)
        shift = CODES["LEFTSHIFT"]
        code = next(code for code, written in SHIFTED.items() if written == letter)
        return self.turn(shift, 1) + self.turn(code, 1) + self.turn(code, 0) + self.turn(shift, 0)


class Desk:
    """Input devices attached as a desk agent does."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.host = RecordingHost()
        self.claims: list[int] = []
        self.refusal: Exception | None = None

    def claim(self, file: int) -> None:
        if self.refusal:
            raise self.refusal
        self.claims.append(file)

    def attach(self, module: object, path: str, **options: str) -> Device:
        settings = DeviceSettings("pad3", "pad", path, counter=3, options=options)
        device: Device = module.attach(settings, self.host, self.lines, self.claim)  # type: ignore[attr-defined]
        assert self.host.until(lambda told: told.standing.link != "unknown")
        return device
