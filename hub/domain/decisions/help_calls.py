"""Counters that call each other for help."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import open_counter
from hub.domain.errors import Refused
from hub.domain.floor import Floor


def call(floor: Floor, command: c.CallForHelp, now_ms: int) -> list[e.Event]:
    """Call the colleagues to a counter, also during its pause.

    Raises Refused: no_day_open, unknown_counter, counter_closed, help_switched_off, nothing_changed.
    """
    counter = open_counter(floor, command.counter)
    if floor.the_plan.counter_rules.help_call == "no":
        raise Refused("help_switched_off")
    if counter.help_since_ms is not None:
        raise Refused("nothing_changed")
    return [e.HelpCalled(counter=counter.number)]


def end(floor: Floor, command: c.EndHelp, now_ms: int) -> list[e.Event]:
    """End a counter's call for help. Raises Refused: no_day_open, unknown_counter, nothing_changed."""
    counter = floor.counter(command.counter)
    if counter.help_since_ms is None:
        raise Refused("nothing_changed")
    return [e.HelpEnded(counter=counter.number)]
