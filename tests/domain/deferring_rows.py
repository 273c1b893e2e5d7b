"""What moving back and giving up a number by its link lead to, and what they are refused for."""

from msgspec.structs import replace

from hub.domain import commands as c
from tests.domain import situations as s
from tests.domain.hall import cancelled, deferred, dropped, issued, prepared, ticket_id
from tests.domain.refusal_rows import Row, of_a_ticket, row
from tests.domain.successes_of_the_hall import Success

C001 = ticket_id("C001")
DEFER = c.DeferTicket(ticket=C001, behind=1)
GIVE_UP = c.CancelTicket(ticket=C001, reason=c.BY_CITIZEN, counter=1)
THREE = (*s.WAITING, issued("C002"), issued("L001"), issued("C003", ticket_class="elderly"), issued("C004"))

OF_DEFERRING: list[Success] = [
    ("let one by", THREE, DEFER, [deferred("C001", "C002")]),
    ("let all by who are of the same kind", THREE, replace(DEFER, behind=9), [deferred("C001", "C004", 2)]),
    (
        "let by whoever had let it by",
        (*THREE, deferred("C001", "C002")),
        replace(DEFER, ticket=ticket_id("C002")),
        [deferred("C002", "C001")],
    ),
    (
        "give up a number that was chosen to come next",
        (*s.WAITING, prepared("C001")),
        c.CancelTicket(ticket=C001, reason=c.BY_CITIZEN),
        [dropped("C001"), cancelled("C001", reason=c.BY_CITIZEN)],
    ),
]


def of_deferring() -> list[Row]:
    twice = (*THREE, deferred("C001", "C002"), deferred("C001", "C004"), issued("C005"))
    return [
        *of_a_ticket(DEFER),
        *(row("ticket_not_deferrable", DEFER, past) for past in (s.CALLED, s.SERVING, s.HELD, s.MISSED, s.FINISHED)),
        row("ticket_not_deferrable", DEFER, (*s.WAITING, issued("C002"), prepared("C001"))),
        row("deferred_enough", DEFER, twice),
        row("nobody_behind", DEFER, s.WAITING),
        row("nobody_behind", replace(DEFER, ticket=ticket_id("C003")), THREE),
        *(row("ticket_not_cancellable", GIVE_UP, past) for past in (s.CALLED, s.SERVING, s.FINISHED)),
    ]
