"""The keyboards of this machine, and what says it is one: numeric pads, scanners that type."""

from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from drivers.registry import Roots


class FoundKeys(Struct, frozen=True):
    """Something with keys: its address for the device list, which stays with the plug, and what it calls itself."""

    address: str
    name: str


def attached_keys(roots: Roots | None = None) -> list[FoundKeys]:
    """What has keys, by its place as udev names it; each once, though udev may have several names for it."""
    places = roots or Roots()
    found: dict[Path, FoundKeys] = {}
    for link in sorted((places.dev / "input" / "by-path").glob("*-event-kbd")):
        device = link.resolve()
        found.setdefault(device, FoundKeys(str(link), _name(places, device) or link.name))
    return list(found.values())


def _name(places: Roots, device: Path) -> str:
    with suppress(OSError):
        file = places.sys / "class" / "input" / device.name / "device" / "name"
        return file.read_text(encoding="utf-8", errors="replace").strip()
    return ""
