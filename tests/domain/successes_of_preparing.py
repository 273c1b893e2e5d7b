"""What commands about the order at a counter lead to: choosing the next one ahead of time, work profiles, recalls."""

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.hall import (
    called,
    called_back,
    cancelled,
    dropped,
    expired,
    finished,
    issued,
    missed,
    prepared,
    returned,
    served_offline,
    started,
    ticket_id,
)
from tests.domain.successes_of_the_hall import OVER, Success

NEXT = issued("C002")
C002 = ticket_id("C002")

OF_PREPARING: list[Success] = [
    ("choose the next one while serving", (*s.PREPARING, NEXT), c.PrepareNext(counter=1), [prepared("C002")]),
    ("let the chosen one wait again", s.PREPARED, c.DropPrepared(counter=1), [dropped("C002")]),
    (
        "call the chosen one, whoever came meanwhile",
        (*s.PREPARED, issued("C003", "merit"), finished("C001")),
        c.CallNext(counter=1),
        [called("C002", rule="prepared")],
    ),
    (
        "finish and call the chosen one",
        s.PREPARED,
        c.FinishAndCallNext(counter=1),
        [finished("C001"), called("C002", rule="prepared")],
    ),
    (
        "call the chosen one by its number",
        (*s.PREPARED, finished("C001")),
        c.CallNumber(counter=1, label="C002", reason="urgent"),
        [called("C002", rule="by_number", reason="urgent", candidates=0)],
    ),
    (
        "pause, with somebody chosen",
        s.PREPARED,
        c.PauseCounter(counter=1, reason="lunch", return_reason="papers_missing", for_waiting="wait"),
        [dropped("C002"), returned("C001"), e.CounterPaused(counter=1, reason="lunch")],
    ),
    (
        "close, with somebody chosen",
        (*s.PREPARED, finished("C001")),
        c.CloseCounter(counter=1, for_waiting="wait"),
        [dropped("C002"), e.CounterClosed(counter=1)],
    ),
    (
        "close the day, with somebody chosen",
        (*s.PREPARED, finished("C001"), e.CounterClosed(counter=1)),
        c.CloseDay(),
        [expired("C002"), OVER],
    ),
    (
        "start a test, with somebody chosen",
        s.PREPARED,
        c.SetMode(mode="test"),
        [dropped("C002"), e.ModeSet(mode="test")],
    ),
    (
        "cancel the chosen one",
        s.PREPARED,
        c.CancelTicket(ticket=C002, reason="went_home"),
        [dropped("C002"), cancelled("C002")],
    ),
    (
        "record the chosen one as served while the hub was away",
        s.PREPARED,
        c.RecordServedOffline(counter=2, labels=("C002",)),
        [dropped("C002"), served_offline("C002", 2)],
    ),
    (
        "choose a work profile",
        s.WITH_PROFILES,
        c.UseProfile(counter=2, profile="land_first"),
        [e.ProfileChosen(counter=2, profile="land_first")],
    ),
    (
        "give up a work profile",
        (*s.WITH_PROFILES, e.ProfileChosen(counter=2, profile="land_first")),
        c.UseProfile(counter=2, profile=""),
        [e.ProfileChosen(counter=2, profile="")],
    ),
    (
        "choose a missed one, who waits again first",
        (*s.MISSED_UNDER_RULES, issued("C002"), called("C002"), started("C002")),
        c.PrepareNext(counter=1),
        [called_back("C001"), prepared("C001")],
    ),
    (
        "call a missed one as the plan has it",
        s.MISSED_UNDER_RULES,
        c.CallNext(counter=1),
        [called_back("C001"), called("C001")],
    ),
    (
        "call a number that was called often enough",
        (*s.CALLED_TWICE, missed("C001")),
        c.CallNumber(counter=1, label="C001", reason="urgent"),
        [called_back("C001"), called("C001", rule="by_number", reason="urgent", candidates=0)],
    ),
]
