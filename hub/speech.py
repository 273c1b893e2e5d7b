"""What the hall hears: calls are said by the hub's voice, made ahead when a number is drawn, and given to the walls.

Everything is made beside the loop: programs in processes of their own, sums in a thread. What is made ahead waits in a
short queue; a call itself goes before it, and what does not fit in is made when it is asked for.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from config.voice import CLIPS, VoicePlan
from hub.domain.events import (
    Entry,
    TicketCalled,
    TicketCarriedOver,
    TicketIssued,
    TicketJoined,
    TicketMoved,
    TicketRecalled,
    TicketTransferred,
)
from hub.domain.floor import Floor
from hub.service.ports import Worker
from hub.voice import Voice

log = logging.getLogger(__name__)

MOST_AHEAD = 60
"""So many sentences wait at most; older ones give way to newer ones."""

_COMES_TO_A_FIELD = TicketIssued | TicketJoined | TicketCarriedOver | TicketMoved | TicketTransferred
_IS_CALLED = TicketCalled | TicketRecalled


class _Sentence(NamedTuple):
    """A call that was or may be made, and the language in which it is said."""

    label: str
    counter: int
    language: str


class HallSpeech:
    """The voice of the walls. ``plan`` and ``floor`` are asked for when something is said.

    ``worker`` does sums in a thread and starts tasks beside the loop; ``data`` is the hub's folder.
    """

    def __init__(self, plan: Callable[[], VoicePlan], data: Path, floor: Callable[[], Floor], worker: Worker) -> None:
        self._plan, self._data, self._floor, self._worker = plan, data, floor, worker
        self._ahead: deque[_Sentence] = deque(maxlen=MOST_AHEAD)
        self._is_at_it = False
        self._has_listeners = False

    @cached_property
    def voice(self) -> Voice:
        """Made when it is needed for the first time: a hub whose walls are never asked to speak has none."""
        return Voice(self._plan().settings(self._data), self._data / CLIPS, aside=self._worker.run)

    def rules(self) -> dict[str, Any]:
        """What a wall has to know to say calls; see ``display_app/static/voice/order.js``."""
        plan = self._plan()
        spoken = [language for language in self.voice.tongues if self.voice.can_call(language)] if plan.is_on else []
        told = ("is_on", "chime", "languages", "ticket_language", "repeat", "brief_above")
        volume = [msgspec.to_builtins(entry) for entry in plan.volume]
        return {**{name: getattr(plan, name) for name in told}, "volume": volume, "spoken": spoken}

    def faults(self) -> dict[str, str]:
        """Why which way to speak failed last, in words; nothing as long as nobody wanted to hear anything."""
        return self.voice.faults if self._has_listeners else {}

    def clip(self, call: int, language: str) -> Path | None:
        """The WAV file of an announcement that the floor still tells of, None for any other.

        From the first time on somebody is known to listen, and what comes is made ahead.
        """
        self._has_listeners = True
        found = next((one for one in self._floor().announcements if one.id == call), None)
        if found is None or language not in self._languages(found.language):
            return None
        return self.voice.call(found, language)

    def announce(self, entries: Sequence[Entry]) -> None:
        """Take note of committed rows: what will be said is made ahead, once a wall has asked for anything."""
        if not self._has_listeners:
            return
        for entry in entries:
            event = entry.event
            if isinstance(event, _IS_CALLED):
                self._ahead.extendleft(self._sentences(event.ticket, (event.counter,)))
            elif isinstance(event, _COMES_TO_A_FIELD):
                self._ahead.extend(self._sentences(event.ticket, None))
        if self._ahead and not self._is_at_it:
            self._is_at_it = True
            self._worker.spawn(self._make_ahead)

    def _sentences(self, ticket_id: str, counters: tuple[int, ...] | None) -> Iterator[_Sentence]:
        """What would be said of a ticket: at these counters, or at those that are open and serve its field."""
        floor = self._floor()
        ticket = floor.tickets.get(ticket_id)
        if ticket is None or not self._plan().is_on:
            return
        field = ticket.service.field
        open_now = (one.number for one in floor.counters.values() if one.state == "open" and field in one.fields)
        for counter in counters or tuple(open_now):
            for language in self._languages(ticket.language):
                yield _Sentence(ticket.label, counter, language)

    def _languages(self, of_ticket: str) -> tuple[str, ...]:
        plan = self._plan()
        own = (of_ticket,) if plan.ticket_language and of_ticket not in plan.languages else ()
        return (*plan.languages, *own)

    def _make_ahead(self) -> None:
        try:
            while self._ahead:
                sentence = self._ahead.popleft()
                self.voice.call(sentence, sentence.language)
        except Exception:
            log.exception("a sentence could not be made ahead")
        finally:
            self._is_at_it = False
