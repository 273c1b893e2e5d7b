"""Today's figures on the supervisor's page, and why a number was called before another one."""

import re

from playwright.sync_api import Page, expect

from tests.hub_process import HubProcess
from tests.screens import Screens


def rated_low(hub: HubProcess, counter: int, label: str) -> None:
    """Somebody was not satisfied, and said why."""
    low = {"ticket": f"{hub.health()['day']}-{label}", "service": 1, "score": 1, "reasons": ["unclear"]}
    assert hub.post(hub.token(f"rating:{counter}"), f"/counters/{counter}/rate", low).ok


def test_figures_and_their_reasons_are_a_press_away(screens: Screens) -> None:
    first, second = screens.opened_counter(9, tickets=2)
    screens.command(9, "call-next", "start", "finish")
    rated_low(screens.hub, 9, first)
    (missed,) = screens.opened_counter(8, tickets=1)
    screens.command(8, "call-next", "missed")
    page: Page = screens.open("supervisor")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/figures" in request.url else None)
    page.locator("[data-do=figures]").click()
    total = page.locator("[data-group='total:']")
    expect(total.locator("[data-figure=drawn]")).to_have_text("3")
    expect(page.locator("[data-group='field:quan_su'] [data-figure=in_time]")).to_have_text("100 %")
    assert [url.rpartition("/")[2] for url in asked] == ["figures"]

    expect(page.locator("[data-rated='1'] b")).to_have_text("1")
    expect(page.locator("[data-rated='4'] b")).to_have_text("0")
    expect(page.locator(".rated-reasons")).to_contain_text("Hướng dẫn chưa rõ 1")
    page.locator("[data-way=counter]").click()
    expect(page.locator("[data-group='counter:9'] [data-figure=finished]")).to_have_text("1")
    page.locator("[data-way=clerk]").click()
    expect(page.locator("[data-group='clerk:counter:9'] [data-figure=services]")).to_have_text("1")

    _why_is_told(page, first, second)

    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1366, "height": 480})
    page.locator(f"[data-row={missed}] [data-do=why-label]").click()
    expect(page.locator(f"[data-story={missed}] [data-line=missed]")).to_have_count(1)
    expect(page.locator("[data-story] [data-line]").last).to_be_in_viewport(ratio=0.9)
    _is_asked_for_as_long_as_it_is_looked_at(screens, page, second)


def _why_is_told(page: Page, first: str, second: str) -> None:
    """Why one was called before the other; a number that nobody has is said to be none."""
    page.locator("[name=number]").fill(second)
    page.locator("[name=other]").fill(first.lower())
    page.locator("[data-do=why]").click()
    expect(page.locator("[data-beside=called_before]")).to_have_text(
        f"{first} được gọi trước {second} vì: số đó đến trước."
    )
    expect(page.locator("[data-line=drawn]")).to_contain_text("Lúc đó còn 1 người phía trước.")
    page.locator("[name=number]").fill("Z999")
    page.locator("[data-do=why]").click()
    expect(page.locator(".why-fault")).to_have_text(re.compile("Z999"))
    expect(page.locator("[data-story]")).to_have_count(0)


def _is_asked_for_as_long_as_it_is_looked_at(screens: Screens, page: Page, label: str) -> None:
    """A number is called once more while somebody reads where it was seen."""
    screens.command(9, "call-next")
    page.locator("[name=number]").fill(label)
    page.locator("[data-do=why]").click()
    expect(page.locator(f"[data-shown-calls={label}] [data-call-shown]")).to_have_count(1)
    screens.command(9, "recall")
    expect(page.locator(f"[data-shown-calls={label}] [data-call-shown]")).to_have_count(2, timeout=10_000)
