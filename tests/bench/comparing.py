"""What got slower and what got faster since the last kept run, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from tests.bench.figures import Figure
from tests.bench.kept import Key, Measured, Run
from tests.bench.table import amount

ALLOWED = 0.10
"""So much more is nobody's fault, beside the spread of both."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two runs, by its ratio to the limit or by itself.

    ``worse`` is how many times as bad it is now (below 1: better).
    """

    key: Key
    before: Figure
    now: Figure
    worse: float
    of: Literal["ours", "ratio"]

    @property
    def allowed(self) -> float:
        """How many times as bad it may look by chance."""
        return 1 + ALLOWED + self.before.spread + self.now.spread


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs beside each other."""

    slower: tuple[Change, ...]
    faster: tuple[Change, ...]
    new: tuple[Key, ...]
    gone: tuple[Key, ...]
    is_same_machine: bool


def pairs(runs: Sequence[Run], now: Run) -> list[tuple[Run, Run]]:
    """Earlier runs, each with the part of this one to hold against it.

    Of every bench it is the last run that has it; runs on the same machine go before all others.
    """
    parts: dict[datetime, tuple[Run, dict[str, Measured]]] = {}
    for name, measured in now.benches.items():
        having = [run for run in runs if name in run.benches]
        if having:
            before = ([run for run in having if run.machine == now.machine] or having)[-1]
            parts.setdefault(before.at, (before, {}))[1][name] = measured
    return [(before, replace(now, benches=benches)) for before, benches in parts.values()]


def compare(before: Run, now: Run) -> Comparison:
    """Hold a run against an earlier one; only benches that both have are held against each other.

    On another machine only what has a limit is: it was measured beside it, so its ratio holds there, too.
    """
    is_same = before.machine == now.machine
    old, new = dict(before.figures()), dict(now.figures())
    both = [(key, old[key], new[key]) for key in new if key in old]
    changes = [
        Change(key, was, figure, _worse(was, figure, of), of)
        for key, was, figure in both
        for of in _compared(was, figure, is_same)
    ]
    return Comparison(
        slower=tuple(sorted((c for c in changes if c.worse > c.allowed), key=lambda c: -c.worse)),
        faster=tuple(sorted((c for c in changes if c.worse * c.allowed < 1), key=lambda c: c.worse)),
        new=tuple(key for key in new if key not in old and key[0] in before.benches),
        gone=tuple(key for key in old if key not in new and key[0] in now.benches),
        is_same_machine=is_same,
    )


def _compared(before: Figure, now: Figure, is_same: bool) -> Iterator[Literal["ours", "ratio"]]:
    """By ratios where there are any; the figures themselves where there are none, or where the limit is ours, too."""
    has_ratios = before.ratio is not None and now.ratio is not None
    if has_ratios:
        yield "ratio"
    if is_same and (not has_ratios or now.limit_is_ours):
        yield "ours"


def _worse(before: Figure, now: Figure, of: Literal["ours", "ratio"]) -> float:
    """How many times as bad."""
    was, is_now = (float(getattr(figure, of)) for figure in (before, now))
    low, high = (is_now, was) if now.is_more_better else (was, is_now)
    return high / low if low else 1.0 if high == low else float("inf")


def in_words(comparison: Comparison, before: Run) -> Iterator[str]:
    """The comparison as lines to read."""
    yield f"Against the run of {before.at:%Y-%m-%d %H:%M} UTC ({before.program}):"
    if not comparison.is_same_machine:
        yield "  it was on another machine, so only figures with a limit are compared"
    yield from _changes("slower", comparison.slower)
    yield from _changes("faster", comparison.faster)
    for word, keys in (("new", comparison.new), ("no more measured", comparison.gone)):
        yield from (f"  {word}: {_named(key)}" for key in keys)
    if not comparison.slower:
        yield f"  nothing got slower by more than {ALLOWED:.0%} and the spread"


def _changes(word: str, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        times = change.worse if word == "slower" else 1 / change.worse if change.worse else float("inf")
        was, is_now = (_said(figure, change.of) for figure in (change.before, change.now))
        yield f"  {word}, {times:.2f} times: {_named(change.key)}: {was} → {is_now}"


def _said(figure: Figure, of: Literal["ours", "ratio"]) -> str:
    """What was compared; behind a ratio the figure itself."""
    ours = amount(figure.ours, figure.unit)
    return ours if of == "ours" or figure.ratio is None else f"{amount(figure.ratio, '×')} ({ours})"


def _named(key: Key) -> str:
    bench, title, name, *_ = key
    return f"{bench}, {title}: {name}"
