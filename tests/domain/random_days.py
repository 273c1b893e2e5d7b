"""A day at the small hall, told by bytes: each three of them are one thing that somebody does, by whom and how.

Every call by the policy is compared with the oracle before it happens, and everything that must hold of the order is
looked at by whoever watches the day.
"""

from collections.abc import Callable, Sequence
from datetime import date

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.numbering import business_day
from hub.domain.plan import ORDINARY, Plan
from hub.domain.transitions import State
from tests.domain.hall import DAY, DAY_MS, MINUTE_MS, MORNING_MS
from tests.domain.random_plans import CLERKS, FIELDS, PROFILE_IDS
from tests.domain.second_opinion import SecondOpinion, Watch
from tests.domain.small_office import Answer

STEP_MS = (0, 0, 1, 1000, 20_000, MINUTE_MS, 4 * MINUTE_MS, 11 * MINUTE_MS, 31 * MINUTE_MS, -1000, -6 * MINUTE_MS)
COUNTERS = (1, 2, 3)


class Day(SecondOpinion):
    """A hall from its opening on, every call compared; ``watch`` is told each before it happens."""

    def __init__(self, plan: Plan, watch: Sequence[Watch] = (), compares: bool = True) -> None:
        super().__init__(watch, compares)
        self.plan, self.now_ms = plan, MORNING_MS
        self.requests: list[list[e.Entry]] = []
        self.ask(c.OpenDay(day=DAY, plan=plan, confirmed_by="person"))
        for number in COUNTERS:
            self.ask(c.OpenCounter(counter=number), CLERKS[number - 1])

    @property
    def floor(self) -> Floor:
        return self.office.floor

    @property
    def entries(self) -> list[e.Entry]:
        return self.office.entries

    def ask(self, command: c.HallCommand, actor: str = CLERKS[0]) -> Answer:
        """Ask now."""
        known = len(self.entries)
        answer = self.submit(command, self.now_ms, actor)
        self.requests += [self.entries[known:]] if isinstance(answer, tuple) else []
        return answer

    def live(self, story: bytes) -> "Day":
        """Let all that happen."""
        for place in range(0, len(story) - 2, 3):
            what, who, how = story[place : place + 3]
            self.now_ms += STEP_MS[how % len(STEP_MS)] if what % 2 else 0
            WHAT_HAPPENS[what // 2 % len(WHAT_HAPPENS)](self, who, how)
        return self


def somebody_comes(day: Day, who: int, how: int) -> None:
    known = (ORDINARY, ORDINARY, *(entry.id for entry in day.plan.classes))
    field, ticket_class = FIELDS[who % 3], known[how % len(known)]
    day.ask(c.IssueTicket(field=field, ticket_class=ticket_class, granted_by="staff"))


def a_family_comes(day: Day, who: int, how: int) -> None:
    """Several at the same instant."""
    for one in range(2 + who % 3):
        somebody_comes(day, who // 3, how + one)


def a_clerk_goes_on(day: Day, who: int, how: int) -> None:
    """What one does at a counter as it is now."""
    counter = day.floor.counters[COUNTERS[who % 3]]
    actor = CLERKS[who // 3 % 3] if who > 240 else counter.clerk or CLERKS[who // 3 % 3]
    if counter.state != "open":
        day.ask(c.OpenCounter(counter=counter.number), actor)
    elif counter.ticket is None:
        day.ask(_at_a_free(counter, day, how), actor)
    else:
        choices = WITH[day.floor.tickets[counter.ticket].state]
        day.ask(choices[how % len(choices)](counter.number, who), actor)


def _at_a_free(counter: Counter, day: Day, how: int) -> c.HallCommand:
    if how % 16 == 15:
        ways = (("wait", None, None), ("move", FIELDS[how // 16 % 3], None), ("end", None, "went_home"))
        for_waiting, move_to, end_reason = ways[how // 32 % 3]
        told = {"for_waiting": for_waiting, "move_to": move_to, "end_reason": end_reason}
        return c.CloseCounter(counter=counter.number, **told)
    if how % 16 == 14:
        return c.PauseCounter(counter=counter.number, reason="lunch", for_waiting="wait")
    if how % 16 == 13 and (held := _in_state(day, State.HELD)):
        return c.Resume(counter=counter.number, ticket=held[how % len(held)].id)
    if how % 16 > 10 and (waiting := _in_state(day, State.WAITING, State.MISSED)):
        return c.CallNumber(counter=counter.number, label=waiting[how % len(waiting)].label, reason="urgent")
    return c.CallNext(counter=counter.number)


def _in_state(day: Day, *states: State) -> list[Ticket]:
    return [ticket for ticket in day.floor.tickets.values() if ticket.state in states]


def somebody_set_aside_is_let_back(day: Day, who: int, how: int) -> None:
    for ticket in _in_state(day, State.HELD, State.MISSED)[who % 4 :][:1]:
        if ticket.state is State.HELD:
            day.ask(c.ReleaseTicket(ticket=ticket.id, reason="papers_missing"))
        elif how % 3 == 0:
            day.ask(c.CallBack(ticket=ticket.id))


def the_hall_changes(day: Day, who: int, how: int) -> None:
    number = COUNTERS[who % 3]
    changes: tuple[c.HallCommand, ...] = (
        c.SetCounterFields(counter=number, fields=(FIELDS[how // 8 % 3], FIELDS[(how // 8 + 1) % 3])),
        c.MoveField(field=FIELDS[how // 8 % 3], from_counter=number, to_counter=COUNTERS[how // 16 % 3]),
        c.DropPrepared(counter=number),
    )
    day.ask(changes[how % len(changes)])


def a_profile_is_chosen(day: Day, who: int, how: int) -> None:
    day.ask(c.UseProfile(counter=COUNTERS[who % 3], profile=("", *PROFILE_IDS)[how % 3]))


def somebody_leaves(day: Day, who: int, how: int) -> None:
    """Or was served while the hub was away."""
    for ticket in _in_state(day, State.WAITING, State.MISSED)[who % 16 :][:1]:
        day.ask(c.CancelTicket(ticket=ticket.id, reason="went_home"))
        day.ask(c.RecordServedOffline(counter=COUNTERS[how % 3], labels=(ticket.label,)))


def somebody_steps_back(day: Day, who: int, how: int) -> None:
    """And perhaps gives up their number."""
    for ticket in _in_state(day, State.WAITING)[who % 16 :][:1]:
        day.ask(c.DeferTicket(ticket=ticket.id, behind=1 + how % 4))
        if how % 16 == 15:
            day.ask(c.CancelTicket(ticket=ticket.id, reason=c.BY_CITIZEN))


def a_test_or_a_new_day(day: Day, who: int, how: int) -> None:
    """Now and then: or another policy at once."""
    if who % 8 == 0:
        day.ask(c.SetMode(mode="live" if day.floor.mode == "test" else "test"))
    elif who % 32 == 1:
        day.ask(c.CloseDay())
        day.ask(c.ReopenDay())
    elif who % 32 == 2:
        _the_next_morning(day)
    elif who % 32 == 3:
        policy = replace(day.plan.policy, most_priority_in_a_row=1 + how % 3, call_first_after_min=how % 2 * 20)
        day.ask(c.AdoptPlan(plan=replace(day.plan, policy=policy), when="now", why="random"))


def _the_next_morning(day: Day) -> None:
    """Whoever was cut off is carried over, before or after somebody has come."""
    day.ask(c.CloseDay())
    last = date.fromisoformat(day.floor.last_day or DAY)
    day.now_ms = max(day.now_ms, MORNING_MS + (last - date.fromisoformat(DAY)).days * DAY_MS) + DAY_MS
    plan = day.floor.adopted or day.plan
    day.ask(c.OpenDay(day=business_day(day.now_ms, plan.zone), plan=plan, confirmed_by="person"))
    for number in COUNTERS:
        day.ask(c.OpenCounter(counter=number), CLERKS[number - 1])
    if day.now_ms % 2:
        somebody_comes(day, 0, 1)
    day.now_ms += 7 * MINUTE_MS
    day.ask(c.CarryOver())


def _of(*commands: type[c.Command]) -> list[Callable[[int, int], c.HallCommand]]:
    return [lambda number, _, command=command: command(counter=number) for command in commands]


WITH: dict[State, list[Callable[[int, int], c.HallCommand]]] = {
    State.CALLED: _of(c.StartService, c.StartService, c.StartService, c.MarkMissed, c.MarkMissed, c.Hold, c.Recall),
    State.SERVING: [
        *_of(c.FinishService, c.FinishService, c.FinishAndCallNext, c.FinishAndCallNext, c.FinishAndCallNext),
        *_of(c.Hold, c.PrepareNext, c.PrepareNext, c.MarkMissed),
        lambda number, who: c.Transfer(counter=number, to_counter=COUNTERS[who // 3 % 3]),
        lambda number, who: c.Transfer(counter=number, to_field=FIELDS[who // 3 % 3]),
        lambda number, who: c.AddErrand(counter=number, field=FIELDS[who // 3 % 3]),
        lambda number, who: c.ReturnToQueue(counter=number, reason="papers_missing"),
        lambda number, who: c.PauseCounter(counter=number, reason="lunch", return_reason="papers_missing"),
    ],
}
WHAT_HAPPENS: tuple[Callable[[Day, int, int], None], ...] = (
    *([somebody_comes] * 3),
    a_family_comes,
    *([a_clerk_goes_on] * 7),
    somebody_set_aside_is_let_back,
    somebody_set_aside_is_let_back,
    the_hall_changes,
    a_profile_is_chosen,
    somebody_leaves,
    somebody_steps_back,
    a_test_or_a_new_day,
)
