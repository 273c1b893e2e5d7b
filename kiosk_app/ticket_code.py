"""The code of a ticket for the scanners of kiosks and counters."""

PREFIX = "TL1:"
"""Names the product and the version of the form."""


def ticket_code(ticket: str) -> str:
    """What the QR of a ticket holds where the centre has no public address: ``TL1:2026-11-22-A001``."""
    return PREFIX + ticket
