"""A centre's own picture as the print head wants it: one bit a dot."""

from functools import lru_cache
from pathlib import Path

from PIL import Image

CLEAR_SHARE = 0.9
"""A picture of which this share is nearly black or nearly white is drawn, not a photograph: dots would only blur it."""
NEAR = 48
MIDDLE = 128


@lru_cache(maxsize=16)
def logo_picture(path: Path, width: int) -> Image.Image:
    """The file at most so many dots wide, ink = 1. Do not draw on it: it is kept. Raises OSError: it is no picture."""
    with Image.open(path) as file:
        colours = file.convert("RGBA")
    grey = Image.alpha_composite(Image.new("RGBA", colours.size, "white"), colours).convert("L")
    if grey.width > width:
        grey = grey.resize((width, max(1, round(grey.height * width / grey.width))), Image.Resampling.LANCZOS)
    ink = grey.point(lambda level: 255 - level)
    return ink.point(lambda level: 255 * (level >= MIDDLE)).convert("1") if _is_clear(grey) else ink.convert("1")


def _is_clear(grey: Image.Image) -> bool:
    counts = grey.histogram()
    return sum(counts[:NEAR]) + sum(counts[-NEAR:]) >= CLEAR_SHARE * grey.width * grey.height
