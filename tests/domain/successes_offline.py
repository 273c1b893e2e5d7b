"""What the hub is told after it was away, and what follows."""

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.hall import MINUTE_MS, MORNING_MS, expired, issued, join, joined, served_offline
from tests.domain.successes_of_the_hall import Success

EARLY = MORNING_MS - MINUTE_MS
OPENED = MORNING_MS + 1000
"""When the day of the situations was opened."""

OF_THE_TIME_OFFLINE: list[Success] = [
    ("a kiosk's own number", s.OPEN, join(drawn_ms=OPENED), [joined("C-K1-01", OPENED)]),
    (
        "a kiosk's own number of a class, in another language",
        s.OPEN,
        join(100, OPENED, ticket_class="elderly", language="en"),
        [joined("C-K1-100", OPENED, ticket_class="elderly", language="en")],
    ),
    (
        "a class that kiosks may not give",
        s.OPEN,
        join(drawn_ms=OPENED, ticket_class="merit"),
        [joined("C-K1-01", OPENED)],
    ),
    ("drawn before the day", s.OPEN, join(drawn_ms=EARLY), [joined("C-K1-01", EARLY, arrived_ms=OPENED)]),
    (
        "drawn after now",
        s.OPEN,
        join(drawn_ms=MORNING_MS + 60_000),
        [joined("C-K1-01", MORNING_MS + 60_000, arrived_ms=MORNING_MS + 3000)],
    ),
    ("for a stopped field", s.STOPPED, join(drawn_ms=OPENED), [joined("C-K1-01", OPENED)]),
    ("outside the hours", s.NEVER_OPEN, join(drawn_ms=OPENED), [joined("C-K1-01", OPENED)]),
    (
        "for a field that no counter serves",
        s.LAND_CLOSED,
        join(drawn_ms=OPENED, field="land", series="L"),
        [joined("L-K1-01", OPENED)],
    ),
    ("of a closed day", s.DAY_OVER, join(drawn_ms=OPENED), [joined("C-K1-01", OPENED), expired("C-K1-01")]),
    (
        "of a former day",
        s.OPEN,
        join(7, EARLY, day="2026-11-20"),
        [
            e.OfflineTicketLapsed(
                day="2026-11-20", label="C-K1-07", series="C-K1", number=7, field="civil", drawn_ms=EARLY
            )
        ],
    ),
    ("of a test", s.TESTING, join(drawn_ms=OPENED, series="TT"), [joined("TT-K1-01", OPENED, mode="test")]),
    (
        "of a test that is over",
        s.OPEN,
        join(drawn_ms=OPENED, series="TT"),
        [joined("TT-K1-01", OPENED, mode="test"), expired("TT-K1-01")],
    ),
    ("while a test runs", s.TESTING, join(drawn_ms=OPENED), [joined("C-K1-01", OPENED)]),
    (
        "served offline: waiting, called here, missed",
        (*s.CALLED, issued("C002"), issued("L001"), *s.OTHER_MISSED),
        c.RecordServedOffline(counter=1, labels=("C001", "C2", "C001", "L001")),
        [served_offline("C001"), served_offline("C002"), served_offline("L001")],
    ),
    (
        "served offline: a kiosk's own number at a closed counter, as typed, with its time",
        (*s.DAY_OPEN, joined("C-K1-07", OPENED)),
        c.RecordServedOffline(counter=3, labels=("C-K1-7",), served_ms=OPENED + 500),
        [served_offline("C-K1-07", 3, served_ms=OPENED + 500)],
    ),
    (
        "served offline: not before the arrival",
        s.WAITING,
        c.RecordServedOffline(counter=1, labels=("C001",), served_ms=EARLY),
        [served_offline("C001", served_ms=MORNING_MS)],
    ),
    (
        "served offline: not after now",
        s.WAITING,
        c.RecordServedOffline(counter=1, labels=("C001",), served_ms=MORNING_MS + 60_000),
        [served_offline("C001", served_ms=MORNING_MS + 4000)],
    ),
]
