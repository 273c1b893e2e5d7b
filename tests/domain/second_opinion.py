"""The oracle beside a small office: before each command it says what should come of it, afterwards it compares."""

from collections.abc import Callable, Sequence

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain.oracle import Oracle
from tests.domain.oracle_choice import Choice, expected, people_before
from tests.domain.oracle_ears import hear
from tests.domain.small_office import Answer, SmallOffice

ASKS_THE_POLICY = (c.CallNext, c.FinishAndCallNext, c.PrepareNext)
NOW_AND_THEN = 16

Turn = e.TicketCalled | e.TicketPrepared
Watch = Callable[[Oracle, Turn, int], None]
"""Told of each choice, by the policy or by number, and when (ms), before it has happened."""


class WrongCall(AssertionError):
    """The policy called somebody whom the words of the plan do not put first."""


class SecondOpinion:
    """A small office whose every call is compared, unless only its watchers shall judge it."""

    def __init__(self, watch: Sequence[Watch] = (), compares: bool = True) -> None:
        self.oracle = Oracle()
        self.office = SmallOffice(watch=self._hear)
        self.compared = 0
        self._watch, self._compares = watch, compares

    def submit(self, command: c.HallCommand, now_ms: int, actor: str = "clerk") -> Answer:
        """The office's answer. A call is decided as the hall stands before the command. Raises WrongCall."""
        is_asked = isinstance(command, ASKS_THE_POLICY) and command.counter in self.oracle.desks
        right = expected(self.oracle, command.counter, now_ms) if is_asked else None  # type: ignore[union-attr]
        answer = self.office.decide(command, now_ms)
        if is_asked and answer == "queue_empty":
            self._compare(None, right)
        if isinstance(answer, str):
            return answer
        turn = next((event for event in answer if isinstance(event, Turn)), None)
        if is_asked and (turn is None or turn.rule != "prepared"):
            self._compare(turn, right)
        is_a_turn = turn is not None and self.oracle.people[turn.ticket].does != "is prepared"
        for looks in self._watch if is_a_turn else ():
            looks(self.oracle, turn, now_ms)
        return self.office.apply(answer, now_ms, actor)

    def _compare(self, turn: Turn | None, right: Choice | None) -> None:
        self.compared += turn is not None
        made = Choice(turn.ticket, turn.rule, turn.candidates, turn.as_class) if turn else None
        if made != right and self._compares:
            raise WrongCall(f"{made} and should be {right}")

    def _hear(self, entry: e.Entry) -> None:
        hear(self.oracle, entry)
        if isinstance(entry.event, e.TicketIssued) and entry.event.number % NOW_AND_THEN == 0:
            told, right = entry.event.people_ahead, people_before(self.oracle, entry.event.ticket, entry.at_ms)
            if told != right and self._compares:
                raise WrongCall(f"{told} are told to be ahead of {entry.event.label} and should be {right}")
