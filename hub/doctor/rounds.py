"""One look at everything that a machine of a centre needs, as the hub's machine or as another."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.centre import Installation, load_installation
from config.loader import ConfigError
from hub.doctor.agents import agents
from hub.doctor.attached import attached
from hub.doctor.clock import clock, hardware_clock
from hub.doctor.closing import closings, secrets
from hub.doctor.disk import disk
from hub.doctor.finding import Finding, fine, wrong
from hub.doctor.folder import (
    DATABASE_NAME,
    backup,
    began_ms,
    is_half_written,
    journal,
    kept,
    own_user,
    permissions,
)
from hub.doctor.network import distant_hub, running_hub, stopped_hub
from hub.doctor.printers import printer
from hub.doctor.software import software
from hub.doctor.start import start
from hub.doctor.voice import voice
from hub.doctor.walls import walls
from hub.service.clock import is_synchronised
from hub.store.backup_status import read_status
from hub.store.chain import StoreFault
from hub.store.closing_due import days_unsigned
from hub.store.closing_shelf import read_status as read_closings
from hub.store.control import HubNotRunning, ask
from hub.store.signing_key import known_key

LOCK = Path(__file__).parents[2] / "requirements.lock"
HOME_ZONE = "Asia/Ho_Chi_Minh"
SIMULATED_PORT = 1
"""What ``{printer_port}`` stands for here, where no printer listens: nobody looks at a simulated one."""

HUB_UNITS = ("toi-luot-hub",)
OTHER_UNITS = ("toi-luot-devices", "toi-luot-desk", "toi-luot-kiosk", "toi-luot-wall")

Look = Callable[[], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class HubMachine:
    """The machine of the hub: its data, where it listens, and printers to ask as well.

    ``centre`` is the folder of the configuration, None for that of the running hub, or else the data folder's own.
    """

    data: Path
    centre: Path | None
    host: str
    port: int
    printers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherMachine:
    """The machine of a kiosk, a wall or a desk: the hub's address, the folder of its agent, its printers."""

    hub_url: str
    data: Path
    printers: tuple[str, ...] = ()


def examine_hub(machine: HubMachine) -> Iterator[Finding]:
    """Look at the hub's machine; a look that fails is a finding."""
    yield from _tried("versions", lambda: software(LOCK))
    status = _status(machine.data)
    folder = machine.centre or Path((status or {}).get("centre") or machine.data / "centre")
    centre, finding = _configured(folder)
    yield finding
    if not (machine.data / DATABASE_NAME).exists():
        yield wrong("data", f"there is no hub's data in {machine.data}", "Begin: run.py setup, or say --data.")
    else:
        yield from _tried("permissions", lambda: permissions(machine.data, own_user()))
        yield from _tried("disk", lambda: disk(machine.data))
        zone = centre.plan.zone if centre else HOME_ZONE
        yield from _tried("journal", lambda: _journal_and_clock(machine.data, zone, status))
        yield from _tried("backup", lambda: _backup(machine.data, _now_ms()))
        yield from _tried("closing", lambda: _closings(machine.data, centre))
        if centre:
            yield from _tried("voice", lambda: voice(centre.voice, machine.data))
            yield from _tried("walls", lambda: walls(centre.walls, machine.data / "media"))
    yield from _tried("clock", hardware_clock)
    yield from _hub(machine, status)
    yield from start(HUB_UNITS)
    kiosks = centre.devices.kiosks if centre else ()
    named = [(kiosk.id, kiosk.printer) for kiosk in kiosks if not kiosk.printer.endswith(f":{SIMULATED_PORT}")]
    yield from _printers([*named, *(("", url) for url in machine.printers)])


def examine_other(machine: OtherMachine) -> Iterator[Finding]:
    """Look at the machine of a kiosk, a wall or a desk."""
    yield from _tried("versions", lambda: software(LOCK))
    yield from _tried("clock", lambda: clock(_now_ms(), HOME_ZONE, "", is_synchronised()))
    yield from _tried("hub", lambda: distant_hub(machine.hub_url, time.time()))
    yield from _tried("agent", lambda: agents(machine.data))
    if machine.data.exists():
        yield from _tried("disk", lambda: disk(machine.data))
    centre = machine.data / "centre"
    yield from _tried("devices", lambda: attached(centre if centre.is_dir() else machine.data))
    yield from start(OTHER_UNITS)
    yield from _printers([("", url) for url in machine.printers])


def _tried(about: str, look: Look) -> Iterator[Finding]:
    """What a look finds; that it cannot look is a finding too."""
    try:
        yield from look()
    except PermissionError as error:
        yield wrong(about, f"may not be looked at ({error})", "Run this as the hub's user, or with sudo.")
    except OSError as error:
        yield wrong(about, f"cannot be looked at ({error})", "Look at the disk and at the folder.")


def _configured(folder: Path) -> tuple[Installation | None, Finding]:
    """The centre's configuration, if it is sound, and whether it is."""
    if not folder.is_dir():
        return None, wrong(
            "configuration", f"there is no centre at {folder} yet", "Begin: run.py setup, or say --data."
        )
    try:
        return load_installation(folder, {"printer_port": SIMULATED_PORT}), fine("configuration", f"{folder} is sound")
    except (ConfigError, OSError) as error:
        to_do = "Mend that file; run.py check tells when it is sound."
        return None, wrong("configuration", str(error), to_do)


def _status(data: Path) -> dict[str, Any] | None:
    """The running hub's own word; None when none runs."""
    try:
        return ask(data, do="status")
    except (HubNotRunning, StoreFault):
        return None


def _journal_and_clock(data: Path, zone: str, status: dict[str, Any] | None) -> Iterator[Finding]:
    """The file of a stopped hub, or the word of a running one: it alone may read its file then."""
    if status is None:
        found = kept(data)
        yield from journal(found, is_half_written(data))
        last_day = found.last_day
    else:
        last_day = str(status.get("day", ""))
        yield fine("journal", f"open day {last_day or 'none'}, {status.get('seq', 0)} rows")
    yield from clock(_now_ms(), zone, last_day, is_synchronised())


def _backup(data: Path, now_ms: int) -> Iterator[Finding]:
    yield from backup(read_status(data), began_ms(data, now_ms), now_ms, data)


def _closings(data: Path, centre: Installation | None) -> Iterator[Finding]:
    places = [place.name for place in centre.closing.places] if centre else []
    status = read_closings(data)
    if centre:
        yield from secrets(centre.closing)
    try:
        yield from closings(status, known_key(data), places, _now_ms(), days_unsigned(data, status))
    except StoreFault as error:
        yield wrong("closing", str(error), "Closings cannot be signed until then.")


def _hub(machine: HubMachine, status: dict[str, Any] | None) -> Iterator[Finding]:
    if status is None:
        yield stopped_hub(machine.host, machine.port)
    else:
        host = "127.0.0.1" if machine.host in {"0.0.0.0", "::"} else machine.host
        yield from running_hub(status, f"http://{host}:{machine.port}")


def _printers(named: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    for name, url in named:
        yield printer(name, url)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
