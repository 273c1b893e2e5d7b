"""Nothing on the kiosk is cut off, too small to touch or too small to read, on any panel and in either language."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.kiosk_app.kiosk_scenes import SCENES, Scene
from tests.kiosk_app.screen_kit import AgentDouble, agent_double

PANELS = {
    "portrait": (1080, 1920),
    "landscape": (1920, 1080),
    "nearly square": (1280, 1024),
    "wide": (1280, 800),
    "4 to 3": (1024, 768),
}

MEASURE = """() => {
  // On a 21.5-inch panel of 1080 pixels 1 rem is 16 px of 0.248 mm; other panels are judged by the same rem.
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const mm = (px) => (px / rem) * 16 * 0.248;
  const faults = [];
  const name = (element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`;
  const CAPITAL = 0.7;
  for (const element of document.querySelectorAll("#screen *")) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!box.width || style.opacity === "0" || element.closest("svg")) continue;
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      faults.push(`outside: ${name(element)}`);
    const is_text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!is_text) continue;
    // A line of digits may be higher than its line box; letters may not be cut.
    const is_cut = style.overflow !== "visible" && element.scrollHeight > element.clientHeight + 2;
    if (is_cut) faults.push(`cut off: ${name(element)}`);
    // Who pairs a kiosk stands before it; the rest of the screen is for everybody.
    if (element.closest(".pairing")) continue;
    const capital = mm(parseFloat(style.fontSize)) * CAPITAL;
    if (capital < 4.8) faults.push(`capitals of ${capital.toFixed(1)} mm: ${name(element)}`);
  }
  for (const button of document.querySelectorAll("#screen button")) {
    const box = button.getBoundingClientRect();
    const least = button.classList.contains("card") ? 30 : 20;
    if (mm(box.width) < 20 || mm(box.height) < least) faults.push(`too small to touch: ${name(button)}`);
    const inside = [...button.querySelectorAll("*")].map((part) => part.getBoundingClientRect().bottom);
    if (Math.max(0, ...inside) > box.bottom + 1) faults.push(`spills over: ${name(button)}`);
  }
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) faults.push("the page scrolls");
  return faults;
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


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sight_fits_every_panel(page: Page, agent: AgentDouble, scene: Scene, language: str) -> None:
    agent.reset()
    agent.language = language
    page.goto(f"http://127.0.0.1:{agent.port}/")
    scene(page, agent)
    page.evaluate("document.fonts.ready.then(() => null)")
    faults: dict[str, list[str]] = {}
    for panel, (width, height) in PANELS.items():
        page.set_viewport_size({"width": width, "height": height})
        faults[panel] = page.evaluate(MEASURE)
    assert faults == {panel: [] for panel in PANELS}
