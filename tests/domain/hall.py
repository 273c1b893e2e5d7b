"""Given, when, then for the rules: a small hall of its own, a fake time, and short words for long events.

The hall has three counters: 1 serves civil status, 2 civil status and land, 3 certified copies. ``elderly`` is given by
kiosk and staff, ``merit`` ranks above it and is given by staff alone; two priority calls in a row are allowed.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.apply import apply_event, fold
from hub.domain.decide import decide
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.snapshots import CounterFields

DAY = "2026-11-22"
NEXT_DAY = "2026-11-23"
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
MORNING_MS = 1_795_307_400_000
"""2026-11-22, 07:30 in Hồ Chí Minh City."""

CLERK = "clerk"


def words(text: str) -> p.Wording:
    return p.Wording(text, text)


def _field(field_id: str, series: str) -> p.Field:
    return p.Field(field_id, series, words(field_id), words(field_id), icon="paper")


def _reasons(code: str) -> tuple[p.Reason, ...]:
    return (p.Reason(code, words(code)),)


PLAN = p.Plan(
    centre=p.Centre(words("Office"), words("Small hall")),
    fields=(_field("civil", "C"), _field("land", "L"), _field("copies", "E")),
    counters=(
        p.CounterPlan(1, words("Civil status"), ("civil",)),
        p.CounterPlan(2, words("Civil status and land"), ("civil", "land")),
        p.CounterPlan(3, words("Copies"), ("copies",)),
    ),
    rating=p.RatingPlan(
        tuple(words(text) for text in ("great", "good", "fair", "poor")),
        reasons=(p.Reason("long_wait", words("Long wait")), p.Reason("unclear", words("Not explained well"))),
    ),
    reasons=p.Reasons(
        _reasons("lunch"), _reasons("urgent"), _reasons("papers_missing"), _reasons("went_home"), _reasons("no_power")
    ),
    classes=(
        p.TicketClass("elderly", words("Elderly"), words("From 75"), rank=1, granted_by=("staff", "kiosk")),
        p.TicketClass("merit", words("Merit"), words("Persons with merit"), rank=2),
    ),
    policy=p.Policy(most_priority_in_a_row=2),
)

SERIES = {field.id: field.series for field in PLAN.fields}
CLASSES = ("ordinary", "elderly", "merit")


def ticket_id(label: str, day: str = DAY) -> str:
    return f"{day}-{label}"


def day_opened(day: str = DAY, plan: p.Plan = PLAN, **more: Any) -> e.DayOpened:
    counters = tuple(CounterFields(counter.number, counter.fields) for counter in plan.counters)
    return e.DayOpened(day=day, plan_version=1, plan=plan, counters=counters, **more)


def issued(label: str, ticket_class: str = "ordinary", at_ms: int = MORNING_MS, **more: Any) -> e.TicketIssued:
    """A ticket whose label says its field (C, L or E, TT for a test of civil status) and its number."""
    series = label.rstrip("0123456789")
    fields = {name: field for field, name in SERIES.items()} | {"TT": "civil"}
    return e.TicketIssued(
        ticket=ticket_id(label),
        service=1,
        label=label,
        series=series,
        number=int(label.removeprefix(series)),
        field=fields[series],
        arrived_ms=at_ms,
        people_ahead=0,
        ticket_class=ticket_class,
        **more,
    )


def joined(label: str, drawn_ms: int = MORNING_MS, **more: Any) -> e.TicketJoined:
    """A number that a kiosk drew by itself (``C-K1-01``), told in time and by a clock that is right unless said."""
    series, _, number = label.rpartition("-")
    fields = {name: field for field, name in SERIES.items()} | {"TT": "civil"}
    field = {"field": fields[series.partition("-")[0]], "arrived_ms": drawn_ms, **more}
    return e.TicketJoined(
        ticket=ticket_id(label), service=1, label=label, series=series, number=int(number), drawn_ms=drawn_ms, **field
    )


def join(number: int = 1, drawn_ms: int = MORNING_MS, **more: Any) -> c.JoinTicket:
    """What a kiosk asks with such a number: of civil status, drawn by K1 unless told."""
    given = {"day": DAY, "field": "civil", "series": "C", "tag": "K1", **more}
    return c.JoinTicket(number=number, drawn_ms=drawn_ms, **given)


def served_offline(label: str, counter: int = 1, **more: Any) -> e.TicketServedOffline:
    return e.TicketServedOffline(**_at(label, counter, more), **more)


def called(label: str, counter: int = 1, rule: str = "earliest", **more: Any) -> e.TicketCalled:
    return e.TicketCalled(**_at(label, counter, more), rule=rule, **{"plan_version": 1, "candidates": 1, **more})


def prepared(label: str, counter: int = 1, rule: str = "earliest", **more: Any) -> e.TicketPrepared:
    at = _at(label, counter, more)
    return e.TicketPrepared(**at, rule=rule, **{"plan_version": 1, "candidates": 1, **more})


def dropped(label: str, counter: int = 1, **more: Any) -> e.PreparationDropped:
    return e.PreparationDropped(**_at(label, counter, more))


def recalled(label: str, counter: int = 1, **more: Any) -> e.TicketRecalled:
    return e.TicketRecalled(**_at(label, counter, more), **more)


def started(label: str, counter: int = 1, **more: Any) -> e.ServiceStarted:
    return e.ServiceStarted(**_at(label, counter, more), **more)


def finished(label: str, counter: int = 1, **more: Any) -> e.ServiceFinished:
    return e.ServiceFinished(**_at(label, counter, more), **more)


def missed(label: str, counter: int = 1, **more: Any) -> e.TicketMissed:
    return e.TicketMissed(**_at(label, counter, more), **more)


def held(label: str, counter: int = 1, **more: Any) -> e.TicketHeld:
    return e.TicketHeld(**_at(label, counter, more), **more)


def resumed(label: str, counter: int = 1, **more: Any) -> e.ServiceResumed:
    return e.ServiceResumed(**_at(label, counter, more), **more)


def transferred(label: str, counter: int, to_field: str, to_counter: int | None = None) -> e.TicketTransferred:
    return e.TicketTransferred(**_at(label, counter, {}), to_field=to_field, to_counter=to_counter)


def returned(label: str, counter: int = 1, **more: Any) -> e.TicketReturned:
    return e.TicketReturned(**_at(label, counter, more), reason="papers_missing", **more)


def finish_undone(label: str, counter: int = 1, **more: Any) -> e.FinishUndone:
    return e.FinishUndone(**_at(label, counter, more))


def miss_undone(label: str, counter: int = 1, **more: Any) -> e.MissUndone:
    return e.MissUndone(**_at(label, counter, more))


def noted(label: str, counter: int = 1, **more: Any) -> e.VisitNoted:
    return e.VisitNoted(**_at(label, counter, more), **more)


def called_back(label: str) -> e.TicketCalledBack:
    return e.TicketCalledBack(ticket=ticket_id(label), service=1)


def cancelled(label: str, reason: str = "went_home", **more: Any) -> e.TicketCancelled:
    return e.TicketCancelled(ticket=ticket_id(label), service=1, reason=reason, **more)


def moved(label: str, to_field: str) -> e.TicketMoved:
    return e.TicketMoved(ticket=ticket_id(label), service=1, to_field=to_field)


def deferred(label: str, behind: str, others: int = 1) -> e.TicketDeferred:
    return e.TicketDeferred(ticket=ticket_id(label), service=1, behind=ticket_id(behind), others=others)


def carried_over(label: str, from_day: str, field: str = "civil", **more: Any) -> e.TicketCarriedOver:
    """A ticket of a former day that waits again since this one opened."""
    own = f"{label}-{from_day[8:]}"
    return e.TicketCarriedOver(
        ticket=ticket_id(own),
        service=1,
        from_ticket=ticket_id(label, from_day),
        label=own,
        field=field,
        arrived_ms=MORNING_MS + 1000,
        **more,
    )


def expired(label: str) -> e.TicketExpired:
    return e.TicketExpired(ticket=ticket_id(label), service=1)


def ended_by_day(label: str, counter: int = 1) -> e.ServiceEndedByDay:
    return e.ServiceEndedByDay(**_at(label, counter, {}))


def reinstated(label: str, service: int = 1) -> e.TicketReinstated:
    return e.TicketReinstated(ticket=ticket_id(label), service=service)


def print_requested(label: str, paper: int = 1, device: str = "printer", **more: Any) -> e.PrintRequested:
    """A paper of a ticket, by its number; a reprint unless it is the first."""
    is_reprint = "yes" if paper > 1 else "no"
    more = {"service": 1, "is_reprint": is_reprint, **more}
    return e.PrintRequested(ticket=ticket_id(label), job=f"{label}-{paper}", device=device, **more)


def print_ended(label: str, job: str, result: str = "confirmed") -> e.PrintEnded:
    return e.PrintEnded(ticket=ticket_id(label), job=job, result=result)


def rated(label: str, counter: int = 1, score: int = 4, **more: Any) -> e.TicketRated:
    return e.TicketRated(**_at(label, counter, more), score=score, **more)


def _at(label: str, counter: int, more: dict[str, Any]) -> dict[str, Any]:
    """Ticket, service (the first unless told) and counter of an event."""
    return {"ticket": ticket_id(label), "service": more.pop("service", 1), "counter": counter}


def given(*events: e.Event) -> Floor:
    """The floor after these events: one a second, rows numbered from 1."""
    return fold(entries(events))


def entries(events: Sequence[e.Event], first_seq: int = 1) -> list[e.Entry]:
    """Journal rows for events: one a second from the morning on, all by one clerk."""
    return [
        e.Entry(seq, MORNING_MS + seq * 1000, DAY, CLERK, event) for seq, event in enumerate(events, start=first_seq)
    ]


def when(floor: Floor, command: c.Command, now_ms: int | None = None) -> list[e.Event]:
    """What a command leads to, one second after the last event unless told. Deciding must not change the floor."""
    before = deepcopy(floor)
    try:
        return decide(floor, command, _now(floor) if now_ms is None else now_ms)
    finally:
        assert floor == before, "a decision changed the floor"


def refusal(floor: Floor, command: c.Command, now_ms: int | None = None) -> str:
    """The code with which a command is refused."""
    with pytest.raises(Refused) as caught:
        when(floor, command, now_ms)
    return caught.value.code


def then(floor: Floor, *commands: c.Command) -> Floor:
    """The floor after these commands, one a second; the floor itself is changed and returned."""
    for command in commands:
        now_ms = _now(floor)
        for event in when(floor, command, now_ms):
            apply_event(floor, e.Entry(floor.seq + 1, now_ms, DAY, CLERK, event))
    return floor


def calls(floor: Floor, counter: int, number: int) -> list[str]:
    """The labels of the next ``number`` tickets that a counter calls and serves one by one; the floor is changed."""
    labels = []
    for _ in range(number):
        then(floor, c.CallNext(counter=counter))
        labels.append(floor.tickets[floor.counters[counter].ticket or ""].label)
        then(floor, c.StartService(counter=counter), c.FinishService(counter=counter))
    return labels


def _now(floor: Floor) -> int:
    return MORNING_MS + (floor.seq + 1) * 1000
