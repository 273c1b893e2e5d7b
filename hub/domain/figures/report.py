"""What is told of a day: the sums with what still goes on, averages, percentiles."""

from msgspec import Struct

from hub.domain.figures.fold import Figures
from hub.domain.figures.posts import POSTS
from hub.domain.figures.sums import ALL, COUNTER, COUNTS, FATES, KINDS_OF_GROUPS, Key, Sums
from hub.domain.figures.visits import KINDS, Span

IN_TIME_MS = 15 * 60_000
"""Within this time a visit shall be called for the first time (Quyết định 468/QĐ-TTg: 15 minutes on average)."""


class Waits(Struct, frozen=True):
    """How long people waited: how many of them, the average, what half and nine of ten did not exceed, in ms.

    ``in_time``: how many waited 15 minutes at most. All but the counts are None of nobody. Percentiles are waits that
    somebody had (nearest rank).
    """

    count: int
    in_time: int
    average_ms: int | None
    half_ms: int | None
    nine_of_ten_ms: int | None


class Group(Struct, frozen=True):
    """A group's sums; every name of :data:`COUNTS`, :data:`FATES`, :data:`KINDS` and :data:`POSTS` is there.

    ``visits`` tells how long visits waited for their first call, ``services`` how long each service did for its own.
    ``service_average_ms`` is how long a service was served that has been finished, None of none. ``ratings`` counts the
    services that were rated, by the score (from 1, the worst, up) that they were given last, and
    ``rating_reasons`` the reasons that were told with it.
    """

    by: str
    name: str
    visits: Waits
    services: Waits
    counts: dict[str, int]
    fates: dict[str, int]
    times_ms: dict[str, int]
    posts_ms: dict[str, int]
    pauses_ms: dict[str, int]
    service_average_ms: int | None
    ratings: dict[int, int]
    rating_reasons: dict[str, int]


class Report(Struct, frozen=True):
    """A day's figures of one mode up to journal row ``seq``, ``at_ms`` by the clock; ``day`` is empty before the first.

    ``groups`` begin with all, then by kind and name.
    """

    day: str
    seq: int
    at_ms: int
    mode: str
    groups: tuple[Group, ...]


def report(figures: Figures, mode: str, at_ms: int) -> Report:
    """The figures of a mode for somebody who looks at ``at_ms`` (ms since the epoch, UTC)."""
    floor, now_ms = figures.floor, figures.time.seen_from(at_ms)
    if floor.day is None:
        now_ms = figures.time.now_ms
    sums = _with_what_goes_on(figures, mode, now_ms)
    groups = tuple(_group(key, sums[key]) for key in sorted(sums, key=_order))
    return Report(floor.last_day or "", floor.seq, now_ms - figures.time.ahead_ms, mode, groups)


def _with_what_goes_on(figures: Figures, mode: str, now_ms: int) -> dict[Key, Sums]:
    """Sums of their own, to which the open spans of visits and counters are added as if they ended now."""
    now = Figures(sums={mode: {key: sums.copy() for key, sums in figures.sums.get(mode, {ALL: Sums()}).items()}})
    for visit in figures.visits.values():
        if visit.mode == mode and not visit.fate:
            now.add(visit, Span(visit.where, now_ms - visit.since_ms))
            now.add_going_on(visit)
    for number, known in figures.counters.items():
        if known.post.mode == mode:
            now.add_post(number, known.post, now_ms - known.since_ms)
    return now.sums[mode]


def _order(key: Key) -> tuple[int, int, str]:
    """All first, then by kind; counters by their number."""
    return (KINDS_OF_GROUPS.index(key.by), int(key.name) if key.by == COUNTER else 0, key.name)


def _group(key: Key, sums: Sums) -> Group:
    return Group(
        by=key.by,
        name=key.name,
        visits=_waits(sums.first_waits),
        services=_waits(sums.waits),
        counts={name: sums.counts[name] for name in COUNTS},
        fates={name: sums.fates[name] for name in FATES},
        times_ms={name: sums.times[name] for name in KINDS},
        posts_ms={name: sums.posts[name] for name in POSTS},
        pauses_ms=dict(sorted(sums.pauses.items())),
        service_average_ms=_average(sums.served),
        ratings={score: count for score, count in sorted(sums.ratings.items()) if count},
        rating_reasons={reason: count for reason, count in sorted(sums.rating_reasons.items()) if count},
    )


def _waits(waits: list[int]) -> Waits:
    ordered = sorted(waits)
    in_time = sum(ms <= IN_TIME_MS for ms in ordered)
    return Waits(len(ordered), in_time, _average(ordered), _percentile(ordered, 50), _percentile(ordered, 90))


def _average(values: list[int]) -> int | None:
    """Rounded down to whole ms."""
    return sum(values) // len(values) if values else None


def _percentile(ordered: list[int], percent: int) -> int | None:
    """The smallest value that at least so many percent do not exceed (nearest rank)."""
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None
