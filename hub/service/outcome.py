"""What a command's sender gets: the outcome, its answer, and the refusal of a key that was used before."""

from dataclasses import dataclass
from typing import Any, cast

from hub.domain.errors import RefusalCode, Refused
from hub.domain.events import Entry
from hub.service.ports import Decision

ABANDONED = "request_abandoned"
"""The refusal of a request that its sender gave up before it arrived: the office's own, beside those of the rules."""


class RequestReused(Exception):
    """The same key came from the same actor with another command; neither was changed by this."""

    def __init__(self, request_id: str) -> None:
        super().__init__(f"the key {request_id!r} was used before for another command; send it with a new key")
        self.request_id = request_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """The entries that a command led to, rows ``seq_from`` to ``seq_to`` of the journal.

    When there was nothing to do there are none, and both numbers are the last row at that time.

    ``answer`` is ``{"seq": int, "events": [{"kind": str, "at_ms": int, ...stored form}]}``: a function of the stored
    rows alone, so a repeat gets the same one.
    """

    seq_from: int
    seq_to: int
    entries: tuple[Entry, ...]
    answer: dict[str, Any]
    is_repeat: bool


def outcome_of(decision: Decision, is_repeat: bool) -> Outcome:
    """The outcome of a stored decision. Raises Refused, as it was refused the first time."""
    if decision.refusal is not None:
        raise Refused(cast("RefusalCode", decision.refusal), **decision.params)
    entries = tuple(stored.entry for stored in decision.stored)
    events = [
        {"kind": type(stored.entry.event).__name__, "at_ms": stored.entry.at_ms, **stored.form}
        for stored in decision.stored
    ]
    answer = {"seq": decision.seq_to, "events": events}
    seq_from = entries[0].seq if entries else decision.seq_to
    return Outcome(seq_from, decision.seq_to, entries, answer, is_repeat)
