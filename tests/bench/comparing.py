"""What got slower and what got faster since the last kept run, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.figures import Figure
from tests.bench.kept import Key, Run
from tests.bench.table import amount

ALLOWED = 0.10
"""So much more is nobody's fault, beside the spread of both."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two runs; ``worse`` is how many times as bad it is now (below 1: better)."""

    key: Key
    before: Figure
    now: Figure
    worse: float

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


def compare(before: Run, now: Run) -> Comparison:
    """Hold a run against an earlier one; only benches that both have are held against each other.

    On another machine only what has a limit is: it was measured beside it, so its ratio holds there, too.
    """
    is_same = before.machine == now.machine
    old, new = dict(before.figures()), dict(now.figures())
    both = [(key, old[key], new[key]) for key in new if key in old]
    changes = [Change(key, o, n, _worse(o, n)) for key, o, n in both if is_same or n.ratio is not None]
    return Comparison(
        slower=tuple(sorted((c for c in changes if c.worse > c.allowed), key=lambda c: -c.worse)),
        faster=tuple(sorted((c for c in changes if c.worse * c.allowed < 1), key=lambda c: c.worse)),
        new=tuple(key for key in new if key not in old and key[0] in before.benches),
        gone=tuple(key for key in old if key not in new and key[0] in now.benches),
        is_same_machine=is_same,
    )


def _worse(before: Figure, now: Figure) -> float:
    """How many times as bad: by the ratios to the limits where there are any, else by the figures themselves."""
    has_ratios = before.ratio is not None and now.ratio is not None
    was, is_now = (before.ratio, now.ratio) if has_ratios else (before.ours, now.ours)
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
        was, is_now = (_said(figure) for figure in (change.before, change.now))
        yield f"  {word}, {times:.2f} times: {_named(change.key)}: {was} → {is_now}"


def _said(figure: Figure) -> str:
    """The ratio where there is one, because that is what was compared."""
    ours = amount(figure.ours, figure.unit)
    return ours if figure.ratio is None else f"{amount(figure.ratio, '×')} ({ours})"


def _named(key: Key) -> str:
    bench, title, name, *_ = key
    return f"{bench}, {title}: {name}"
