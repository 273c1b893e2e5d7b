"""What the hall hears: calls are said by the hub's voice, made ahead for who is next, and given to the walls.

Everything is made beside the loop: programs in processes of their own, sums in a thread. A call itself goes before what
is made ahead, and what nobody expected is made when it is asked for.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, product, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from config.voice import CLIPS, VoicePlan
from hub.domain.calling import first_of, may_come
from hub.domain.events import Entry, TicketCalled, TicketRecalled
from hub.domain.floor import Floor, Ticket
from hub.service.ports import Worker
from hub.voice import Voice

log = logging.getLogger(__name__)

FIRST = 3
"""So many of each field count as next: the others are made when these have been called."""

AHEAD_PER_MB = 2
"""So many sentences are made ahead for each megabyte that is kept: more would push each other off the disk."""

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
        self._called: deque[_Sentence] = deque()
        self._ahead: deque[_Sentence] = deque()
        self._tried: dict[_Sentence, Path | None] = {}
        self._is_stale = False
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
        if not self._has_listeners or not self._plan().is_on:
            return
        floor = self._floor()
        for event in (entry.event for entry in entries):
            if isinstance(event, _IS_CALLED) and event.ticket in floor.tickets:
                self._called.extend(self._sentences(floor.tickets[event.ticket], event.counter))
        self._is_stale = True
        if not self._is_at_it:
            self._is_at_it = True
            self._worker.spawn(self._make_ahead)

    def _make_ahead(self) -> None:
        try:
            while sentence := self._next():
                self._tried[sentence] = self.voice.call(sentence, sentence.language)
        except Exception:
            log.exception("a sentence could not be made ahead")
        finally:
            self._is_at_it = False

    def _next(self) -> _Sentence | None:
        """What is to be made now: of a call, else of who is next as things stand."""
        if self._called:
            return self._called.popleft()
        if self._is_stale:
            self._is_stale = False
            most = AHEAD_PER_MB * self._plan().kept_mb
            expected = list(islice(self._expected(), most))
            self._tried = {one: self._tried[one] for one in expected if self._was_tried(one)}
            self._ahead = deque(one for one in expected if one not in self._tried)
        return self._ahead.popleft() if self._ahead else None

    def _was_tried(self, sentence: _Sentence) -> bool:
        """Whether its clip is there, or could not be made: then it is tried once more when it is called.

        A clip counts as new from now on, so that others give way when room is wanted.
        """
        if sentence not in self._tried:
            return False
        path = self._tried[sentence]
        try:
            if path is not None:
                os.utime(path)
        except OSError:
            return False
        return True

    def _expected(self) -> Iterator[_Sentence]:
        """What may be called next, the likeliest first, at every open counter that may call it.

        Of those abreast each is made in its first language before any is in another, which is said later.
        """
        floor = self._floor()
        if floor.day is None:
            return
        open_now = [counter for counter in floor.counters.values() if counter.state == "open"]
        for counter in open_now:
            if counter.prepared is not None:
                yield from self._sentences(floor.tickets[counter.prepared], counter.number)
        lines = [first_of(floor, field, FIRST, floor.at_ms) for field, there in floor.waiting.items() if there]
        for abreast in zip_longest(*lines):
            pairs = product(filter(None, abreast), open_now)
            said = [self._sentences(one, at.number) for one, at in pairs if may_come(floor, at, one)]
            yield from filter(None, chain.from_iterable(zip_longest(*said)))

    def _sentences(self, ticket: Ticket, counter: int) -> Iterator[_Sentence]:
        return (_Sentence(ticket.label, counter, language) for language in self._languages(ticket.language))

    def _languages(self, of_ticket: str) -> tuple[str, ...]:
        plan = self._plan()
        own = (of_ticket,) if plan.ticket_language and of_ticket not in plan.languages else ()
        return (*plan.languages, *own)
