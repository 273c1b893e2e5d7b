"""Devices from the keyboard of the hub's machine: the running hub is asked over its control socket."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from hub.console.base import options, plain_errors


@click.group()
def device() -> None:
    """List, pair and revoke devices: walls, rating panels, kiosks, desk agents and monitoring programs."""


@device.command("list")
@options("data")
def list_devices(data: Path) -> None:
    """List the paired devices with their numbers and when they were last heard."""
    for known in _asked(data, do="device-list")["devices"]:
        heard = f"{datetime.fromtimestamp(known['seen_ms'] / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"
        state = "online" if known["online"] else f"last seen {heard}"
        click.echo(f"{known['grant']:>4}  {known['screen']:<12} {known['place'] or '-'}  ({known['address']}, {state})")


@device.command("pair")
@options("data")
@click.argument("code")
@click.argument("screen")
@click.argument("place")
@click.option("--replace", is_flag=True, help="Shut out the machine that has had this name until now.")
def pair_device(code: str, screen: str, place: str, replace: bool, data: Path) -> None:
    """Let the device in that shows CODE: it becomes SCREEN and stands at PLACE.

    SCREEN is wall, wall:east (a hall of the plan), rating:3, kiosk:K1, desk:3 or hall:H1, for instance.
    """
    given = _asked(data, do="device-pair", code=code, screen=screen, place=place, replace=replace)
    click.echo(f"The device at {given['address']} is {given['screen']} now (number {given['grant']}).")


@device.command("revoke")
@options("data")
@click.argument("grant", type=int)
def revoke_device(grant: int, data: Path) -> None:
    """Shut out the device with this number of the list, at once."""
    ended = _asked(data, do="device-revoke", grant=grant)
    click.echo(f"{ended['screen']} ({ended['place'] or '-'}) is shut out.")


@device.command("monitor")
@options("data")
@click.argument("place")
def let_monitor_in(place: str, data: Path) -> None:
    """Print a token for a program that collects the metrics from /metrics; PLACE says where it runs."""
    given = _asked(data, do="device-monitor", place=place)
    click.echo(f"This token is shown once and is secret (device number {given['grant']}):", err=True)
    click.echo(given["token"])


def _asked(data: Path, **request: Any) -> dict[str, Any]:
    """The running hub's answer; whatever is in the way ends the program with a sentence."""
    from config.texts import text
    from hub.store.control import HubNotRunning, ask

    with plain_errors():
        try:
            answer = ask(data, **request)
        except HubNotRunning:
            raise ValueError(f"No hub runs on {data}; start it first, or choose its folder with --data.") from None
    if "refused" in answer:
        click.echo(text("en", f"devices.{answer['refused']}", **answer["params"]), err=True)
        sys.exit(2)
    return answer
