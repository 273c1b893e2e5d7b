"""The kinds of devices by name: ours, and those that other packages bring without any change here."""

import difflib
from importlib.metadata import EntryPoint, entry_points

from drivers.devices.device import Attach, Device, DeviceSettings, Host
from drivers.devices.guarded import attach_guarded
from drivers.errors import DeviceError
from drivers.lines import Lines

GROUP = "toi_luot.devices"
"""The group of entry points by which a package names its drivers: `kind = module:attach`."""

OURS = {
    "panel": "drivers.devices.panel:attach",
    "counter-board": "drivers.devices.board:attach_counter_board",
    "hall-board": "drivers.devices.board:attach_hall_board",
    "keypad": "drivers.devices.keypad:attach",
    "scanner": "drivers.devices.scanner:attach",
    "pad": "drivers.devices.pad:attach",
    "scanner-pad": "drivers.devices.scanner_pad:attach",
    "hot-keys": "drivers.devices.hot_keys:attach",
    "shortcuts": "drivers.devices.shortcuts:attach",
    "mqtt-panel": "drivers.mqtt:attach",
    "mqtt-board": "drivers.mqtt:attach",
    "mqtt-hall-board": "drivers.mqtt:attach",
    "mqtt-keypad": "drivers.mqtt:attach",
    "modbus-board": "drivers.modbus:attach",
}
"""Written like the entry points of others, so that what only some kinds need is imported when one is asked for."""


def known_kinds() -> tuple[str, ...]:
    """Every kind that can be attached here."""
    return tuple(sorted(OURS.keys() | _of_others().keys()))


def attach(settings: DeviceSettings, host: Host, lines: Lines) -> Device:
    """Attach a device by its kind. A driver of others runs guarded: see `attach_guarded`.

    Raises DeviceError (no retry), `detail` says why: `device_kind` (nobody brings such a kind), `device_options`,
    `link_url`, `line_speaks_otherwise` (the settings cannot be used).
    """
    if settings.kind in OURS:
        driver: Attach = EntryPoint(settings.kind, OURS[settings.kind], GROUP).load()
        return driver(settings, host, lines)
    brought = _of_others().get(settings.kind)
    if brought is None:
        raise _unknown(settings)
    return attach_guarded(brought.load, settings, host, lines)


def _of_others() -> dict[str, EntryPoint]:
    """By kind; of two packages with the same kind the first by its name, and never one in place of ours."""
    found = sorted(entry_points(group=GROUP), key=lambda each: each.dist.name if each.dist else "", reverse=True)
    return {each.name: each for each in found if each.name not in OURS}


def _unknown(settings: DeviceSettings) -> DeviceError:
    known = known_kinds()
    near = difflib.get_close_matches(settings.kind, known, n=1)
    hint = f"did you mean «{near[0]}»?" if near else f"there is {', '.join(known)}"
    why = f"{settings.name}: there is no kind of device «{settings.kind}»; {hint}"
    return DeviceError("device_kind", retry=False, detail=why)
