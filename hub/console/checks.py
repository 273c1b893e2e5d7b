"""Commands that look and change nothing: the configuration, and the journal of a day."""

import sys
from pathlib import Path

import click

from hub.console.base import centre_of, options, plain_errors


@click.command()
@options("data", "centre", centre=None)
def check(data: Path, centre: Path | None) -> None:
    """Check the configuration of a centre."""
    from config.centre import load_installation

    with plain_errors():
        folder = centre_of(data, centre)
        found = load_installation(folder, {"printer_port": 9100})
    click.echo(f"{folder}: {len(found.plan.fields)} fields, {len(found.plan.counters)} counters: all is well.")


@click.command()
@options("data")
@click.argument("day")
def audit(day: str, data: Path) -> None:
    """Check the journal of a DAY (such as 2026-11-22): its chain, every number, and every call."""
    from hub.store.audit import audit_folder

    with plain_errors():
        report = audit_folder(data, day)
    for line in report.lines:
        click.echo(line)
    sys.exit(report.status)
