"""What keypads and panels do at random, as a part of the state machine."""

from abc import abstractmethod
from copy import deepcopy

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.floor import Floor
from tests.domain.desk_invariants import may_be_rated
from tests.domain.hall import DAY_MS
from tests.domain.random_commands import ABOUT_THE_TICKET
from tests.domain.small_office import Answer, SmallOffice

ANY_PLACE = st.integers(0, 47)
AFTER_MS = [-1, 0, 1, 5_000, 59_999, 60_000, DAY_MS]
"""How long after the end of a service a panel was pressed."""


class DeskRules(RuleBasedStateMachine):
    """The machine's rules for the devices at the counters."""

    office: SmallOffice
    now_ms: int

    @abstractmethod
    def ask(self, command: c.Command, actor: str = "clerk") -> Answer:
        """Ask the office in the name of an actor, a second later."""

    @precondition(lambda self: any(counter.ticket for counter in self.office.floor.counters.values()))
    @rule(place=ANY_PLACE, command=st.sampled_from(ABOUT_THE_TICKET), is_right=st.booleans())
    def a_keypad_says_what_it_saw(self, place: int, command: type[c.AtHand], is_right: bool) -> None:
        """Nothing is done to another ticket than the one that was seen."""
        busy = [counter for counter in self.office.floor.counters.values() if counter.ticket]
        number, there = busy[place % len(busy)].number, busy[place % len(busy)].ticket
        tickets = list(self.office.floor.tickets)
        seen = there if is_right else tickets[place % len(tickets)]
        answer = self.ask(command(counter=number, seen=seen), f"desk:{number}")
        assert (answer == "ticket_changed") == (seen != there)

    @precondition(lambda self: self.finished())
    @rule(place=ANY_PLACE, after_ms=st.sampled_from([-1, 0, 1, 5_000, 59_999, 60_000, DAY_MS]))
    def a_panel_tells_later(self, place: int, after_ms: int) -> None:
        """What was pressed in the window of a service counts once, whenever it is told."""
        finished = self.finished()
        entry = finished[place % len(finished)]
        ticket, service, counter = entry.event.ticket, entry.event.service, entry.event.counter
        pressed_ms = entry.at_ms + after_ms
        told = {"counter": counter, "ticket": ticket, "service": service, "score": 1, "pressed_ms": pressed_ms}
        pressed_ms = min(pressed_ms, self.now_ms + 1000)
        answer = self.ask(c.RateTicket(**told), "hall:H1")
        if answer != "already_rated":
            assert isinstance(answer, tuple) == may_be_rated(self.office.since_opening(), entry, pressed_ms)
        assert self.ask(c.RateTicket(**told), "hall:H1") in ("already_rated", "rating_window_closed")

    @precondition(lambda self: any(counter.ticket for counter in self.office.floor.counters.values()))
    @rule(place=ANY_PLACE, press=st.sampled_from([c.FinishService, c.MarkMissed]))
    def a_press_is_taken_back(self, place: int, press: type[c.FinishService | c.MarkMissed]) -> None:
        """All is then as it was, but for papers to come, and for when a service started that starts with the call."""
        floor = self.office.floor
        busy = [counter for counter in floor.counters.values() if counter.ticket]
        counter = busy[place % len(busy)]
        ticket, actor, before = counter.ticket, counter.clerk or "clerk", _but_for_the_slip(floor, press)
        undo = c.UndoFinish if press is c.FinishService else c.UndoMissed
        self.ask(press(counter=counter.number), actor)
        if isinstance(self.ask(undo(counter=counter.number, ticket=ticket), actor), tuple):
            assert _but_for_the_slip(floor, press) == before

    def finished(self) -> list[e.Entry]:
        """The finished services of the day, each by its last finish."""
        last = {
            (entry.event.ticket, entry.event.service): entry
            for entry in self.office.since_opening()
            if isinstance(entry.event, e.ServiceFinished | e.ErrandFinished)
        }
        return list(last.values())


def _but_for_the_slip(floor: Floor, press: type[c.FinishService | c.MarkMissed]) -> Floor:
    copied = deepcopy(floor, {id(plan): plan for plan in (floor.plan, floor.adopted)})
    copied.seq, copied.at_ms, copied.print_requests = 0, 0, {}
    if press is c.MarkMissed:
        copied.begun = {}
        for ticket in copied.tickets.values():
            ticket.service.started_ms, ticket.service.begun_row = None, None
    return copied
