"""The clerk's page when the hub is lost: the list stays and can be printed; afterwards it is told who was served."""

import re

from playwright.sync_api import Page, expect

from tests.counter_app.test_counter_keys import in_state
from tests.hub_process import HubProcess
from tests.screens import Screens

PRINTED = "window.print = () => document.documentElement.setAttribute('data-printed', '')"


def standing(screens: Screens, counter: int, come: int = 5) -> tuple[Page, list[str]]:
    """The page of a counter for which so many have come, the first of them being called; and their numbers."""
    labels = screens.opened_counter(counter, tickets=come)
    screens.command(counter, "call-next")
    screens.context.add_init_script(PRINTED)
    page = screens.open(f"counter:{counter}", size=(1280, 720))
    in_state(page, "called", labels[0])
    return page, labels


def kept(page: Page, counter: int) -> str | None:
    found: str | None = page.evaluate(f"localStorage.getItem('toi-luot.counter.{counter}.outage')")
    return found


def pages_of(document: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", document))


def test_from_the_sheet_of_paper_back_into_the_queue(hub: HubProcess, screens: Screens) -> None:
    page, labels = standing(screens, 2, come=26)
    hub.close()
    expect(page.locator("#outage")).to_be_visible()
    assert all(label in str(kept(page, 2)) for label in labels)
    page.emulate_media(media="print")
    page.locator("[data-action=print_list]").dispatch_event("click")
    expect(page.locator("[data-printed]")).to_have_count(1)
    expect(page.locator(".sheet")).to_be_visible()
    assert page.locator("[data-sheet-row]").evaluate_all("rows => rows.map(row => row.dataset.sheetRow)") == labels
    expect(page.locator(".staff > :visible")).to_have_count(1)
    page.emulate_media(media="screen")
    expect(page.locator(".sheet")).to_be_hidden()
    hub.start()
    page.locator("#outage-over [data-action=served_offline]").click(timeout=15_000)
    page.locator("[data-submit]").click()
    expect(page.locator("dialog [role=alert]")).to_contain_text("ít nhất một số")
    for label in (labels[1], labels[-1]):
        page.locator(f"[data-candidate={label}]").click()
    page.fill("[name=others]", "kh 1+1")
    page.locator("[data-submit]").click()
    expect(page.locator("dialog [role=alert]")).to_contain_text("«KH1+1» không phải là số thứ tự")
    page.fill("[name=others]", f" {labels[1]},a k2  7")
    page.locator("[data-submit]").click()
    alert = page.locator("dialog [role=alert]")
    expect(alert).to_contain_text("Không tìm thấy số A-K2-07")
    expect(alert).to_be_in_viewport(ratio=1)
    expect(page.locator("[name=others]")).to_be_focused()
    expect(page.locator("[name=others]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"[data-candidate={labels[1]}] input")).to_be_checked()
    page.fill("[name=others]", "")
    page.fill("[name=until]", "00:00")
    page.locator("[data-submit]").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-list=waiting] [data-row]")).to_have_count(20)
    expect(page.locator(".badge").first).to_have_text("23")
    expect(page.locator("#outage-over")).to_have_count(0)
    assert kept(page, 2) is None
    in_state(page, "called", labels[0])
    assert hub.view(hub.token("supervisor"), "floor")["data"]["totals"]["served_offline"] == 2


def test_whether_anybody_was_served_is_asked_also_of_a_page_that_was_shut_meanwhile(
    hub: HubProcess, screens: Screens
) -> None:
    page, _ = standing(screens, 5)
    hub.close()
    page.locator("[data-action=print_list]").click()
    page.close()
    hub.start()
    page = screens.open("counter:5")
    expect(page.locator("#outage-over")).to_be_visible()
    page.reload()
    page.locator("[data-action=nobody_offline]").click()
    expect(page.locator("#outage-over")).to_have_count(0)
    assert kept(page, 5) is None
    another_day = '{"day": "2020-01-02", "at_ms": 0, "is_over": false, "is_printed": true, "rows": [], "more": 0}'
    page.evaluate(f"localStorage.setItem('toi-luot.counter.5.outage', '{another_day}')")
    page.reload()
    page.wait_for_function("localStorage.getItem('toi-luot.counter.5.outage') === null")
    expect(page.locator("#outage-over")).to_have_count(0)


def test_a_hub_that_was_away_for_a_moment_is_not_worth_a_question(hub: HubProcess, screens: Screens) -> None:
    page, labels = standing(screens, 6, come=21)
    page.set_viewport_size({"width": 320, "height": 640})
    hub.close()
    expect(page.locator("#outage")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    strips_px = page.locator("#lost, #outage").evaluate_all(
        "all => all.reduce((sum, one) => sum + one.offsetHeight, 0)"
    )
    assert strips_px <= 110, "two lines, and the rest when it is asked for"
    expect(page.locator("#lost .strip-more")).to_be_hidden()
    page.get_by_role("button", name="Giải thích thêm").click()
    expect(page.locator("#lost .strip-more")).to_contain_text("Không có số nào bị mất")
    expect(page.locator("#outage .strip-more")).to_be_visible()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    expect(page.locator(".sheet thead h2")).to_have_text("DANH SÁCH CHỜ – QUẦY 6")
    hub.start()
    expect(page.locator("#lost")).to_have_count(0, timeout=15_000)
    expect(page.locator("#outage-over")).to_have_count(0)
    page.locator("[data-action=served_offline]").click()
    expect(page.locator("dialog")).to_be_visible()
    assert page.locator("dialog").evaluate("e => e.scrollWidth <= e.clientWidth")
    screens.command(6, "start", "hold")
    in_state(page, "free")
    expect(page.locator("[data-candidate]")).to_have_count(20)
    expect(page.locator("dialog")).to_contain_text("Số đang tạm giữ không ghi ở đây")
    page.fill("[name=others]", labels[0])
    page.locator("[data-submit]").click()
    alert = page.locator("dialog [role=alert]")
    expect(alert).to_contain_text(f"Chưa ghi số nào, vì số {labels[0]}")
    expect(alert).to_contain_text("Tiếp tục rồi Hoàn thành số này")
    expect(alert).to_be_in_viewport(ratio=1)
