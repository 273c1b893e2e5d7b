"""What the kiosk's page makes of answers: late, refused, never given; and of a number that has no paper."""

import io
import time

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, device

FIELD = "[data-field=ho_tich]"


def test_what_is_not_answered_is_asked_again_with_the_same_key(page: Page, agent: AgentDouble) -> None:
    agent.unanswered = 99
    page.tap(FIELD)
    agent.wait_for(lambda: len(agent.keys) > 0)
    page.clock.run_for(1000)
    agent.wait_for(lambda: len(agent.keys) > 1)
    expect(page.locator(".veil-issuing")).to_be_visible()
    agent.unanswered = 0
    expect(page.locator(".slip-number")).to_be_visible()
    assert len(set(agent.keys)) == 1


def test_a_number_that_nobody_answers_for_is_given_up(page: Page, agent: AgentDouble) -> None:
    agent.unanswered = 99
    page.tap(FIELD)
    agent.wait_for(lambda: len(agent.keys) > 0)
    page.clock.run_for(16_000)
    expect(page.get_by_role("alert")).to_contain_text("chưa nhận được trả lời")
    asked = len(agent.keys)
    page.clock.run_for(10_000)
    assert len(agent.keys) == asked


def test_a_refusal_is_told_in_the_visitors_language(page: Page, agent: AgentDouble) -> None:
    agent.refusal = {"code": "field_closed", "text": {"vi": "Đã đóng.", "en": "Closed today."}}
    page.tap("#tool-language")
    page.tap(FIELD)
    expect(page.get_by_role("alert")).to_have_text("Closed today.")
    page.tap("#home")
    expect(page.locator("h1")).to_have_text("What do you need today?")


def test_a_number_without_paper_stays_until_it_is_noted(page: Page, agent: AgentDouble) -> None:
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_be_visible()
    agent.tell_job("failed", cancel_at_ms=int(time.time() * 1000) + 20_000, qr="TL1:2026-11-22-A001")
    qr = page.locator(".qr")
    expect(qr).to_be_visible()
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["TL1:2026-11-22-A001"]
    agent.hold.clear()
    page.tap("#noted")
    agent.wait_for(lambda: agent.settled == ["2026-11-22-A001 noted"])
    expect(page.locator("[data-stage=settling]")).to_be_visible()
    expect(page.locator(".slip-number")).to_have_text("A001")
    agent.hold.set()
    expect(page.locator("h1")).to_have_text("Số A001 của ông/bà vẫn có giá trị")


def test_a_choice_that_nobody_answers_is_not_told_as_done(page: Page, agent: AgentDouble) -> None:
    agent.tell_job("failed", cancel_at_ms=int(time.time() * 1000) + 3_000)
    expect(page.locator(".slip-number")).to_have_text("A001")
    agent.unanswered = 99
    page.tap("#noted")
    agent.wait_for(lambda: len(agent.settled) > 0)
    unclear = "chưa rõ số A001 còn giá trị hay không"
    expect(page.get_by_role("alert").filter(has_text=unclear)).to_be_visible(timeout=10_000)


def test_nobody_notes_it_and_the_agent_cancels(page: Page, agent: AgentDouble) -> None:
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_be_visible()
    agent.tell_job("failed", cancel_at_ms=int(time.time() * 1000) + 20_000)
    expect(page.locator(".print-failed")).to_be_visible()
    agent.tell_job("cancelled")
    expect(page.locator("h1")).to_contain_text("A001 đã được hủy")


def test_staff_care_for_the_paper_and_the_number_stays(page: Page, agent: AgentDouble) -> None:
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_be_visible()
    agent.tell_job("failed", cancel_at_ms=int(time.time() * 1000) + 20_000)
    expect(page.locator(".print-failed")).to_be_visible()
    agent.tell_job("noted")
    expect(page.locator("h1")).to_have_text("Số A001 của ông/bà vẫn có giá trị")


def test_an_agent_that_has_forgotten_the_number_has_cancelled_it(page: Page, agent: AgentDouble) -> None:
    agent.tell_job("failed", cancel_at_ms=int(time.time() * 1000) + 20_000)
    expect(page.locator(".print-failed")).to_be_visible()
    agent.tell("agent", device())
    expect(page.locator("h1")).to_contain_text("A001 đã được hủy")


def test_a_page_that_is_loaded_anew_asks_about_the_number_without_paper(page: Page, agent: AgentDouble) -> None:
    agent.tell_job("failed", cancel_at_ms=int(time.time() * 1000) + 20_000)
    page.reload()
    expect(page.locator(".slip-number")).to_have_text("A001")
    page.tap("#cancel")
    agent.wait_for(lambda: agent.settled == ["2026-11-22-A001 cancel"])
