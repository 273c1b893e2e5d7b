"""What commands about errands, outcomes, missing and help lead to."""

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import plans_of_visits as v
from tests.domain import situations as s
from tests.domain.hall import (
    MORNING_MS,
    called,
    finish_undone,
    finished,
    issued,
    joined,
    miss_undone,
    missed,
    noted,
    started,
    transferred,
)
from tests.domain.successes_of_the_hall import NEXT, Success

TOLD = {"outcome": "taken_in", "quantity": 2}

OF_VISITS: list[Success] = [
    (
        "a number for two fields, which meet at one cashier",
        v.CHAINED_OPEN,
        c.IssueTicket(field="civil", further_fields=("land",)),
        [issued("C001", at_ms=MORNING_MS + 3000, further=("land", "copies"), also_counted=("land",))],
    ),
    (
        "a kiosk's own number gets the chain of its field",
        v.CHAINED_OPEN,
        c.JoinTicket(day="2026-11-22", field="civil", series="C", tag="K1", number=1, drawn_ms=MORNING_MS + 2500),
        [joined("C-K1-01", MORNING_MS + 2500, further=("copies",))],
    ),
    ("finish the first errand", v.SERVED_FIRST, c.FinishService(counter=1), [v.errand_finished("C001", "land")]),
    (
        "finish the first errand and call the next",
        (*v.SERVED_FIRST, NEXT),
        c.FinishAndCallNext(counter=1),
        [v.errand_finished("C001", "land"), called("C002")],
    ),
    (
        "whoever goes on is not called by the finish that sends them on",
        (*v.CHAINED_OPEN, e.CounterFieldsSet(counter=1, fields=("civil", "land")), *v.SERVED_FIRST[2:]),
        c.FinishAndCallNext(counter=1),
        [v.errand_finished("C001", "land")],
    ),
    (
        "an errand that was served while the hub was away",
        v.ON_ITS_WAY,
        c.RecordServedOffline(counter=1, labels=("C001",)),
        [v.errand_served_offline("C001", "land")],
    ),
    ("add an errand", s.CALLED, c.AddErrand(counter=1, field="copies"), [v.errand_added("C001", "copies")]),
    (
        "add an errand with its chain, which goes to the end",
        (*v.CHAINED_OPEN, issued("C001", further=("copies",)), called("C001")),
        c.AddErrand(counter=1, field="land"),
        [v.errand_added("C001", "land"), v.errand_added("C001", "copies")],
    ),
    ("drop an errand", v.SERVED_FIRST, c.DropErrand(counter=1, field="land"), [v.errand_dropped("C001", "land")]),
    (
        "transfer into a chain",
        (*v.CHAINED_OPEN, issued("C001"), called("C001")),
        c.Transfer(counter=1, to_field="land"),
        [v.errand_added("C001", "copies"), transferred("C001", 1, "land")],
    ),
    (
        "transfer to what was to come",
        v.SERVED_FIRST,
        c.Transfer(counter=1, to_field="copies"),
        [transferred("C001", 1, "copies")],
    ),
    ("finish and tell", v.LED_SERVING, c.FinishService(counter=1, **TOLD), [finished("C001", **TOLD)]),
    ("finish and tell nothing where it is offered", v.ASKED_SERVING, c.FinishService(counter=1), [finished("C001")]),
    (
        "start with the call",
        v.LED_WAITING,
        c.CallNext(counter=1),
        [called("C001"), started("C001")],
    ),
    (
        "finish, call the next and start",
        (*v.LED_SERVING, NEXT),
        c.FinishAndCallNext(counter=1, **TOLD),
        [finished("C001", **TOLD), called("C002"), started("C002")],
    ),
    (
        "nobody came, after the start with the call",
        v.LED_SERVING,
        c.MarkMissed(counter=1, reason="nobody_came"),
        [missed("C001", reason="nobody_came")],
    ),
    ("take a finish back", s.FINISHED, c.UndoFinish(counter=1, ticket=v.C001), [finish_undone("C001")]),
    ("take a miss back", s.MISSED, c.UndoMissed(counter=1, ticket=v.C001), [miss_undone("C001")]),
    (
        "take a miss back where services start with the call",
        (*v.LED_SERVING, missed("C001", reason="nobody_came")),
        c.UndoMissed(counter=1, ticket=v.C001),
        [miss_undone("C001"), started("C001")],
    ),
    ("write a note of the visit", s.SERVING, c.SetVisitNote(counter=1, note="Deaf"), [noted("C001")]),
    ("strike out what is not there", s.CALLED, c.SetVisitNote(counter=1), [noted("C001")]),
    (
        "strike it out: its words go",
        (*s.CALLED, noted("C001")),
        c.SetVisitNote(counter=1),
        [noted("C001", replaces=len(s.CALLED) + 1)],
    ),
    ("call for help in a pause", s.PAUSED, c.CallForHelp(counter=1), [e.HelpCalled(counter=1)]),
    ("help has come", v.HELP_CALLED, c.EndHelp(counter=1), [e.HelpEnded(counter=1)]),
]
