"""The paired devices as administrators see them."""

from collections.abc import Collection, Iterable

from msgspec import Struct

from hub.domain.floor import Floor
from hub.service.access import MONITOR, printer_of
from hub.service.ports import Grant

MONITOR_MS = 5 * 60_000
"""A program that collects figures does so every minute or so."""


class DeviceState(Struct, frozen=True):
    """What a device's agent has last said of its printer; ``since_ms`` is when (ms since the epoch, UTC)."""

    link: str
    paper: str
    cover: str
    since_ms: int


class PairedDevice(Struct, frozen=True):
    """A paired device: its grant, what it is (``kiosk:K1``), where it stands, and when it was last heard (ms, UTC).

    ``online`` says whether it listens to the hub now. ``status`` is there when it has a printer and spoke of it.
    """

    grant: int
    screen: str
    place: str
    address: str
    made_ms: int
    seen_ms: int
    online: bool
    status: DeviceState | None = None

    @property
    def has_come(self) -> bool:
        """Whether it has used its grant."""
        return self.online or self.seen_ms != self.made_ms


def online_grants(grants: Iterable[Grant], connected: Collection[int], now_ms: int) -> set[int]:
    """The ids of the grants in use now: those with an open socket, and monitors, which ask now and then."""
    asking = {grant.id for grant in grants if grant.screen == MONITOR and now_ms - grant.seen_at < MONITOR_MS}
    return asking.union(connected)


def paired_devices(grants: Iterable[Grant], online: Collection[int], floor: Floor) -> list[PairedDevice]:
    """Every live device, kind by kind."""
    devices = [_paired(grant, grant.id in online, floor) for grant in grants if grant.kind == "device"]
    return sorted(devices, key=lambda device: (device.screen.partition(":")[0], device.screen, device.grant))


def _paired(grant: Grant, is_online: bool, floor: Floor) -> PairedDevice:
    known = floor.devices.get(printer_of(grant.screen))
    return PairedDevice(
        grant=grant.id,
        screen=grant.screen,
        place=grant.place,
        address=grant.address,
        made_ms=grant.made_at,
        seen_ms=grant.seen_at,
        online=is_online,
        status=None if known is None else DeviceState(known.link, known.paper, known.cover, known.since_ms),
    )
