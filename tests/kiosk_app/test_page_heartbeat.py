"""A real browser that shows the kiosk's page is alive; one that no longer draws is silent, whatever else it does."""

import json
import os
import signal
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk_app.agent import KioskAgent, KioskSettings
from tests.kiosk_app.agent_kit import QUICK, WITHIN_S, paired

NO_HUB = "http://127.0.0.1:9"
TIMES_FASTER = 20
"""The page's timers and the agent's patience alike, so that nobody waits for the real 5 and 15 s."""

FASTER = f"""
const as_it_was = window.setInterval;
window.setInterval = (task, ms) => as_it_was(task, ms / {TIMES_FASTER});
"""


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KioskAgent]:
    settings = KioskSettings(paired(tmp_path, NO_HUB, "no-token"), "socket://127.0.0.1:9", tmp_path, port=0)
    agent = KioskAgent(settings, timing=QUICK)
    monkeypatch.setattr(agent._heartbeat, "_steady_s", lambda: time.monotonic() * TIMES_FASTER)
    yield agent
    agent.close()


@pytest.fixture
def page(agent: KioskAgent, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(FASTER)
    page.goto(f"http://127.0.0.1:{agent.port}/")
    yield page
    context.close()


@contextmanager
def stopped_renderers(chromium: Browser) -> Iterator[None]:
    """As when a graphics driver hangs: the processes that draw do nothing."""
    session = chromium.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    drawing = [int(process["id"]) for process in processes if process["type"] == "renderer"]
    assert drawing
    try:
        for pid in drawing:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in drawing:
            os.kill(pid, signal.SIGCONT)


def health(agent: KioskAgent) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{agent.port}/healthz") as answer:
        return str(json.load(answer)["page"])


def becomes(agent: KioskAgent, state: str, look: Callable[[], object]) -> None:
    deadline_s = time.monotonic() + WITHIN_S
    while health(agent) != state:
        assert time.monotonic() < deadline_s
        look()


def test_a_page_is_alive_while_its_browser_draws(agent: KioskAgent, page: Page, chromium: Browser) -> None:
    def look() -> None:
        page.wait_for_timeout(20)

    becomes(agent, "alive", look)
    with stopped_renderers(chromium):
        becomes(agent, "silent", lambda: threading.Event().wait(0.02))
    becomes(agent, "alive", look)
    page.evaluate("window.requestAnimationFrame = () => 0")
    becomes(agent, "silent", look)
    page.reload()
    becomes(agent, "alive", look)
    page.goto("about:blank")
    becomes(agent, "none", look)
