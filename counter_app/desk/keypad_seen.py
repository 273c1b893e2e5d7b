"""Which ticket a keypad showed when a key was pressed."""

from collections import deque

REACTION_S = 0.2
"""Nobody reads and presses so quickly: a press within it is about the ticket that was shown before."""

REMEMBERED_S = 5.0


class SeenTickets:
    """The tickets at a counter of the last seconds, by their ids; empty for none. Instants are of one steady clock."""

    def __init__(self) -> None:
        self._since: deque[tuple[float, str]] = deque([(float("-inf"), "")])

    def show(self, ticket: str, now_s: float) -> None:
        """This ticket is shown now."""
        if ticket != self._since[-1][1]:
            self._since.append((now_s, ticket))
        while len(self._since) > 1 and self._since[1][0] < now_s - REMEMBERED_S:
            self._since.popleft()

    def by(self, pressed_s: float) -> str:
        """The ticket that somebody saw who pressed a key at an instant."""
        read_s = pressed_s - REACTION_S
        return next((ticket for since_s, ticket in reversed(self._since) if since_s <= read_s), self._since[0][1])
