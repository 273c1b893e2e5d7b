"""A centre of several halls: what the walls of each are told, and what was announced on a day."""

from msgspec.structs import replace

from hub.domain import events as e
from hub.domain.announcing import ANNOUNCED_FOR_MS, announced_in
from hub.domain.apply import apply_event
from hub.domain.plan import HallPlan
from hub.domain.views import wall_view
from tests.domain.hall import DAY, MORNING_MS, PLAN, called, day_opened, given, issued, recalled, words

IN_HALLS = replace(
    PLAN,
    halls=(HallPlan("east", words("East")), HallPlan("west", words("West"))),
    counters=tuple(replace(one, hall="west" if one.number == 3 else "east") for one in PLAN.counters),
)


def test_a_wall_of_a_hall_tells_of_its_counters_alone():
    copies = [issued("E001"), e.CounterOpened(counter=3), called("E001", counter=3)]
    civil = [issued("C001"), e.CounterOpened(counter=1), called("C001"), *(recalled("C001") for _ in range(8))]
    floor = given(day_opened(plan=IN_HALLS), *copies, *civil, issued("E002"))
    whole, east, west = (wall_view(floor, hall) for hall in ("", "east", "west"))

    assert [{call.label for call in view.announcements} for view in (whole, east, west)] == [
        {"E001", "C001"},
        {"C001"},
        {"E001"},
    ]
    assert [[tile.number for tile in view.counters] for view in (whole, east, west)] == [[1, 2, 3], [1, 2], [3]]
    assert [{one.id: one.waiting for one in view.waiting} for view in (east, west)] == [
        {"civil": 0, "land": 0},
        {"copies": 1},
    ]
    assert (whole.hall, west.hall, whole.counters[2].hall) == (None, words("West"), words("West"))
    assert wall_view(floor, "gone") == whole


def test_a_busy_hall_pushes_no_call_off_the_walls_of_a_quiet_one():
    quiet = [issued("E001"), e.CounterOpened(counter=3), called("E001", counter=3)]
    floor = given(day_opened(plan=IN_HALLS), *quiet, e.CounterOpened(counter=1), issued("C001"), called("C001"))
    for minute in range(1, 10):
        later_ms = MORNING_MS + minute * 60_000
        apply_event(floor, e.Entry(floor.seq + 1, later_ms, DAY, "somebody", recalled("C001")))

    assert [call.label for call in wall_view(floor, "west").announcements] == ["E001"]
    assert len(wall_view(floor, "east").announcements) == 5


def test_what_was_announced_is_told_with_what_walls_leave_out():
    def row(seq: int, at_ms: int, event: e.Event) -> e.Entry:
        return e.Entry(seq, MORNING_MS + at_ms, DAY, "somebody", event)

    rows = [
        row(7, 0, called("C001")),
        row(8, 1000, recalled("C001")),
        row(9, 2000, issued("C003")),
        row(10, 3000, called("C002")),
        row(11, 4000, called("C001", counter=2)),
        row(12, 4000 + ANNOUNCED_FOR_MS, called("L001", counter=2)),
    ]

    told = announced_in(rows)

    assert [(call.id, call.label, call.counter) for call in told] == [
        (7, "C001", 1),
        (8, "C001", 1),
        (10, "C002", 1),
        (11, "C001", 2),
        (12, "L001", 2),
    ]
    assert [call.id for call in told if call.is_overtaken] == [7, 8]
