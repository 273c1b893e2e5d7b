"""`python -m tests.bench [NAME …]`: the tables of all benches, or of those named, and what has changed since."""

import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module

import click

from tests.bench.comparing import compare, in_words, pairs
from tests.bench.document import fill, parts_of
from tests.bench.drawing import draw
from tests.bench.ending import end_as_by_hand
from tests.bench.figures import Table
from tests.bench.kept import Damaged, Measured, Run, fullest, keep, kept_runs
from tests.bench.machine import BUSY_SHARE, load, program, this_machine
from tests.bench.table import markdown

BENCHES = ("commands", "slow_disk", "broadcast", "history", "phones", "touch", "pages", "calling", "papers")
"""Modules of this package, each with a function `run()` that gives its tables one after the other."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(BENCHES))
@click.option(
    "--keep/--no-keep",
    "is_kept",
    default=None,
    help="Keep the run; without a word a whole one is kept, unless the machine is busy.",
)
@click.option("--document", is_flag=True, help="Only draw the kept runs and fill the document anew.")
def bench(names: tuple[str, ...], is_kept: bool | None, document: bool) -> None:
    """Measure what is said to be fast, each figure beside a limit from the same run."""
    try:
        runs = kept_runs()
    except Damaged as why:
        raise click.ClickException(str(why)) from why
    if document:
        return _show(runs)
    run, broken = _measure(names or BENCHES, runs)
    for before, part in pairs(runs, run):
        click.echo("\n".join(in_words(compare(before, part), before)))
    click.echo("\n".join(_missed(run)))
    if is_kept or (is_kept is None and not names and not broken and run.load <= BUSY_SHARE):
        click.echo(f"Kept as {keep(run).name}.")
        _show([*runs, run])
    if broken:
        raise click.ClickException(f"these broke: {', '.join(broken)}")
    return None


def _measure(names: tuple[str, ...], runs: list[Run]) -> tuple[Run, list[str]]:
    """One bench after the other; the names of those that broke, whose traces are shown."""
    run = Run(datetime.now(UTC).replace(microsecond=0), this_machine(), program(), round(load(), 3), {})
    if run.load > BUSY_SHARE:
        busy = f"{run.load:.0%} of the processors are in use: do not believe these figures"
        click.echo(f"{busy}; they are kept only with --keep.", err=True)
    broken = []
    for name in names:
        began_s = time.monotonic()
        click.echo(f"{name} … {_took_before(name, runs)}", err=True)
        try:
            tables = tuple(_told(name))
        except Exception:  # noqa: BLE001 – the others are still to be measured
            traceback.print_exc()
            broken.append(name)
        else:
            run.benches[name] = Measured(tables, round(time.monotonic() - began_s))
    return run, broken


def _missed(run: Run) -> Iterator[str]:
    """Every aim that this run has missed, in a line of its own."""
    yield "\nAims that were missed:"
    missed = [
        " · ".join((bench, title, figure.name)) for (bench, title, *_), figure in run.figures() if figure.is_missed
    ]
    yield from missed or ["none"]


def _took_before(name: str, runs: list[Run]) -> str:
    took_s = next((run.benches[name].took_s for run in reversed(runs) if name in run.benches), None)
    return "" if took_s is None else f"(last time it took {took_s} s)"


def _told(name: str) -> Iterator[Table]:
    """The tables of a bench, each shown when it stands."""
    for table in import_module(f"tests.bench.{name}").run():
        click.echo(markdown(table))
        yield table


def _show(runs: list[Run]) -> None:
    if runs:
        draw(runs)
        fill(parts_of(fullest(runs)))


if __name__ == "__main__":
    end_as_by_hand()
    bench()
