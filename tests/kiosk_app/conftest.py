"""The kiosk's page in a browser, over a stand-in for its agent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, agent_double

PORTRAIT = {"width": 1080, "height": 1920}


@pytest.fixture(scope="module")
def server() -> Iterator[AgentDouble]:
    with agent_double() as double:
        yield double


@pytest.fixture(scope="module")
def glass(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=PORTRAIT, has_touch=True)
    yield context
    context.close()


@pytest.fixture
def agent(server: AgentDouble) -> AgentDouble:
    server.reset()
    return server


@pytest.fixture
def page(glass: BrowserContext, agent: AgentDouble) -> Iterator[Page]:
    opened = glass.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.clock.install()
    opened.goto(f"http://127.0.0.1:{agent.port}/")
    expect(opened.locator(".card").first).to_be_visible()
    yield opened
    opened.clock.resume()
    opened.close()
    assert faults == []
