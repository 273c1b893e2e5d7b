"""What a bench has measured: each figure beside its limit from the same run, and what is aimed at."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PARTS = 10
"""A run is looked at in so many parts for the spread, where nothing else says what a repeat is."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: at most or at least so much, of the figure itself or of its ratio to the limit."""

    most: float | None = None
    least: float | None = None
    of: Literal["ours", "ratio"] = "ratio"

    def is_met(self, value: float) -> bool:
        """Whether a value is within the aim."""
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; ``ours`` and ``limit`` have the same unit.

    ``name`` tells it from all others of its table, in every run. ``spread`` is how far the repeats lie apart, as a
    share of their median (0: not repeated). ``is_more_better``: of a rate more is better, of a time less.
    ``limit_is_ours``: the limit is this program, too, so the ratio says nothing of what slows both.
    """

    name: str
    ours: float
    unit: str
    limit: float | None = None
    limit_is: str = ""
    aim: Aim | None = None
    spread: float = 0.0
    is_more_better: bool = False
    limit_is_ours: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours divided by the limit; None: it has none."""
        return None if not self.limit else self.ours / self.limit

    @property
    def is_missed(self) -> bool:
        """Whether there is an aim and this run has missed it."""
        aimed = self.ours if self.aim and self.aim.of == "ours" else self.ratio
        return self.aim is not None and (aimed is None or not self.aim.is_met(aimed))


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one question; the name of the bench and the title tell it from all others."""

    title: str
    figures: tuple[Figure, ...]


def share_below(seconds: Sequence[float], percent: int) -> float:
    """The value below which so many of a hundred lie (``50``: the median)."""
    return sorted(seconds)[max(0, -(-len(seconds) * percent // 100) - 1)]


def spread(repeats: Sequence[float]) -> float:
    """How far repeats lie apart: half of the middle half's width, as a share of the median."""
    if len(repeats) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(repeats, n=4, method="inclusive")
    return (high - low) / 2 / middle if middle else 0.0


def parts_apart(values: Sequence[float], percent: int, parts: int = PARTS) -> float:
    """The spread of a run's parts, one after the other: single cases lie far apart, and their median stays the same."""
    size = -(-len(values) // parts)
    return spread([share_below(values[place : place + size], percent) for place in range(0, len(values), size or 1)])
