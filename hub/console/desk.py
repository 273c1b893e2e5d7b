"""The agent of a clerk's PC, or of a line with the devices of many counters."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.console.base import FOLDER, devices_folder, log_to_stderr, options, plain_errors, start_anew, stopped_by_signal
from hub.console.desk_press import DESK_FOLDER, press

if TYPE_CHECKING:
    from config.devices import Devices


@click.group(invoke_without_command=True)
@options("data")
@click.option(
    "--hub",
    "hub_url",
    default="auto",
    show_default=True,
    help="The hub's address, as in http://192.168.1.10:8080; «auto» looks for it in the network.",
)
@click.option("--counter", type=click.IntRange(1, 99), help="The counter whose devices these are.")
@click.option("--name", default="", help="What this agent is called, as in H1, if it has devices of many counters.")
@click.option("--centre", default=None, type=FOLDER, help="The folder of devices.toml, if not the centre's.")
@click.option("--bus-port", default=8085, show_default=True, help="What {bus_port} in devices.toml stands for.")
@click.option("--scanner-port", default=8086, show_default=True, help="What {scanner_port} in devices.toml stands for.")
@click.option("--demo", "is_demo", is_flag=True, hidden=True)
@click.pass_context
def desk(context: click.Context, /, counter: int | None, name: str, **place: Any) -> None:
    """What stands on and over the counters: rating panels, boards, keypads and scanners, as devices.toml lists them.

    An agent that the hub does not know shows a code on its keypads and in its log; an administrator enters it on the
    hub's page of devices.
    """
    if context.invoked_subcommand is not None:
        return
    from hub.agent.own_file import OwnFileError

    log_to_stderr()
    with plain_errors(OwnFileError):
        _run(wish=_wish(counter, name), **place)


desk.add_command(press)


def _run(data: Path, hub_url: str, wish: str, is_demo: bool, **listing: Any) -> None:
    from counter_app.desk.agent import serve_desk
    from counter_app.desk.settings import DeskSettings

    listed, folder = _listed(data, **listing), data / DESK_FOLDER
    stop = stopped_by_signal()
    folder.mkdir(parents=True, exist_ok=True)
    if is_demo:
        _pair_for_demo(data, folder, hub_url, wish)
    address = None if hub_url == "auto" else hub_url
    told = listed.notifications.command
    settings = DeskSettings(address, folder, listed.devices, listed.scanning, wish, told)
    if serve_desk(settings, stop) and not is_demo:
        start_anew()


def _listed(data: Path, centre: Path | None, **ports: int) -> "Devices":
    from config.devices import attached_devices_of

    return attached_devices_of(devices_folder(data, centre), ports)


def _wish(counter: int | None, name: str) -> str:
    """The screen that is asked for, «desk» for any. Raises ValueError: both were given, or the name is none."""
    from hub.web.screens import parse_screen

    if counter is not None and name:
        raise ValueError("Give --counter for the devices of one counter, or --name for those of many, not both.")
    if counter is not None:
        return f"desk:{counter}"
    if not name:
        return "desk"
    try:
        return str(parse_screen(f"hall:{name}"))
    except ValueError:
        raise ValueError(
            f"«{name}» is no name for this agent: a capital letter, then letters and figures, 16 at most, as in H1."
        ) from None


def _pair_for_demo(data: Path, folder: Path, hub_url: str, wish: str) -> None:
    from hub.agent.badge import Badge, BadgeFile
    from hub.web.keyring import open_keyring
    from hub.web.screens import parse_screen

    screen = parse_screen(wish)
    BadgeFile(folder).write(Badge(hub_url, str(screen), open_keyring(data).sign_for_demo(screen)))
