"""Days told row by row, and what figures say of them."""

from collections.abc import Iterator

from hub.domain import events as e
from hub.domain.figures import Figures, Group, figures_of, report
from tests.domain import hall as h

MINUTE_MS = h.MINUTE_MS
Row = tuple[float, e.Event] | tuple[float, e.Event, str]
"""An event so many minutes after the opening, and by whom."""

ANNA, BINH = "staff-1", "staff-2"
OPENED: tuple[Row, ...] = ((0, h.day_opened()), (0, e.CounterOpened(counter=1), ANNA))


def rows(*told: Row) -> Iterator[e.Entry]:
    for seq, (minutes, event, *actor) in enumerate(told, start=1):
        yield e.Entry(seq, h.MORNING_MS + int(minutes * MINUTE_MS), h.DAY, actor[0] if actor else ANNA, event)


def day(*told: Row) -> Figures:
    """The figures of a day whose first counter opens in the morning."""
    return figures_of(rows(*OPENED, *told))


def drawn(label: str, minutes: float = 0, **more: object) -> Row:
    return (minutes, h.issued(label, at_ms=h.MORNING_MS + int(minutes * MINUTE_MS), **more))


def group(figures: Figures, by: str = "total", name: str = "", mode: str = "live", minutes: float = 0) -> Group:
    told = report(figures, mode, h.MORNING_MS + int(minutes * MINUTE_MS))
    return next(found for found in told.groups if (found.by, found.name) == (by, name))


def in_minutes(times: dict[str, int]) -> dict[str, float]:
    return {kind: ms / MINUTE_MS for kind, ms in times.items() if ms}
