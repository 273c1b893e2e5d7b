"""axe finds nothing on any sight of the kiosk, in either language, in each of the ways in which it can be shown."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.axe import violations
from tests.kiosk_app.kiosk_scenes import SCENES, Scene
from tests.kiosk_app.procedure_scenes import PROCEDURE_SCENES
from tests.kiosk_app.screen_kit import AgentDouble, agent_double

ALL_AT_ONCE = (["is_large", "is_contrast", "is_low"],)
EACH = ([], ["is_large"], ["is_contrast"], ["is_low"], *ALL_AT_ONCE)
MAIN = ("_home", "_choice_of_classes", "_taken", "_closed_now", "_hub_gone", "_search", "_procedure")
SHOW = """async (modes) => {
  const signals = await import("/kiosk/modes.js");
  signals.forget_modes();
  for (const mode of modes) signals[mode].value = true;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
SPEAK = """async (code) => (await import("/static/js/texts.js")).speak_language(code)"""


@pytest.fixture(scope="module")
def agent() -> Iterator[AgentDouble]:
    with agent_double() as double:
        yield double


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 1080, "height": 1920}, has_touch=True, reduced_motion="reduce", bypass_csp=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scene", [*SCENES, *PROCEDURE_SCENES])
def test_axe_finds_nothing(page: Page, agent: AgentDouble, scene: Scene) -> None:
    """Every sight as it is, and as far from that as it can be; the main ones in every way."""
    agent.reset()
    page.goto(f"http://127.0.0.1:{agent.port}/")
    scene(page, agent)
    found = {"vi": violations(page)}
    page.evaluate(SPEAK, "en")
    for modes in EACH if scene.__name__ in MAIN else ALL_AT_ONCE:
        page.evaluate(SHOW, modes)
        found["en " + " ".join(modes)] = violations(page, only_by_sight=True)
    assert {way: broken for way, broken in found.items() if broken} == {}
