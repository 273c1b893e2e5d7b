"""A centre of forty counters in three halls, with pictures for its walls."""

import re
from pathlib import Path

from PIL import Image

from tests.always_open import always_open

COUNTERS = 40
HALLS = {"tang_1": range(1, 19), "tang_2": range(19, 31), "nha_b": range(31, 41)}
NAMES = {"tang_1": "Sảnh tầng 1", "tang_2": "Sảnh tầng 2", "nha_b": "Nhà B"}
_COUNTER = re.compile(r"^\[\[counters\]\]\n(?:(?!\[).*\n)*", re.MULTILINE)


def large_centre(folder: Path) -> Path:
    """Make such a centre's folder out of the sample; returns it."""
    centre = always_open(folder)
    file = centre / "centre.toml"
    text = file.read_text(encoding="utf-8")
    fields = re.findall(r'^id = "([a-z_]+)"\nseries', text, re.MULTILINE)
    halls = "".join(f'[[halls]]\nid = "{hall}"\nname = {{ vi = "{NAMES[hall]}", en = "{hall}" }}\n' for hall in HALLS)
    counters = "".join(_counter(number, fields[number % len(fields)]) for number in range(1, COUNTERS + 1))
    file.write_text(_COUNTER.sub("", text) + halls + counters, encoding="utf-8")
    return centre


def _counter(number: int, field: str) -> str:
    hall = next(hall for hall, numbers in HALLS.items() if number in numbers)
    name = f'{{ vi = "Quầy {number}", en = "Counter {number}" }}'
    return f'[[counters]]\nnumber = {number}\nname = {name}\nfields = ["{field}"]\nhall = "{hall}"\n'


def draw_media(folder: Path) -> None:
    """Two pictures, and a film that only looks like one."""
    folder.mkdir(parents=True)
    for name, colour in (("1 giờ làm việc.png", "#0a5c58"), ("2.webp", "#5e0d10")):
        Image.new("RGB", (64, 36), colour).save(folder / name)
    (folder / "3.webm").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(400))
