"""The walls: whether figures can be read from the farthest seat, and pictures and videos that cannot be shown."""

from collections.abc import Iterator
from pathlib import Path

from config.media import Unfit, media_in
from config.walls import Play, Wall, Walls, reads_up_to_m
from hub.doctor.finding import Finding, doubtful, fine

ABOUT = "walls"


def walls(said: Walls, media: Path) -> Iterator[Finding]:
    """What is to be mended on walls; ``media`` is the folder of their pictures and videos."""
    found = media_in(media)
    named = {play.file: found.get(play.file, Unfit(play.file, "is not there")) for play in _plays(said)}
    unfit = [one for one in {**found, **named}.values() if isinstance(one, Unfit)]
    for one in unfit:
        yield doubtful(ABOUT, f"{media / one.file} {one.problem}", "Walls pass it over; replace it or take it out.")
    for wall in said.walls or (Wall(),):
        yield from _distance(wall)
    if not unfit and found:
        yield fine(ABOUT, f"pictures and videos that can be shown: {len(found)}")


def _plays(said: Walls) -> Iterator[Play]:
    for wall in said.walls:
        yield from wall.play


def _distance(wall: Wall) -> Iterator[Finding]:
    reach_m = reads_up_to_m(wall.diagonal_in)
    if wall.seat_m > reach_m:
        panel = f"{wall.name} of {wall.diagonal_in} inches"
        seen = f"{panel} is read up to {reach_m:.0f} m, its farthest seat is {wall.seat_m} m away"
        yield doubtful(ABOUT, seen, "Hang a larger panel or a second one nearer; or set seat_m in walls.toml right.")
    else:
        yield fine(ABOUT, f"{wall.name} can be read up to {reach_m:.0f} m")
