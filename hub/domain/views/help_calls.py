"""Counters that call for help, as every page of the staff shows them."""

from msgspec import Struct

from hub.domain.floor import Floor
from hub.domain.plan import Wording
from hub.domain.views.cards import counter_name


class HelpCall(Struct, frozen=True):
    """A counter that has called for help since ``since_ms`` (ms since the epoch, UTC)."""

    counter: int
    name: Wording
    since_ms: int


def help_calls(floor: Floor) -> tuple[HelpCall, ...]:
    """The counters that wait for somebody to come, the longest first."""
    if floor.plan is None or floor.day is None:
        return ()
    plan = floor.plan
    calls = [
        HelpCall(counter.number, counter_name(plan, counter.number), counter.help_since_ms)
        for counter in floor.counters.values()
        if counter.help_since_ms is not None
    ]
    return tuple(sorted(calls, key=lambda call: call.since_ms))
