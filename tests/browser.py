"""Debian's Chromium, as the tests and the benches drive it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NOT_FOR_PAGES = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI"),
    *("SpareRendererForSitePerProcess", "LensOverlay", "MediaRouter", "OptimizationHints", "AimEnabled"),
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding", "PreconnectToSearch"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "ThirdPartyStoragePartitioning"),
)
"""What Chromium does for its own window with each new context, a quarter of all it computes in these tests; the rest
is what Playwright switches off, whose list this one replaces."""

CHROMIUM_OPTIONS = [
    f"--disable-features={','.join(NOT_FOR_PAGES)}",
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP hub.test 127.0.0.1",
]


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser, gone with the block; who uses it opens a context in it."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM_OPTIONS, *as_root]
        )
        yield browser
        browser.close()
