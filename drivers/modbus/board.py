"""A board of a counter as a Modbus unit: seven holding registers, written whole each time."""

from collections.abc import Callable
from functools import partial

from drivers.devices import BoardFace, BoardRow, Device, DeviceSettings, Face, Host, Shows, Standing
from drivers.devices.options import Options
from drivers.errors import DeviceError
from drivers.lines import Lines
from drivers.modbus.rtu import RtuLine

LABEL_REGISTERS = 5
MOST_LABEL = 2 * LABEL_REGISTERS
DARK, LIT, BLINKING = 0, 1, 2
HIGHEST_REGISTER = 0xFFFF - LABEL_REGISTERS - 1
ABOUT_SETTINGS = frozenset({1, 2, 3})
"""Exceptions that say that the unit has no such function, no such register or takes no such value.

Others say that it is busy or broken, or come from a gateway behind which it does not answer.
"""


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """Attach a board to its line; `number` is its unit. Option: `register` (the first of the seven, usually 0).

    Raises DeviceError `device_options`, and what `Lines.talk` raises.
    """
    options = Options(settings)
    register = options.whole("register", 0, 0, HIGHEST_REGISTER)
    options.end()
    line = lines.talk(settings.address, RtuLine)
    board = ModbusBoard(register, settings.counter, host, line)
    board.let_go = partial(lines.let_go, settings.address)
    try:
        line.add(settings.number, board)
    except DeviceError:
        board.let_go()
        raise
    return board


class ModbusBoard:
    """See Device and Unit."""

    shows = Shows.CALL

    def __init__(self, register: int, counter: int, host: Host, line: RtuLine) -> None:
        self.let_go: Callable[[], None] = lambda: None
        """Gives the line back."""
        self._register = register
        self._counter = counter
        self._host = host
        self._line = line
        self._row = BoardRow()
        self._is_closed = False
        self._written: tuple[int, ...] = ()
        self._counts = {"failed": 0, "unanswered": 0}
        self._tell("unknown")

    def show(self, face: Face) -> None:
        """See Device.show."""
        self._row = face.rows[0] if isinstance(face, BoardFace) and face.rows else BoardRow()
        self._line.changed(self)

    def close(self) -> None:
        """See Device.close."""
        self._is_closed = True
        self._line.remove(self)
        self.let_go()

    def registers(self, now_s: float) -> tuple[int, tuple[int, ...]]:
        """See Unit: state, five times two characters of the number, the counter."""
        row = self._row
        blinks = row.label and row.blink_until_s > now_s
        state = BLINKING if blinks else LIT if row.label else DARK
        label = row.label.encode("ascii", "replace")[:MOST_LABEL].ljust(MOST_LABEL)
        pairs = tuple(int.from_bytes(label[at : at + 2]) for at in range(0, MOST_LABEL, 2))
        self._written = (state, *pairs, row.counter or self._counter)
        return self._register, self._written

    def next_s(self) -> float | None:
        """See Unit: when the blinking ends."""
        is_blinking = bool(self._written) and self._written[0] == BLINKING
        return self._row.blink_until_s if is_blinking else None

    def answered(self, failure: int) -> None:
        """See Unit."""
        self._counts["failed"] += bool(failure)
        if failure and failure not in ABOUT_SETTINGS:
            self._tell("unknown", "device_silent")
        else:
            self._tell("online", "device_options" if failure else "")

    def silent(self) -> None:
        """See Unit."""
        self._counts["unanswered"] += 1
        self._tell("unknown", "device_silent")

    def parted(self, trouble: str) -> None:
        """See Unit."""
        self._tell("offline", trouble)

    def _tell(self, link: str, trouble: str = "") -> None:
        if not self._is_closed:
            counts = {name: count for name, count in self._counts.items() if count}
            self._host.stands(Standing(link, trouble, counts))
