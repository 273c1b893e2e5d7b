"""Every refusal of a rating."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.hall import (
    DAY,
    DAY_MS,
    MINUTE_MS,
    MORNING_MS,
    NEXT_DAY,
    called,
    day_opened,
    expired,
    finished,
    issued,
    rated,
    resumed,
    returned,
    served_offline,
    started,
    ticket_id,
)
from tests.domain.refusal_rows import C001, NOBODY, Row, of_a_counter, row

NEXT_STARTED = (*s.FINISHED, issued("C002"), called("C002"), started("C002"))
NEXT_STARTED_MS = MORNING_MS + len(NEXT_STARTED) * 1000


def of_rating() -> list[Row]:
    rate = c.RateTicket(counter=1, ticket=C001, service=1, score=4)
    too_late = MORNING_MS + len(s.FINISHED) * 1000 + MINUTE_MS
    other_resumed = (
        *s.HELD,
        issued("C002"),
        called("C002"),
        started("C002"),
        finished("C002"),
        resumed("C001"),
    )
    return [
        *of_a_counter(rate),
        row("unknown_ticket", replace(rate, ticket=NOBODY), s.FINISHED),
        row("unknown_service", replace(rate, service=2), s.FINISHED),
        row("already_rated", rate, s.RATED),
        row("score_out_of_range", replace(rate, score=5), s.FINISHED),
        *(row("rating_window_closed", rate, past) for past in (s.WAITING, s.SERVING, s.HELD, NEXT_STARTED)),
        row("rating_window_closed", replace(rate, ticket=ticket_id("C002")), other_resumed),
        row("rating_window_closed", rate, (*s.SERVING, returned("C001"))),
        row("rating_window_closed", rate, (*s.WAITING, expired("C001"))),
        row("rating_window_closed", replace(rate, counter=2), s.FINISHED),
        row("rating_window_closed", rate, s.FINISHED, too_late),
        *of_rating_later(rate),
        *of_second_thoughts(rate),
    ]


def of_second_thoughts(rate: c.RateTicket) -> list[Row]:
    """Who presses a second time replaces nothing but what they saw, soon, and as the same person."""
    rated_ms = MORNING_MS + len(s.RATED) * 1000
    other, why = replace(rate, score=2, instead_of=4), replace(rate, score=1, reasons=("unclear",), instead_of=1)
    poor = (*s.FINISHED, rated("C001", score=1))
    gone_on = (*s.RATED, issued("C002"), called("C002"), started("C002"))
    by_phone = replace(rate, channel="phone")
    return [
        *(row("already_rated", replace(other, instead_of=seen), s.RATED) for seen in (None, 3)),
        row("already_rated", replace(rate, instead_of=4), s.RATED),
        row("already_rated", other, s.RATED, rated_ms + 5_000),
        row("already_rated", why, poor, rated_ms + 15_000),
        row("already_rated", replace(other, channel="phone"), s.RATED),
        row("already_rated", other, (*s.FINISHED, rated("C001", channel="phone"))),
        row("already_rated", other, gone_on),
        row("already_rated", by_phone, s.RATED),
        row("reason_unknown", replace(why, instead_of=None, reasons=("weather",)), s.FINISHED),
        row("reason_unknown", replace(rate, score=3, reasons=("unclear",)), s.FINISHED),
        row("rating_window_closed", by_phone, s.SERVING),
        row("rating_window_closed", by_phone, (*s.WAITING, served_offline("C001"))),
        row("rating_window_closed", replace(by_phone, counter=2), s.FINISHED),
    ]


def of_rating_later(rate: c.RateTicket) -> list[Row]:
    """What was pressed outside the window of the service, or is told when another day is open."""
    finished_ms = MORNING_MS + len(s.FINISHED) * 1000
    much_later_ms = finished_ms + DAY_MS
    next_day = (*s.FINISHED, e.CounterClosed(counter=1), e.DayClosed(day=DAY), day_opened(NEXT_DAY))
    pressed = replace(rate, pressed_ms=finished_ms + 1000)
    outside = [finished_ms - 1, finished_ms + MINUTE_MS]
    return [
        *(row("rating_window_closed", replace(rate, pressed_ms=ms), s.FINISHED, much_later_ms) for ms in outside),
        row("rating_window_closed", replace(rate, pressed_ms=NEXT_STARTED_MS), NEXT_STARTED, much_later_ms),
        row("rating_window_closed", replace(rate, pressed_ms=much_later_ms), s.FINISHED, finished_ms - 1),
        row("rating_window_closed", replace(pressed, counter=2), s.FINISHED),
        row("rating_window_closed", pressed, (*s.WAITING, served_offline("C001"))),
        row("already_rated", pressed, s.RATED),
        row("unknown_ticket", pressed, next_day),
        row("no_day_open", replace(pressed, ticket=NOBODY), (*s.FINISHED, e.DayClosed(day=DAY))),
    ]
