"""Tells the building's network where the hub is (mDNS), so that agents find it without anybody typing an address.

It helps to find and proves nothing: whoever is in the network could announce a hub. What an agent may do, it may by the
token that an administrator gave it, and only at the hub where it was paired.
"""

import logging
import socket
from collections.abc import Callable, Sequence

from ifaddr import get_adapters
from zeroconf import Error, ServiceInfo, Zeroconf

from hub.messages import SERVICE_TYPE, network_name

log = logging.getLogger(__name__)
# Below that it tells of every packet that it cannot read, and that greenlets are no threads.
logging.getLogger("zeroconf").setLevel(logging.ERROR)

LOOK_EVERY_S = 20.0
"""How often the machine's addresses are looked at."""


class Announcer:
    """Announces one hub on every network that the machine is in.

    ``hub`` is the journal's id of it. ``addresses`` gives the machine's own IPv4 addresses: a cable may be plugged in,
    or an address be given, long after the start. Works with threads and, in a patched process, greenlets.
    """

    def __init__(self, hub: str, port: int, addresses: Callable[[], Sequence[str]]) -> None:
        self._hub = hub
        self._port = port
        self._addresses = addresses
        self._told: list[str] = []
        self._zeroconf: Zeroconf | None = None

    def tick(self) -> None:
        """Announce the hub, anew when the machine's addresses have changed; to be called every few seconds.

        Raises OSError: the network does not let us.
        """
        addresses = sorted(self._addresses())
        if addresses == self._told:
            return
        self.close()
        if addresses:
            self._announce(addresses)
        self._told = addresses

    def close(self) -> None:
        """Say that the hub is not there any more."""
        if self._zeroconf is not None:
            self._zeroconf.unregister_all_services()
            self._zeroconf.close()
        self._zeroconf, self._told = None, []

    def _announce(self, addresses: list[str]) -> None:
        own = network_name(self._hub)
        service = ServiceInfo(
            SERVICE_TYPE,
            f"{own}.{SERVICE_TYPE}",
            addresses=[socket.inet_aton(address) for address in addresses],
            port=self._port,
            properties={"hub": self._hub},
            server=f"{own}.local.",
        )
        self._zeroconf = Zeroconf(interfaces=addresses)
        self._zeroconf.register_service(service, allow_name_change=True)
        log.info("announced as %s at %s", own, ", ".join(addresses))


def keep_announcing(announcer: Announcer, wait: Callable[[float], object]) -> None:
    """Announce for as long as the process lives; ``wait`` lets so many seconds pass. The hub works without, too.

    Nothing is said at the end: it would take a second, and whoever finds a hub asks it whether it answers.
    """
    last = ""
    while True:
        last = _tried(announcer, last)
        wait(LOOK_EVERY_S)


def _tried(announcer: Announcer, last: str) -> str:
    """Announce; returns what is wrong, which is told unless it was so the last time."""
    try:
        announcer.tick()
    except (OSError, RuntimeError, ValueError, Error) as error:
        if repr(error) != last:
            log.warning("the hub cannot be announced now: %r", error)
        return repr(error)
    return ""


def addresses_of(host: str) -> list[str]:
    """The IPv4 addresses that others can reach of those at which a program listens that was told ``host``."""
    return [address for address in outward_addresses() if host in {"", "0.0.0.0", "::", address}]


def outward_addresses() -> list[str]:
    """The machine's IPv4 addresses that others can reach."""
    every = [str(address.ip) for adapter in get_adapters() for address in adapter.ips if address.is_IPv4]
    return [address for address in every if not address.startswith("127.")]
