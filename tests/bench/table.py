"""A table of figures: what was measured, what it is held against, and the ratio of both."""

from collections.abc import Sequence
from typing import NamedTuple

import click


class Figure(NamedTuple):
    """One line. `ratio` is ours divided by the limit, or the other way round, as `aim` says."""

    what: str
    ours: str
    limit: str = ""
    ratio: str = ""
    aim: str = ""


HEAD = Figure("figure", "ours", "limit, same run", "ratio", "aim")


def show(title: str, figures: Sequence[Figure]) -> None:
    """Print a table as Markdown, so that it can go into a document as it is."""
    rows = [HEAD, *figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    click.echo("\n".join((f"\n{title}\n", *lines)))


def aim(words: str, is_met: bool) -> str:
    """What is aimed at, and whether this run has missed it."""
    return words if is_met else f"{words}: aim missed"


def ms(seconds: float) -> str:
    """A time in milliseconds."""
    return f"{seconds * 1000:.2f} ms"


def kb(count: float) -> str:
    """An amount of bytes."""
    return f"{count / 1000:.1f} kB"
