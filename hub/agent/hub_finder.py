"""Finds hubs that announce themselves in the building's network (mDNS)."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import requests
from msgspec import Struct

from hub.agent.hub_session import hub_session
from hub.messages import SERVICE_TYPE

if TYPE_CHECKING:
    from zeroconf import ServiceStateChange, Zeroconf

log = logging.getLogger(__name__)

SEARCH_S = 3.0
OTHERS_S = 1.0
"""Once a hub was found, others have so long to answer as well."""

ANSWER_S = 1.5


class FoundHub(Struct, frozen=True):
    """A hub that answers: its address (an URL without a path) and the id under which it announces itself."""

    url: str
    hub: str


Finder = Callable[[], Sequence[FoundHub]]
"""Looks for hubs, which may take seconds; gives all that answer."""


def find_hubs(interfaces: Sequence[str] | None = None) -> list[FoundHub]:
    """Every hub of the network that answers, each once. ``interfaces``: this machine's addresses to search from.

    The library is loaded here: an agent that was told its hub's address needs none of it.
    """
    from zeroconf import ServiceBrowser, Zeroconf

    try:
        network = Zeroconf(interfaces=list(interfaces)) if interfaces else Zeroconf()
    except OSError as error:
        log.warning("there is no network to look for the hub in: %s", error)
        return []
    try:
        heard = _Heard()
        browser = ServiceBrowser(network, SERVICE_TYPE, handlers=[heard])
        heard.wait()
        browser.cancel()
        found = [_reached(network, name) for name in sorted(heard.names)]
    finally:
        network.close()
    return list({hub.hub: hub for hub in found if hub is not None}.values())


class _Heard:
    """The names that were announced."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._first = threading.Event()

    def __call__(self, name: str, state_change: "ServiceStateChange", **_: object) -> None:
        """A service came, changed or went."""
        if state_change.name == "Removed":
            self.names.discard(name)
        else:
            self.names.add(name)
            self._first.set()

    def wait(self) -> None:
        """Return when the search is over."""
        if self._first.wait(SEARCH_S):
            time.sleep(OTHERS_S)


def _reached(network: "Zeroconf", name: str) -> FoundHub | None:
    """The hub of a name at the first of its addresses that answers: not every one need be in our network."""
    service = network.get_service_info(SERVICE_TYPE, name)
    if service is None:
        return None
    hub = (service.properties.get(b"hub") or b"").decode("ascii", "replace")
    urls = [f"http://{address}:{service.port}" for address in service.parsed_addresses()]
    return next((FoundHub(url, hub) for url in urls if _answers(url)), None)


def _answers(url: str) -> bool:
    try:
        with hub_session() as session:
            session.get(f"{url}/healthz", timeout=ANSWER_S, allow_redirects=False)
    except requests.RequestException:
        return False
    return True
