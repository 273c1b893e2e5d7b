"""The plain pages in a real browser: narrow, by keyboard, by label; and what an administrator does with accounts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hub_process import HubProcess
from tests.staff_kit import PASSWORD, centre
from tests.waiting import until

NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with centre(tmp_path_factory.mktemp("hub"), "--public-name", "hub.test") as running:
        yield running


@pytest.fixture
def page(chromium: Browser, hub: HubProcess) -> Iterator[Page]:
    """A phone's width, and no fault or blocked file in any page."""
    context = chromium.new_context(viewport=NARROW)
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page = context.new_page()
    yield page
    context.close()
    assert faults == []


def sign_in_at(page: Page, hub: HubProcess, login: str, path: str = "/") -> None:
    page.goto(f"{hub.url}{path}")
    page.get_by_label(re.compile("^Tên đăng nhập")).fill(login)
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{hub.url}{path}")


def fits(page: Page) -> None:
    """Nothing lies beside the screen, and whatever is pressed is as tall as a finger."""
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    low = page.evaluate(
        """() => [...document.querySelectorAll("main a, button, summary, select, input:not(.only-read)")]
            .filter((each) => each.checkVisibility() && !["checkbox", "hidden"].includes(each.type))
            .filter((each) => each.getBoundingClientRect().height < 44)
            .map((each) => each.outerHTML)"""
    )
    assert low == []


def test_signing_in_by_keyboard_with_the_password_shown(page: Page, hub: HubProcess) -> None:
    page.goto(f"{hub.url}/supervisor/")
    fits(page)
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type("truong")
    page.keyboard.press("Tab")
    page.keyboard.type("a wrong guess")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#password")).to_have_attribute("type", "text")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("không đúng")
    expect(page.locator("#password")).to_be_focused()
    expect(page.locator("#password")).to_have_accessible_description(re.compile("không đúng"))
    expect(page.locator("#login")).to_have_value("truong")
    fits(page)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{hub.url}/supervisor/")


def test_a_hall_without_tls_signs_in_and_out_as_well(page: Page, hub: HubProcess) -> None:
    """Over plain HTTP by a name browsers send no Sec-Fetch-Site: then the Origin has to be there, and right."""
    address = f"http://hub.test:{hub.port}"
    page.goto(f"{address}/reception/")
    page.fill("#login", "lan")
    page.fill("#password", PASSWORD)
    page.locator("main .button").click()
    expect(page).to_have_url(f"{address}/reception/")
    assert not page.evaluate("isSecureContext")
    assert page.evaluate("fetch('token', {method: 'POST'}).then((response) => response.status)") == 200
    page.locator("form[action='/sign-out'] button").click()
    expect(page).to_have_url(f"{address}/sign-in")


def test_a_clerk_chooses_a_counter_and_sees_who_is_there(page: Page, hub: HubProcess) -> None:
    sign_in_at(page, hub, "minh", "/counter/4/")
    page.locator("#screen > *").first.wait_for()
    home = page.context.new_page()
    home.goto(hub.url)
    fits(home)
    # The page says who is there as it loads; the counter's page may still be on its way.
    assert until(lambda: bool(home.reload()) and "Phạm Văn Minh" in home.inner_text("[data-counter='4']"), 10)
    expect(home.locator("[data-counter='5']")).to_contain_text("Chưa có ai")
    assert [place.get_attribute("data-place") for place in home.locator("[data-place]").all()] == ["reception"]
    home.locator("[data-counter='5']").click()
    expect(home).to_have_url(f"{hub.url}/counter/5/")
    home.goto(f"{hub.url}/password")
    fits(home)


def test_an_administrator_makes_an_account_whose_password_is_shown_once(page: Page, hub: HubProcess) -> None:
    sign_in_at(page, hub, "quantri", "/admin/staff")
    fits(page)
    page.get_by_label(re.compile("^Họ và tên")).fill("Đỗ Thị Hồng")
    add = page.locator("form[action='/admin/staff/add']")
    add.get_by_label(re.compile("^Tên đăng nhập")).fill("hong dt")
    add.locator("button").click()
    expect(page.get_by_role("alert")).to_contain_text("không có khoảng trắng")
    expect(page.get_by_label(re.compile("^Họ và tên"))).to_have_value("Đỗ Thị Hồng")
    add.get_by_label(re.compile("^Tên đăng nhập")).fill("Hong.DT")
    add.locator("select").select_option("inspector")
    add.locator("button").click()
    password = page.locator("#one-time").inner_text()
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", password)
    fits(page)
    page.reload()
    expect(page.locator("#one-time")).to_have_count(0)
    row = page.locator("[data-login='hong.dt']")
    expect(row).to_contain_text("Chờ đổi mật khẩu")
    row.locator("summary", has_text="Đóng tài khoản").click()
    fits(page)
    row.locator(".button-danger").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đóng tài khoản của Đỗ Thị Hồng")
    expect(row).to_have_count(0)
    expect(page.locator("[data-login='quantri'] form")).to_have_count(0)


def test_a_role_that_is_changed_on_the_page_ends_the_persons_page(page: Page, hub: HubProcess) -> None:
    sign_in_at(page, hub, "lan", "/counter/6/")
    page.locator("#screen > *").first.wait_for()
    other = page.context.browser
    assert other is not None
    context = other.new_context(viewport=NARROW)
    admin = context.new_page()
    sign_in_at(admin, hub, "quantri", "/admin/staff")
    row = admin.locator("[data-login='lan']")
    expect(row).to_contain_text("Đang đăng nhập")
    row.locator("summary").first.click()
    row.locator("select").select_option("inspector")
    row.locator("form[action$=role] button").click()
    expect(admin.get_by_role("status")).to_contain_text("Đã đổi vai trò")
    page.wait_for_url(re.compile("/sign-in"), timeout=2000)
    context.close()


def test_a_plan_is_looked_at_before_it_is_adopted(page: Page, hub: HubProcess) -> None:
    sign_in_at(page, hub, "quantri", "/admin/plan")
    quotas = {"name": "quotas.csv", "mimeType": "text/csv", "buffer": b"field;per;walk_in\nho_tich;day;40\n"}
    page.get_by_label(re.compile("^Tệp TOML")).set_input_files(files=[quotas])
    page.get_by_role("button", name=re.compile("^Xem trước")).click()
    expect(page.locator(".plan-changes")).to_contain_text("Lĩnh vực Hộ tịch, hạn mức số: không có → ")
    fits(page)
    page.get_by_label(re.compile("^Lý do thay đổi")).fill("Hết giấy")
    page.get_by_label(re.compile("^Có hiệu lực")).select_option("now")
    page.get_by_role("button", name=re.compile("^Áp dụng")).click()
    expect(page.get_by_role("status")).to_contain_text("Đã áp dụng ngay kế hoạch phiên bản 2")
    expect(page.locator("[data-adopted='2']")).to_contain_text("Hết giấy")
