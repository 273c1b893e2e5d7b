"""How an event changes the floor. Nothing here refuses: the event has happened."""

from collections.abc import Iterable

from hub.domain import events as e
from hub.domain.effects import closing, hall, offline, papers, plans, tickets, turns, undoing, visits
from hub.domain.floor import Floor

_HANDLERS = {
    **hall.HANDLERS,
    **tickets.HANDLERS,
    **turns.HANDLERS,
    **visits.HANDLERS,
    **undoing.HANDLERS,
    **closing.HANDLERS,
    **papers.HANDLERS,
    **offline.HANDLERS,
    **plans.HANDLERS,
}


def apply_event(floor: Floor, entry: e.Entry) -> None:
    """Change ``floor`` as ``entry`` says. Raises IllegalMove; then the floor must be folded again."""
    _HANDLERS[type(entry.event)](floor, entry.event, entry)
    floor.seq, floor.at_ms = entry.seq, entry.at_ms


def fold(entries: Iterable[e.Entry]) -> Floor:
    """The floor after a run of entries that begins at a ``DayOpened`` (or at the journal's first row)."""
    floor = Floor()
    for entry in entries:
        apply_event(floor, entry)
    return floor
