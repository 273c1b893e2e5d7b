"""The code of a ticket: its link for phones, or what only the scanners of kiosks and counters read."""

import msgspec

PREFIX = "TL1:"
"""Names the product and the version of the form."""


class _Coded(msgspec.Struct):
    """A paper as the spool keeps it, as far as its code."""

    qr: str


def ticket_code(ticket: str, link: str = "") -> str:
    """What the QR of a ticket holds: its link, or ``TL1:2026-11-22-A001`` where the centre has no public address."""
    return link or PREFIX + ticket


def code_on(paper: str, ticket: str) -> str:
    """The code of a ticket that stands on its stored paper (JSON; empty: it could not be composed)."""
    return msgspec.json.decode(paper, type=_Coded).qr if paper else ticket_code(ticket)
