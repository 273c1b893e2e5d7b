"""The command line of Tới Lượt. Without a command it runs the whole demo."""

import sys

if sys.argv[1:2] == ["hub"]:
    # The hub is cooperative; everything else must find the standard library already so.
    from gevent import monkey

    monkey.patch_all()

from pathlib import Path
from typing import Any

import click

from hub.console.backup import backup, restore
from hub.console.base import EVERY, hub_answers, options, plain_errors
from hub.console.checks import audit, check
from hub.console.closing import closing, export
from hub.console.desk import desk
from hub.console.device import device
from hub.console.doctor import doctor
from hub.console.erasing import erase
from hub.console.explain import explain
from hub.console.hours import hours
from hub.console.papers import preview, slip
from hub.console.plan import plan
from hub.console.programs import devices, hub
from hub.console.setup import setup
from hub.console.simulators import simulators
from hub.console.staff import staff
from hub.console.voice import voice

COMMANDS = (
    *(setup, staff, hub, devices, desk, device, simulators, check, hours, audit, erase, backup, restore, doctor),
    *(preview, slip, closing, export, plan, explain, voice),
)


@click.group(invoke_without_command=True)
@options(*EVERY)
@click.option("--lively", is_flag=True, help="Let simulated citizens and clerks run the hall.")
@click.pass_context
def main(context: click.Context, /, lively: bool, **place: Any) -> None:
    """Tới Lượt: queue tickets, calling, displays and rating. Without a command: the whole demo."""
    if context.invoked_subcommand is not None:
        return
    from config.centre import load_installation
    from hub.demo.supervisor import DemoError, DemoSettings, run_demo
    from hub.store.demo_folder import require_no_centre

    with plain_errors():
        require_no_centre(place["data"])
        installation = load_installation(place["centre"], {})
        if hub_answers(place["data"]):
            raise DemoError(
                f"A hub is running on {place['data']} already; stop it, or choose another folder with --data."
            )
        has_desk = bool(installation.devices.devices)
        run_demo(DemoSettings(Path(__file__), is_lively=lively, has_desk=has_desk, **place), click.echo)


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
