"""The part of a simulated printer that puts ink on paper: pictures, letters, symbols, feeds."""

from collections.abc import Callable

from drivers.printers.raster import Raster
from drivers.simulators import commands
from drivers.simulators.commands import Command
from drivers.simulators.models import Model
from drivers.simulators.outlet import Clock
from drivers.simulators.paper import PaperStrip
from drivers.simulators.symbols import GraphicsStore, QrMaker
from drivers.simulators.typesetter import Typesetter

FIRST_LETTER = 0x20
TWICE_AS_HIGH = 2


class Press:
    """Carries out the commands that print; the paper itself is `strip`.

    `lines` collects every line of letters, `strays` the bytes that are neither a command nor a letter: a sender that
    lost its place shows there.
    """

    def __init__(self, model: Model, clock: Clock) -> None:
        self.strip = PaperStrip(model.width_dots)
        self.lines: list[str] = []
        self.strays = bytearray()
        self._model = model
        self._clock = clock
        self._type = Typesetter(model)
        self._qr = QrMaker()
        self._graphics = GraphicsStore()
        self._burst_rows = 0
        self._last_bytes_s = clock()
        self._actions: dict[bytes, Callable[[Command], None]] = {
            commands.INITIALISE: self._initialise,
            commands.RASTER: self._raster,
            commands.FEED_UNITS: lambda command: self._feed(command.parameters[0] // model.feed_unit),
            commands.FEED_LINES: lambda command: self._feed(command.parameters[0] * self._type.line_dots),
            commands.LINE_FEED: lambda _command: self.end_line(),
            commands.PADDING: lambda _command: None,
            b"\r": lambda _command: None,
        }
        if model.has_qr:
            self._actions[commands.SYMBOL] = lambda command: self._print_picture(self._qr.obey(command.body))
        if model.has_logo:
            self._actions[commands.GRAPHICS] = self._actions[commands.LONG_GRAPHICS] = self._print_graphics

    def execute(self, command: Command) -> None:
        """Carry out one command; what it does not know it passes over."""
        if (action := self._actions.get(command.code)) is not None:
            action(command)
        elif not self._type.obey(command) and len(command.code) == 1:
            self._letter(command.code[0])

    def end_line(self) -> None:
        """Print what is in the line, or feed an empty one."""
        text, picture, left = self._type.take_line()
        if text:
            self.lines.append(text)
        self.strip.paint(picture, left)

    def end_open_line(self) -> None:
        """Print what is in the line, if anything is."""
        if not self._type.is_empty:
            self.end_line()

    def bytes_came(self) -> None:
        """Notice a pause of the sender: it is what lets a model without flow control print on."""
        now = self._clock()
        if now - self._last_bytes_s >= self._model.pause_s:
            self._burst_rows = 0
        self._last_bytes_s = now

    def lose_power(self) -> None:
        """Forget the modes, the line and the rows that wait."""
        self._initialise(Command(commands.INITIALISE))
        self.strip.forget_waiting()
        self._burst_rows = 0

    def _initialise(self, _command: Command) -> None:
        self._type.initialise()
        self._qr.initialise()
        self._graphics.initialise()

    def _letter(self, byte: int) -> None:
        if byte < FIRST_LETTER:
            self.strays.append(byte)
        elif self._type.add(byte):
            self.end_line()
            self._type.add(byte)

    def _feed(self, rows: int) -> None:
        if not self._type.is_empty:
            self.end_line()
            rows = max(0, rows - self._type.line_dots)
        self.strip.feed(rows)

    def _raster(self, command: Command) -> None:
        """GS v 0 m: bit 0 of m doubles the width, bit 1 the height."""
        row_bytes = int.from_bytes(command.parameters[2:4], "little")
        if not row_bytes or not command.body or not self._model.has_raster:
            return
        picture = _stretched(Raster(row_bytes * 8, command.body), command.parameters[1])
        self._print_picture(self._as_received(picture))

    def _as_received(self, picture: Raster) -> Raster:
        """The rows as this model takes them: at some heights shifted, see Model."""
        if self._model.rubbish_rows and picture.height % self._model.rubbish_rows == 0:
            return Raster(picture.width, picture.bits[1:] + picture.bits[:1])
        return picture

    def is_overrun(self, command: Command) -> bool:
        """Whether this picture comes faster than the model can take it: then bytes are lost."""
        if command.code != commands.RASTER or not self._model.burst_rows:
            return False
        rows = int.from_bytes(command.parameters[4:6], "little")
        self._burst_rows += 2 * rows if command.parameters[1] & TWICE_AS_HIGH else rows
        return self._burst_rows > self._model.burst_rows

    def _print_graphics(self, command: Command) -> None:
        self._print_picture(self._graphics.obey(command.body))

    def _print_picture(self, picture: Raster | None) -> None:
        if picture is not None:
            self.end_open_line()
            self.strip.paint(picture, self._type.left_of(picture.width))


def _stretched(picture: Raster, mode: int) -> Raster:
    """The picture with each dot doubled as the mode of GS v 0 says."""
    if not mode & 3:
        return picture
    rows = [picture.rows(row, 1) for row in range(picture.height)]
    if mode & 1:
        rows = [_doubled(row) for row in rows]
    times = 2 if mode & TWICE_AS_HIGH else 1
    return Raster(picture.width * (2 if mode & 1 else 1), b"".join(row * times for row in rows))


def _doubled(row: bytes) -> bytes:
    """Each bit twice."""
    dots = "".join(f"{byte:08b}" for byte in row)
    return int("".join(dot * 2 for dot in dots), 2).to_bytes(2 * len(row), "big")
