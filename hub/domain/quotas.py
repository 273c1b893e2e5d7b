"""Quotas: how many numbers of a field are drawn in a session or on a day, each way of coming for itself.

A number counts in the session that its instant lies in; between two sessions in the one to come, after the last in the
last. Without sessions the whole day is one.
"""

from collections.abc import Iterable

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


def quota_keys(floor: Floor, field_ids: Iterable[str], mode: str, channel: Channel, at_ms: int) -> tuple[QuotaKey, ...]:
    """What a number that is drawn at ``at_ms`` counts in, of the last day that was opened."""
    return tuple((mode, field_id, _session(_sessions(floor, field_id), at_ms), channel) for field_id in field_ids)


def quota_left(floor: Floor, field_id: str, channel: Channel, now_ms: int) -> int | None:
    """How many numbers of a field may still be drawn now; None where nothing limits them."""
    ahead = quotas_ahead(floor, field_id, channel)
    return next((quota.left for quota in ahead if quota.until_ms in (0, now_ms) or now_ms < quota.until_ms), None)


def quotas_ahead(floor: Floor, field_id: str, channel: Channel) -> tuple[QuotaLeft, ...]:
    """What is left of each session of the day, in order: the first whose end has not passed counts, else the last.

    Empty where nothing limits the numbers of a field.
    """
    quota = _quota(floor, field_id)
    most = _most(quota, channel)
    if quota is None or most is None:
        return ()
    if quota.per == "day":
        return (QuotaLeft(0, most, max(0, most - sum(_drawn(floor, field_id, channel).values()))),)
    drawn, spans = _drawn(floor, field_id, channel), _sessions(floor, field_id)
    ends = [*(to_ms for _, to_ms in spans[:-1]), 0]
    return tuple(QuotaLeft(end, most, max(0, most - drawn.get(index, 0))) for index, end in enumerate(ends))


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


def _drawn(floor: Floor, field_id: str, channel: Channel) -> dict[int, int]:
    """How many numbers of the current mode were drawn, by session."""
    counted = floor.drawn_of.items()
    return {
        session: drawn
        for (mode, field, session, by), drawn in counted
        if (mode, field, by) == (floor.mode, field_id, channel)
    }


def _sessions(floor: Floor, field_id: str) -> tuple[Interval, ...]:
    return sessions(floor.plan, field_id, floor.last_day) if floor.plan and floor.last_day else ()


def _session(spans: tuple[Interval, ...], at_ms: int) -> int:
    return next((index for index, (_, to_ms) in enumerate(spans) if at_ms < to_ms), max(0, len(spans) - 1))
