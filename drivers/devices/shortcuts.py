"""Keys without a device: those of a desktop's own shortcuts, which call `run.py desk press`."""

from drivers.devices.device import Device, DeviceSettings, Host, Shows, Standing
from drivers.devices.faces import Face
from drivers.devices.options import Options
from drivers.lines import Lines


class Shortcuts:
    """There is nothing to drive; the keys come to the agent's own door."""

    shows = Shows.NOTHING

    def show(self, face: Face) -> None:
        """Nothing to show it on."""

    def close(self) -> None:
        """Nothing to let go of."""


def attach(settings: DeviceSettings, host: Host, _lines: Lines) -> Device:
    """See `drivers.devices.kinds.attach`. No options."""
    Options(settings).end()
    host.stands(Standing("online"))
    return Shortcuts()
