"""What stands on each wall: what the centre's files say, as they are now."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from config.loader import ConfigError
from config.media import Medium, Unfit, media_in
from config.walls import Part, Play, Sound, Walls, load_walls
from hub.domain.plan import Plan, TimeOfDay, Weekday
from hub.web.problems import Problem

LOG = logging.getLogger("hub.walls")

MEDIA_PATH = "/media/"


class ShownMedium(Struct, frozen=True, rename={"from_": "from"}):
    """A picture or video of a wall's playlist; see :class:`config.walls.Play`."""

    address: str
    kind: str
    seconds: int
    days: tuple[Weekday, ...]
    from_: TimeOfDay
    to: TimeOfDay


class WallProgram(Struct, frozen=True):
    """What stands on a wall."""

    parts: tuple[Part, ...]
    seat_m: int
    diagonal_in: int
    sound: Sound
    media: tuple[ShownMedium, ...]


class Programs:
    """``walls.toml`` of a centre's folder, and the folder of media, both looked at anew for each question."""

    def __init__(self, centre: Path, media: Path, plan: Callable[[], Plan]) -> None:
        self.media = media.absolute()
        self._file = centre / "walls.toml"
        self._plan = plan
        self._walls = Walls()
        self._told: set[str] = set()

    def of(self, screen: str) -> WallProgram:
        """What stands on a wall now. What cannot be read or shown is left out and told in the log, once."""
        wall, found = self._read().of(screen), self._found()
        plays = wall.play or tuple(Play(name) for name, one in found.items() if isinstance(one, Medium))
        shown = [_shown(play, one) for play in plays if isinstance(one := self._medium(found, play.file), Medium)]
        return WallProgram(wall.parts, wall.seat_m, wall.diagonal_in, wall.sound, tuple(shown))

    def medium(self, name: str) -> Medium:
        """A file that can be shown. Raises Problem: there is none of this name."""
        found = self._found().get(name)
        if not isinstance(found, Medium):
            raise Problem(HTTPStatus.NOT_FOUND, "not_found")
        return found

    def note_unplayable(self, name: str, wall: str) -> None:
        """A wall could not show a file that looks sound. Other names than those of the folder are nobody's business."""
        if isinstance(self._found().get(name), Medium):
            self._say(f"{name} was not shown at {wall}: its browser cannot play it")

    def _read(self) -> Walls:
        try:
            self._walls = load_walls(self._file, [hall.id for hall in self._plan().halls])
        except (ConfigError, OSError) as error:
            self._say(f"walls.toml cannot be used, what it said before counts: {error}")
        return self._walls

    def _found(self) -> dict[str, Medium | Unfit]:
        try:
            return media_in(self.media)
        except OSError as error:
            self._say(f"{self.media} cannot be read: {error}")
            return {}

    def _medium(self, found: dict[str, Medium | Unfit], name: str) -> Medium | Unfit:
        one = found.get(name, Unfit(name, f"is not in {self.media}"))
        if isinstance(one, Unfit):
            self._say(f"{one.file} is not shown: it {one.problem}")
        return one

    def _say(self, words: str) -> None:
        if words not in self._told:
            self._told.add(words)
            LOG.warning("%s", words)


def _shown(play: Play, one: Medium) -> ShownMedium:
    return ShownMedium(
        f"{MEDIA_PATH}{quote(one.file)}?{one.version}", one.kind, play.seconds, play.days, play.from_, play.to
    )
