"""The paired devices as staff see them: what each is, whether it is there, and what it tells of itself."""

from collections.abc import Callable, Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from hub.domain.floor import Device, Floor
from hub.messages import OrderKind
from hub.service.access import MONITOR
from hub.service.fleet import Fleet, Heard
from hub.service.grants import DEMO, Grants
from hub.service.ports import Clock, Grant
from hub.service.scopes import printer_of

MONITOR_MS = 5 * 60_000
"""A program that collects figures does so every minute or so."""


class DeviceState(Struct, frozen=True):
    """What a device's agent has last said of its printer; ``since_ms`` is when (ms since the epoch, UTC)."""

    link: str
    paper: str
    cover: str
    since_ms: int
    trouble: str = ""


class PairedDevice(Struct, frozen=True):
    """A paired device: its grant, what it is (``kiosk:K1``), where it stands, and when it was last heard (ms, UTC).

    ``online`` says whether it listens to the hub now, or has just spoken. ``status`` is there when it has a printer and
    spoke of it, ``heard`` when it is an agent that tells of itself; ``ordered`` is what it has yet to take up.
    """

    grant: int
    screen: str
    place: str
    address: str
    made_ms: int
    seen_ms: int
    online: bool
    status: DeviceState | None = None
    heard: Heard | None = None
    ordered: tuple[OrderKind, ...] = ()

    @property
    def has_come(self) -> bool:
        """Whether it has used its grant."""
        return self.online or self.seen_ms != self.made_ms


class DeviceList:
    """Every live device as it is now; ``connected`` gives the grants with an open socket."""

    def __init__(
        self,
        grants: Grants,
        connected: Callable[[], Collection[int]],
        floor: Callable[[], Floor],
        fleet: Fleet,
        clock: Clock,
    ) -> None:
        self._grants = grants
        self._connected = connected
        self._floor = floor
        self._fleet = fleet
        self._clock = clock

    def __call__(self) -> list[PairedDevice]:
        """Kind by kind. In the demo nothing is paired: its agents are there once they have spoken."""
        live = self._grants.all_live()
        online = online_grants(live, self._connected(), self._clock.now_ms())
        demo = self._grants.live(DEMO)
        screens = self._fleet.screens_of(DEMO) if demo else []
        shown = [replace(demo, screen=screen) for screen in screens if demo]
        return paired_devices([*live, *shown], online, self._floor(), self._fleet)


def online_grants(grants: Iterable[Grant], connected: Collection[int], now_ms: int) -> set[int]:
    """The ids of the grants in use now: those with an open socket, and monitors, which ask now and then."""
    asking = {grant.id for grant in grants if grant.screen == MONITOR and now_ms - grant.seen_at < MONITOR_MS}
    return asking.union(connected)


def paired_devices(grants: Iterable[Grant], online: Collection[int], floor: Floor, fleet: Fleet) -> list[PairedDevice]:
    """The devices among grants, kind by kind."""
    devices = [_paired(grant, grant.id in online, floor, fleet) for grant in grants if grant.kind == "device"]
    return sorted(devices, key=lambda device: (device.screen.partition(":")[0], device.screen, device.grant))


def _state(known: Device) -> DeviceState:
    return DeviceState(known.link, known.paper, known.cover, known.since_ms, known.trouble)


def _paired(grant: Grant, is_online: bool, floor: Floor, fleet: Fleet) -> PairedDevice:
    known, heard = floor.devices.get(printer_of(grant.screen)), fleet.heard(grant.screen, grant.id)
    return PairedDevice(
        grant=grant.id,
        screen=grant.screen,
        place=grant.place,
        address=grant.address,
        made_ms=grant.made_at,
        seen_ms=max(grant.seen_at, heard.at_ms if heard else 0),
        online=(is_online and grant.id != DEMO) or (heard is not None and heard.is_fresh(fleet.now_ms())),
        status=None if known is None else _state(known),
        heard=heard,
        ordered=fleet.waiting(grant.screen),
    )
