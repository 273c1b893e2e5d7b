"""The pages of tickets as phones ask for them: most who ask have the newest already, and for them no word is made."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from config.texts import languages
from hub.domain.calling import people_ahead_by_place
from hub.domain.explaining import CalledBefore
from hub.domain.floor import Floor, Place, Ticket
from hub.domain.transitions import State
from hub.domain.views import PhoneView, phone_view
from hub.web.context import WebHub
from hub.web.phone_words import PhonePage, PhoneWords

TAG_LETTERS = 22

Line = tuple[str, str]
"""Mode and field."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, and its tag: two pages with one tag say the same."""

    tag: str
    language: str
    _view: PhoneView
    _passed: Sequence[CalledBefore]
    _offers: Sequence[str]

    @property
    def page(self) -> PhonePage:
        """The same in words."""
        return PhoneWords(self._view, self.language).page(self._passed, self._offers)


class PhoneDesk:
    """Finds the ticket of a token and says what its page shows."""

    def __init__(self, hub: WebHub) -> None:
        self._hub = hub
        self._at: tuple[str, int] = ("", -1)
        self._ahead: dict[Line, Mapping[Place, int]] = {}
        self._passed_at = 0
        self._passed: Mapping[str, Sequence[CalledBefore]] = {}
        self._wording = secrets.token_bytes(TAG_LETTERS)
        """Part of every tag: a hub that is started anew may have other words for the same."""

    def ticket(self, token: str) -> Ticket | None:
        """The ticket of a token; None for a wrong one, for one of a former day, and where there are no links."""
        return self._hub.links.find(self._hub.office.floor, token)

    def shown(self, ticket: Ticket, wanted: str) -> Shown:
        """The page of a ticket in a language, its own where we have none called so."""
        own = ticket.language if ticket.language in languages() else languages()[0]
        language = wanted if wanted in languages() else own
        floor, offers = self._hub.office.floor, self._hub.phone.offers
        view = phone_view(floor, ticket, self._ahead_of(floor, ticket))
        passed = self._passed_by(ticket) if ticket.state is State.WAITING else ()
        content = msgspec.json.encode((language, view, passed, offers))
        tag = hashlib.blake2b(content, key=self._wording).hexdigest()[:TAG_LETTERS]
        return Shown(tag, language, view, passed, offers)

    def _passed_by(self, ticket: Ticket) -> Sequence[CalledBefore]:
        """Asked of the book once for everybody, until somebody is called or prepared again.

        Meanwhile others go on, the hall too: what depends on the floor is worked out before.
        """
        book, passed = self._hub.book, self._passed
        if (last := book.last_choice) != self._passed_at:
            passed = book.all_called_before()
            self._passed_at, self._passed = last, passed
        return passed.get(ticket.id, ())

    def _ahead_of(self, floor: Floor, ticket: Ticket) -> Mapping[Place, int]:
        """Once a revision for everybody who waits in the same field."""
        if ticket.state is not State.WAITING:
            return {}
        at, line = (self._hub.office.epoch, floor.seq), (ticket.mode, ticket.service.field)
        if at != self._at:
            self._at, self._ahead = at, {}
        if line not in self._ahead:
            self._ahead[line] = people_ahead_by_place(floor, *line, floor.at_ms)
        return self._ahead[line]
