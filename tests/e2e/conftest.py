"""The whole demo and one browser context for all its screens: four tabs of one computer share a cookie jar."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.demo_process import DemoProcess

PORTRAIT = {"width": 1080, "height": 1920}
LANDSCAPE = {"width": 1920, "height": 1080}
WAIT_MS = 10_000


@dataclass
class Visitor:
    """Somebody at one computer who opens the demo's screens from its start page, each in a tab of its own."""

    demo: DemoProcess
    context: BrowserContext

    def open(self, title: str, size: dict[str, int] | None = None) -> Page:
        """The screen behind the start page's link whose address contains ``title``."""
        start = self.context.new_page()
        start.goto(self.demo.start_page)
        address = start.locator(f'a[href*="{title}"]').first.evaluate("link => link.href")
        start.close()
        page = self.context.new_page()
        page.set_viewport_size(size or LANDSCAPE)
        page.goto(address)
        return page

    def kiosk(self) -> Page:
        return self.open(f":{self.demo.port + 1}/", PORTRAIT)

    def tray(self) -> Page:
        return self.open(f":{self.demo.port + 2}/")

    def counter(self, number: int) -> Page:
        return self.open(f"/counter/{number}/")

    def wall(self) -> Page:
        return self.open("/wall/")

    def rating(self, number: int) -> Page:
        return self.open(f"/rating/{number}/", {"width": 1280, "height": 800})


@pytest.fixture
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoProcess]:
    with DemoProcess(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def visitor(demo: DemoProcess, chromium: Browser) -> Iterator[Visitor]:
    context = chromium.new_context()
    context.set_default_timeout(WAIT_MS)
    yield Visitor(demo, context)
    context.close()
