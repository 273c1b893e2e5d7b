"""What a long run comes to: its table, its picture, and in words whether all was well."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.bench.charts import Point, Small, picture
from tests.bench.figures import Aim, Figure, Table, share_below
from tests.bench.soak.watch import MOST_MORE, Rest, Sample

T = TypeVar("T")

TENTHS = 10
POINTS = 150
NONE = Aim(most=0, of="ours")
A_PERSON_MB = 0.006
"""What a number of today holds in the memory until the next day opens."""
UNTOLD = Aim(most=3, of="ours")
"""MB that come and go with what is read and backed up."""

OF_THE_HUB: tuple[tuple[str, str, Callable[[Sample], float]], ...] = (
    ("memory of the hub's own", "MB", lambda sample: sample.memory_mb),
    ("file descriptors", "", lambda sample: sample.descriptors),
    ("threads", "", lambda sample: sample.threads),
    ("share of a core", "", lambda sample: sample.core),
    ("loop late, p99 at most", "ms", lambda sample: sample.late_ms),
    ("journal", "MB", lambda sample: sample.journal_mb),
    ("rows of the journal", "", lambda sample: sample.rows),
)


@dataclass(frozen=True)
class Outcome:
    """What a run has brought; ``took`` is (when, s) of each call to its last screen, ``returns`` of each return."""

    before: Rest
    after: Rest
    samples: Sequence[Sample]
    took: Sequence[Point]
    returns: Sequence[float]
    counts: dict[str, int]
    lost: dict[str, int]
    troubles: Sequence[str]


def table(outcome: Outcome) -> Table:
    """The figures; of what could grow the last tenth beside the first."""
    return Table("A busy hall for long: the last tenth beside the first", tuple(_figures(outcome)))


def _figures(outcome: Outcome) -> Iterator[Figure]:
    yield from (Figure(name, count, "") for name, count in outcome.counts.items())
    yield from (Figure(name, count, "", aim=NONE) for name, count in outcome.lost.items())
    yield Figure("something went wrong", len(outcome.troubles), "times", aim=NONE)
    seconds = [took for _, took in outcome.took]
    for percent in (50, 99):
        first, last = (share_below(tenth, percent) * 1000 for tenth in _ends(seconds))
        yield Figure(f"call → last screen, p{percent}", last, "ms", first, "first tenth")
    yield Figure("call → last screen, the longest", max(seconds) * 1000, "ms")
    yield Figure("back again → newest view, p99", share_below(outcome.returns, 99) * 1000, "ms")
    for name, unit, of in OF_THE_HUB:
        first, last = (statistics.median(tenth) for tenth in _ends([float(of(one)) for one in outcome.samples]))
        yield Figure(name, last, unit, first, "first tenth")
    yield Figure("memory that no person of the second half explains", _untold_mb(outcome.samples), "MB", aim=UNTOLD)
    for name, before, after in zip(("file descriptors", "threads"), outcome.before, outcome.after, strict=True):
        yield Figure(f"{name} at rest", after, "", before, "before the run", Aim(before + MOST_MORE, of="ours"))


def _untold_mb(samples: Sequence[Sample]) -> float:
    """By what the memory has grown since the half of the run, when all was warm, less what today's numbers take."""
    first, last = _ends(samples[len(samples) // 2 :])
    grown_mb, people = (
        statistics.median(map(of, last)) - statistics.median(map(of, first))
        for of in (lambda sample: sample.memory_mb, lambda sample: sample.people)
    )
    return max(0.0, grown_mb - people * A_PERSON_MB)


def _ends(values: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """The first and the last tenth."""
    size = max(1, len(values) // TENTHS)
    return values[:size], values[-size:]


def in_words(outcome: Outcome) -> Iterator[str]:
    """What is to be known of the run by whoever reads nothing else."""
    missed = [figure for figure in table(outcome).figures if figure.is_missed]
    yield from (f"Not as it should be: {figure.name}." for figure in missed)
    yield from (f"Went wrong: {trouble}" for trouble in list(outcome.troubles)[:10])
    if not missed:
        yield "All is well: nothing was lost, nothing grew beyond its measure, the journal is sound."


def drawn(outcome: Outcome) -> str:
    """The run over time as SVG."""
    calls = [(at_s, took_s * 1000) for at_s, took_s in outcome.took]
    worst = _thinned(calls, lambda values: share_below(values, 99))
    charts = [_small("call → last screen, p99", worst, "ms")]
    for name, unit, of in (*OF_THE_HUB, ("people who wait", "", lambda sample: sample.waiting)):
        points = [(one.at_s, float(of(one))) for one in outcome.samples]
        charts.append(_small(name, _thinned(points, statistics.median), unit))
    return picture({"A busy hall for long": charts})


def _small(title: str, points: Sequence[Point], unit: str) -> Small:
    return Small(title, points, unit, ("0", f"{points[-1][0] / 60:.0f} min"), from_zero=True)


def _thinned(points: Sequence[Point], of: Callable[[list[float]], float]) -> list[Point]:
    """At most so many points, each standing for those around it."""
    size = -(-len(points) // POINTS)
    parts = [points[begin : begin + size] for begin in range(0, len(points), size)]
    return [(round(part[-1][0], 1), of([value for _, value in part])) for part in parts]
