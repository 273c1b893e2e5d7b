"""What the console does with devices in the running hub, as actions of JSON types."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import to_builtins

from hub.service.access import MONITOR
from hub.service.devices import PairedDevice
from hub.service.grants import Grants
from hub.service.pairing import Entering, Pairing, PairingRefused, written_code, written_place

LOG = logging.getLogger("hub.pairing")

Asked = Mapping[str, Any]
Action = Callable[[Asked], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class DeviceDesk:
    """What the actions work with; ``is_known`` says whether a screen's name is one of this hall."""

    pairing: Pairing
    grants: Grants
    listed: Callable[[], list[PairedDevice]]
    is_known: Callable[[str], bool]


def device_actions(desk: DeviceDesk) -> dict[str, Action]:
    """The actions by name. What is refused is answered by ``{"refused": code, "params": {…}}``."""
    return {
        "device-list": lambda _: {"devices": to_builtins(desk.listed())},
        "device-pair": lambda asked: _pair(desk, asked),
        "device-revoke": lambda asked: _revoke(desk, int(asked["grant"])),
        "device-monitor": lambda asked: _let_monitor_in(desk, written_place(str(asked["place"]))),
    }


def _pair(desk: DeviceDesk, asked: Asked) -> dict[str, Any]:
    screen, place = str(asked["screen"]), written_place(str(asked["place"]))
    try:
        if screen and not desk.is_known(screen):
            raise PairingRefused("unknown_screen", screen=screen)
        grant = desk.pairing.enter(Entering(written_code(asked["code"]), screen, place, bool(asked["replace"])))
    except PairingRefused as refused:
        return {"refused": refused.code, "params": refused.params}
    return {"grant": grant.id, "screen": grant.screen, "address": grant.address}


def _revoke(desk: DeviceDesk, number: int) -> dict[str, Any]:
    grant = desk.grants.live(number)
    if grant is None or grant.kind != "device" or not grant.screen:
        return {"refused": "no_such_device", "params": {"grant": number}}
    desk.grants.end([number])
    LOG.info("revoked grant=%d screen=%s by=console", number, grant.screen)
    return {"screen": grant.screen, "place": grant.place}


def _let_monitor_in(desk: DeviceDesk, place: str) -> dict[str, Any]:
    """A grant for the program that collects the metrics: it has no screen for a code."""
    grant, token = desk.grants.give_device(MONITOR, place, "")
    LOG.info("paired grant=%d screen=%s by=console", grant.id, MONITOR)
    return {"grant": grant.id, "token": token}
