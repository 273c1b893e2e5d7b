"""Boards: the number at a counter, and the newest calls of the hall."""

from collections.abc import Callable

from counter_app.desk.desk import Desk
from counter_app.desk.hall_view import DeskCall
from drivers.devices import BoardFace, BoardRow
from hub.agent.hub_clock import HubClock

BLINK_MS = 10_000
"""So long after a call a number blinks."""

MOST_ROWS = 8
MOST_BLINKS = 100
"""So many calls are known by the end of their blinking."""

DARK = BoardFace((BoardRow(),))


class BoardDesk:
    """The faces of all boards. While the hub is away they stay as they were: the number still stands at its counter."""

    def __init__(self, desk: Desk, clock: HubClock, now_s: Callable[[], float]) -> None:
        self._desk = desk
        self._clock = clock
        self._now_s = now_s
        self._blinks: dict[tuple[int, int], float] = {}

    def of_counter(self, number: int) -> BoardFace:
        """The number that a counter calls or serves; it blinks after each call of it. Dark without one."""
        view, counter = self._desk.view(), self._desk.counter(number)
        if view is None or counter is None or not counter.label:
            return DARK
        calls = [call for call in view.calls if (call.counter, call.label) == (number, counter.label)]
        blink_s = self._blink_until_s(calls[-1]) if calls and counter.ticket_state == "called" else 0.0
        return BoardFace((BoardRow(counter.label, number, blink_s),))

    def of_hall(self) -> BoardFace:
        """The newest calls, each number once, newest first."""
        view = self._desk.view()
        newest: dict[str, DeskCall] = {}
        for call in reversed(view.calls if view else ()):
            newest.setdefault(call.label, call)
        rows = (BoardRow(call.label, call.counter, self._blink_until_s(call)) for call in newest.values())
        return BoardFace(tuple(rows)[:MOST_ROWS])

    def _blink_until_s(self, call: DeskCall) -> float:
        """Worked out once for each call: the hub's clock becomes known better, and no board begins anew for it."""
        name = (call.id, call.at_ms)
        if name not in self._blinks:
            left_ms = call.at_ms + BLINK_MS - self._clock.now_ms()
            self._blinks[name] = self._now_s() + left_ms / 1000 if left_ms > 0 else 0.0
            self._blinks = dict(list(self._blinks.items())[-MOST_BLINKS:])
        return self._blinks[name]
