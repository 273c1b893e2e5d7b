"""Whatever is asked of the office: the journal alone gives the same floor and the same answers again."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain import commands as c
from hub.domain.apply import fold
from hub.domain.errors import Refused
from hub.service.housekeeping import opening
from hub.store.audit import CLEAN, audit
from tests.service.keeper import CONFIGURED
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, PLAN, Hall

COUNTERS = st.integers(1, 2)
TICKETS = st.sampled_from([f"{DAY}-{label}" for label in ("A001", "A002", "B001", "TT001")])
AT_COUNTER = (
    c.OpenCounter,
    c.CallNext,
    c.CallNext,
    c.FinishAndCallNext,
    c.Recall,
    c.StartService,
    c.StartService,
    c.FinishService,
    c.MarkMissed,
    c.CloseCounter,
)
COMMANDS: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(lambda kind, counter: kind(counter=counter), st.sampled_from(AT_COUNTER), COUNTERS),
    st.builds(
        lambda field, given: c.IssueTicket(field=field, ticket_class=given),
        st.sampled_from(["civil", "land"]),
        st.sampled_from(["ordinary", "priority"]),
    ),
    st.builds(lambda counter: c.Hold(counter=counter, note="a note"), COUNTERS),
    st.builds(lambda counter, ticket: c.Resume(counter=counter, ticket=ticket), COUNTERS, TICKETS),
    st.builds(lambda counter: c.Transfer(counter=counter, to_field="land"), COUNTERS),
    st.builds(lambda counter: c.ReturnToQueue(counter=counter, reason="papers_missing"), COUNTERS),
    st.builds(lambda counter: c.CallNumber(counter=counter, label="A002", reason="asked_for"), COUNTERS),
    st.builds(lambda ticket: c.CallBack(ticket=ticket), TICKETS),
    st.builds(lambda ticket: c.CancelTicket(ticket=ticket, reason="left"), TICKETS),
    st.builds(
        lambda counter, ticket, pressed_ms: c.RateTicket(
            counter=counter, ticket=ticket, service=1, score=2, pressed_ms=pressed_ms
        ),
        COUNTERS,
        TICKETS,
        st.none() | st.integers(MORNING_MS, MORNING_MS + 60_000),
    ),
    st.builds(lambda counter, ticket: c.FinishService(counter=counter, seen=ticket), COUNTERS, TICKETS),
    st.builds(lambda mode: c.SetMode(mode=mode), st.sampled_from(["live", "test"])),
    st.builds(lambda ticket: c.ReleaseTicket(ticket=ticket, reason="papers_missing"), TICKETS),
    st.builds(lambda ticket: c.RequestPrint(ticket=ticket, device="printer"), TICKETS),
    st.builds(lambda counter: c.MoveField(field="land", from_counter=counter, to_counter=3 - counter), COUNTERS),
    st.builds(lambda counter: c.CloseCounter(counter=counter, return_reason="papers_missing"), COUNTERS),
    st.just(c.ReportDevice(device="printer", link="online", paper="ok", cover="closed")),
    st.just(c.CloseDay()),
    st.just(c.ReopenDay()),
    st.just(c.ReopenDay()),
)


A_DAY_LATER = "a day later"
STEPS = st.lists(
    st.one_of(
        COMMANDS,
        st.builds(lambda number: c.AbandonRequest(key=f"k{number}"), st.integers(0, 40)),
        st.integers(0, 40),
        st.integers(0, 40),
        st.just(A_DAY_LATER),
    ),
    min_size=20,
    max_size=80,
)
"""A command under a new key; or a number: of how many requests ago one comes again; or the next morning."""


def answer(hall: Hall, command: c.Command, key: str) -> str:
    try:
        return json.dumps(hall.do(command, key=key).answer)
    except Refused as refused:
        return json.dumps([refused.code, refused.params])


@settings(max_examples=40, deadline=None)
@given(st.lists(COMMANDS, min_size=10, max_size=60))
def test_the_journal_gives_the_same_floor_and_the_same_answers(commands: list[c.Command]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(folder) / "hub.db")
        hall.do(c.OpenDay(day=DAY, plan=PLAN), key="open")
        answers = []
        for number, command in enumerate(commands):
            hall.clock.at_ms += 1000
            answers.append(answer(hall, command, f"k{number}"))
        floor = hall.office.floor
        assert fold(hall.journal.since_opening()) == floor
        assert [entry.seq for entry in hall.journal.entries_after(0)] == list(range(1, floor.seq + 1))
        hall.journal.copy_to(Path(folder) / "copy.db")
        assert audit(Path(folder) / "copy.db", DAY).status == CLEAN
        hall.close()
        again = Hall(Path(folder) / "hub.db", hall.clock)
        assert again.office.floor == floor
        assert [answer(again, command, f"k{number}") for number, command in enumerate(commands)] == answers
        assert again.office.floor == floor
        again.close()


class Sender:
    """One who asks and, at times, asks again for what was asked before."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.asked: list[tuple[c.Command, str, str]] = []

    def ask(self, command: c.Command) -> None:
        key = f"k{len(self.asked)}"
        self.asked.append((command, key, answer(self.hall, command, key)))

    def ask_again(self, ago: int) -> None:
        """The first answer, and nothing changes."""
        command, key, first = self.asked[-1 - ago % len(self.asked)]
        office = self.hall.office
        before, heard = fold(self.hall.journal.since_opening()), len(self.hall.heard.entries)
        assert answer(self.hall, command, key) == first
        assert office.floor == before
        assert len(self.hall.heard.entries) == heard


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_a_request_that_comes_again_at_any_time_gets_its_first_answer(steps: list[c.Command | int | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(folder) / "hub.db")
        sender = Sender(hall)
        sender.ask(c.OpenDay(day=DAY, plan=PLAN))
        for step in steps:
            hall.clock.at_ms += 1000
            if isinstance(step, int):
                sender.ask_again(step)
            elif isinstance(step, str):
                hall.clock.at_ms += 24 * HOUR_MS
                sender.ask(opening(hall.office.floor, CONFIGURED, hall.clock.at_ms, "person"))
            else:
                sender.ask(step)
        for ago in range(len(sender.asked)):
            sender.ask_again(ago)
        hall.close()
