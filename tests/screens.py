"""The hub's screens in a real browser: a hub, one context for all screens, and no fault or blocked style in any."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from hub.assembly.joined import LOOSE
from tests.hub_process import HubProcess

FIELD_OF = {2: "ho_tich", 3: "chung_thuc", 5: "dat_dai", 6: "xay_dung", 7: "bao_tro", 8: "cu_tru", 9: "quan_su"}
"""A counter and a field that it serves; of these only 3's is served elsewhere too."""


class Screens:
    """Opens screens, over ``port`` where a test puts a line of its own between."""

    def __init__(self, context: BrowserContext, hub: HubProcess) -> None:
        self.context = context
        self.hub = hub
        self.faults: list[str] = []
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def open(
        self, screen: str, port: int | None = None, size: tuple[int, int] = (1366, 768), is_loose: bool = False
    ) -> Page:
        """A screen such as ``counter:3`` in a tab of its own; ``is_loose`` where a test imports modules of the page."""
        page = self.context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        address = self.hub.page(screen).replace(f":{self.hub.port}/", f":{port or self.hub.port}/")
        page.goto(f"{address}?{LOOSE}" if is_loose else address)
        page.locator("#screen > *").wait_for()
        if screen.startswith("counter:"):  # its keys do nothing before the hub is there
            page.locator("[data-action=fields][aria-disabled=true]").wait_for(state="detached")
        return page

    def tickets(self, field: str, how_many: int = 1) -> list[str]:
        """Draw tickets of a field at the kiosk; returns their labels."""
        answers = [self.hub.post(self.hub.token("kiosk:K1"), "/tickets", {"field": field}) for _ in range(how_many)]
        return [answer.json()["events"][0]["label"] for answer in answers]

    def printed(self, ticket: str, job: str, result: str) -> None:
        """The kiosk tells how a paper ended."""
        body = {"job": job, "result": result}
        assert self.hub.post(self.hub.token("kiosk:K1"), f"/tickets/{ticket}/print", body).ok

    def command(self, counter: int, *names: str) -> None:
        """Let a counter do something without its page."""
        for name in names:
            assert self.hub.post(self.hub.token(f"counter:{counter}"), f"/counters/{counter}/{name}").ok

    def opened_counter(self, number: int, tickets: int = 0) -> list[str]:
        """Open a counter and let so many people wait for it; returns their labels."""
        self.command(number, "open")
        return self.tickets(FIELD_OF[number], tickets)


@contextmanager
def screens_of(browser: Browser, hub: HubProcess) -> Iterator[Screens]:
    """Screens in a fresh context; at the end none of them may have had a fault."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(10_000)
    screens = Screens(context, hub)
    yield screens
    context.close()
    assert screens.faults == []
