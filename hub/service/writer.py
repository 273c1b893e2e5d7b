"""The writer: decides what has queued up on a floor of its own and commits it together.

It runs in one thread beside the loop. Its *working* floor is ahead of the committed one by the batch in hand.

A request that its sender gave up (:class:`hub.domain.commands.AbandonRequest`, or the ``abandoned`` key of a ticket
that joins) is decided here and not by the rules, because the rules know no keys: what became of a key stands in the
answers, and in the batch in hand. Nor do they know actors or persons: what is one kiosk's alone
:mod:`hub.service.ownership` says, how many numbers a person may have :mod:`hub.service.person_limits`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.decide import decide
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.transitions import IllegalMove
from hub.service.outcome import ABANDONED, Outcome, RequestReused, outcome_of
from hub.service.ownership import require_own
from hub.service.person_limits import PersonLimits
from hub.service.ports import Clock, Decision, Journal, StorageError, StoredEntry
from hub.service.requests import Asked, command_hash, texts_of

LOG = logging.getLogger("hub.office")


@dataclass(slots=True)
class Written:
    """A committed batch: its entries in order, the texts by row, and one result for each request."""

    entries: list[e.Entry]
    texts: dict[int, dict[str, str]]
    results: list[Outcome | Exception]


@dataclass(slots=True)
class _Batch:
    """Decisions that wait for the commit, by the key of their request."""

    decisions: dict[tuple[str, str], Decision] = field(default_factory=dict)

    @property
    def entries(self) -> list[e.Entry]:
        return [stored.entry for decision in self.decisions.values() for stored in decision.stored]

    @property
    def texts(self) -> dict[int, dict[str, str]]:
        return {d.stored[0].entry.seq: d.texts for d in self.decisions.values() if d.texts}


class Writer:
    """Turns requests into journal rows. Only the writer thread calls it."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._floor = self.folded()
        self._limits = PersonLimits(journal.persons)
        self._limits.load(self._floor)
        self._told_seq = self._floor.seq
        # The working floor may be ahead of the journal from a batch's first decision until its commit.
        self._is_stale = False

    def folded(self) -> Floor:
        """The floor as the journal has it. Raises StorageError, naming the row that is against the rules."""
        floor = Floor()
        for entry in self._journal.since_opening():
            try:
                apply_event(floor, entry)
            except (IllegalMove, LookupError, AttributeError) as fault:
                raise StorageError(f"row {entry.seq} of the journal is against the rules: {fault}") from fault
        return floor

    def write(self, requests: Sequence[Asked]) -> Written:
        """Decide and commit a batch in one transaction. Raises StorageError; then nothing of it happened.

        A request that is refused, was answered before or meets a fault has its own result; the others go on.
        """
        late, late_texts = self._recover() if self._is_stale else ([], {})
        self._is_stale = True
        batch = _Batch()
        results = [self._answer(asked, batch) for asked in requests]
        if batch.decisions:
            self._journal.append(list(batch.decisions.values()))
            self._limits.note(batch.entries)
        self._is_stale = False
        self._told_seq = self._floor.seq
        return Written([*late, *batch.entries], {**late_texts, **batch.texts}, results)

    def rows_with_texts(self, ticket: str) -> list[int]:
        """The rows of a ticket that have texts. Raises StorageError."""
        return self._journal.rows_with_texts(ticket)

    def erase_texts(self, seq: int) -> None:
        """Erase the texts of a row. Raises StorageError."""
        self._journal.erase_texts(seq)

    def forget_answers(self, before_day: str, most: int) -> int:
        """Forget old answers; keys that were given up stay so. Raises StorageError."""
        return self._journal.forget_answers(before_day, most, but=ABANDONED)

    def probe(self) -> None:
        """Whether the journal takes rows now. Raises StorageError: it does not."""
        self._journal.probe()

    def _recover(self) -> tuple[list[e.Entry], dict[int, dict[str, str]]]:
        """Fold again after a failed commit; rows that reached the disk although it reported a failure are told late."""
        self._floor = self.folded()
        self._limits.load(self._floor)
        late = self._journal.entries_after(self._told_seq)
        return late, self._journal.texts_since_opening() if late else {}

    def _answer(self, asked: Asked, batch: _Batch) -> Outcome | Exception:
        """One request's result. Only StorageError gets out of here: it ends the whole batch."""
        try:
            key = (asked.actor, asked.request_id)
            known = self._known(key, batch)
            if known is not None:
                return _repeated(known, asked)
            batch.decisions[key] = decision = self._decide(asked, batch)
            return outcome_of(decision, is_repeat=False)
        except (Refused, RequestReused) as answer:
            return answer
        except StorageError:
            raise
        except Exception as fault:  # the edge of a request: a broken rule must not take others down
            LOG.exception("fault command=%s request=%s", type(asked.command).__name__, asked.request_id)
            self._floor = self.folded()
            self._apply(batch.entries)
            return fault

    def _known(self, key: tuple[str, str], batch: _Batch) -> Decision | None:
        return batch.decisions.get(key) or self._journal.decision(*key)

    def _decide(self, asked: Asked, batch: _Batch) -> Decision:
        """Decide one command and let the working floor go on. Raises what the rules raise, but Refused is stored.

        A refusal may have rows: of what was given up with the request that is refused.
        """
        now_ms = self._clock.now_ms()
        form = (asked.actor, asked.request_id, command_hash(asked.command))
        replaced: list[e.Event] = []
        try:
            require_own(self._floor, asked.actor, asked.command)
            persons = self._limits.admit(self._floor, asked.command)
            replaced = self._replaced(asked, batch, now_ms)
            events = self._events(asked, batch, now_ms)
        except Refused as refused:
            if _comes_again(asked.command, refused):
                raise
            stored = self._enter(replaced, now_ms, asked.actor)
            return Decision(*form, self._floor.seq, stored, refusal=refused.code, params=refused.params)
        stored = self._enter([*replaced, *events], now_ms, asked.actor)
        marks = self._limits.marked(persons, events)
        return Decision(*form, self._floor.seq, stored, texts_of(asked.command), persons=marks)

    def _events(self, asked: Asked, batch: _Batch, now_ms: int) -> list[e.Event]:
        """What a request leads to. Raises Refused."""
        command = asked.command
        if isinstance(command, c.AbandonRequest):
            return self._given_up((asked.actor, command.key), batch, now_ms)
        return decide(self._floor, command, now_ms)

    def _given_up(self, key: tuple[str, str], batch: _Batch, now_ms: int) -> list[e.Event]:
        """End what came of a key that its sender gave up: the ticket that it drew is cancelled.

        One that never arrived gets its refusal beforehand, so that it draws nothing when it does arrive. Raises
        Refused: ticket_not_cancellable.
        """
        known = self._known(key, batch)
        if known is None:
            batch.decisions[key] = Decision(*key, "", self._floor.seq, refusal=ABANDONED)
            return []
        drawn = [stored.entry.event for stored in known.stored if isinstance(stored.entry.event, e.TicketIssued)]
        return decide(self._floor, c.CancelTicket(ticket=drawn[0].ticket, reason=ABANDONED), now_ms) if drawn else []

    def _replaced(self, asked: Asked, batch: _Batch, now_ms: int) -> list[e.Event]:
        """End what came of a key in whose place a kiosk drew a number of its own, if that can be ended still.

        Nobody holds that number, so it ends also when the kiosk's own is refused.
        """
        command = asked.command
        if not isinstance(command, c.JoinTicket) or command.abandoned is None:
            return []
        try:
            return self._given_up((asked.actor, command.abandoned), batch, now_ms)
        except Refused:
            return []

    def _enter(self, events: Sequence[e.Event], now_ms: int, actor: str) -> tuple[StoredEntry, ...]:
        """Number events as the next rows and apply them."""
        stored = []
        for part, event in enumerate(events, start=1):
            entry = e.Entry(self._floor.seq + 1, now_ms, _day_of(self._floor, event), actor, event, part)
            stored.append(StoredEntry(entry, self._journal.form(event)))
            self._apply([entry])
        return tuple(stored)

    def _apply(self, entries: Sequence[e.Entry]) -> None:
        for entry in entries:
            apply_event(self._floor, entry)


def _comes_again(command: c.Command, refused: Refused) -> bool:
    """A number on paper that comes before its day was opened here: not an answer for ever, so it is not kept."""
    return isinstance(command, c.JoinTicket) and refused.code == "no_day_open"


def _repeated(known: Decision, asked: Asked) -> Outcome:
    """The answer that was given before; under a key that was given up, the same to every command.

    Whether it is the same command nobody knows any more once its answer was forgotten and only the rows are left.
    Raises RequestReused, Refused.
    """
    if known.refusal == ABANDONED:
        return outcome_of(known, is_repeat=True)
    is_other_text = bool(known.texts) and known.texts != texts_of(asked.command)
    if is_other_text or known.command_hash not in ("", command_hash(asked.command)):
        raise RequestReused(asked.request_id)
    return outcome_of(known, is_repeat=True)


def _day_of(floor: Floor, event: e.Event) -> str:
    """The business day that a row belongs to: between two days the former one, before the first day none."""
    if isinstance(event, e.DayOpened | e.DayClosed):
        return event.day
    return floor.day or floor.last_day or ""
