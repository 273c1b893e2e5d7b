"""The kiosk's page while the hub does not know its agent."""

import pytest
from playwright.sync_api import Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, device

CODE = {"state": "code", "code": "482913", "hub_url": "http://192.168.1.10:8080/"}


def test_the_code_stands_before_everything_until_the_kiosk_is_known(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", device(hub_is_reachable=False, pairing={"state": "searching", "code": "", "hub_url": ""}))
    expect(page.get_by_role("heading")).to_contain_text("Đang tìm máy chủ")
    agent.tell("agent", device(hub_is_reachable=False, pairing=CODE))
    expect(page.locator(".pairing-code")).to_have_text("482\u00a0913")
    steps = page.locator(".pairing-steps li")
    expect(steps.first).to_contain_text("http://192.168.1.10:8080/admin/devices")
    expect(page.locator(".card")).to_have_count(0)
    agent.tell("agent", device(pairing=None))
    expect(page.locator(".card").first).to_be_visible()


@pytest.mark.parametrize("hub_url", ["http://127.0.0.1:8080", "http://localhost:8080"])
def test_an_address_that_means_this_machine_alone_is_not_shown(page: Page, agent: AgentDouble, hub_url: str) -> None:
    agent.tell("agent", device(pairing={**CODE, "hub_url": hub_url}))
    expect(page.locator(".pairing-steps li").first).to_contain_text("mở mục Thiết\u00a0bị")
    expect(page.locator(".pairing")).not_to_contain_text("http")


def test_a_number_that_was_given_stays_on_the_screen(page: Page, agent: AgentDouble) -> None:
    page.locator(".card").first.click()
    expect(page.locator("[data-stage=ticket]")).to_be_visible()
    agent.tell("agent", device(pairing=CODE))
    expect(page.locator("[data-stage=ticket]")).to_contain_text("A001")
    expect(page.locator(".pairing")).to_have_count(0)
