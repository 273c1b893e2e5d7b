"""Pictures of screens as they should look, small, and how far a screen may be from its own.

``GOLDEN=renew`` writes them anew (``make golden``); somebody looks at them before they are committed.
"""

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "golden"
MUST_RENEW = os.environ.get("GOLDEN") == "renew"
WIDTH = 480
COLOURS = 32
MEAN_AT_MOST = 2.0
"""Of 255: the same screen on the same machine differs by less than 0.5, one that has moved by three letters by 30."""


def picture_of(page: Page) -> Image.Image:
    """The screen, at rest and without carets, as small as it is kept."""
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    small = taken.resize((WIDTH, taken.height * WIDTH // taken.width), Image.Resampling.BOX)
    return small.quantize(COLOURS, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean of how far the pixels are apart, 0 to 255; another size is as far as can be."""
    if one.size != other.size:
        return 255.0
    apart = ImageChops.difference(one.convert("L"), other.convert("L"))
    return float(ImageStat.Stat(apart).mean[0])


def differs_by(page: Page, name: str, *, may_renew: bool = True) -> float:
    """How far a screen is from its picture; 0 when that was just renewed. Raises FileNotFoundError: it has none."""
    taken, file = picture_of(page), FOLDER / f"{name}.png"
    if MUST_RENEW and may_renew:
        FOLDER.mkdir(exist_ok=True)
        taken.save(file, optimize=True)
    return difference(taken, Image.open(file))
