"""Views that share their parts say the same as views that are built alone."""

import random
from collections.abc import Iterator

from hypothesis import given, settings
from msgspec import Struct
from msgspec.structs import replace

from hub.domain.floor import Floor
from hub.domain.plan import Plan
from hub.domain.views import (
    counter_view,
    desk_view,
    floor_view,
    hall_view,
    kiosk_view,
    rating_view,
    reception_view,
    wall_view,
)
from hub.domain.views.shared import SharedParts
from tests.domain.random_days import COUNTERS, Day
from tests.domain.random_plans import FIELDS, plans
from tests.domain.test_order_at_random import BYTES, SEEDS

LOOKS = 25
"""So often in a day all views are looked at."""


def _all_views(floor: Floor, shared: SharedParts | None) -> Iterator[Struct]:
    for number in COUNTERS:
        yield counter_view(floor, number, {}, shared)
        yield desk_view(floor, number, shared)
        yield rating_view(floor, number, shared)
    yield wall_view(floor, "", shared)
    yield kiosk_view(floor, str, shared)
    yield hall_view(floor, shared)
    yield reception_view(floor, {}, shared)
    yield floor_view(floor, {}, shared)


def _of_like_counters(plan: Plan) -> Plan:
    """All serve every field and nearly all differ in nothing else, so that there is something to share."""
    first, *others = (replace(counter, fields=FIELDS) for counter in plan.counters)
    return replace(plan, counters=(first, *(replace(first, number=other.number) for other in others[:-1]), others[-1]))


@settings(max_examples=40)
@given(plans(), SEEDS)
def test_what_is_shared_is_what_each_view_would_find_by_itself(plan: Plan, seed: int) -> None:
    day, story = Day(_of_like_counters(plan), compares=False), random.Random(seed)
    for _ in range(LOOKS):
        day.live(story.randbytes(BYTES // LOOKS // 3 * 3))
        if day.floor.day is None:
            return
        assert list(_all_views(day.floor, SharedParts(day.floor, {}))) == list(_all_views(day.floor, None))
