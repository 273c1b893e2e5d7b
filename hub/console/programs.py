"""The programs of an installation: the hub, and the agents of a kiosk."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.console.base import (
    EVERY,
    FOLDER,
    SAMPLE,
    centre_of,
    devices_folder,
    log_to_stderr,
    options,
    plain_errors,
    start_anew,
    stopped_by_signal,
)
from hub.console.logo import store_logo
from hub.console.printers import list_printers
from hub.console.qualify import qualify

if TYPE_CHECKING:
    from config.devices import KioskDevice

DEMO_STEPS = (1, 2, 4)
"""How far behind the hub's port the demo has the kiosk's page, the paper tray, and the devices at the counters."""


@click.command()
@options(*EVERY, host="0.0.0.0", centre=None)
@click.option("--announce/--no-announce", default=True, help="Let agents find the hub in the network (mDNS).")
@click.option(
    "--public-name", "public_names", multiple=True, metavar="NAME", help="A name by which it is opened; repeatable."
)
@click.option(
    "--behind-proxy", "is_behind_proxy", is_flag=True, help="A proxy on this machine says who asks (X-Forwarded-…)."
)
@click.option("--demo", is_flag=True, hidden=True)
def hub(demo: bool, announce: bool, centre: Path | None, **place: Any) -> None:
    """The hub: the queue, its journal, and the pages of counters, walls and rating panels."""
    from hub.app import HubSettings, run_hub
    from hub.store.demo_folder import require_no_centre
    from hub.web.context import DemoPorts

    log_to_stderr()
    with plain_errors():
        if demo:
            require_no_centre(place["data"])
        ports = DemoPorts(*(place["port"] + step for step in DEMO_STEPS)) if demo else None
        folder = centre_of(place["data"], centre or (SAMPLE if demo else None))
        run_hub(HubSettings(demo=ports, is_announced=announce and not demo, centre=folder, **place))


@click.group(invoke_without_command=True)
@options("host", "port", "data", port=8081)
@click.option(
    "--hub",
    "hub_url",
    default="http://127.0.0.1:8080",
    show_default=True,
    help="The hub's address; «auto» looks for it in the network.",
)
@click.option("--kiosk", "name", default="", help="What this kiosk is called, where a machine runs several.")
@click.option(
    "--printer",
    default="",
    help="The printer's address, as in socket://192.168.1.50:9100 or attached:; otherwise see devices.toml.",
)
@click.option("--profile", default="", help="The printer's model, as in xprinter-80; otherwise see devices.toml.")
@click.option("--centre", default=None, type=FOLDER, help="The folder of devices.toml, if not the centre's.")
@click.option("--printer-port", default=8083, show_default=True, help="What {printer_port} in devices.toml stands for.")
@click.option("--scanner-port", default=8087, show_default=True, help="What {kiosk_scanner_port} stands for there.")
@click.option("--demo", "is_demo", is_flag=True, hidden=True)
@click.pass_context
def devices(context: click.Context, /, **place: Any) -> None:
    """The agents of this machine: the kiosk's page, its printer, and the way to the hub.

    An agent that the hub does not know shows a code on its page; an administrator enters it on the hub's page of
    devices. What it is called then, and its token, stay in its folder below the folder of all data.
    """
    if context.invoked_subcommand is None:
        _run_agents(**place)


devices.add_command(list_printers)
devices.add_command(qualify)
devices.add_command(store_logo)


def _run_agents(printer: str, profile: str, centre: Path | None, is_demo: bool, **place: Any) -> None:
    from config.devices import KioskDevice, kiosk_of, require_address
    from config.voice import FILE_NAME as VOICE_FILE
    from config.voice import load_voice_plan
    from drivers.printers import load_profile
    from hub.agent.badge import Badge, BadgeFile
    from hub.agent.own_file import OwnFileError
    from hub.web.keyring import open_keyring
    from hub.web.screens import parse_screen
    from kiosk_app.agent import serve_kiosk
    from kiosk_app.settings import KioskSettings, Panel

    log_to_stderr()
    stop = stopped_by_signal()
    data, name, hub_url = place.pop("data"), place["name"], place.pop("hub_url")
    with plain_errors(OwnFileError):
        folder = data / f"kiosk-{name}" if name else data / "kiosk"
        folder.mkdir(parents=True, exist_ok=True)
        listed = devices_folder(data, centre)
        ports = {"printer_port": place.pop("printer_port"), "kiosk_scanner_port": place.pop("scanner_port")}
        listed_as = KioskDevice(name, printer) if printer else kiosk_of(listed, name, ports)
        require_address(listed_as.printer)
        model = load_profile(profile or listed_as.profile, [listed / "printers"])
        if is_demo:
            screen = parse_screen(f"kiosk:{name}")
            BadgeFile(folder).write(Badge(hub_url, str(screen), open_keyring(data).sign_for_demo(screen)))
        address = None if hub_url == "auto" else hub_url
        paper: dict[str, Any] = {
            "profile": model,
            "layout": listed_as.layout,
            "copies": listed_as.copies,
            "centre": listed,
            "voice": load_voice_plan(listed / VOICE_FILE).settings(data),
            "panel": Panel(listed_as.diagonal_in, listed_as.attract_after_s),
        }
        scans = _scans(listed_as, listed, ports) if listed_as.scanner else {}
        settings = KioskSettings(address, listed_as.printer, folder, is_demo=is_demo, **paper, **scans, **place)
        if serve_kiosk(settings, stop):
            start_anew()


def _scans(kiosk: "KioskDevice", listed: Path, ports: dict[str, int]) -> dict[str, Any]:
    """A kiosk's scanner, and what is made of its readings. Raises ConfigError."""
    from config.devices import load_devices
    from drivers.devices import DeviceSettings

    scanner = DeviceSettings("scanner", kiosk.scanner_kind, kiosk.scanner)
    return {"scanner": scanner, "scan_rules": load_devices(listed / "devices.toml", ports).scanning}
