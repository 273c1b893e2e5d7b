"""The hours of the sample centre written another way: by integers of Vietnam's time and a list of closed dates."""

from datetime import date, timedelta

HOUR_MS = 3_600_000
MINUTE_MS = 60_000
DAY_MS = 24 * HOUR_MS
VIETNAM_MS = 7 * HOUR_MS
"""Vietnam is seven hours ahead all the year."""

EPOCH = date(1970, 1, 1)
SATURDAY, SUNDAY = 5, 6

CLOSED = {
    *("2026-11-24", "2027-01-01", "2027-04-16", "2027-04-30", "2027-05-01", "2027-05-03", "2027-09-02", "2027-09-03"),
    *(f"2027-02-{day:02}" for day in range(4, 11)),
    *("2027-11-24", "2028-01-01", "2028-01-03"),
    *(f"2028-01-{day}" for day in range(24, 30)),
    "2026-12-30",
}
"""Public holidays, Tết, days in lieu, and the one day on which the hall of the test counts its stock."""

FULL_SATURDAY = "2027-08-21"
"""The hall of the test works this one like a Monday."""


def day_of(at_ms: int) -> str:
    """The day in Vietnam at an instant."""
    return (EPOCH + timedelta(days=(at_ms + VIETNAM_MS) // DAY_MS)).isoformat()


def at(day: str, hour: int, minute: int = 0) -> int:
    """The instant of a time of day in Vietnam."""
    return (date.fromisoformat(day) - EPOCH).days * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS - VIETNAM_MS


def is_open(field: str, at_ms: int) -> bool:
    """Whether the kiosk gives out a number of a field: ``cu_tru`` (the police) ends earlier and rests on Saturdays."""
    days, in_day_ms = divmod(at_ms + VIETNAM_MS, DAY_MS)
    day, weekday, minute = day_of(at_ms), (days + 3) % 7, in_day_ms // MINUTE_MS
    is_police, is_full = field == "cu_tru", day == FULL_SATURDAY
    if day in CLOSED or (weekday == SUNDAY):
        return False
    if 450 <= minute < 690:
        return weekday < SATURDAY or is_full or not is_police
    return 810 <= minute < (990 if is_police and not is_full else 1020) and (weekday < SATURDAY or is_full)


def opens_next(field: str, at_ms: int) -> int | None:
    """The first time after an instant, at 7:30 or 13:30 within 15 days, at which a field opens."""
    for later in range(16):
        for hour, minute in ((7, 30), (13, 30)):
            begin_ms = at(day_of(at_ms + later * DAY_MS), hour, minute)
            if begin_ms > at_ms and is_open(field, begin_ms):
                return begin_ms
    return None
