"""The links of tickets: a token a ticket that nobody can guess, worked out of it by a key, kept nowhere."""

import base64
import hashlib
import hmac
import re

from hub.domain.floor import Floor, Ticket

TOKEN_BYTES = 16
TOKEN = re.compile(r"[a-z2-7]{26}", re.ASCII)
"""128 bits in the letters that a QR code holds best, whatever their case."""


class Links:
    """Tokens by ticket, and the ticket of a token until another day opens.

    ``key`` is this hub's secret, ``public_url`` where phones reach it; without it there are no links. A number that was
    carried over is found by the token on its paper, and by its own.
    """

    def __init__(self, key: bytes, public_url: str = "") -> None:
        self._key = key
        self._public_url = public_url
        self._day = ""
        self._known = 0
        self._tickets: dict[str, str] = {}

    def token(self, ticket: str) -> str:
        """The token of a ticket's id: 26 small letters and digits."""
        digest = hmac.digest(self._key, ticket.encode(), hashlib.sha256)[:TOKEN_BYTES]
        return base64.b32encode(digest).decode().rstrip("=").lower()

    def link(self, ticket: str) -> str:
        """A ticket's link in capitals, as a QR code holds it best; empty where there are no links."""
        return f"{self._public_url}/t/{self.token(ticket)}".upper() if self._public_url else ""

    def find(self, floor: Floor, token: str) -> Ticket | None:
        """The ticket of a token; None for a wrong one, for one of a former day, and where there are no links."""
        if floor.last_day is None or not self._public_url:
            return None
        self._follow(floor, floor.last_day)
        return floor.tickets.get(self._tickets.get(token.lower(), ""))

    def _follow(self, floor: Floor, day: str) -> None:
        """Work out the tokens of tickets that are new since the last time."""
        if day != self._day or len(floor.tickets) < self._known:
            self._day, self._known, self._tickets = day, 0, {}
        for ticket in list(floor.tickets.values())[self._known :] if len(floor.tickets) > self._known else ():
            self._tickets[self.token(ticket.id)] = ticket.id
            if ticket.carried_from:
                self._tickets[self.token(ticket.carried_from)] = ticket.id
        self._known = len(floor.tickets)
