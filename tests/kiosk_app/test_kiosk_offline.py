"""The kiosk's page while the hub is away: numbers go on, it says so, and in the end it sends people to the staff."""

from playwright.sync_api import Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, device, without_hub

FIELD = "[data-field=ho_tich]"
OWN_JOB = {"ticket": "2026-11-22-A-K2-07", "label": "A-K2-07", "cancel_at_ms": 4_000_000_000_000}


def test_numbers_go_on_and_are_said_to_be_valid(page: Page, agent: AgentDouble) -> None:
    expect(page.locator(f"{FIELD} .card-waiting")).to_be_visible()
    agent.tell("agent", without_hub())
    notice = page.locator(".hero-notice")
    expect(notice).to_have_text("Mất kết nối máy chủ. Số lấy tại đây vẫn có giá trị.")
    expect(page.locator(f"{FIELD} .card-waiting")).to_have_count(0)
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_have_text("A-K2-07")
    expect(page.locator(".slip-ahead")).to_have_text("Mất kết nối máy chủ – số này vẫn có giá trị")
    expect(page.locator(".print")).to_contain_text("Mời ông/bà ngồi chờ gần quầy và nghe nhân viên gọi số")
    agent.tell("agent", without_hub(job={**OWN_JOB, "state": "sent"}))
    expect(page.locator(".print")).to_contain_text("nghe gọi số")
    agent.tell("agent", without_hub(job={**OWN_JOB, "state": "failed"}))
    page.tap("#noted")
    expect(page.get_by_role("status")).to_contain_text("nghe nhân viên gọi số")
    page.tap("#home")
    agent.tell("agent", without_hub(printer={"is_online": True, "paper": "out", "cover": "closed"}))
    expect(notice).to_have_text("Mất kết nối máy chủ. Máy in hết giấy: xin ghi lại số hiện trên màn hình.")
    agent.tell("agent", device())
    expect(notice).to_have_count(0)


def test_at_the_limit_it_sends_people_to_the_staff_and_heals_by_itself(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", without_hub("offline_limit"))
    expect(page.locator("h1")).to_have_text("Máy này tạm ngừng cấp số")
    expect(page.locator(".notice")).to_contain_text("Mất kết nối máy chủ đã lâu. Mời ông/bà liên hệ nhân viên")
    expect(page.locator(".notice [lang=en]")).to_contain_text("Please ask at the reception desk")
    agent.tell("agent", without_hub("offline_no_time"))
    expect(page.locator(".notice")).to_contain_text("máy này chưa biết đúng ngày giờ")
    expect(page.locator(".notice")).not_to_contain_text("đã lâu")
    for reason in ("hub_unreachable", "offline_day_closed"):
        agent.tell("agent", without_hub(reason))
        expect(page.locator("h1")).to_have_text("Mất kết nối")
    agent.tell("agent", device(offline={"may_draw": False, "reason": "offline_limit"}))
    expect(page.locator("h1")).to_have_text("Máy này tạm ngừng cấp số")
    agent.tell("agent", device(offline={"may_draw": False, "reason": "disk_failed"}))
    expect(page.locator("h1")).to_have_text("Máy này đang gặp sự cố")
    expect(page.locator(".notice")).not_to_contain_text("máy chủ")
    agent.tell("agent", device())
    expect(page.locator(FIELD)).to_be_visible()


def test_a_refusal_while_the_hub_is_away_is_told_in_the_visitors_language(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", without_hub())
    agent.refusal = {"code": "offline_field_closed", "text": {"vi": "Mời hỏi nhân viên.", "en": "Ask the staff."}}
    page.tap("#tool-language")
    page.tap(FIELD)
    expect(page.get_by_role("alert")).to_have_text("Ask the staff.")
    agent.wait_for(lambda: len(agent.keys) == 1)
