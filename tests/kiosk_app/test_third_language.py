"""A third language is a folder of files: the kiosk offers it, speaks it, counts by its grammar, and cuts nothing off.

Its texts are the English ones, words longer by two fifths and sentences by three tenths, as in German or Khmer.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config import texts
from tests.kiosk_app.kiosk_scenes import SCENES, Scene
from tests.kiosk_app.screen_kit import AgentDouble, agent_double
from tests.kiosk_app.test_kiosk_layout import faults_on

CODE = "sr"
"""Its numbers have three forms."""

OWN_NAME = "Dugi jezik"
SENTENCE, SHORT = 50, 4
"""So many letters make a sentence, which grows less than a word."""

PANELS = ("portrait", "landscape")
SEEN = ("_home", "_priority", "_taken", "_closed_for_long", "_shut_and_told", "_hub_gone", "_without_paper")
LINE = re.compile(r'^(\w+) = "(.*)"$', re.MULTILINE)


def longer(line: re.Match[str]) -> str:
    """A text and two fifths of its words once more, but for what is filled in."""
    name, words = line[1], line[2]
    again = " ".join(word for word in words.split() if not set(word) & set("{}\\"))
    longer_by = 0.3 if len(words) > SENTENCE else 0.4 if len(words) > SHORT else 0.0
    more = again[: int(len(words) * longer_by)].strip()
    return f'{name} = "{" ".join(filter(None, (words, more)))}"'


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The languages there are, and one more."""
    folder, usual = tmp_path_factory.mktemp("texts") / "locales", texts.LOCALES
    shutil.copytree(usual, folder)
    shutil.copytree(usual / "en", folder / CODE)
    for file in (folder / CODE).glob("*.toml"):
        if file.stem != "common":
            file.write_text(LINE.sub(longer, file.read_text("utf-8")), "utf-8")
    common, kiosk = folder / CODE / "common.toml", folder / CODE / "kiosk.toml"
    common.write_text(common.read_text("utf-8").replace('"English"', f'"{OWN_NAME}"'), "utf-8")
    forms = 'people_ahead_one = "{n} osoba"\npeople_ahead_few = "{n} osobe"\n'
    kiosk.write_text(re.sub(r"people_ahead_one = .*\n", forms, kiosk.read_text("utf-8")), "utf-8")
    use(folder)
    yield folder
    use(usual)


def use(folder: Path) -> None:
    """Take texts from a folder."""
    texts.LOCALES = folder
    for kept in (texts.languages, texts.catalogue):
        kept.cache_clear()


@pytest.fixture(scope="module")
def agent(locales: Path) -> Iterator[AgentDouble]:
    with agent_double() as double:
        yield double


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920}, has_touch=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_the_kiosk_offers_it_and_counts_by_its_grammar(page: Page, agent: AgentDouble) -> None:
    agent.reset()
    page.goto(f"http://127.0.0.1:{agent.port}/")
    page.tap("#tool-language")
    page.get_by_role("button", name=OWN_NAME).tap()
    expect(page.locator("html")).to_have_attribute("lang", CODE)
    said = page.evaluate(
        """async () => {
          const { count } = await import("/static/js/texts.js");
          return [1, 2, 5, 21].map((n) => count("kiosk.people_ahead", n));
        }"""
    )
    assert [said[0], said[1], said[3]] == ["1 osoba", "2 osobe", "21 osoba"]
    assert said[2].startswith("5 people")


@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene.__name__ in SEEN])
def test_nothing_is_cut_off_in_it(page: Page, agent: AgentDouble, scene: Scene) -> None:
    agent.reset()
    agent.language = CODE
    page.goto(f"http://127.0.0.1:{agent.port}/")
    scene(page, agent)
    assert "{" not in page.locator(".kiosk").inner_text()
    page.evaluate("document.fonts.ready.then(() => null)")
    found = [fault for panel in PANELS for faults in faults_on(page, panel, ["plain"]).values() for fault in faults]
    # A card's summary has as many whole lines as there is room for.
    assert [fault for fault in found if "card-summary" not in fault] == []
