"""What a visitor wants of the screen, and that the next visitor finds nothing of it."""

from playwright.sync_api import Page, expect

from tests.accessibility.motion import moving
from tests.kiosk_app.screen_kit import AgentDouble, hall

FIELD = "[data-field=ho_tich]"
MODES = {
    "large": ("size", "large"),
    "contrast": ("contrast", "high"),
    "low": ("reach", "low"),
    "read": ("reading", "on"),
}


def chosen(page: Page) -> dict[str, str]:
    """How the page stands: the marks that its style sheets go by, and its language."""
    marks: dict[str, str] = page.evaluate("() => ({...document.documentElement.dataset})")
    return {**marks, "lang": page.evaluate("document.documentElement.lang")}


def choose_all(page: Page) -> None:
    for tool, (mark, value) in MODES.items():
        page.tap(f"#tool-{tool}")
        expect(page.locator(f"#tool-{tool}")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("html")).to_have_attribute(f"data-{mark}", value)
        page.clock.run_for(600)
    page.tap("#tool-language")


def test_every_wish_can_be_taken_back_and_is_forgotten_when_nobody_is_there(page: Page) -> None:
    at_rest = chosen(page)
    page.tap("#tool-contrast")
    page.clock.run_for(600)
    page.tap("#tool-contrast")
    assert chosen(page) == at_rest
    choose_all(page)
    page.tap("#tool-louder")
    assert chosen(page) == {"size": "large", "contrast": "high", "reach": "low", "reading": "on", "lang": "en"}
    page.clock.run_for(41_000)
    expect(page.get_by_role("alertdialog")).to_contain_text("Are you still there?")
    page.clock.run_for(20_000)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert chosen(page) == at_rest
    page.tap("#tool-read")
    expect(page.locator("#tool-louder")).to_have_attribute("aria-label", "To hơn. Âm lượng 3 trên 4")


def test_wishes_last_as_long_as_their_visitor(page: Page, agent: AgentDouble) -> None:
    at_rest = chosen(page)
    agent.refusal = {"code": "field_closed", "text": {"vi": "Đã đóng.", "en": "Closed today."}}
    page.tap("#tool-large")
    page.clock.run_for(600)
    page.tap(FIELD)
    page.tap("#home")
    assert chosen(page) == {**at_rest, "size": "large"}
    agent.refusal = None
    page.tap(FIELD)
    agent.tell_job("confirmed")
    page.tap("#done")
    expect(page.locator(FIELD)).to_be_visible()
    assert chosen(page) == at_rest


def test_in_large_letters_every_page_leads_on_and_back_and_chosen_fields_stay_in_sight(
    page: Page, agent: AgentDouble
) -> None:
    agent.tell("kiosk", hall() | {"most_fields": 3})
    page.tap("#tool-large")
    page.clock.run_for(600)
    page.tap("#several")
    page.clock.run_for(600)
    page.tap(FIELD)
    expect(page.locator("#take-several small")).to_have_count(0)
    fields, seen = page.locator(".card:not(.card-quiet)"), []
    more, before = page.locator("[data-field=more-fields]"), page.locator("[data-field=page-before]")
    counts = [fields.count()]
    while more.is_visible():
        seen += fields.evaluate_all("all => all.map(card => card.dataset.field)")
        page.clock.run_for(600)
        more.tap()
        expect(before).to_be_visible()
        counts.append(fields.count())
    seen += fields.evaluate_all("all => all.map(card => card.dataset.field)")
    assert counts == [5, 4, 3]
    assert seen == [field["id"] for field in hall()["fields"]]
    expect(page.locator("#take-several small")).to_have_text("Đã chọn: 1.\u00a0Hộ tịch")
    for _ in counts[1:]:
        page.clock.run_for(600)
        before.tap()
    expect(page.locator(FIELD)).to_be_visible()
    expect(before).to_have_count(0)


def test_an_open_panel_is_a_wish_too(page: Page) -> None:
    page.tap("#tool-help")
    expect(page.get_by_role("dialog")).to_contain_text("quầy 1")
    page.clock.run_for(61_000)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_touch_wakes_a_kiosk_at_rest_and_presses_nothing(page: Page, agent: AgentDouble) -> None:
    agent.attract_after_s = 5
    page.reload()
    box = page.locator(FIELD).bounding_box()
    assert box is not None
    attract = page.locator(".attract")
    expect(attract).to_have_count(0)
    page.clock.run_for(6000)
    expect(attract.locator("[lang]")).to_have_text(["Chạm vào màn hình để lấy số", "Touch the screen to take a number"])
    assert moving(page) == []
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(attract).to_have_count(0)
    assert agent.keys == []
    page.clock.run_for(6000)
    agent.tell("kiosk", hall(is_open=False))
    expect(page.locator("h1")).to_contain_text("Chưa đến giờ")
    agent.tell("kiosk", hall())
    expect(attract).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(attract).to_have_count(0)


def test_a_small_panel_begins_with_large_letters(page: Page, agent: AgentDouble) -> None:
    agent.diagonal_in = 15.6
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    page.tap("#tool-large")
    expect(page.locator("html")).to_have_attribute("data-size", "plain")
    page.clock.run_for(61_000)
    expect(page.locator("html")).to_have_attribute("data-size", "large")
