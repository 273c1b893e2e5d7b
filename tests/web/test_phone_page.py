"""The page of a ticket in a real browser: alive with scripts, complete without them, on the smallest telephones."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility.axe import violations
from tests.accessibility.motion import moving
from tests.accessibility.pixels import faint, unbounded
from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of

FIELD, COUNTER = "dat_dai", 5
SIZES = ((320, 640), (360, 740), (430, 930))
TWICE = "() => { document.documentElement.style.fontSize = '200%' }"
SPILLS = "() => document.documentElement.scrollWidth - innerWidth"
SMALL = """() => [...document.querySelectorAll("a, button, summary, .faces label, .tick")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""


@pytest.fixture(scope="module")
def screens(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    with HubProcess(tmp_path_factory.mktemp("phone")) as hub, screens_of(chromium, hub) as screens:
        screens.command(COUNTER, "open")
        yield screens


def drawn(screens: Screens, how_many: int = 1) -> list[dict[str, str]]:
    token = screens.hub.token("kiosk:K1")
    asked = [screens.hub.post(token, "/tickets", {"field": FIELD}) for _ in range(how_many)]
    return [answer.json()["events"][0] for answer in asked]


def call(screens: Screens, label: str) -> None:
    told = {"label": label, "reason": "citizen_present"}
    token = screens.hub.token(f"counter:{COUNTER}")
    screens.hub.post(token, f"/counters/{COUNTER}/call-number", told).raise_for_status()


def look(page: Page) -> None:
    """Let the page ask at once, as when its connection comes back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def phone(screens: Screens, link: str, width: int = 390, height: int = 844) -> Page:
    page = screens.context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(link)
    return page


def test_a_visit_from_waiting_to_rating_on_one_page(screens: Screens) -> None:
    mine, *_ = drawn(screens, 4)
    page = phone(screens, mine["link"])
    expect(page.locator("#number")).to_contain_text(mine["label"])
    page.evaluate("window.is_the_same = true")
    bell = page.locator("[data-bell] button")
    bell.click()
    expect(bell).to_have_attribute("aria-pressed", "true")

    page.locator("#defer summary").click()
    first_form = page.locator("#defer form").element_handle()
    drawn(screens)
    for _ in range(2):  # the second is asked for when the first has been shown
        with page.expect_response(lambda answer: answer.ok):
            look(page)
    assert first_form.evaluate("(form) => form.isConnected"), "the form in hand stays"
    page.get_by_role("button", name="Nhường 3 người").click()
    expect(page.locator("[data-said=deferred]")).to_be_visible()
    expect(page.locator(".figure")).to_have_text("3")
    expect(page.locator(".steps li")).to_have_count(2)

    call(screens, mine["label"])
    look(page)
    expect(page.locator(".ticket")).to_have_attribute("data-tone", "called")
    expect(page.locator(".headline")).to_have_text(f"Mời ông/bà đến quầy {COUNTER}")
    expect(page.locator("[data-tell]")).to_have_text(f"Mời ông/bà đến quầy {COUNTER}")
    page.wait_for_function("() => document.title.startsWith('● Mời đến quầy')")
    expect(page.locator("#cancel")).to_have_count(0)

    screens.command(COUNTER, "start", "finish")
    look(page)
    page.get_by_text("Không hài lòng").click()
    page.get_by_text("Chờ lâu").click()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.locator("[data-said=rated]")).to_be_visible()
    expect(page.locator(".thanks")).to_be_visible()
    expect(page.locator("form")).to_have_count(0)
    assert page.evaluate("window.is_the_same")
    assert screens.hub.view(screens.hub.token("supervisor"), f"rating:{COUNTER}")["data"]["window"] is None
    page.close()


def test_it_says_when_it_hears_nothing_and_goes_on_by_itself(screens: Screens) -> None:
    (mine,) = drawn(screens)
    page = phone(screens, mine["link"])
    expect(page.locator("[data-updated]")).not_to_be_empty()
    page.clock.install()
    screens.context.set_offline(True)
    for _ in range(5):
        page.clock.run_for(5000)
    expect(page.locator("[data-lost]")).to_be_visible()
    expect(page.locator("[data-lost]")).to_contain_text("Mất kết nối")
    screens.context.set_offline(False)
    page.clock.run_for(6000)
    expect(page.locator("[data-lost]")).to_be_hidden()
    page.close()


def test_it_fits_small_telephones_and_large_letters_in_both_languages(screens: Screens) -> None:
    first, second, last, *_ = drawn(screens, 5)
    call(screens, first["label"])
    screens.command(COUNTER, "start", "finish")
    call(screens, second["label"])
    for link in (first["link"], second["link"], last["link"], f"{screens.hub.url}/t/{'a' * 26}"):
        page = phone(screens, link)
        for language in ("vi", "en"):
            page.goto(f"{page.url.partition('?')[0]}?lang={language}")
            for summary in page.locator("summary").all():
                summary.click()
            for face in page.locator(".faces label").all()[-1:]:
                face.click()
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                assert page.evaluate(SPILLS) <= 0, (link, language, width)
            assert page.evaluate(SMALL) == []
            assert violations(page, only_by_sight=language != "vi") == []
            if language == "vi":
                assert (faint(page), moving(page)) == ([], [])
                assert unbounded(page, ".button, .faces label") == [] or not page.locator(".button").count()
            page.evaluate(TWICE)
            assert page.evaluate(SPILLS) <= 0, (link, language, "twice as large")
        page.close()


def test_without_scripts_everything_can_be_asked_for(chromium: Browser, screens: Screens) -> None:
    mine, *_ = drawn(screens, 3)
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(mine["link"])
    expect(page.locator("[data-bell]")).to_be_hidden()
    page.locator("#defer summary").click()
    page.get_by_role("button", name="Nhường 1 người").click()
    expect(page.locator("[data-said=deferred]")).to_be_visible()
    page.get_by_role("link", name="English").click()
    page.locator("#cancel summary").click()
    page.get_by_role("button", name="Cancel number").click()
    expect(page.locator("[data-said=cancelled]")).to_have_text("Your number is cancelled.")
    expect(page.locator(".ticket")).to_have_attribute("data-tone", "over")
    context.close()
