"""The signed closing of a day, and the journal as a file: what the centre gives away, so that others can check it."""

import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.console.base import FOLDER, SAMPLE, options, plain_errors

if TYPE_CHECKING:
    from config.closing import AnyPlace, ClosingPlan
    from hub.sending.closing_round import ClosingRound
    from hub.sending.place_round import Carry
    from hub.store.closing import Closing

NICENESS = 10
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@options("data")
@click.option("--centre", type=FOLDER, help="The folder of the centre's configuration.  [default: the data's own]")
@click.argument("day", default="")
@click.option("--again", is_flag=True, help="Send it to every place of closing.toml once more.")
@click.option("--printer", default="", help="Print it as well, as on socket://192.168.1.50:9100.")
@click.option("--png", "picture", type=FILE, help="Draw the paper as a picture.")
@click.option("--language", default="vi", show_default=True, help="The language of the words.")
@click.option("--due", is_flag=True, hidden=True)
@click.option("--gently", is_flag=True, hidden=True)
def closing(day: str, data: Path, centre: Path | None, **wanted: Any) -> None:
    """Show the signed closing of a DAY (such as 2026-11-22); made now if the hub has not made it.

    Without a DAY: the key's fingerprint, and how the places of closing.toml get their files.
    """
    from config.closing import load_closing_plan
    from hub.sending.closing_round import ClosingRound

    if wanted["gently"]:
        os.nice(NICENESS)
    with plain_errors():
        folder = _centre_of(data, centre)
        plan = load_closing_plan(folder / "closing.toml")
        work = ClosingRound(data, plan, time.time_ns() // 1_000_000)
        if wanted["due"]:
            _do_what_is_due(work, folder)
        elif day:
            _show(work, folder, day, wanted)
        else:
            for line in _standing(data, plan):
                click.echo(line)


def _centre_of(data: Path, centre: Path | None) -> Path:
    """The configuration that is named, or that of the hub that runs there, or the one in the data folder."""
    from hub.store.control import HubNotRunning, ask

    own = data / "centre"
    if centre is not None:
        return centre
    try:
        return Path(ask(data, do="status").get("centre", own))
    except HubNotRunning:
        return own if own.is_dir() else SAMPLE


def _do_what_is_due(work: "ClosingRound", folder: Path) -> None:
    """Make, check, send, each whatever became of the others.

    A place that failed is said; that something could not be made is remembered and raised.
    """
    from hub.service.ports import StorageError
    from hub.store.chain import StoreFault
    from hub.store.closing_shelf import note_failure

    failures = []
    for step in (work.make_due, work.check):
        try:
            with work.shelf.held():
                step()
        except (StoreFault, StorageError, OSError) as error:
            failures.append(str(error))
            with suppress(OSError):
                note_failure(work.data, work.now_ms, "; ".join(failures))
    with work.shelf.sending():
        for failure in work.send(_carrier(work.data, folder)):
            click.echo(f"not sent to {failure}")
    if failures:
        raise StoreFault("; ".join(failures))


def _show(work: "ClosingRound", folder: Path, day: str, wanted: dict[str, Any]) -> None:
    from hub.sending.closing_words import summary
    from hub.store.closing import Closing, unseal

    failures: list[str] = []
    file = work.closing_of(day)
    if wanted["again"]:
        with work.shelf.sending():
            for place in work.plan.places:
                work.shelf.send_again(file, place.name)
            failures = work.send(_carrier(work.data, folder))
    document = unseal(file.read_bytes())
    assert isinstance(document, Closing), "it lies under a closing's name"
    click.echo(f"{file}: {file.stat().st_size:,} bytes, signed")
    for line in summary(document, wanted["language"]):
        click.echo(line)
    _on_paper(document, work.data, folder, wanted)
    for failure in failures:
        click.echo(f"not sent to {failure}", err=True)
    sys.exit(1 if failures else 0)


def _on_paper(document: "Closing", data: Path, folder: Path, wanted: dict[str, Any]) -> None:
    if not wanted["printer"] and not wanted["picture"]:
        return
    from hub.console.closing_paper import draw_closing, print_closing
    from hub.sending.closing_round import compact

    proof = compact(data, document).decode()
    if wanted["printer"]:
        click.echo(print_closing(document, proof, folder, (wanted["printer"], "generic-80", wanted["language"])))
    if wanted["picture"]:
        draw_closing(document, proof, Path(wanted["picture"]), wanted["language"])


def _standing(data: Path, plan: "ClosingPlan") -> Sequence[str]:
    """The key, the last closing, and each place."""
    from hub.store.closing_shelf import read_status
    from hub.store.journal import at_text
    from hub.store.signing_key import fingerprint, known_key

    status, public = read_status(data), known_key(data)
    lines = [f"key: {fingerprint(public)}" if public else "key: none yet; the first closing makes one"]
    made = f"{status.day}, made {at_text(status.made_ms)}" if status.made_ms else "none yet"
    lines.append(f"last closing: {made}")
    if status.why:
        lines.append(f"  the last attempt failed: {status.why}")
    for place in plan.places:
        known = status.places.get(place.name)
        sent = f"last sent {at_text(known.sent_ms)}" if known and known.sent_ms else "nothing sent yet"
        lines.append(f"{place.name}: {sent}, {known.waiting if known else 0} waiting")
        if known and known.tries:
            lines.append(f"  failed {known.tries} times: {known.why}")
    return lines if plan.places else [*lines, "no places: nothing leaves this machine; see closing.toml"]


def _carrier(data: Path, folder: Path) -> "Carry":
    """Brings a file to a place, whichever it is."""
    from config.closing import PaperPlace
    from hub.console.closing_paper import print_closing
    from hub.sending.closing_round import compact
    from hub.sending.closing_words import letter
    from hub.sending.ways import FileRefused, send
    from hub.store.chain import StoreFault
    from hub.store.closing import Closing, NotSigned, unseal

    def carry(place: "AnyPlace", file: Path) -> None:
        try:
            document = unseal(file.read_bytes())
        except (NotSigned, OSError) as error:
            raise FileRefused(f"{file.name} is not what was signed here: {error}") from error
        if isinstance(place, PaperPlace):
            assert isinstance(document, Closing), "checkpoints are not printed"
            try:
                proof = compact(data, document).decode()
            except (StoreFault, OSError) as error:
                raise FileRefused(str(error)) from error
            print_closing(document, proof, folder, (place.printer, place.profile, place.language))
        else:
            send(place, file, letter(document, "vi"))

    return carry


@click.command()
@options("data")
@click.argument("days", nargs=-1)
@click.option("--to", "file", type=FILE, required=True, help="The file to write; it must not be there yet.")
def export(days: tuple[str, ...], file: Path, data: Path) -> None:
    """Write the journal of some DAYS, or all of it, into one file that anybody can read and check.

    No accounts, no secrets and no texts of persons are in it. Works beside a running hub and without one.
    """
    from hub.store.control import DATABASE_NAME, consistent_copy
    from hub.store.export import write_export
    from hub.store.workplace import workplace

    with plain_errors(), workplace(data) as folder:
        copy = folder / DATABASE_NAME
        consistent_copy(data, copy)
        head = write_export(copy, days, file)
    click.echo(f"{file}: rows {head.first} to {head.last}, last hash {head.last_hash}")
