from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """One hub for a file's tests; each of them has a counter of its own."""
    with HubProcess(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def screens(chromium: Browser, hub: HubProcess) -> Iterator[Screens]:
    with screens_of(chromium, hub) as opened:
        yield opened
