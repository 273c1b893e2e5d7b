"""One style sheet of many: what a sheet imports stands in its place, and all icons stand in it as one picture.

A browser makes a document of every SVG that it shows: of twenty icons that takes longer than all the rest of a page.
"""

import re
from collections.abc import Callable
from urllib.parse import quote, urljoin

IMPORT = re.compile(r'^@import url\("([^"]+)"\);\n?', re.MULTILINE)
ADDRESS = re.compile(r'url\("(?!data:)([^"]+)"\)')
MASK = re.compile(r'mask-image: url\("([^"]+\.svg)"\);')
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BETWEEN = re.compile(r"\s*\n\s*")
SIDE = 24
"""Icons are drawn on a square of this side."""

READABLE = " !$&'()*+,-./:;=?@[]_~"

Read = Callable[[str], str]


def joined_sheet(address: str, read: Read) -> str:
    """The sheet at an address with all that it imports; the addresses in it are whole. Raises OSError."""
    whole = _with_imports(address, read)
    icons = list(dict.fromkeys(MASK.findall(whole)))
    if len(icons) < 2:
        return whole
    places = {icon: 100 * place / (len(icons) - 1) for place, icon in enumerate(icons)}
    moved = MASK.sub(lambda found: f"mask-position: 0 {places[found[1]]:.5g}%;", whole)
    return f"{moved}.icon {{ mask-image: {_one_below_the_other(icons, read)}; mask-size: 100% {100 * len(icons)}%; }}\n"


def _with_imports(address: str, read: Read) -> str:
    text = IMPORT.sub(lambda found: _with_imports(urljoin(address, found[1]), read), read(address))
    return ADDRESS.sub(lambda found: f'url("{urljoin(address, found[1])}")', text)


def _one_below_the_other(icons: list[str], read: Read) -> str:
    """One picture of all icons, in their strokes of two units with round ends."""
    drawn = "".join(
        f"<g transform='translate(0 {SIDE * place})'>{_inside(read(icon))}</g>" for place, icon in enumerate(icons)
    )
    size = f"width='{SIDE}' height='{SIDE * len(icons)}' viewBox='0 0 {SIDE} {SIDE * len(icons)}'"
    pen = "fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' {size} {pen}>{drawn}</svg>"
    return f'url("data:image/svg+xml,{quote(picture, safe=READABLE)}")'


def _inside(drawing: str) -> str:
    found = DRAWING.search(drawing)
    return BETWEEN.sub(" ", found[1]).replace('"', "'") if found else ""
