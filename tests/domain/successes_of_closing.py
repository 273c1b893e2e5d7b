"""What closing in mid-queue and carrying over lead to, and numbers that are limited."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.snapshots import LeftTicket
from tests.domain import situations as s
from tests.domain.hall import MORNING_MS, cancelled, carried_over, day_opened, issued, moved, returned
from tests.domain.refusals_of_closing import FULL
from tests.domain.successes_of_the_hall import Success

LEFT = LeftTicket("2026-11-21-C001", "C001", "civil")
NO_POWER = e.FieldStopped(field="civil", reason="no_power")

OF_REMOTE = issued("C002", at_ms=MORNING_MS + 3000, granted_by="staff", channel="remote")

OF_CLOSING: list[Success] = [
    (
        "close a counter whose people wait on",
        s.WAITING,
        c.CloseCounter(counter=1, for_waiting="wait"),
        [e.CounterClosed(counter=1)],
    ),
    (
        "close a counter and move its people",
        (*s.WAITING, e.CounterOpened(counter=3)),
        c.CloseCounter(counter=1, for_waiting="move", move_to="copies"),
        [moved("C001", "copies"), e.CounterClosed(counter=1)],
    ),
    (
        "pause a counter whose ticket and people go home",
        (*s.SERVING, issued("C002")),
        c.PauseCounter(
            counter=1, reason="lunch", return_reason="papers_missing", for_waiting="end", end_reason="went_home"
        ),
        [
            returned("C001"),
            cancelled("C001", because="closing"),
            cancelled("C002", because="closing"),
            e.CounterPaused(counter=1, reason="lunch"),
        ],
    ),
    (
        "stop a field and move its people",
        s.WAITING,
        c.StopField(field="civil", reason="no_power", for_waiting="move", move_to="copies"),
        [NO_POWER, moved("C001", "copies")],
    ),
    ("carry over", (day_opened(left_waiting=(LEFT,)),), c.CarryOver(), [carried_over("C001", "2026-11-21")]),
    (
        "a number for somebody elsewhere, beside the walk-ins' quota",
        (day_opened(plan=FULL), issued("C001")),
        c.IssueTicket(field="civil", granted_by="staff", channel="remote"),
        [replace(OF_REMOTE, people_ahead=1)],
    ),
]
