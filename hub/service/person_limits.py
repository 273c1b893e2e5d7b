"""How many numbers of a field one person may take on a day, without knowing who that is.

What tells a person (the digest of a card, a telephone number) is looked at once. What is kept is a keyed digest of it
and of the field, beside the number; the key is of the day and is deleted with it. The rules cannot know any of this, so
the writer asks here before it decides, and stores the marks with the number in one transaction.
"""

import hmac
import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import cast

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import RefusalCode, Refused
from hub.domain.floor import Floor
from hub.service.ports import PersonMark, PersonMarks, StorageError

LOG = logging.getLogger("hub.office")

TOO_MANY = cast("RefusalCode", "too_many_numbers")
"""The refusal of one number too many for a person: the office's own, beside those of the rules."""

COUNTRY = re.compile(r"^(?:\+84|0084)")


class PersonLimits:
    """The marks of the open day. Only the writer's thread calls it."""

    def __init__(self, kept: PersonMarks) -> None:
        self._kept = kept
        self._tickets: defaultdict[str, list[str]] = defaultdict(list)

    def load(self, floor: Floor) -> None:
        """Take up the marks on disk; those of another day are erased. Raises StorageError."""
        self._tickets.clear()
        marks = self._kept.marks()
        day = floor.last_day or ""
        if any(not mark.ticket.startswith(day) for mark in marks):
            self._kept.forget()
            return
        for mark in marks:
            self._tickets[mark.digest].append(mark.ticket)

    def admit(self, floor: Floor, command: c.Command) -> tuple[str, ...]:
        """The marks that a number would get. Raises Refused: too_many_numbers, and StorageError."""
        if not isinstance(command, c.IssueTicket) or command.person is None or floor.plan is None:
            return ()
        limit = floor.plan.person_limit
        if limit.by == "nothing" or floor.mode == "test":
            return ()
        key, person = self._kept.key(), COUNTRY.sub("0", command.person)
        digests = tuple(_mark(key, field_id, person) for field_id in (command.field, *command.further_fields))
        if any(self._held(floor, digest) >= limit.most for digest in digests):
            raise Refused(TOO_MANY, most=limit.most)
        return digests

    def _held(self, floor: Floor, digest: str) -> int:
        """Numbers that nobody ever held do not count: they gave their place back."""
        tickets = (floor.tickets.get(ticket) for ticket in self._tickets.get(digest, ()))
        return sum(ticket is not None and bool(ticket.counted_in) for ticket in tickets)

    def marked(self, digests: tuple[str, ...], events: Sequence[e.Event]) -> tuple[PersonMark, ...]:
        """The marks of the number that was drawn, to be stored with it."""
        drawn = [event.ticket for event in events if isinstance(event, e.TicketIssued)]
        marks = tuple(PersonMark(ticket, digest) for ticket in drawn for digest in digests)
        for mark in marks:
            self._tickets[mark.digest].append(mark.ticket)
        return marks

    def note(self, entries: Sequence[e.Entry]) -> None:
        """With a new day the former one's marks and their key are erased; what fails is done at the next start."""
        if not any(isinstance(entry.event, e.DayOpened) for entry in entries):
            return
        self._tickets.clear()
        try:
            self._kept.forget()
        except StorageError as error:
            LOG.warning("the marks of persons are not erased yet: %s", error)


def _mark(key: bytes, field_id: str, person: str) -> str:
    return hmac.digest(key, f"{field_id}\n{person}".encode(), "sha256").hex()
