"""Whether a device list fits the plan: the hub runs without that, whoever sets devices up wants to know."""

import re
from collections.abc import Iterator
from pathlib import Path

from config.attached import ON_LINES, OWN_PROTOCOL, AttachedEntry, Slip, buttons_of
from config.devices import Devices, KioskDevice
from config.loader import ConfigError, closest
from hub.domain.plan import Plan

_CHANGING = re.compile(r"/dev/(tty(USB|ACM)|input/event)\d+")


def require_fitting(file: Path, devices: Devices, plan: Plan) -> None:
    """Raises ConfigError: a device of a counter that there is not, a panel with other buttons than the scale has steps,
    a receipt that leads to no field, a line that two cannot share, or whose name goes to another device one day.
    """
    slip = next(_slips(devices, plan), None)
    if slip is not None:
        raise ConfigError(file, slip.key, slip.problem, slip.guess)


def _slips(devices: Devices, plan: Plan) -> Iterator[Slip]:
    for entry in devices.devices:
        yield from _device_slips(entry, plan)
    yield from _line_slips(devices.devices)
    for kiosk in devices.kiosks:
        yield from _scanner_slips(kiosk, devices.devices)
    fields = [field.id for field in plan.fields]
    leads_to = devices.scanning.leads_to
    if devices.scanning.receipt and leads_to not in fields:
        yield Slip("scanning.leads_to", f"the plan has no field «{leads_to}»", closest(leads_to, fields))


def _device_slips(entry: AttachedEntry, plan: Plan) -> Iterator[Slip]:
    at = f"devices[{entry.name}]"
    if entry.counter and plan.counter(entry.counter) is None:
        problem = f"the plan has no counter {entry.counter}; give this device another one, or take it out"
        yield Slip(f"{at}.counter", problem)
    buttons = buttons_of(entry.kind, entry.options)
    if buttons and buttons != str(plan.rating.best):
        problem = f"it has {buttons} buttons, the scale has {plan.rating.best} steps; one of them must change"
        yield Slip(f"{at}.options.buttons", problem)


def _line_slips(entries: tuple[AttachedEntry, ...]) -> Iterator[Slip]:
    """Whoever has a line has it for its protocol, and a scanner for itself: two would share out its readings."""
    lines: dict[tuple[str, int], AttachedEntry] = {}
    for entry in entries:
        key = f"devices[{entry.name}].address"
        yield from _changing_slips(key, entry.address)
        if entry.kind not in ON_LINES:
            continue
        first = lines.setdefault(_line(entry), entry)
        if first is not entry and (_protocol(first) != _protocol(entry) or entry.kind == "scanner"):
            yield Slip(key, f"«{first.name}» has this line, a {entry.kind} needs another one than a {first.kind}")


def _scanner_slips(kiosk: KioskDevice, entries: tuple[AttachedEntry, ...]) -> Iterator[Slip]:
    key, line = f"kiosks[{kiosk.id}].scanner", kiosk.scanner.partition("?")[0]
    yield from _changing_slips(key, line)
    others = (entry.name for entry in entries if "://" in line and entry.address.partition("?")[0] == line)
    if other := next(others, None):
        yield Slip(key, f"«{other}» has this line, and a kiosk's scanner needs one of its own")


def _changing_slips(key: str, address: str) -> Iterator[Slip]:
    name = address.partition("?")[0]
    if _CHANGING.fullmatch(name):
        problem = (
            f"«{name}» may be another device after the next replugging; run.py devices list shows a name that stays"
        )
        yield Slip(key, problem)


def _line(entry: AttachedEntry) -> tuple[str, int]:
    """The same name at two counters may be the same socket of two PCs."""
    name = entry.address.partition("?")[0]
    return name, 0 if "://" in name else entry.counter


def _protocol(entry: AttachedEntry) -> str:
    return "" if entry.kind in OWN_PROTOCOL else entry.kind
