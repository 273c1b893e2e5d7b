"""Which ticket a keypad's display showed when a key was pressed."""

import math
from collections import deque

from drivers.devices import Display

REACTION_S = 0.2
"""Nobody reads and presses so quickly: a press within it is about the ticket that was shown before."""

REMEMBERED_S = 5.0

UNKNOWN = "?"
"""No ticket's id: nobody knows what the display shows."""

Lines = tuple[str, str]


class SeenTickets:
    """The tickets at a counter of the last seconds, by their ids; empty for none. Instants are of one steady clock.

    A ticket counts as shown from when the display has taken the first line of a face that names it; a display that does
    not tell what it has taken is believed to take all at once.
    """

    def __init__(self) -> None:
        self.shown_s = math.inf
        """Since when the display shows what it was given last; infinite: it does not."""
        self._since: deque[tuple[float, str]] = deque([(-math.inf, "")])
        self._given: tuple[Lines, str | None] | None = None
        self._taken: Display | None = None
        self._tells = False

    def given(self, lines: Lines, names: str | None, now_s: float) -> None:
        """The display shall show these lines, which name a ticket (see Shown.names)."""
        if (lines, names) == self._given:
            return
        self._given = (lines, names)
        if not self._tells:
            self._taken = lines
        self._compare(now_s)

    def taken(self, lines: Display | None, now_s: float) -> None:
        """The display shows these lines, see Host.taken."""
        self._tells, self._taken = True, lines
        if lines is None:
            self._show(UNKNOWN, now_s)
        self._compare(now_s)

    def by(self, pressed_s: float) -> str:
        """The ticket that somebody saw who pressed a key at an instant."""
        read_s = pressed_s - REACTION_S
        return next((ticket for since_s, ticket in reversed(self._since) if since_s <= read_s), self._since[0][1])

    def _compare(self, now_s: float) -> None:
        """While another ticket is under way to the display, it may show either."""
        if self._given is None:
            return
        lines, names = self._given
        self.shown_s = now_s if lines == self._taken else math.inf
        if names is None:
            return
        if self._taken and lines[0] == self._taken[0]:
            self._show(names, now_s)
        elif names != self._since[-1][1]:
            self._show(UNKNOWN, now_s)

    def _show(self, ticket: str, now_s: float) -> None:
        if ticket != self._since[-1][1]:
            self._since.append((now_s, ticket))
        while len(self._since) > 1 and self._since[1][0] < now_s - REMEMBERED_S:
            self._since.popleft()
