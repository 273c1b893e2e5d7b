"""Whether a device list fits the plan: the hub runs without that, whoever sets devices up wants to know."""

from collections.abc import Iterator
from pathlib import Path

from config.attached import AttachedEntry, Slip, buttons_of
from config.devices import Devices
from config.loader import ConfigError, closest
from hub.domain.plan import Plan


def require_fitting(file: Path, devices: Devices, plan: Plan) -> None:
    """Raises ConfigError: a device of a counter that there is not, a panel with other buttons than the scale has steps,
    a receipt that leads to no field.
    """
    slip = next(_slips(devices, plan), None)
    if slip is not None:
        raise ConfigError(file, slip.key, slip.problem, slip.guess)


def _slips(devices: Devices, plan: Plan) -> Iterator[Slip]:
    for entry in devices.devices:
        yield from _device_slips(entry, plan)
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
