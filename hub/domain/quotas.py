"""Quotas: how many numbers of a field are drawn in a session or on a day, each way of coming for itself.

A number counts in the session that its instant lies in; between two sessions in the one to come, after the last in the
last. Without sessions the whole day is one. Which sessions there are the hours in force say: where a plan brings others
in mid-day, every number of the day counts anew, each in the session in which its instant lies now.
"""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from hub.domain.floor import Floor
from hub.domain.floor.hall import QuotaKey
from hub.domain.hours import Interval, sessions
from hub.domain.plan import Channel, Quota


class QuotaLeft(Struct, frozen=True):
    """Of ``most`` numbers ``left`` may still be drawn until an instant (ms since the epoch, UTC; 0: as long as the day
    lasts).
    """

    until_ms: int
    most: int
    left: int


def quota_keys(field_ids: Iterable[str], mode: str, channel: Channel) -> tuple[QuotaKey, ...]:
    """What a number counts in."""
    return tuple((mode, field_id, channel) for field_id in field_ids)


def quota_left(floor: Floor, field_id: str, channel: Channel, now_ms: int) -> int | None:
    """How many numbers of a field may still be drawn now; None where nothing limits them."""
    ahead = quotas_ahead(floor, field_id, channel)
    return next((quota.left for quota in ahead if quota.until_ms == 0 or now_ms < quota.until_ms), None)


def quotas_ahead(floor: Floor, field_id: str, channel: Channel) -> tuple[QuotaLeft, ...]:
    """What is left of each session of the day, in order: the first whose end has not passed counts, else the last.

    Empty where nothing limits the numbers of a field.
    """
    quota = _quota(floor, field_id)
    most = _most(quota, channel)
    if quota is None or most is None:
        return ()
    drawn = floor.drawn_of.get((floor.mode, field_id, channel), [])
    ends = [to_ms for _, to_ms in _sessions(floor, field_id)[:-1]] if quota.per == "session" else []
    bounds = [0, *(bisect_left(drawn, end) for end in ends), len(drawn)]
    counts = (after - before for before, after in pairwise(bounds))
    return tuple(QuotaLeft(end, most, max(0, most - count)) for end, count in zip((*ends, 0), counts, strict=True))


def current_session(floor: Floor, field_id: str, now_ms: int) -> Interval | None:
    """The session in which a number drawn now counts, if the field has any today."""
    spans = _sessions(floor, field_id)
    return spans[_session(spans, now_ms)] if spans else None


def _quota(floor: Floor, field_id: str) -> Quota | None:
    field = floor.plan.field(field_id) if floor.plan else None
    return field.quota if field else None


def _most(quota: Quota | None, channel: Channel) -> int | None:
    if quota is None:
        return None
    return quota.walk_in if channel == "walk_in" else quota.remote


def _sessions(floor: Floor, field_id: str) -> tuple[Interval, ...]:
    return sessions(floor.plan, field_id, floor.last_day) if floor.plan and floor.last_day else ()


def _session(spans: tuple[Interval, ...], at_ms: int) -> int:
    return next((index for index, (_, to_ms) in enumerate(spans) if at_ms < to_ms), max(0, len(spans) - 1))
