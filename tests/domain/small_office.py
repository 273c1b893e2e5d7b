"""An office of twenty lines for the state machine: decides, applies, keeps entries."""

from collections.abc import Callable

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.decide import decide
from hub.domain.errors import Refused
from hub.domain.floor import Floor

Answer = tuple[e.Event, ...] | str
"""The events that a command led to, or the code of its refusal."""


class SmallOffice:
    """The door to one floor. ``watch`` is told each entry once it is applied."""

    def __init__(self, watch: Callable[[e.Entry], None]) -> None:
        self.floor = Floor()
        self.entries: list[e.Entry] = []
        self._watch = watch

    def submit(self, command: c.HallCommand, now_ms: int, actor: str = "clerk") -> Answer:
        """The answer to a command."""
        answer = self.decide(command, now_ms)
        return answer if isinstance(answer, str) else self.apply(answer, now_ms, actor)

    def decide(self, command: c.HallCommand, now_ms: int) -> Answer:
        """What a command would lead to."""
        try:
            return tuple(decide(self.floor, command, now_ms))
        except Refused as refused:
            return refused.code

    def apply(self, events: tuple[e.Event, ...], now_ms: int, actor: str) -> Answer:
        """Let this happen."""
        for part, event in enumerate(events, start=1):
            day = self.floor.day or self.floor.last_day or ""
            entry = e.Entry(len(self.entries) + 1, now_ms, day, actor, event, part)
            apply_event(self.floor, entry)
            self.entries.append(entry)
            self._watch(entry)
        return events

    def since_opening(self) -> list[e.Entry]:
        """The entries from the last ``DayOpened`` on, or all of them before the first."""
        openings = [place for place, entry in enumerate(self.entries) if isinstance(entry.event, e.DayOpened)]
        return self.entries[openings[-1] if openings else 0 :]
