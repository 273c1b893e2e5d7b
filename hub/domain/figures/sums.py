"""Sums of times and counts by group: of all, of a field, of a counter, of a clerk, of a class."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

TOTAL, FIELD, COUNTER, CLERK, CLASS = "total", "field", "counter", "clerk", "class"
KINDS_OF_GROUPS = (TOTAL, FIELD, COUNTER, CLERK, CLASS)

COUNTS = (
    *("drawn", "carried", "moved", "several"),
    *("services", "calls", "recalled", "missed", "held", "returned", "transferred", "finished", "served_offline"),
)
"""What is counted. Of visits: drawn, carried over from a former day, moved to another field, with several services.

``services`` were called at least once and count once, however often they are called (``calls``); ``finished`` are those
that ended well, ``served_offline`` those of them that clerks recorded after the hub was away.
"""

FATES = ("finished", "served_offline", "cancelled", "expired", "ended_by_day", "going_on")
"""What becomes of a visit, each of one fate: together they are all who were drawn or carried over."""


class Key(NamedTuple):
    """A group: the kind of it, and which one (empty of all)."""

    by: str
    name: str = ""


ALL = Key(TOTAL)


@dataclass(slots=True)
class Sums:
    """What has added up in a group: ms of visits by kind, ms of counters by post, ms of pauses by reason, counts.

    ``first_waits`` are how long visits waited for their first call, ``waits`` how long each service did, ``served`` how
    long each finished service was served, all in ms. ``ratings`` counts the last ones of services by score,
    ``rating_reasons`` why they were low.
    """

    times: Counter[str] = field(default_factory=Counter)
    posts: Counter[str] = field(default_factory=Counter)
    pauses: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    ratings: Counter[int] = field(default_factory=Counter)
    rating_reasons: Counter[str] = field(default_factory=Counter)
    waits: list[int] = field(default_factory=list)
    first_waits: list[int] = field(default_factory=list)
    served: list[int] = field(default_factory=list)

    def copy(self) -> "Sums":
        """Sums that can go on by themselves."""
        return Sums(
            times=Counter(self.times),
            posts=Counter(self.posts),
            pauses=Counter(self.pauses),
            counts=Counter(self.counts),
            fates=Counter(self.fates),
            ratings=Counter(self.ratings),
            rating_reasons=Counter(self.rating_reasons),
            waits=list(self.waits),
            first_waits=list(self.first_waits),
            served=list(self.served),
        )
