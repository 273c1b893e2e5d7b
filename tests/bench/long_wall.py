"""A wall's memory after thousands of calls, in minutes of page time: views come from a stand-in for the hub's socket.

Two calls are announced at once and stand for seven seconds; the page's clock is turned on by as much, so it does all
that it does in a long day but sound.
"""

import json
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, WebSocketRoute

from tests.hub_process import HubProcess

CALLS, WARM_CALLS = 5_000, 2_000
"""Until so many the browser still compiles what is run again and again, which counts as heap."""

AT_ONCE, STEP_MS = 2, 7_100
LISTED = 10
COUNTERS, FIRST_ID = 12, 1_000_000
HANDSHAKE = {"sid": "stand-in", "upgrades": [], "pingInterval": 10**9, "pingTimeout": 10**9, "maxPayload": 10**6}
COUNTED = {"JSHeapUsedSize": "heap", "Nodes": "nodes", "JSEventListeners": "listeners"}


class StandIn:
    """Speaks to the page as the hub's socket does, as far as a wall listens."""

    def __init__(self) -> None:
        self._line: WebSocketRoute | None = None

    def take(self, line: WebSocketRoute) -> None:
        """Be the other end of the page's socket."""
        self._line = line
        line.on_message(lambda said: line.send('40{"sid":"wall"}') if str(said).startswith("40") else None)
        line.send(f"0{json.dumps(HANDSHAKE)}")

    def tell(self, envelope: dict[str, Any]) -> None:
        """Send a view. Raises AssertionError: the page has not connected."""
        assert self._line is not None
        self._line.send(f"42{json.dumps(['view', envelope])}")


class Hall:
    """A hall's view, with one call after the other."""

    def __init__(self, envelope: dict[str, Any]) -> None:
        self.envelope = envelope
        self.now_ms: int = envelope["at_ms"]
        self._told = 0
        self._calls: list[dict[str, Any]] = []

    def call_on(self) -> dict[str, Any]:
        """The next view: so many more calls as are announced at once."""
        for _ in range(AT_ONCE):
            self._told += 1
            self._calls.append(self._call(self._told))
        self._calls = self._calls[-LISTED:]
        data = {**self.envelope["data"], "announcements": self._calls}
        return {**self.envelope, "rev": FIRST_ID + self._told, "at_ms": self.now_ms, "data": data}

    def _call(self, number: int) -> dict[str, Any]:
        label = f"A{number % 1000:03}"
        where = {"label": label, "counter": number % COUNTERS + 1, "field": {"vi": "Hộ tịch", "en": "Civil status"}}
        return {"id": FIRST_ID + number, "at_ms": self.now_ms, **where, "language": "vi", "times_called": 1}


def counted_on(session: CDPSession) -> dict[str, float]:
    """Bytes of the heap, nodes and listeners of a page, once what is no longer needed has gone."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {COUNTED[one["name"]]: one["value"] for one in metrics if one["name"] in COUNTED}


def memory_of_a_wall(browser: Browser, hub: HubProcess) -> tuple[dict[str, float], dict[str, float]]:
    """What a wall holds after the warm calls and after all of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    try:
        context.clock.install()
        page, stand_in = context.new_page(), StandIn()
        page.route_web_socket("**/socket.io/**", stand_in.take)
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(hub.page("wall"))
        page.locator(".topbar-time").wait_for()
        page.clock.run_for(1000)
        hall = Hall(hub.view(hub.token("wall"), "wall"))
        call(page, stand_in, hall, WARM_CALLS)
        warm = counted_on(session)
        call(page, stand_in, hall, CALLS - WARM_CALLS)
        return warm, counted_on(session)
    finally:
        context.close()


def call(page: Page, stand_in: StandIn, hall: Hall, calls: int) -> None:
    """Let so many be called. Raises AssertionError: the wall did not announce the last of them."""
    for _ in range(calls // AT_ONCE):
        view = hall.call_on()
        stand_in.tell(view)
        page.clock.fast_forward(STEP_MS)
        hall.now_ms += STEP_MS
    last = view["data"]["announcements"][-1]["id"]
    page.locator(f"[data-announced='{last}']").wait_for(state="attached")
