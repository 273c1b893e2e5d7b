"""Rows of the table of refusals, and those that many commands share."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.hall import MINUTE_MS, MORNING_MS, NEXT_DAY, ticket_id

NO_DAY = (s.BEFORE_ANY_DAY, s.DAY_OVER)
Past = tuple[e.Event, ...]
Row = tuple[str, c.Command, Past, int | None]

C001 = ticket_id("C001")
NOBODY = ticket_id("C777")
MIDNIGHT_MS = MORNING_MS + 16 * 60 * MINUTE_MS + 30 * MINUTE_MS
"""The first instant of the next day."""
ALL_LEFT_LAND = e.CounterFieldsSet(counter=2, fields=("civil",))


def row(code: str, command: c.Command, past: Past, now_ms: int | None = None) -> Row:
    return (code, command, past, now_ms)


def of_a_counter(command: c.Command) -> list[Row]:
    """What every command of a counter is refused for."""
    return [
        row("no_day_open", command, s.BEFORE_ANY_DAY),
        row("no_day_open", command, s.DAY_OVER),
        row("unknown_counter", replace(command, counter=9), s.DAY_OPEN),
    ]


def of_an_open_counter(command: c.Command) -> list[Row]:
    return [*of_a_counter(command), row("counter_closed", command, s.DAY_OPEN)]


def of_a_free_counter(command: c.Command) -> list[Row]:
    return [
        *of_an_open_counter(command),
        row("counter_paused", command, s.PAUSED),
        row("counter_busy", command, s.CALLED),
        row("counter_busy", command, s.SERVING),
    ]


def of_a_ticket_at_hand(command: c.Command) -> list[Row]:
    return [
        *of_an_open_counter(command),
        row("counter_has_no_ticket", command, s.OPEN),
        row("counter_has_no_ticket", command, s.PAUSED),
        row("counter_has_no_ticket", command, s.HELD),
        row("ticket_changed", replace(command, seen=C001), s.HELD),
        row("ticket_changed", replace(command, seen=NOBODY), s.CALLED),
        row("ticket_changed", replace(command, seen=NOBODY), s.SERVING),
    ]


def of_a_ticket(command: c.Command) -> list[Row]:
    return [
        row("no_day_open", command, s.BEFORE_ANY_DAY),
        row("no_day_open", command, s.DAY_OVER),
        row("unknown_ticket", replace(command, ticket=NOBODY), s.WAITING),
        row("unknown_ticket", replace(command, ticket=ticket_id("C001", NEXT_DAY)), s.WAITING),
    ]
