"""Keeping the hub's data safe: a backup of a running or stopped hub, and its return."""

import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hub.console.base import FOLDER, options, plain_errors

if TYPE_CHECKING:
    from hub.store.backup import Backup

KEEP = 14
NICENESS = 10


@click.command()
@options("data")
@click.option("--centre", type=FOLDER, help="The folder of the centre's configuration.  [default: the hub's own]")
@click.option(
    "--to", "folder", type=FOLDER, help="A folder that is there, say on another disk.  [default: DATA/backups]"
)
@click.option(
    "--keep",
    default=KEEP,
    show_default=True,
    type=click.IntRange(1),
    help="How many of the newest stay, beside one a month.",
)
@click.option("--gently", is_flag=True, hidden=True)
def backup(centre: Path | None, folder: Path | None, keep: int, gently: bool, data: Path) -> None:
    """Make a backup of a hub, running or not: one file, which is opened again and checked before it counts."""
    from hub.service.ports import StorageError
    from hub.store.backup import Source, back_up
    from hub.store.backup_status import note_failure, note_success
    from hub.store.chain import StoreFault

    if gently:
        os.nice(NICENESS)
    now_ms = time.time_ns() // 1_000_000
    with plain_errors():
        try:
            made = back_up(Source(data, centre or _centre_of(data)), folder, keep, now_ms)
        except (StoreFault, StorageError, OSError) as error:
            with suppress(OSError):
                note_failure(data, now_ms, str(error))
            raise
        note_success(data, made.file, made.manifest)
    _say(made)
    if folder is not None and folder.stat().st_dev == data.stat().st_dev:
        click.echo(f"{folder} is on the disk of the hub's own data: it would be lost with it. Is its disk mounted?")


def _centre_of(data: Path) -> Path:
    """The configuration of the hub that runs there, else the one in the data folder."""
    from hub.store.control import HubNotRunning, ask

    own = data / "centre"
    try:
        return Path(ask(data, do="status").get("centre", own))
    except HubNotRunning:
        return own


def _say(made: "Backup") -> None:
    day = made.manifest.last_day or "no day yet"
    click.echo(f"{made.file}: {made.manifest.rows} rows up to {day}, {made.size / 2**20:.1f} MB, opened and checked.")
    for file in made.deleted:
        click.echo(f"deleted {file}")


@click.command()
@options("data")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--skip-numbers",
    "skip",
    type=click.IntRange(0),
    help="How many numbers of each series are left out, because paper with them may be in the hall.  "
    "[default: as many as a series lately had in a day, at least 100]",
)
def restore(file: Path, skip: int | None, data: Path) -> None:
    """Restore a backup FILE into a new data folder; nothing is ever overwritten."""
    from hub.store.restore import restore as restore_into

    now_ms = time.time_ns() // 1_000_000
    with plain_errors():
        restored = restore_into(file, data, skip, now_ms)
    event = restored.event
    click.echo(f"{data}: {event.from_seq} rows up to {restored.manifest.last_day or 'no day yet'}, checked.")
    if event.skipped_to:
        lasts = ", ".join(f"{last.series or '-'} {last.number}" for last in event.skipped_to)
        click.echo(
            f"Numbers on paper in the hall are not given again. On {event.day} each series goes on after: {lasts}. "
            "The next day that opens leaves out as many at its beginning."
        )
    _doubt_clock(now_ms, restored.last_row_ms)
    click.echo(
        "Staff sign in anew; devices stay paired. Rights that were changed after the backup are as they were then."
    )
    click.echo(f"Start the hub: run.py hub --data {data}")


def _doubt_clock(now_ms: int, last_row_ms: int) -> None:
    """The next day opens by the clock: say it if that may be wrong."""
    from hub.service.clock import is_synchronised

    now, last = (
        f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}" for at_ms in (now_ms, last_row_ms)
    )
    if now_ms < last_row_ms:
        doubt = f"This machine's clock says {now}, but the backup's last row is of {last}."
    elif not is_synchronised():
        doubt = f"This machine's clock says {now}, and nothing keeps it in step."
    else:
        return
    click.echo(
        f"CLOCK: {doubt} The hub's next day opens by it. If it is wrong, set it (timedatectl) before the hub starts.",
        err=True,
    )
