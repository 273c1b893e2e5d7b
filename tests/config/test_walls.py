"""What may stand on walls: the file that says it, and the folder of pictures and videos."""

import os
from pathlib import Path

import pytest

from config.centre import SAMPLE
from config.loader import ConfigError
from config.media import MOST_BYTES, Medium, Unfit, media_in
from config.walls import Wall, Walls, load_walls

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
WEBM = b"\x1a\x45\xdf\xa3" + bytes(20)


def load(tmp_path: Path, text: str) -> Walls:
    file = tmp_path / "walls.toml"
    file.write_text(text, encoding="utf-8")
    return load_walls(file, ["east", "west"])


def test_a_centre_that_says_nothing_shows_everything(tmp_path: Path) -> None:
    walls = load_walls(tmp_path / "walls.toml", [])
    assert walls.of("wall:east") == Wall()
    assert "media" in Wall().parts
    assert load_walls(SAMPLE / "walls.toml", []).of("wall") == Wall()


def test_a_hall_s_walls_go_by_their_own_word_or_else_by_that_of_all(tmp_path: Path) -> None:
    walls = load(
        tmp_path,
        '[[walls]]\nname = "wall"\nparts = ["counters"]\n\n[[walls]]\nname = "wall:east"\nseat_m = 15\n'
        '[[walls.play]]\nfile = "a.mp4"\ndays = ["mon"]\nfrom = "07:30"\nto = "11:30"\n',
    )
    assert walls.of("wall").parts == walls.of("wall:west").parts == ("counters",)
    (play,) = walls.of("wall:east").play
    assert (walls.of("wall:east").seat_m, play.days, play.from_, play.to) == (15, ("mon",), "07:30", "11:30")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[[walls]]\nname = "wall:eastt"\n',
            "walls[wall:eastt].name: the plan has no hall «eastt»; did you mean «east»?",
        ),
        ('[[walls]]\n[[walls]]\nname = "wall"\n', "walls[wall].name: «wall» is used twice"),
        ('[[walls]]\nparts = ["media", "tickr"]\n', "«tickr» is not one of"),
        ('[[walls]]\n[[walls.play]]\nfile = "../hub.db"\n', "is not of the form lam-giay-khai-sinh.mp4"),
        (
            '[[walls]]\n[[walls.play]]\nfile = "a.png"\nfrom = "11:30"\nto = "07:30"\n',
            "ends at 07:30, before it begins",
        ),
        ('[[walls]]\n[[walls.play]]\nfile = "a.png"\nseconds = 1\n', "seconds"),
        ('[[walls]]\nname = "rating:3"\n', "is not of the form wall or wall:sanh_2"),
    ],
)
def test_a_slip_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    assert told in str(error.value)


def test_the_folder_tells_what_can_be_shown_and_what_cannot(tmp_path: Path) -> None:
    assert media_in(tmp_path / "media") == {}
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "b.png").write_bytes(PNG)
    (folder / "a.WEBM").write_bytes(WEBM)
    (folder / "c.jpg").write_bytes(b"not a picture")
    (folder / "d.exe").write_bytes(b"MZ")
    (folder / ".hidden.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(folder / "b.png")
    (folder / "inner").mkdir()
    (folder / "huge.png").write_bytes(PNG)
    os.truncate(folder / "huge.png", MOST_BYTES["picture"] + 1)

    found = media_in(folder)

    assert list(found) == ["a.WEBM", "b.png", "c.jpg", "d.exe", "huge.png"]
    assert [(one.kind, one.type) for one in found.values() if isinstance(one, Medium)] == [
        ("video", "video/webm"),
        ("picture", "image/png"),
    ]
    assert [one.problem for one in found.values() if isinstance(one, Unfit)] == [
        "is no .jpg inside, or broken",
        "is none of .png, .jpg, .jpeg, .webp, .mp4, .webm",
        "has 20 MB, a picture may have 20",
    ]
    before = found["b.png"]
    (folder / "b.png").write_bytes(PNG + b"more")
    assert media_in(folder)["b.png"] != before
