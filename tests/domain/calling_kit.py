"""A hall for the order of calling: a policy, who came when, and who is called then, by which rule."""

from typing import Any

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.apply import apply_event
from hub.domain.floor import Floor
from tests.domain.hall import DAY, MINUTE_MS, MORNING_MS, PLAN, day_opened, given, issued, when

NOW_MS = MORNING_MS + 2 * 60 * MINUTE_MS
CLASS_MARKS = ("ordinary", "elderly", "merit")


def hall(*events: e.Event, counters: dict[int, dict[str, Any]] | None = None, **policy: Any) -> Floor:
    """All counters open under a policy, with what ``counters`` says of some in the plan, and what has happened."""
    planned = tuple(replace(counter, **(counters or {}).get(counter.number, {})) for counter in PLAN.counters)
    return hall_of(replace(PLAN, policy=p.Policy(**policy), counters=planned), *events)


def hall_of(plan: p.Plan, *events: e.Event) -> Floor:
    """All counters of a plan open, and what has happened."""
    return given(day_opened(plan=plan), *(e.CounterOpened(counter=entry.number) for entry in plan.counters), *events)


def queue(*labels: str) -> list[e.TicketIssued]:
    """Tickets in the order of their coming; a ``!`` after the label makes it elderly, two make it merit."""
    return [issued(label.rstrip("!"), CLASS_MARKS[label.count("!")], MORNING_MS + n) for n, label in enumerate(labels)]


def since(label: str, minutes: int) -> e.TicketIssued:
    """A ticket that has waited so many minutes at the time of the next call."""
    name = label.rstrip("!")
    return issued(name, CLASS_MARKS[label.count("!")], NOW_MS - minutes * MINUTE_MS)


def next_call(floor: Floor, counter: int = 1, now_ms: int = NOW_MS) -> e.TicketCalled:
    """The call that a counter would make now."""
    *_, call = when(floor, c.CallNext(counter=counter), now_ms)
    return call


def told(floor: Floor, counter: int = 1, now_ms: int = NOW_MS) -> tuple[str, str]:
    """Label and rule of the call that a counter would make now."""
    call = next_call(floor, counter, now_ms)
    return floor.tickets[call.ticket].label, call.rule


def does(floor: Floor, *commands: c.Command, now_ms: int = NOW_MS, actor: str = "clerk") -> Floor:
    """The floor after these commands at one instant, by one actor; the floor itself is changed and returned."""
    for command in commands:
        for event in when(floor, command, now_ms):
            apply_event(floor, e.Entry(floor.seq + 1, now_ms, DAY, actor, event))
    return floor


def served_in_turn(floor: Floor, counter: int, number: int, now_ms: int = NOW_MS) -> list[str]:
    """The labels of the next calls of a counter, which serves each of them in no time; the floor is changed."""
    labels = []
    for _ in range(number):
        does(floor, c.CallNext(counter=counter), now_ms=now_ms)
        labels.append(floor.tickets[floor.counters[counter].ticket or ""].label)
        does(floor, c.StartService(counter=counter), c.FinishService(counter=counter), now_ms=now_ms)
    return labels
