"""LED boards on the line protocol: the number at one counter, or the newest calls of the hall."""

from collections.abc import Sequence

from drivers.devices.device import Device, DeviceSettings, Host, Shows
from drivers.devices.faces import BoardFace, BoardRow
from drivers.devices.line_device import LineDevice, on_the_line, tenths
from drivers.devices.options import Options
from drivers.lines import Lines
from drivers.wire import Frame, Order

ROWS = 4
DARK = BoardRow()


def attach_counter_board(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """See `drivers.devices.kinds.attach`. No options."""
    Options(settings).end()
    return CounterBoard(settings, host, lines)


def attach_hall_board(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """See `drivers.devices.kinds.attach`. Option: `rows` (1 to 8)."""
    options = Options(settings)
    rows = options.whole("rows", ROWS, 1, 8)
    options.end()
    return HallBoard(settings, host, lines, rows)


class _Board(LineDevice):
    """It has nothing to tell."""

    def report(self, _frame: Frame) -> str:
        """See LineDevice."""
        return "VERB"

    def row(self, place: int) -> BoardRow:
        """A row from above, the first is 0."""
        rows = self.face.rows if isinstance(self.face, BoardFace) else ()
        return rows[place] if place < len(rows) else DARK


class CounterBoard(_Board):
    """Number and counter."""

    shows = Shows.CALL
    calls_itself = "BOARD"

    def orders(self, now_s: float) -> Sequence[Order]:
        """See LineDevice. A call that is over blinks no more, also when the board was away meanwhile."""
        row = self.row(0)
        label, counter = on_the_line(row.label), str(row.counter or self.settings.counter)
        blink = tenths(row.blink_until_s, now_s)
        args = (label, counter, str(blink)) if blink else (label, counter)
        return (Order("face", "DISP", args, sense=(label, counter, row.blink_until_s)),)


class HallBoard(_Board):
    """Several rows of number and counter."""

    shows = Shows.CALLS
    calls_itself = "HALL"

    def __init__(self, settings: DeviceSettings, host: Host, lines: Lines, rows: int) -> None:
        self._rows = rows
        super().__init__(settings, host, lines)

    def orders(self, now_s: float) -> Sequence[Order]:
        """See LineDevice."""
        return tuple(self._order(place, now_s) for place in range(self._rows))

    def _order(self, place: int, now_s: float) -> Order:
        row = self.row(place)
        label, counter, blink = on_the_line(row.label), str(row.counter), str(tenths(row.blink_until_s, now_s))
        sense = (label, counter, row.blink_until_s)
        return Order(f"row {place + 1}", "LINE", (str(place + 1), label, counter, blink), sense)
