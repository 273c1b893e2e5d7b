"""`python -m tests.bench [NAME …]`: the tables of all benches, or of those named."""

from importlib import import_module

import click

from tests.bench.table import markdown

BENCHES = ("commands", "slow_disk", "calling", "papers", "touch")
"""Modules of this package, each with a function `run()` that gives its tables one after the other."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(BENCHES))
def bench(names: tuple[str, ...]) -> None:
    """Measure what is said to be fast, each figure beside a limit from the same run."""
    for name in names or BENCHES:
        for table in import_module(f"tests.bench.{name}").run():
            click.echo(markdown(table))


if __name__ == "__main__":
    bench()
