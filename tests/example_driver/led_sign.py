"""A LED sign over a counter: it takes text between STX and ETX and answers ACK."""

from collections.abc import Callable

from drivers.devices import BoardFace, Device, DeviceSettings, Face, Host, Shows, Standing
from drivers.devices.options import Options
from drivers.lines import Lines

STX, ETX, ACK = b"\x02", b"\x03", b"\x06"
ANSWER_S = 2.0


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """Option `between`: what stands between the number and the counter."""
    options = Options(settings)
    between = options.text("between", ">")
    options.end()
    sign = lines.talk(settings.address, LedSign)
    sign.begin(host, between)
    return sign


class LedSign:
    """The sign (a Device), and what is said on its line (a Talk)."""

    shows = Shows.CALL

    def __init__(self) -> None:
        self.wake: Callable[[], None] = lambda: None
        self._host: Host | None = None
        self._text = b""
        self._is_due = False
        self._answer_s: float | None = None

    def begin(self, host: Host, between: str) -> None:
        """From now on it belongs to a host."""
        self._host, self._between = host, between

    # The Device: called by the desk agent, from any of its threads.

    def show(self, face: Face) -> None:
        """Show the number that is called."""
        row = face.rows[0] if isinstance(face, BoardFace) and face.rows else None
        text = f"{row.label}{self._between}{row.counter}" if row and row.label else ""
        self._text = text.encode("ascii", "replace")
        self._is_due = True
        self.wake()

    def close(self) -> None:
        """Tell nothing more."""
        self._host = None

    # The Talk: called by the line's thread.

    def opened(self, now_s: float, baud: int | None) -> None:
        """Whatever it showed, it is told anew."""
        self._is_due = True

    def received(self, chunk: bytes, now_s: float) -> None:
        """It answers what it has understood."""
        if ACK in chunk:
            self._answer_s = None
            self._stands(Standing("online"))

    def due(self, now_s: float) -> bytes:
        """The newest text, and again when no answer came."""
        if self._answer_s is not None and now_s >= self._answer_s:
            self._stands(Standing("unknown", "device_silent"))
            self._is_due = True
        if not self._is_due:
            return b""
        self._is_due = False
        self._answer_s = now_s + ANSWER_S
        return STX + self._text + ETX

    def next_s(self, now_s: float) -> float | None:
        """When an answer should have come."""
        return self._answer_s

    def lost(self, code: str, now_s: float) -> None:
        """The line is away; the keeper opens it anew by itself."""
        self._answer_s = None
        self._stands(Standing("offline", "line_lost"))

    def _stands(self, standing: Standing) -> None:
        if host := self._host:
            host.stands(standing)
