"""The doctor: looks at this machine and says what to do."""

import sys
from pathlib import Path
from typing import Any

import click

from hub.console.base import EVERY, options


@click.command()
@options(*EVERY, host="0.0.0.0", centre=None)
@click.option("--hub", "hub_url", default="", help="The hub's address: this is the machine of a kiosk, wall or desk.")
@click.option(
    "--printer", "printers", multiple=True, help="A printer to ask as well, such as socket://192.168.1.50:9100."
)
def doctor(data: Path, hub_url: str, printers: tuple[str, ...], **place: Any) -> None:
    """Look at this machine: clock, disk, permissions, hub, backup, printers, versions. Changes nothing.

    Says what is wrong and what to do. Exit status: 0 all is well, 1 something should be mended, 2 something is wrong.
    """
    from hub.doctor.rounds import HubMachine, OtherMachine, examine_hub, examine_other

    if hub_url:
        findings = examine_other(OtherMachine(hub_url, data, printers))
    else:
        findings = examine_hub(HubMachine(data=data, printers=printers, **place))
    worst = 0
    for finding in findings:
        click.echo(str(finding))
        worst = max(worst, finding.mark)
    sys.exit(worst)
