"""What all tests share.

Hypothesis searches the same examples on every machine, as many as a test run can afford; for a longer search with new
examples: `pytest --hypothesis-profile=search`.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("steady")

CHROMIUM_OPTIONS = [
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP hub.test 127.0.0.1",
]


def pytest_collection_finish() -> None:
    """What was imported stays: to look through it for circles again and again costs a tenth of the rules' tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Figures that a test measured (``record_property``) are told at the end, whatever they are."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.rpartition('/')[2]}: {name}: {value}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once; a test opens a context of its own in it and closes it."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM_OPTIONS, *as_root]
        )
        yield browser
        browser.close()
