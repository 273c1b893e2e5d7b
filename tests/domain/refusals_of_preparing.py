"""What is refused about the order at a counter: choosing the next one ahead of time, work profiles, recalls."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.hall import issued, started
from tests.domain.refusal_rows import Row, of_a_counter, row


def of_preparing() -> list[Row]:
    prepare, drop = c.PrepareNext(counter=1), c.DropPrepared(counter=1)
    return [
        *of_a_counter(prepare),
        row("preparing_switched_off", prepare, s.SERVING),
        row("counter_closed", prepare, s.PREPARING[:1]),
        row("counter_has_no_ticket", prepare, s.PREPARING[:2]),
        row("ticket_not_serving", prepare, s.PREPARING[:4]),
        row("queue_empty", prepare, s.PREPARING),
        row("already_prepared", prepare, (*s.PREPARED, issued("C003"))),
        *of_a_counter(drop),
        row("nobody_prepared", drop, s.PREPARING),
        row("ticket_not_waiting", c.CallNumber(counter=2, label="C002", reason="urgent"), s.PREPARED_BESIDE_2),
    ]


def of_profiles() -> list[Row]:
    use = c.UseProfile(counter=1, profile="land_first")
    chosen = (*s.WITH_PROFILES, e.ProfileChosen(counter=1, profile="land_first"))
    return [
        *of_a_counter(use),
        row("unknown_profile", use, s.DAY_OPEN),
        row("nothing_changed", use, chosen),
        row("nothing_changed", replace(use, profile=""), s.WITH_PROFILES),
    ]


def of_reserved_counters() -> list[Row]:
    """Nobody may be left to a counter that is there for others."""
    land = issued("L001")
    return [
        row("field_closed", c.IssueTicket(field="copies"), s.RESERVED),
        row("field_closed", c.Transfer(counter=1, to_field="copies"), (*s.RESERVED, *s.SERVING[1:])),
        row("people_wait_for_field", c.MoveField(field="land", from_counter=2, to_counter=3), (*s.RESERVED, land)),
        row("people_wait_for_field", c.SetCounterFields(counter=2, fields=("civil",)), (*s.RESERVED, land)),
    ]


def of_recalls() -> list[Row]:
    recall = c.Recall(counter=1)
    return [
        row("called_too_soon", recall, s.CALLED_UNDER_LIMITS),
        row("called_often_enough", recall, s.CALLED_TWICE),
        row("ticket_not_called", recall, (*s.CALLED_TWICE, started("C001"))),
    ]
