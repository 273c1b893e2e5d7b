"""Views that share their parts say the same as views that are built alone, and the parts are what the oracle finds."""

import random
from collections.abc import Callable

from hypothesis import given, settings
from msgspec import Struct
from msgspec.structs import replace

from hub.domain.calling import people_ahead_of
from hub.domain.plan import HallPlan, Plan
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
from tests.domain.hall import words
from tests.domain.oracle_choice import Choice, expected, people_before
from tests.domain.random_days import COUNTERS, Day
from tests.domain.random_plans import FIELDS, plans
from tests.domain.test_order_at_random import BYTES, SEEDS

LOOKS = 25
"""So often in a day all views are looked at."""

HALLS = ("east", "west")
TEXTS = {row: {"note": f"row {row}"} for row in range(1, 1500)}

View = Callable[[Day, SharedParts | None], Struct]

VIEWS: tuple[View, ...] = (
    *(lambda day, shared, number=number: counter_view(day.floor, number, TEXTS, shared) for number in COUNTERS),
    *(lambda day, shared, number=number: desk_view(day.floor, number, shared) for number in COUNTERS),
    *(lambda day, shared, number=number: rating_view(day.floor, number, shared) for number in COUNTERS),
    *(lambda day, shared, hall=hall: wall_view(day.floor, hall, shared) for hall in ("", *HALLS)),
    lambda day, shared: kiosk_view(day.floor, str, shared),
    lambda day, shared: hall_view(day.floor, shared),
    lambda day, shared: reception_view(day.floor, TEXTS, shared),
    lambda day, shared: floor_view(day.floor, TEXTS, shared),
)


def _of_like_counters(plan: Plan) -> Plan:
    """All serve every field, most differ in nothing else, so that there is something to share; in two halls."""
    first, *others = (replace(counter, fields=FIELDS, hall=HALLS[0]) for counter in plan.counters)
    like = (replace(first, number=other.number) for other in others[:-1])
    return replace(
        plan,
        halls=tuple(HallPlan(hall, words(hall)) for hall in HALLS),
        counters=(first, *like, replace(others[-1], hall=HALLS[1])),
    )


@settings(max_examples=30)
@given(plans(), SEEDS)
def test_what_is_shared_is_what_each_view_would_find_by_itself(plan: Plan, seed: int) -> None:
    """In whatever order the views are asked for, and with what an earlier hall has left."""
    day, story = Day(_of_like_counters(plan), compares=False), random.Random(seed)
    before: SharedParts | None = None
    for _ in range(LOOKS):
        day.live(story.randbytes(BYTES // LOOKS // 3 * 3))
        if day.floor.day is None:
            return
        before = shared = SharedParts(day.floor, TEXTS, before)
        for view in story.sample(VIEWS, len(VIEWS)):
            assert view(day, shared) == view(day, None)
        _is_as_the_oracle_says(day, shared, story)


def _is_as_the_oracle_says(day: Day, shared: SharedParts, chance: random.Random) -> None:
    """Who waits for a counter and whom it would call; and for one who waits, how many are ahead."""
    at_ms, oracle = day.floor.at_ms, day.oracle
    for counter in day.floor.counters.values():
        waiting = [person for person in oracle.waiting() if oracle.may_go(person, counter.number)]
        found = [ticket.id for ticket in shared.waiting_for(counter)]
        assert found == [person.ticket for person in sorted(waiting, key=lambda person: person.place)]
        if counter.prepared is None:
            told = shared.choice(counter)
            right = expected(oracle, counter.number, at_ms)
            assert right == (told and Choice(told.ticket.id, told.rule, told.candidates, told.as_class))
    for person in chance.sample(oracle.waiting(), min(1, len(oracle.waiting()))):
        ahead = people_ahead_of(day.floor, day.floor.tickets[person.ticket], at_ms)
        assert ahead == people_before(oracle, person.ticket, at_ms)
