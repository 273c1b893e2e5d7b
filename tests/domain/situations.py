"""Situations that the tables of successes and refusals start from: what has happened, in the order it did."""

from hub.domain import events as e
from tests.domain.hall import DAY, called, day_opened, finished, held, issued, missed, rated, started, transferred

BEFORE_ANY_DAY: tuple[e.Event, ...] = ()
DAY_OPEN = (day_opened(),)
DAY_OVER = (*DAY_OPEN, e.DayClosed(day=DAY))
OPEN = (*DAY_OPEN, e.CounterOpened(counter=1))
PAUSED = (*OPEN, e.CounterPaused(counter=1, reason="lunch"))
WAITING = (*OPEN, issued("C001"))
CALLED = (*WAITING, called("C001"))
SERVING = (*CALLED, started("C001"))
FINISHED = (*SERVING, finished("C001"))
RATED = (*FINISHED, rated("C001"))
HELD = (*SERVING, held("C001"))
MISSED = (*CALLED, missed("C001"))
TWO_OPEN = (*WAITING, e.CounterOpened(counter=2))
BOUND_TO_2 = (
    *SERVING,
    e.CounterOpened(counter=2),
    transferred("C001", 1, "civil", 2),
)
LAND_CLOSED = (*DAY_OPEN, e.CounterFieldsSet(counter=2, fields=("civil",)))
TESTING = (*OPEN, e.ModeSet(mode="test"))
PRINTER_READY = (*DAY_OPEN, e.DeviceChanged(device="printer", link="online", paper="ok", cover="closed"))
