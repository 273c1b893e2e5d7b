"""Opening, pausing and closing counters, and the fields they serve."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import known_field, known_reason, open_counter, require_free
from hub.domain.errors import Refused
from hub.domain.floor import Floor


def open_(floor: Floor, command: c.OpenCounter, now_ms: int) -> list[e.Event]:
    """Open a counter, or go on after a pause. Raises Refused: no_day_open, unknown_counter, counter_open_already."""
    counter = floor.counter(command.counter)
    if counter.state == "open":
        raise Refused("counter_open_already", counter=counter.number)
    return [e.CounterOpened(counter=counter.number)]


def pause(floor: Floor, command: c.PauseCounter, now_ms: int) -> list[e.Event]:
    """Pause a free counter.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, counter_busy, reason_unknown.
    """
    counter = open_counter(floor, command.counter)
    if counter.state == "paused":
        raise Refused("counter_paused", counter=counter.number)
    require_free(floor, counter)
    known_reason(floor.the_plan.reasons.pause, command.reason)
    return [e.CounterPaused(counter=counter.number, reason=command.reason)]


def close(floor: Floor, command: c.CloseCounter, now_ms: int) -> list[e.Event]:
    """Close a free counter. Raises Refused: no_day_open, unknown_counter, counter_closed, counter_busy."""
    counter = open_counter(floor, command.counter)
    require_free(floor, counter)
    return [e.CounterClosed(counter=counter.number)]


def set_fields(floor: Floor, command: c.SetCounterFields, now_ms: int) -> list[e.Event]:
    """Change what a counter serves, in the plan's order of fields.

    Raises Refused: no_day_open, unknown_counter, unknown_field, nothing_changed, people_wait_for_field.
    """
    counter = floor.counter(command.counter)
    wanted = {known_field(floor, field_id).id for field_id in command.fields}
    fields = tuple(field.id for field in floor.the_plan.fields if field.id in wanted)
    if set(counter.fields) == wanted:
        raise Refused("nothing_changed")
    for field_id in set(counter.fields) - wanted:
        _require_nobody_stranded(floor, field_id, counter.number)
    return [e.CounterFieldsSet(counter=counter.number, fields=fields)]


def _require_nobody_stranded(floor: Floor, field_id: str, leaving: int) -> None:
    others = [other for other in floor.counters.values() if other.number != leaving]
    waiting = floor.waiting.get(field_id)
    if waiting and not any(field_id in other.fields for other in others):
        raise Refused("people_wait_for_field", field=field_id, waiting=len(waiting))
