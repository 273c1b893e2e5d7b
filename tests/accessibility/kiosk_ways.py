"""axe on a sight of the kiosk, in the ways in which it can be shown, and contrast on the pixels of the main ones."""

from playwright.sync_api import Page

from tests.accessibility.axe import violations
from tests.accessibility.motion import moving
from tests.accessibility.pixels import faint, unbounded

ALL_AT_ONCE = ["is_large", "is_contrast", "is_low"]
EACH = (["is_large"], ["is_contrast"], ["is_low"])
MAIN = ("_home", "_choice_of_classes", "_taken", "_closed_now", "_hub_gone", "_search", "_procedure")
"""The sights that are looked at in each way by itself; the others as they are, and as far from that as they can be."""

SHOW = """async (modes) => {
  const signals = await import("/kiosk/modes.js");
  signals.forget_modes();
  for (const mode of modes) signals[mode].value = true;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


EDGED = {"_home": ".card", "_procedure": "main .button"}
"""Controls of main sights whose edges are looked at."""


def pixels_on(page: Page, scene: str) -> list[str]:
    """What cannot be made out on the glass."""
    page.evaluate("document.fonts.ready.then(() => null)")
    return [*faint(page), *(unbounded(page, EDGED[scene]) if scene in EDGED else ())]


def axe_on(page: Page, scene: str) -> dict[str, list[str]]:
    """What is wrong with a scene, by way; what only its looks can break is looked at again in each."""
    found = {"axe": violations(page), "moves": moving(page)}
    if (
        scene in MAIN and page.evaluate("document.documentElement.lang") == "vi"
    ):  # letters differ by language, not colours
        found["pixels"] = pixels_on(page, scene)
        page.evaluate(SHOW, ["is_contrast"])
        found["pixels is_contrast"] = pixels_on(page, scene)
    for modes in (*(EACH if scene in MAIN else ()), ALL_AT_ONCE):
        page.evaluate(SHOW, modes)
        found["axe " + " ".join(modes)] = violations(page, only_by_sight=True)
    page.evaluate(SHOW, [])
    return {way: broken for way, broken in found.items() if broken}
