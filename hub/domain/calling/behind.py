"""Whom somebody lets by who asks for a later place."""

from hub.domain.floor import Floor, Ticket

MOST_DEFERRALS = 2
"""So often a visit may move back: who comes and goes all day would leave nobody sure of their place."""


def those_behind(floor: Floor, ticket: Ticket) -> list[Ticket]:
    """Those behind a waiting ticket whom it can let by, the next one first: of its field, its mode and its own class.

    Of these, every policy calls the earlier place first; where classes differ, a later place would promise nothing.
    """
    pool = floor.waiting.get(ticket.service.field, {}).values()
    alike = (other for other in pool if (other.mode, other.ticket_class) == (ticket.mode, ticket.ticket_class))
    return sorted((other for other in alike if other.place > ticket.place), key=lambda other: other.place)
