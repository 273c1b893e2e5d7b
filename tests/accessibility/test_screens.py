"""The hub's screens in both languages: axe finds nothing, and on real pixels every text and icon stands out."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from config.plurals import RULES, category
from config.texts import languages
from tests.accessibility.axe import violations
from tests.accessibility.motion import moving
from tests.accessibility.pixels import contrast, faint
from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of

SPEAK = """async (code) => {
  (await import("/static/js/texts.js")).speak_language(code);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
PLURALS = """([languages, most]) => Object.fromEntries(languages
  .filter((language) => Intl.PluralRules.supportedLocalesOf(language).length)
  .map((language) => [language, Array.from({ length: most }, (_, n) => new Intl.PluralRules(language).select(n))]))"""
COUNTED_UP_TO = 130

PANELS = {
    "counter:2": (1366, 768),
    "counter:3": (320, 900),
    "counter:9": (1366, 768),
    "reception": (1366, 768),
    "supervisor": (1366, 768),
    "rating:2": (1280, 800),
    "wall": (1920, 1080),
}
"""A counter that serves, one that has called and is narrow, one that is closed, and everybody else."""


@pytest.fixture(scope="module")
def screens(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as hub, screens_of(chromium, hub) as opened:
        for counter in (2, 3, 5):
            opened.opened_counter(counter, tickets=4)
        opened.command(2, "call-next", "start")
        opened.command(3, "call-next", "recall")
        yield opened


def look_at(page: Page) -> dict[str, list[str]]:
    """What is wrong with a page in each language."""
    found = {}
    for language in languages():
        page.evaluate(SPEAK, language)
        found[f"axe, {language}"] = violations(page, only_by_sight=language != "vi")
    found |= {"pixels": faint(page), "moves": moving(page)}
    return {what: faults for what, faults in found.items() if faults}


@pytest.mark.parametrize("screen", PANELS)
def test_a_screen_is_for_everybody(screens: Screens, screen: str) -> None:
    page = screens.open(screen, size=PANELS[screen], is_loose=True)
    expect(page.locator("#screen")).to_contain_text(re.compile(r"\w"))
    page.evaluate("document.fonts.ready.then(() => null)")
    assert look_at(page) == {}
    page.close()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/pair", "/wall/counter/2/"])
def test_a_plain_page_is_for_everybody(screens: Screens, path: str) -> None:
    page = screens.context.new_page()
    page.goto(f"{screens.hub.url}{path}")
    assert (violations(page), faint(page), moving(page)) == ([], [], [])
    page.close()


def test_browser_and_program_ask_for_the_same_forms(screens: Screens) -> None:
    page = screens.context.pages[0] if screens.context.pages else screens.context.new_page()
    known = page.evaluate(PLURALS, [["vi", "km", *RULES], COUNTED_UP_TO])
    assert len(known) > 30
    ours = {language: [category(language, n) for n in range(COUNTED_UP_TO)] for language in known}
    assert {language for language in known if known[language] != ours[language]} == set()


def test_contrast_is_measured_as_its_authors_do() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 1) == 21.0
    assert round(contrast((0x9B, 0x1C, 0x1F), (255, 255, 255)), 1) == 8.1
