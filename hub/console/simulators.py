"""The simulated devices: a ticket printer, what stands at the counters, and a crowd."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from hub.console.base import EVERY, SAMPLE, log_to_stderr, options, plain_errors, stopped_by_signal

if TYPE_CHECKING:
    from counter_app.hall_pictures.pictured_hall import HallSettings

DEVICES = "devices.toml"
PTY = click.Path(dir_okay=False, path_type=Path)


@click.command()
@options(*EVERY, port=8082)
@click.option("--printer-port", default=8083, show_default=True, help="Where the simulated printer listens.")
@click.option("--hub", "hub_url", default="http://127.0.0.1:8080", show_default=True, help="The hub, for --lively.")
@click.option("--lively", is_flag=True, help="Let simulated citizens and clerks run the hall of that hub.")
@click.option("--model", default="generic", show_default=True, help="The model of printer, as «clone» or «custom».")
@click.option(
    "--fault", "faults", multiple=True, help="A trouble to begin with, as paper_low or disconnect@1200; repeatable."
)
@click.option(
    "--pty", default=None, type=PTY, help="Put the printer on a pseudo-terminal with this path instead of the TCP port."
)
@click.option("--pictures-port", default=8084, show_default=True, help="The page of the devices at the counters.")
@click.option("--bus-port", default=8085, show_default=True, help="Their line: {bus_port} in devices.toml.")
@click.option("--bus-pty", default=None, type=PTY, help="Put their line on a pseudo-terminal with this path instead.")
@click.option("--scanner-port", default=8086, show_default=True, help="A counter's scanner: {scanner_port} there.")
@click.option("--kiosk-scanner-port", default=8087, show_default=True, help="A kiosk's: {kiosk_scanner_port} there.")
@click.option(
    "--hall-fault",
    "hall_faults",
    multiple=True,
    help="A trouble of theirs to begin with, as panel3:bouncing or line:line_noise@20; repeatable.",
)
@click.option("--demo", "is_demo", is_flag=True, hidden=True)
def simulators(hub_url: str, lively: bool, is_demo: bool, data: Path, centre: Path, **places: Any) -> None:
    """A simulated ticket printer, and simulated devices of the counters as the centre's devices.toml lists them, each
    with a page that shows what they do and causes trouble; and a simulated crowd.
    """
    from config.centre import load_centre
    from counter_app.hall_pictures.page import hall_served
    from hub.demo.lively import start_lively
    from hub.web.keyring import open_keyring
    from kiosk_app.paper_tray import serve_simulators
    from kiosk_app.tray_printer import TraySettings

    log_to_stderr()
    stop = stopped_by_signal()
    with plain_errors():
        plan = load_centre(centre if lively or not _is_list_alone(centre) else SAMPLE)
        if lively:
            start_lively(hub_url, open_keyring(data), plan, stop)
        hall = _hall_settings(centre, places)
        if is_demo:
            hall = replace(hall, newest=_newest(hub_url, data, [counter.number for counter in plan.counters]))
        with hall_served(hall):
            serve_simulators(TraySettings(zone=plan.zone, **places), stop)


def _newest(hub_url: str, data: Path, counters: list[int]) -> Callable[[int], str]:
    """The newest ticket that waits for a counter (0: for any), as the demo's hub knows it."""
    from hub.demo.lively import HttpWire
    from hub.demo.newest import newest_waiting
    from hub.web.keyring import open_keyring

    keyring = open_keyring(data)
    return lambda counter: newest_waiting(HttpWire(hub_url, keyring), [counter] if counter else counters)


def _is_list_alone(folder: Path) -> bool:
    """Whether a folder has a device list and nothing of a centre, as on the machine of a desk."""
    return (folder / DEVICES).exists() and not (folder / "centre.toml").exists()


def _hall_settings(centre: Path, places: dict[str, Any]) -> "HallSettings":
    """The settings of the devices at the counters, taken out of the options. Raises ConfigError."""
    from config.devices import Devices, load_devices
    from counter_app.hall_pictures.pictured_hall import HallSettings

    ports = {name: places.pop(name) for name in ("bus_port", "scanner_port", "kiosk_scanner_port")}
    path = centre / DEVICES
    return HallSettings(
        port=places.pop("pictures_port"),
        host=places["host"],
        bus_port=ports["bus_port"],
        bus_pty=places.pop("bus_pty"),
        devices=load_devices(path, ports) if path.exists() else Devices(),
        faults=places.pop("hall_faults"),
    )
