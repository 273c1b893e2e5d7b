"""The pages of tickets as phones ask for them: each worked out once a revision, however often it is asked for."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from config.texts import languages
from hub.domain.calling import people_ahead_by_place
from hub.domain.explaining import CalledBefore
from hub.domain.floor import Floor, Place, Ticket
from hub.domain.transitions import State
from hub.domain.views import phone_view
from hub.web.context import WebHub
from hub.web.phone_words import PhonePage, PhoneWords

TAG_LETTERS = 22

Line = tuple[str, str]
"""Mode and field."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, and its tag: two pages with one tag say the same."""

    page: PhonePage
    tag: str


class PhoneDesk:
    """Finds the ticket of a token and says what its page shows."""

    def __init__(self, hub: WebHub) -> None:
        self._hub = hub
        self._at: tuple[str, int] = ("", -1)
        self._ahead: dict[Line, Mapping[Place, int]] = {}
        self._shown: dict[tuple[str, str], Shown] = {}
        self._passed_at = 0
        self._passed: dict[str, Sequence[CalledBefore]] = {}

    def ticket(self, token: str) -> Ticket | None:
        """The ticket of a token; None for a wrong one, for one of a former day, and where there are no links."""
        return self._hub.links.find(self._hub.office.floor, token)

    def shown(self, ticket: Ticket, wanted: str) -> Shown:
        """The page of a ticket in a language, its own where we have none called so."""
        own = ticket.language if ticket.language in languages() else languages()[0]
        language = wanted if wanted in languages() else own
        self._forget_former()
        kept, key = self._shown, (ticket.id, language)
        if key not in kept:
            page = self._page(ticket, language)
            kept[key] = Shown(page, _tag(page))
        return kept[key]

    def _forget_former(self) -> None:
        at = (self._hub.office.epoch, self._hub.office.floor.seq)
        if at != self._at:
            self._at, self._ahead, self._shown = at, {}, {}

    def _page(self, ticket: Ticket, language: str) -> PhonePage:
        """While the book is asked others go on: what they work out meanwhile is of another revision."""
        floor = self._hub.office.floor
        view = phone_view(floor, ticket, self._ahead_of(floor, ticket))
        passed = self._passed_by(ticket) if ticket.state is State.WAITING else ()
        return PhoneWords(view, language).page(passed, self._hub.phone.offers)

    def _passed_by(self, ticket: Ticket) -> Sequence[CalledBefore]:
        """Asked of the book once until somebody is called or prepared again."""
        book = self._hub.book
        if book.last_choice != self._passed_at:
            self._passed_at, self._passed = book.last_choice, {}
        kept = self._passed
        if ticket.id not in kept:
            kept[ticket.id] = book.called_before(ticket.id)
        return kept[ticket.id]

    def _ahead_of(self, floor: Floor, ticket: Ticket) -> Mapping[Place, int]:
        """Once for everybody who waits in the same field."""
        if ticket.state is not State.WAITING:
            return {}
        line = (ticket.mode, ticket.service.field)
        if line not in self._ahead:
            self._ahead[line] = people_ahead_by_place(floor, *line, floor.at_ms)
        return self._ahead[line]


def _tag(page: PhonePage) -> str:
    return hashlib.sha256(msgspec.json.encode(page)).hexdigest()[:TAG_LETTERS]
