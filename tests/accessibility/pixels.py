"""Contrast as it is on the glass: measured on the pixels of a screenshot, by the formula of WCAG 2."""

import io
from collections import Counter

from PIL import Image
from playwright.sync_api import Page

TEXT, SIGN = 4.5, 3.0
"""Least contrast of text, and of borders and icons."""

Colour = tuple[int, int, int]

PLACES = """() => {
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest("[inert], [disabled], [aria-disabled=true], .only-read");
  const inside = ({ left, top, right, bottom, width, height }) =>
    width > 4 && height > 4 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  const places = [];
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    const is_text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const kind = element.tagName === "svg" ? "sign" : is_text ? "text" : "";
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const is_on_top = element.contains(top) || (kind === "sign" && top?.contains(element));
    if (!kind || !inside(box) || !seen(element) || !is_on_top) continue;
    const about = `${element.tagName}.${element.getAttribute("class") ?? ""} ${element.textContent.trim()}`;
    places.push([kind, about.slice(0, 60), [box.left, box.top, box.right, box.bottom].map(Math.round)]);
  }
  return places;
}"""


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 black to 1 white."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """1 for two colours alike to 21 for black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def best_contrast(picture: Image.Image) -> float:
    """Between what there is most of and what differs most from it: strokes have their full colour somewhere."""
    most = picture.width * picture.height
    colours: Counter[Colour] = Counter({colour: count for count, colour in picture.getcolors(most)})
    (ground, _), *_ = colours.most_common(1)
    return max(contrast(ground, colour) for colour in colours)


EDGES = """(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility() && !element.closest("[inert]") && !element.disabled)
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, { left, top, right, bottom }]) => left > 8 && top >= 0 && right <= innerWidth && bottom <= innerHeight)
  .map(([element, { left, top, bottom }]) => [element.textContent.trim().slice(0, 60), left, (top + bottom) / 2])"""
BESIDE_PX, DASH_PX = 8, 12


def unbounded(page: Page, selector: str) -> list[str]:
    """Every control of a selector whose edge cannot be made out, on its left; none shown is a fault, too."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    edges = page.evaluate(EDGES, selector)
    faults = [] if edges else [f"nothing to look at: {selector}"]
    for about, left, middle in edges:
        at, down = round(left), round(middle)
        across = picture.crop((at - BESIDE_PX, down - DASH_PX, at + BESIDE_PX, down + DASH_PX))
        if (found := best_contrast(across)) < SIGN:
            faults.append(f"{found:.1f} : 1 at the edge of {about}")
    return faults


def _settled(page: Page) -> tuple[Image.Image, list[tuple[str, str, list[int]]]]:
    """A picture and what stands where on it: taken again while something came in between."""
    places = page.evaluate(PLACES)
    while True:
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        if (now := page.evaluate(PLACES)) == places:
            return picture, places
        places = now


def faint(page: Page) -> list[str]:
    """Every text and every icon on the screen that stands out too little, with its contrast."""
    picture, places = _settled(page)
    faults = []
    for kind, about, box in places:
        found = best_contrast(picture.crop(tuple(box)))
        if found < (TEXT if kind == "text" else SIGN):
            faults.append(f"{found:.1f} : 1 {about}")
    return faults
