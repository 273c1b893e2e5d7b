"""Agents that fell silent: nobody knows any more how the devices at their counters are, and staff hear of it."""

import logging
from collections.abc import Mapping
from typing import Literal

from hub.domain.commands import ReportDevice
from hub.domain.errors import Refused
from hub.domain.floor import Device
from hub.messages import AttachedDevice, DeviceReport, device_at
from hub.service.fleet import Fleet
from hub.service.housekeeping import ACTOR
from hub.service.office import Office
from hub.service.outcome import RequestReused
from hub.service.ports import StorageError

LOG = logging.getLogger("hub.fleet")

AGENT_AWAY = "agent_away"
"""The trouble of a device whose agent is silent."""

Link = Literal["online", "offline", "unknown"]

LOOKS = 4
"""So many looks in a row find an agent silent before that is told: one that is started anew is back by then. Looks and
not times are counted, because a clock that is set, or a hub that slept, makes nobody silent."""


class AgentWatch:
    """While a day is open, tells of the devices of silent agents, and how they are once their agent speaks again.

    Printers are not meant: their kiosks have a page of their own that people stand before.
    """

    def __init__(self, office: Office, fleet: Fleet) -> None:
        self._office = office
        self._fleet = fleet
        self._looks: dict[str, int] = {}

    def tick(self) -> None:
        """Look once; to be called every few seconds. What cannot be stored now is tried at the next look."""
        floor = self._office.floor
        devices = [device for device in floor.devices.values() if device.paper == "none"] if floor.day else []
        agents = {device_at(screen, ""): report for screen, report in self._fleet.fresh().items()}
        silent = [device.name for device in devices if _agent_of(device) not in agents]
        self._looks = {name: self._looks.get(name, 0) + 1 for name in silent}
        for device in devices:
            status = self._status(device, agents)
            if status is not None:
                self._tell(device, *status)

    def _status(self, device: Device, agents: Mapping[str, DeviceReport]) -> tuple[Link, str] | None:
        """The link and the trouble that are true of a device instead of those known; None: nothing is known better."""
        is_away, report = device.trouble == AGENT_AWAY, agents.get(_agent_of(device))
        if report is None:
            return ("unknown", AGENT_AWAY) if self._looks[device.name] >= LOOKS and not is_away else None
        return _in_report(device, report.devices) if is_away else None

    def _tell(self, device: Device, link: Link, trouble: str) -> None:
        command = ReportDevice(
            device=device.name,
            link=link,
            paper="none",
            cover="none",
            trouble=trouble,
            device_kind=device.kind,
            at_counter=device.counter,
        )
        try:
            self._office.submit(command, ACTOR, f"agent-of-{device.name}-{self._office.floor.seq}")
        except (Refused, StorageError, RequestReused) as error:
            LOG.warning("device=%s not told yet: %s", device.name, error)


def _agent_of(device: Device) -> str:
    """How the names of its agent's devices begin: ``H1-`` of ``H1-panel3``."""
    return f"{device.name.partition('-')[0]}-"


def _in_report(device: Device, told: tuple[AttachedDevice, ...]) -> tuple[Link, str]:
    """How its agent says that a device is; one of which it says nothing is no longer its own."""
    name = device.name.partition("-")[2]
    return next(((one.link, one.trouble) for one in told if one.name == name), ("unknown", ""))
