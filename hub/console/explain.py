"""Why a number was called when it was, and where the numbers of its series went."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hub.console.base import options, plain_errors

if TYPE_CHECKING:
    from hub.store.day_rows import DayRows
    from hub.web.explained_words import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know of a number."""

    day: str | None
    other: str
    is_series: bool
    language: str


@click.command()
@options("data")
@click.argument("number")
@click.option("--day", help="The day, such as 2026-11-22; by default the last one that was opened.")
@click.option("--before", "other", default="", metavar="NUMBER", help="Why this other number came before it.")
@click.option("--series", "is_series", is_flag=True, help="Where every number of its series went.")
@click.option("--language", default="vi", show_default=True, help="The language of the answer, vi or en.")
def explain(number: str, data: Path, **asked: Any) -> None:
    """Say what a NUMBER went through and why, who was called before it, and why."""
    with plain_errors():
        for line in _lines(number, data, Asked(**asked)):
            click.echo(line)


def _lines(number: str, data: Path, asked: Asked) -> Iterator[str]:
    """Raises ValueError: no such language or number; StoreFault, StorageError, OSError."""
    from config.texts import languages, text
    from hub.domain.errors import Refused
    from hub.store.day_rows import rows_of
    from hub.web.explained_words import Words

    if asked.language not in languages():
        raise ValueError(f"There are no texts in «{asked.language}», only in {', '.join(languages())}.")
    day = rows_of(data, asked.day)
    words = Words(day.plan, asked.language)
    try:
        yield from _series(day, number, words) if asked.is_series else _story(day, number, asked.other, words)
    except Refused as refused:
        raise ValueError(text(asked.language, f"refusal.{refused.code}", **refused.params)) from refused


def _story(day: "DayRows", number: str, other: str, words: "Words") -> Iterator[str]:
    from hub.domain.explaining import story_of

    story = story_of(day.rows, number, other)
    yield f"{story.label}, {day.day}"
    yield from words.story(story)


def _series(day: "DayRows", number: str, words: "Words") -> Iterator[str]:
    """One line a number, or a span that was left out."""
    from hub.domain.explaining import fates_of, label_of
    from hub.store.day_rows import numbers_of_series

    name, numbers = numbers_of_series(day, label_of(day.rows, number)[1])
    fates = fates_of(day.rows, day.carried)
    yield words.series(name or "-", sum(one.gone in (None, "lapsed") for one in numbers))
    for one in numbers:
        span = f"{one.label}–{one.last}" if one.last not in ("", one.label) else one.label
        yield f"  {span}: {words.gone(one.gone) if one.gone else words.fate(fates[one.ticket])}"
