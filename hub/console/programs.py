"""The programs of an installation: the hub, the agents of a machine, and the simulators."""

from pathlib import Path
from typing import Any

import click

from hub.console.base import EVERY, log_to_stderr, options, plain_errors, stopped_by_signal


@click.command()
@options(*EVERY, host="0.0.0.0")
@click.option("--demo", is_flag=True, hidden=True)
def hub(demo: bool, **place: Any) -> None:
    """The hub: the queue, its journal, and the pages of counters, walls and rating panels."""
    from hub.app import HubSettings, run_hub
    from hub.web.context import DemoPorts

    log_to_stderr()
    with plain_errors():
        ports = DemoPorts(kiosk=place["port"] + 1, tray=place["port"] + 2) if demo else None
        run_hub(HubSettings(demo=ports, **place))


@click.command()
@options(*EVERY, port=8081)
@click.option("--hub", "hub_url", default="http://127.0.0.1:8080", show_default=True, help="The hub's address.")
@click.option("--kiosk", "name", default="K1", show_default=True, help="Which kiosk of devices.toml this is.")
@click.option("--printer-port", default=8083, show_default=True, help="What {printer_port} in devices.toml stands for.")
@click.option("--demo", "is_demo", is_flag=True, hidden=True)
def devices(name: str, printer_port: int, **place: Any) -> None:
    """The agents of this machine: the kiosk's page, its printer, and the way to the hub."""
    from config.centre import load_installation
    from hub.web.keyring import read_token_file
    from hub.web.screens import parse_screen
    from kiosk_app.agent import KioskSettings, serve_kiosk
    from kiosk_app.spool import SpoolError

    log_to_stderr()
    stop = stopped_by_signal()
    data, centre = place.pop("data"), place.pop("centre")
    with plain_errors(SpoolError):
        kiosks = load_installation(centre, {"printer_port": printer_port}).devices.kiosks
        printer = next((kiosk.printer for kiosk in kiosks if kiosk.id == name), None)
        if printer is None:
            raise ValueError(f"devices.toml has no kiosk «{name}», only {', '.join(kiosk.id for kiosk in kiosks)}")
        token = read_token_file(data, parse_screen(f"kiosk:{name}"))
        folder = data / f"kiosk-{name}"
        folder.mkdir(parents=True, exist_ok=True)
        serve_kiosk(KioskSettings(name=name, token=token, printer_url=printer, folder=folder, **place), stop)


@click.command()
@options(*EVERY, port=8082)
@click.option("--printer-port", default=8083, show_default=True, help="Where the simulated printer listens.")
@click.option("--hub", "hub_url", default="http://127.0.0.1:8080", show_default=True, help="The hub, for --lively.")
@click.option("--lively", is_flag=True, help="Let simulated citizens and clerks run the hall of that hub.")
def simulators(printer_port: int, hub_url: str, lively: bool, data: Path, centre: Path, **place: Any) -> None:
    """A simulated ticket printer with a page that shows its paper, and a simulated crowd."""
    from config.centre import load_centre
    from hub.demo.lively import start_lively
    from hub.web.keyring import open_keyring
    from kiosk_app.paper_tray import serve_simulators

    log_to_stderr()
    stop = stopped_by_signal()
    with plain_errors():
        plan = load_centre(centre)
        if lively:
            start_lively(hub_url, open_keyring(data), plan, stop)
        serve_simulators(printer_port, place["port"], place["host"], plan.zone, stop)
