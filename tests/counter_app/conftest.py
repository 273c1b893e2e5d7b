from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.hub_process import HubProcess
from tests.screens import WINDOW, Screens, screens_in, screens_of


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """One hub for a file's tests; each of them has a counter of its own."""
    with HubProcess(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """One browser for a file's tests, in which each finds nothing of those before."""
    shared = chromium.new_context(**WINDOW)
    shared.set_default_timeout(10_000)
    yield shared
    shared.close()


@pytest.fixture
def screens(context: BrowserContext, hub: HubProcess) -> Iterator[Screens]:
    with screens_in(context, hub) as opened:
        yield opened


@pytest.fixture
def fresh_screens(chromium: Browser, hub: HubProcess) -> Iterator[Screens]:
    """For tests that change the browser itself."""
    with screens_of(chromium, hub) as opened:
        yield opened
