"""Names of serial lines that stay with the plug: what is called ttyUSB0 today is ttyUSB1 after the next replugging."""

import re
from pathlib import Path

from drivers.errors import DeviceError
from drivers.links import Address

_CHANGING = re.compile(r"/dev/tty(USB|ACM)\d+")
SERIAL = Path("/dev/serial")


def require_lasting_name(address: Address, serial: Path = SERIAL) -> None:
    """Raises DeviceError `device_options` (no retry): the name goes to whatever is plugged in first; the detail says
    which name stays. `serial` is where udev keeps those.
    """
    if not _CHANGING.fullmatch(address.place):
        return
    names = lasting_names(address.place, serial)
    advice = f"it is called {names[0]} now" if names else "take the one in /dev/serial/by-path"
    detail = f"{address.place} may be another device after the next replugging; use a name that stays, {advice}"
    raise DeviceError("device_options", retry=False, detail=detail)


def lasting_names(path: str, serial: Path = SERIAL) -> list[str]:
    """What udev calls this line by its place and by the device's own number, the place first: twins share a number."""
    target = Path(path).resolve()
    return [
        str(name)
        for folder in ("by-path", "by-id")
        for name in sorted((serial / folder).glob("*"))
        if name.resolve() == target
    ]
