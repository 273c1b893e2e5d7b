"""The main screens look as they looked when somebody last approved of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hub.service.links import Links
from tests.golden_pictures import MEAN_AT_MOST, differs_by
from tests.hub_process import HubProcess
from tests.kiosk_app.screen_kit import agent_double
from tests.screens import Screens, screens_of

PASSES = ".topbar *, .timer b, .mark, .row-wait, .wait, [data-row] *, .last time, .clock, .steps, .foot"
"""What tells how late it is, or how long something takes."""
HIDE = "(selectors) => document.querySelectorAll(selectors).forEach((one) => { one.style.visibility = 'hidden'; })"
MOVED = "() => { document.querySelector('main').style.translate = '0 3rem'; }"


@pytest.fixture(scope="module")
def glass(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920}, has_touch=True, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="module")
def screens(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as hub, screens_of(chromium, hub) as opened:
        yield opened


def ready(page: Page) -> Page:
    """Its letters are there, and nothing on it depends on when it is."""
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate(HIDE, PASSES)
    return page


def test_the_kiosk_looks_as_it_should(glass: BrowserContext) -> None:
    with agent_double() as agent:
        page = glass.new_page()
        page.goto(f"http://127.0.0.1:{agent.port}/")
        expect(page.locator(".card").first).to_be_visible()
        assert differs_by(ready(page), "kiosk-home") <= MEAN_AT_MOST
        page.evaluate(MOVED)
        assert differs_by(page, "kiosk-home", may_renew=False) > MEAN_AT_MOST
        page.tap("[data-field=bao_tro]")
        expect(page.locator(".slip-number")).to_be_visible()
        assert differs_by(ready(page), "kiosk-ticket") <= MEAN_AT_MOST
        page.close()


def test_the_screens_of_a_counter_look_as_they_should(screens: Screens) -> None:
    (label, *_) = screens.opened_counter(2, tickets=3)
    wall, rating, clerk = (
        screens.open(name, size=size)
        for name, size in (("wall", (1920, 1080)), ("rating:2", (1280, 800)), ("counter:2", (1366, 768)))
    )
    screens.command(2, "call-next")
    expect(wall.locator(f"[data-call={label}]")).to_be_visible()
    assert differs_by(ready(wall), "wall") <= MEAN_AT_MOST
    screens.command(2, "start")
    expect(clerk.locator("[data-state=serving]")).to_be_visible()
    assert differs_by(ready(clerk), "counter") <= MEAN_AT_MOST
    screens.command(2, "finish")
    expect(rating.locator("[data-score='4']")).to_be_visible()
    assert differs_by(ready(rating), "rating") <= MEAN_AT_MOST
    _the_phone_of_who_was_served(screens, f"{screens.hub.health()['day']}-{label}")


def _the_phone_of_who_was_served(screens: Screens, ticket: str) -> None:
    phone = screens.context.new_page()
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto(Links(screens.hub.keyring.derived("links"), screens.hub.url).link(ticket).replace("HTTP", "http"))
    expect(phone.locator(".rating .faces")).to_be_visible()
    assert differs_by(ready(phone), "phone") <= MEAN_AT_MOST
