"""Nothing on the kiosk is cut off, too small to touch or too small to read: any panel, both languages, every mode.

And axe finds nothing on any sight, in any of the ways in which it can be shown.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.kiosk_ways import axe_on
from tests.kiosk_app.kiosk_scenes import SCENES, Scene, unpaired
from tests.kiosk_app.procedure_scenes import PROCEDURE_SCENES
from tests.kiosk_app.screen_kit import AgentDouble, agent_double

MEASURE = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")

PANELS = {
    "portrait": (1080, 1920, 21.5),
    "landscape": (1920, 1080, 21.5),
    "nearly square": (1280, 1024, 17.0),
    "wide": (1280, 800, 21.0),
    "4 to 3": (1024, 768, 17.6),
}
"""Width and height in pixels, and the smallest diagonal in inches that shows everything at its size."""

EVERY_MODE = ("portrait", "landscape", "nearly square")
SHOWN: dict[str, list[tuple[str, list[str]]]] = {
    "vi": [(panel, ["plain", "is_large", "is_low"] if panel in EVERY_MODE else ["plain"]) for panel in PANELS],
    "en": [(panel, ["plain", "is_large"]) for panel in EVERY_MODE],
}
"""What is lowered stands where it does in whatever language; the other panels are like those of every mode."""

STAY = "() => { const at = performance.now(); performance.now = () => at; }"
"""The page's steady clock stands still: a sight must not go home while it is measured."""
PAINT_NOTHING = "() => { document.querySelector('#screen').style.opacity = 0; }"
"""Half of what measuring costs is the painting of what nobody looks at; every box stays where it is."""

SPEAK = """async (code) => {
  (await import("/static/js/texts.js")).speak_language(code);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@pytest.fixture(scope="module")
def agent() -> Iterator[AgentDouble]:
    with agent_double() as double:
        yield double


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(has_touch=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def faults_on(page: Page, panel: str, modes: list[str]) -> dict[str, list[str]]:
    """What is wrong on a panel, in each of the modes."""
    width, height, diagonal_in = PANELS[panel]
    page.set_viewport_size({"width": width, "height": height})
    found: dict[str, list[str]] = page.evaluate(MEASURE, {"modes": modes, "diagonal_in": diagonal_in})
    return {f"{panel}, {mode}": faults for mode, faults in found.items() if faults}


@pytest.mark.parametrize("scene", [*SCENES, *PROCEDURE_SCENES])
def test_every_sight_fits_every_panel(page: Page, agent: AgentDouble, scene: Scene) -> None:
    agent.reset()
    page.goto(f"http://127.0.0.1:{agent.port}/")
    scene(page, agent)
    page.evaluate(STAY)
    page.evaluate("document.fonts.ready.then(() => null)")
    page.set_viewport_size({"width": 1080, "height": 1920})
    faults = axe_on(page, scene.__name__)
    page.evaluate(PAINT_NOTHING)
    for language, shown in SHOWN.items():
        page.evaluate(SPEAK, language)
        for panel, modes in shown:
            # A kiosk that has yet to be paired has no tools.
            found = faults_on(page, panel, modes if scene is not unpaired else ["plain"])
            faults |= {f"{language}, {where}": what for where, what in found.items()}
    assert faults == {}, json.dumps(faults, ensure_ascii=False, indent=1)
