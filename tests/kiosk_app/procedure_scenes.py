"""The sights of the kiosk's search of procedures, each by what leads to it."""

from playwright.sync_api import Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, device, hall, opening, with_hours


def press(page: Page, keys: str) -> None:
    """Press keys of the keyboard on the glass."""
    for key in keys:
        page.tap(f'[data-key="{key}"]')


def open_search(page: Page) -> None:
    page.tap("#find")
    expect(page.locator(".keyboard")).to_be_visible()


def _search(page: Page, _agent: AgentDouble) -> None:
    open_search(page)
    expect(page.locator("[data-row=ho_tich]")).to_be_visible()


def _found(page: Page, _agent: AgentDouble) -> None:
    open_search(page)
    press(page, "ddaang kys")
    expect(page.locator("#typed")).to_have_text("đâng ký")
    expect(page.locator(".row").first).to_contain_text("Đăng ký")


def _found_nothing(page: Page, _agent: AgentDouble) -> None:
    open_search(page)
    press(page, "qqqq")
    expect(page.locator("#guidance")).to_be_visible()


def _figures(page: Page, _agent: AgentDouble) -> None:
    open_search(page)
    page.tap("#figures")
    expect(page.locator('[data-key="7"]')).to_be_visible()


def _group(page: Page, _agent: AgentDouble) -> None:
    open_search(page)
    page.tap("[data-row=ho_tich]")
    expect(page.locator(".finding-group")).to_be_visible()


def open_procedure(page: Page, code: str = "1.001193", keys: str = "dkks") -> None:
    """A procedure's page, by few keys: initials find it, too."""
    open_search(page)
    press(page, keys)
    page.tap(f'[data-row="{code}"]')
    expect(page.locator("#print-slip, .slip-state")).to_be_visible()


def _procedure(page: Page, _agent: AgentDouble) -> None:
    open_procedure(page)


def _long_procedure(page: Page, _agent: AgentDouble) -> None:
    open_procedure(page, "1.013978", "dat dai")


def _procedure_shut(page: Page, agent: AgentDouble) -> None:
    view = with_hours(hall(), opening("2099-11-25T07:30", "2099-11-25T11:30"), fields=("ho_tich",))
    view["header"]["hours"] = "weekly"
    for field in view["fields"][1:]:
        field["openings"] = [opening("2020-01-01T00:00", "2099-01-01T00:00")]
    agent.tell("kiosk", view)
    agent.tell("agent", device(printer={"is_online": True, "paper": "out", "cover": "closed"}))
    open_procedure(page)
    expect(page.locator(".take-not")).to_be_visible()


def _slip_printed(page: Page, agent: AgentDouble) -> None:
    open_procedure(page)
    page.tap("#print-slip")
    agent.tell("agent", device(slip={"id": "slip-1", "state": "confirmed"}))
    expect(page.locator("[data-slip=confirmed]")).to_be_visible()


PROCEDURE_SCENES = [
    _search,
    _found,
    _found_nothing,
    _figures,
    _group,
    _procedure,
    _long_procedure,
    _procedure_shut,
    _slip_printed,
]
