"""Composes lines of a simulated printer's own letters: code pages, sizes, weight, alignment, margins."""

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from drivers.printers.raster import Raster
from drivers.simulators.commands import Command
from drivers.simulators.lettering import CELL_WIDTH, UNKNOWN, glyph
from drivers.simulators.models import Model
from drivers.simulators.pages import FIRST_PAGE, letters_of

LINE_DOTS = 30
COLUMN_SCALES = {0: (2, 3), 1: (1, 3), 32: (2, 1), 33: (1, 1)}
"""ESC * m: how many dots wide and high one of its dots is."""


class Cell(NamedTuple):
    """One letter with its marks, or a small picture, in the line that is being composed."""

    letter: str
    width_times: int
    height_times: int
    is_bold: bool
    picture: Image.Image | None = None

    def drawn(self) -> Image.Image:
        """The picture at its size."""
        small = self.picture or glyph(unicodedata.normalize("NFC", self.letter), self.is_bold)
        return small.resize((small.width * self.width_times, small.height * self.height_times))


class Typesetter:
    """The modes of the printer and the line in its print buffer. ESC @ puts the modes back."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._setters: dict[bytes, Callable[[Command], None]] = {
            b"\x1ba": self._align,
            b"\x1d!": self._size,
            b"\x1b!": self._mode,
            b"\x1bE": self._bold,
            b"\x1bt": self._page_number,
            b"\x1b3": self._spacing,
            b"\x1b2": self._usual_spacing,
            b"\x1dL": self._margin,
            b"\x1dW": self._area,
            b"\x1b$": self._position,
            b"\x1c.": self._leave_chinese,
            b"\x1c&": self._enter_chinese,
            b"\x1b*": self._columns,
        }
        self.initialise()

    def initialise(self) -> None:
        """Modes as after switching on; the line that was not printed is gone."""
        self._cells: list[Cell] = []
        self.alignment = 0
        self.margin_dots = 0
        self.area_dots = self._model.width_dots
        self._position_dots = 0
        self._width_times = self._height_times = 1
        self._is_bold = False
        self._page: str | None = FIRST_PAGE
        self._line_dots = LINE_DOTS
        self._is_chinese = self._model.starts_chinese
        self._is_second_byte = False

    def obey(self, command: Command) -> bool:
        """Change a mode or add to the line; False when the command is another's."""
        setter = self._setters.get(command.code)
        if setter is not None:
            setter(command)
        return setter is not None

    def left_of(self, width_dots: int) -> int:
        """The column at which something so wide begins, by margin, alignment and position."""
        room = max(0, min(self.area_dots, self._model.width_dots - self.margin_dots) - width_dots)
        return self.margin_dots + (room * self.alignment // 2 or self._position_dots)

    def add(self, byte: int) -> bool:
        """Add a letter; returns whether the line was full before it, and was not added then."""
        letter = self._letter(byte)
        if not letter:
            return False
        if unicodedata.combining(letter) and self._cells:
            self._cells[-1] = self._cells[-1]._replace(letter=self._cells[-1].letter + letter)
            return False
        if self._used_dots() + CELL_WIDTH * self._width_times > self.area_dots:
            return True
        self._cells.append(Cell(letter, self._width_times, self._height_times, self._is_bold))
        return False

    @property
    def is_empty(self) -> bool:
        """Whether there is no line."""
        return not self._cells

    @property
    def line_dots(self) -> int:
        """How far an empty line feeds."""
        return self._line_dots

    def take_line(self) -> tuple[str, Raster, int]:
        """End the line: its text, its picture (at least a line high) and the column where it begins."""
        cells, left = self._cells, self.left_of(self._used_dots())
        drawn = [cell.drawn() for cell in cells]
        high = max([each.height for each in drawn], default=0)
        width = sum(each.width for each in drawn)
        line = Image.new("1", ((width + 7) // 8 * 8 or 8, max(high, self._line_dots)), 0)
        x = 0
        for each in drawn:
            line.paste(each, (x, high - each.height))
            x += each.width
        self._cells, self._position_dots = [], 0
        return _text(cells), Raster(line.width, line.tobytes()), left

    def _used_dots(self) -> int:
        return sum((cell.picture.width if cell.picture else CELL_WIDTH) * cell.width_times for cell in self._cells)

    def _letter(self, byte: int) -> str:
        """The letter of a byte; in Chinese mode two high bytes are one letter that nobody here can read."""
        if not self._is_chinese or (byte < 0x80 and not self._is_second_byte):
            return letters_of(self._page)[byte]
        self._is_second_byte = not self._is_second_byte
        return "" if self._is_second_byte else UNKNOWN

    # Modes.

    def _align(self, command: Command) -> None:
        self.alignment = command.parameters[0] % 48 % 3

    def _size(self, command: Command) -> None:
        self._width_times = (command.parameters[0] >> 4 & 7) + 1
        self._height_times = (command.parameters[0] & 7) + 1

    def _mode(self, command: Command) -> None:
        mode = command.parameters[0]
        self._is_bold = bool(mode & 0x08)
        self._height_times, self._width_times = 1 + bool(mode & 0x10), 1 + bool(mode & 0x20)

    def _bold(self, command: Command) -> None:
        self._is_bold = bool(command.parameters[0] & 1)

    def _page_number(self, command: Command) -> None:
        number = command.parameters[0]
        self._page = FIRST_PAGE if number == 0 else self._model.pages.get(number)

    def _spacing(self, command: Command) -> None:
        self._line_dots = command.parameters[0] // self._model.feed_unit

    def _usual_spacing(self, _command: Command) -> None:
        self._line_dots = LINE_DOTS

    def _margin(self, command: Command) -> None:
        self.margin_dots = int.from_bytes(command.parameters, "little")

    def _area(self, command: Command) -> None:
        self.area_dots = int.from_bytes(command.parameters, "little")

    def _position(self, command: Command) -> None:
        self._position_dots = int.from_bytes(command.parameters, "little")

    def _leave_chinese(self, _command: Command) -> None:
        self._is_chinese = self._is_second_byte = False

    def _enter_chinese(self, _command: Command) -> None:
        self._is_chinese = True

    def _columns(self, command: Command) -> None:
        """ESC *: columns of 8 or 24 dots, the topmost dot first."""
        across, down = COLUMN_SCALES.get(command.parameters[0], (1, 1))
        column_bytes = 3 if command.parameters[0] > 1 else 1
        count = len(command.body) // column_bytes
        if count:
            standing = Image.frombytes("1", (8 * column_bytes, count), command.body)
            picture = standing.transpose(Image.Transpose.TRANSPOSE)
            self._cells.append(Cell("", across, down, False, picture))


def _text(cells: list[Cell]) -> str:
    return unicodedata.normalize("NFC", "".join(cell.letter for cell in cells)).rstrip()
