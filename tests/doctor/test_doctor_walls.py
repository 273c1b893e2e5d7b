"""What the doctor says of walls."""

from pathlib import Path

from config.walls import Play, Wall, Walls
from hub.doctor.finding import Mark
from hub.doctor.walls import walls


def test_seats_too_far_away_and_media_that_cannot_be_shown_are_told(tmp_path: Path) -> None:
    said = list(walls(Walls(), tmp_path / "media"))
    assert [(one.mark, one.seen) for one in said] == [(Mark.OK, "wall can be read up to 10 m")]
    (tmp_path / "broken.png").write_bytes(b"no picture")
    (tmp_path / "good.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    far = Walls((Wall(seat_m=14, diagonal_in=43, play=(Play("gone.mp4"), Play("good.webm"))),))
    said = list(walls(far, tmp_path))
    assert [(one.mark, one.seen.removeprefix(f"{tmp_path}/")) for one in said] == [
        (Mark.WARN, "broken.png is no .png inside, or broken"),
        (Mark.WARN, "gone.mp4 is not there"),
        (Mark.WARN, "wall of 43 inches is read up to 8 m, its farthest seat is 14 m away"),
    ]
    (tmp_path / "broken.png").unlink()
    assert [*walls(Walls(), tmp_path)][-1].seen == "pictures and videos that can be shown: 1"
