"""What stands on the walls: `walls.toml` of a centre's folder, which may be missing."""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from config.loader import ConfigError, closest, load_toml
from hub.domain.plan import TimeOfDay, Weekday

WHOLE = "wall"
"""The walls that show everything."""

Part = Literal["counters", "last_calls", "waiting", "media", "notice"]
Sound = Literal["speech", "chime", "none"]
_FIGURE = 0.0645
"""How high those figures are, as a share of the panel's height: 6 of 67.5 lines, of which a figure is 0.727 high."""

MediumName = Annotated[str, Meta(pattern=r"^[^/\\.][^/\\]{0,99}\Z", examples=["lam-giay-khai-sinh.mp4"])]


class Play(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture or video of the folder `media`, on these days (none: on all) and between these times.

    A picture stands for `seconds`; a video plays to its end.
    """

    file: MediumName
    seconds: Annotated[int, Meta(ge=3, le=3600)] = 12
    days: tuple[Weekday, ...] = ()
    from_: TimeOfDay = field(name="from", default="00:00")
    to: TimeOfDay = "24:00"


class Wall(Struct, frozen=True, forbid_unknown_fields=True):
    """The walls of a name: `wall`, or `wall:` and a hall of the plan; the call itself is on each.

    `seat_m`: how far the farthest seat is, `diagonal_in`: how large the panel, which the numbers' size is checked by.
    `sound`: a second wall in the same room need not speak, one in an office need not chime.
    Without any `play` everything in the folder `media` is shown in the order of the names.
    """

    name: Annotated[str, Meta(pattern=r"^wall(?::[a-z][a-z0-9_]{1,31})?\Z", examples=["wall", "wall:sanh_2"])] = WHOLE
    parts: tuple[Part, ...] = ("counters", "last_calls", "waiting", "media", "notice")
    seat_m: Annotated[int, Meta(ge=1, le=60)] = 10
    diagonal_in: Annotated[int, Meta(ge=7, le=200)] = 55
    sound: Sound = "speech"
    play: tuple[Play, ...] = ()


class Walls(Struct, frozen=True, forbid_unknown_fields=True):
    """All that was said of walls."""

    walls: tuple[Wall, ...] = ()

    def of(self, screen: str) -> Wall:
        """What a wall shows: as said of it, else as of those that show everything, else what holds without a word."""
        by_name = {wall.name: wall for wall in self.walls}
        return by_name.get(screen) or by_name.get(WHOLE) or Wall()


def reads_up_to_m(diagonal_in: int) -> float:
    """From how far the figures of a wall's last calls are read: a capital of 15 minutes of arc, on a panel of 16:9."""
    height_mm = diagonal_in * 25.4 * 9 / math.hypot(16, 9)
    return height_mm * _FIGURE / math.tan(math.radians(15 / 60)) / 1000


def load_walls(path: Path, halls: Sequence[str]) -> Walls:
    """Read the file, or take what holds without one; `halls` are the ids that the plan knows.

    Raises ConfigError: as `load_toml`, a name given twice, an unknown hall, a time of day that ends before it begins.
    """
    if not path.exists():
        return Walls()
    walls = load_toml(path, Walls)
    for name, times in Counter(wall.name for wall in walls.walls).items():
        hall = name.removeprefix(f"{WHOLE}:")
        if times > 1:
            raise ConfigError(path, f"walls[{name}].name", f"«{name}» is used twice")
        if name != WHOLE and hall not in halls:
            raise ConfigError(path, f"walls[{name}].name", f"the plan has no hall «{hall}»", closest(hall, halls))
    for wall in walls.walls:
        for play in wall.play:
            if play.from_ >= play.to:
                problem = f"«{play.file}» ends at {play.to}, before it begins at {play.from_}"
                raise ConfigError(path, f"walls[{wall.name}].play", problem)
    return walls
