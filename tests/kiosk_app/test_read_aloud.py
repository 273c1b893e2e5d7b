"""The kiosk for whoever does not see it: every sight read aloud, and everything done by keys alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, device

RECORDER = """
globalThis.said = [];
export function clip(url) {
  said.push(new URLSearchParams(url.split("?")[1]).get("text"));
  return new Promise(() => {});
}
"""
IN_ORDER = """wanted => {
  const spoken = said.values();
  return wanted.every((start) => spoken.some((text) => text.startsWith(start)));
}"""
IS_SPEAKING = "() => import('/static/js/speaking.js').then(({is_speaking}) => is_speaking.value)"
QUESTION = "Ông/bà cần làm thủ tục gì?"


@pytest.fixture(scope="module", autouse=True)
def recorded(glass: BrowserContext) -> Iterator[None]:
    """In place of sounds the page keeps a list of what would be heard; none of it ever ends by itself."""
    glass.route("**/js/clips.js", lambda route: route.fulfill(body=RECORDER, content_type="text/javascript"))
    yield
    glass.unroute("**/js/clips.js")


def heard(page: Page, *beginnings: str) -> None:
    """Wait until texts with these beginnings were read, in this order, and forget all that was read."""
    page.wait_for_function(IN_ORDER, arg=list(beginnings))
    page.evaluate("said.length = 0")


def test_a_sight_is_read_from_its_heading_through_its_choices_in_their_order(page: Page, agent: AgentDouble) -> None:
    page.tap("#tool-read")
    heard(
        page,
        QUESTION,
        "Hộ tịch, 0 đang chờ, Quầy 2",
        "Chứng thực",
        "Lĩnh vực khác, Xem thêm 5 lĩnh vực",
        "Tôi thuộc diện",
    )
    page.tap("#tool-again")
    heard(page, QUESTION, "Hộ tịch", "Lĩnh vực khác")
    page.tap("#tool-language")
    heard(page, "What do you need today?", "Civil status")
    page.tap("#tool-help")
    heard(page, "Need help?", "Our staff at “Guidance”, counter 1", "Close")
    assert page.evaluate("said") == []


def test_a_touch_silences_and_the_volume_is_the_visitors(page: Page, agent: AgentDouble) -> None:
    page.tap("#tool-read")
    heard(page, QUESTION)
    assert page.evaluate(IS_SPEAKING) is True
    page.locator(".hero h1").tap()
    assert page.evaluate(IS_SPEAKING) is False
    louder = page.locator("#tool-louder")
    expect(louder).to_have_attribute("aria-label", "To hơn. Âm lượng 3 trên 4")
    louder.tap()
    expect(louder).to_have_attribute("aria-label", "To hơn. Âm lượng 4 trên 4")
    heard(page, "Âm lượng này")


def test_nothing_offers_to_read_what_this_machine_cannot_say(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", device(voice={"vi": True, "en": False}))
    expect(page.locator("#tool-read")).to_be_visible()
    page.tap("#tool-language")
    expect(page.locator("#tool-read")).to_have_count(0)
    expect(page.locator("#tool-large")).to_be_visible()


def test_a_question_over_an_open_dialog_is_heard_and_alone_in_reach(page: Page, agent: AgentDouble) -> None:
    page.tap("#tool-read")
    page.tap("#tool-help")
    heard(page, "Cần trợ giúp?", "Đóng")
    for _ in range(8):
        page.clock.run_for(5500)
    expect(page.locator("#stay")).to_be_visible()
    heard(page, "Ông/bà còn ở đây không?")
    assert page.locator(".veil").evaluate_all("veils => veils.map((veil) => veil.inert)") == [True, False]
    page.keyboard.press("ArrowDown")
    expect(page.locator("#stay")).to_have_count(0)
    expect(page.locator("#close-panel")).to_be_focused()


def test_reading_can_be_neither_begun_nor_left_on_without_a_voice(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", device(voice={"vi": False, "en": False}))
    expect(page.locator("#tool-read")).to_have_count(0)
    page.keyboard.press("Slash")
    expect(page.locator("html")).to_have_attribute("data-reading", "off")
    agent.tell("agent", device(voice={"vi": True, "en": False}))
    page.tap("#tool-read")
    heard(page, QUESTION)
    page.tap("#tool-language")
    expect(page.locator("html")).to_have_attribute("data-reading", "off")
    expect(page.locator("#tool-again")).to_have_count(0)
    assert page.evaluate("said") == []


def test_a_number_is_taken_by_keys_alone_and_every_step_is_heard(page: Page, agent: AgentDouble) -> None:
    page.keyboard.press("Slash")
    heard(page, QUESTION, "Hộ tịch", "Tôi thuộc diện", "Bấm phím mũi tên")
    page.keyboard.press("ArrowUp")
    heard(page, "Trợ giúp")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[data-field=chung_thuc]")).to_be_focused()
    heard(page, "Tìm thủ tục", "Hộ tịch", "Chứng thực, 1 đang chờ")
    page.keyboard.press("ArrowLeft")
    heard(page, "Hộ tịch, 0 đang chờ")
    assert page.evaluate("() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 3
    page.keyboard.press("Enter")
    expect(page.locator(".slip-number")).to_be_visible()
    heard(page, "Số của ông/bà", "A001", "Hộ tịch", "Trước ông/bà còn 12 người", "Quầy 2", "Quầy 4", "Xong")
    agent.tell_job("confirmed")
    heard(page, "Mời ông/bà nhận phiếu ở khe bên dưới")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#done")).to_be_focused()
    heard(page, "Xong")
    page.keyboard.press("NumpadDivide")
    heard(page, "Số của ông/bà", "A001")
    page.clock.run_for(600)
    page.keyboard.press("Enter")
    expect(page.locator("[data-field=ho_tich]")).to_be_visible()
    expect(page.locator("#tool-again")).to_have_count(0)


def test_what_lies_beneath_a_question_is_out_of_reach_of_keys(page: Page, agent: AgentDouble) -> None:
    page.tap("#tool-help")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#close-panel")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.home')") is None
    page.clock.run_for(600)
    page.locator("#close-panel").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#find")).to_be_focused()
