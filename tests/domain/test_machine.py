"""The whole of the rules at random: commands of every kind, right and wrong, the clock moved at will."""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from hub.domain import commands as c
from hub.domain.apply import fold
from hub.domain.floor import Ticket
from hub.domain.numbering import business_day
from hub.domain.transitions import State
from tests.domain import desk_invariants as of_desks
from tests.domain import invariants as check
from tests.domain import visit_invariants as of_visits
from tests.domain.desk_rules import DeskRules
from tests.domain.hall import CLASSES, DAY_MS, MINUTE_MS, MORNING_MS, PLAN, SERIES
from tests.domain.random_commands import ANY_COMMAND, AT_COUNTER, HALL_COMMAND, PLANS
from tests.domain.refusals import PROVED
from tests.domain.second_opinion import SecondOpinion
from tests.domain.small_office import Answer

PAST_MIDNIGHT_MS = 1000 * MINUTE_MS
"""From half past seven in the morning to ten past midnight."""
FORWARD = [0, 1, 5_000, MINUTE_MS, 61_000, 3_600_000, PAST_MIDNIGHT_MS, DAY_MS, 20 * DAY_MS]
MOVES_OF_THE_CLOCK = [*FORWARD, -1, -5_000, -MINUTE_MS, -DAY_MS]
COMPARED_EVERY = 3
"""A floor that differs from its replay does so from some step on: each third step and the last find it."""
AGO_MS = [0, 5_000, 10 * MINUTE_MS, 3_600_000, DAY_MS, -MINUTE_MS]
"""How long ago a kiosk drew a number, as far as it knows."""
OPEN_COUNTERS = st.sampled_from([1, 2, 3])
ANY_CLASS = st.sampled_from(["ordinary", *CLASSES])
ANY_PLACE = st.integers(0, 47)

AtACounter = Callable[[int], c.Command]


def _of(*commands: type[c.Command]) -> list[AtACounter]:
    return [lambda number, command=command: command(counter=number) for command in commands]


WITH_A_TICKET: dict[State, list[AtACounter]] = {
    State.CALLED: _of(c.StartService, c.StartService, c.StartService, c.MarkMissed, c.Hold, c.Recall),
    State.SERVING: [
        *_of(c.FinishService, c.FinishAndCallNext, c.FinishAndCallNext, c.Hold, c.Recall),
        lambda number: c.Transfer(counter=number, to_counter=number % 3 + 1),
        lambda number: c.Transfer(counter=number, to_field="land"),
        lambda number: c.ReturnToQueue(counter=number, reason="papers_missing"),
        lambda number: c.PauseCounter(counter=number, reason="lunch", return_reason="papers_missing"),
    ],
}
"""What a clerk does, by the state of the ticket at hand; what is usual stands there more often."""

AboutATicket = Callable[[Ticket, int], c.Command]

ABOUT_A_TICKET: list[AboutATicket] = [
    lambda ticket, counter: c.CallNumber(counter=counter, label=ticket.label, reason="urgent"),
    lambda ticket, counter: c.CancelTicket(ticket=ticket.id, reason="went_home", counter=counter),
    lambda ticket, counter: c.CallBack(ticket=ticket.id),
    lambda ticket, counter: c.Resume(counter=counter, ticket=ticket.id),
    lambda ticket, counter: c.RateTicket(counter=counter, ticket=ticket.id, service=1, score=counter),
    lambda ticket, counter: c.ReleaseTicket(ticket=ticket.id, reason="papers_missing"),
    lambda ticket, counter: c.RequestPrint(ticket=ticket.id, device="printer"),
    lambda ticket, counter: c.ReportPrint(ticket=ticket.id, job="job", result="confirmed"),
    lambda ticket, counter: c.RecordServedOffline(counter=counter, labels=(ticket.label,)),
    lambda ticket, counter: c.ReportPrint(ticket=ticket.id, job=f"{ticket.label}-{counter}", result="failed"),
]


class HallMachine(DeskRules):
    """A hall that anybody may ask anything; the invariants look at it after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.opinion = SecondOpinion()
        self.office = self.opinion.office
        self.now_ms = MORNING_MS
        self.checked = 0
        self.steps = 0

    def ask(self, command: c.Command, actor: str = "clerk") -> Answer:
        """A refusal must be one that the table of refusals knows for this command."""
        self.now_ms += 1000
        answer = self.opinion.submit(command, self.now_ms, actor)
        assert not isinstance(answer, str) or answer in PROVED[type(command)]
        return answer

    @property
    def today(self) -> str:
        """The date that the clock shows in the hall."""
        return business_day(self.now_ms, PLAN.zone)

    @initialize(plan=st.sampled_from(list(PLANS)), classes=st.lists(ANY_CLASS, max_size=6))
    def a_morning(self, plan: str, classes: list[str]) -> None:
        self.a_day_opens(plan)
        self.ask(c.ReportDevice(device="printer", link="online", paper="ok", cover="closed"))
        for number in (1, 2, 3):
            self.ask(c.OpenCounter(counter=number))
        self.people_come("civil", classes)

    @precondition(lambda self: self.office.floor.day != self.today)
    @rule(plan=st.sampled_from(list(PLANS)))
    def a_day_opens(self, plan: str) -> None:
        """Under the date that the clock shows, in the morning after the last day at the earliest."""
        while self.today <= (self.office.floor.last_day or ""):
            self.now_ms += DAY_MS
        self.ask(c.AdoptPlan(plan=PLANS[plan], when="next_day", why="random"))
        is_anybody_there = any(ticket.is_open for ticket in self.office.floor.tickets.values())
        answer = self.ask(c.OpenDay(day=self.today, plan=PLANS[plan], confirmed_by="person"))
        assert answer != "day_still_busy" or is_anybody_there

    @precondition(lambda self: self.office.floor.day == self.today)
    @rule(is_so=st.sampled_from([*[False] * 7, True]))
    def the_day_is_closed_by_mistake(self, is_so: bool) -> None:
        """Whoever was in the hall waits again, but for the missed and for those whom nobody serves."""
        if not is_so:
            return
        floor = self.office.floor
        served = {field for counter in floor.counters.values() for field in counter.fields}
        there = [t for t in floor.tickets.values() if t.is_open and t.mode == "live" and t.state is not State.MISSED]
        self.ask(c.CloseDay())
        self.ask(c.ReopenDay())
        waiting = {ticket.id for ticket in floor.tickets.values() if ticket.state is State.WAITING}
        assert waiting == {ticket.id for ticket in there if ticket.service.field in served}

    @rule(step=st.sampled_from(MOVES_OF_THE_CLOCK))
    def the_clock_moves(self, step: int) -> None:
        self.now_ms += step

    @rule(commands=st.lists(ANY_COMMAND, min_size=1, max_size=8))
    def anything_is_asked(self, commands: list[c.Command]) -> None:
        for command in commands:
            self.ask(command)

    @rule(command=HALL_COMMAND)
    def the_hall_changes(self, command: c.Command) -> None:
        self.ask(command)

    @rule(field=st.sampled_from(list(SERIES)), classes=st.lists(ANY_CLASS, max_size=4))
    def people_come(self, field: str, classes: list[str]) -> None:
        for name in classes:
            self.ask(c.IssueTicket(field=field, ticket_class=name, granted_by="staff"))

    @rule(
        tag=st.sampled_from(["K1", "K2"]),
        field=st.sampled_from(list(SERIES)),
        drawn=st.lists(st.tuples(ANY_CLASS, st.sampled_from(AGO_MS)), min_size=1, max_size=4),
    )
    def a_kiosk_finds_the_hub_again(self, tag: str, field: str, drawn: list[tuple[str, int]]) -> None:
        """It hands in what it drew on the last day that it knows; each number is taken, once."""
        floor = self.office.floor
        if floor.last_day is None:
            return
        series = SERIES[field] if floor.mode == "live" else PLAN.test_series
        last = floor.last_numbers.get(f"{series}-{tag}", 0)
        for number, (name, ago_ms) in enumerate(drawn, start=last + 1):
            command = c.JoinTicket(
                day=floor.last_day,
                field=field,
                series=series,
                tag=tag,
                number=number,
                drawn_ms=self.now_ms - ago_ms,
                ticket_class=name,
            )
            assert isinstance(self.ask(command), tuple)
            assert self.ask(command) == "number_exists"

    @rule(steps=st.lists(st.tuples(OPEN_COUNTERS, ANY_PLACE), min_size=4, max_size=16))
    def clerks_go_on(self, steps: list[tuple[int, int]]) -> None:
        for number, way in steps:
            self.a_clerk_goes_on(number, way)

    def a_clerk_goes_on(self, number: int, way: int) -> None:
        """Do what one does at this counter now."""
        floor = self.office.floor
        counter = floor.counters.get(number)
        if counter is None or counter.state != "open":
            self.ask(c.OpenCounter(counter=number))
        elif counter.ticket is not None:
            choices = WITH_A_TICKET[floor.tickets[counter.ticket].state]
            self.ask(choices[way % len(choices)](number), "clerk" if way % 2 else f"desk:{number}")
        elif counter.undo is not None and way % 4 == 1:
            undo = c.UndoFinish if counter.undo.kind == "finish" else c.UndoMissed
            self.ask(undo(counter=number, ticket=counter.undo.ticket))
        elif way % 12 == 11:
            self.ask(c.CloseCounter(counter=number))
        elif way % 12 == 10:
            self.ask(c.SetCounterFields(counter=number, fields=(list(SERIES)[way % 3],)))
        elif way % 12 > 6 and floor.aside:
            self.somebody_set_aside_is_back(number, way)
        else:
            self.ask(c.CallNext(counter=number))

    def somebody_set_aside_is_back(self, number: int, place: int) -> None:
        tickets = list(self.office.floor.aside.values())
        ticket = tickets[place % len(tickets)]
        if ticket.state is State.HELD:
            self.ask(c.Resume(counter=number, ticket=ticket.id))
        elif place % 2:
            self.ask(c.CallNumber(counter=number, label=ticket.label, reason="urgent"))
        else:
            self.ask(c.CallBack(ticket=ticket.id))

    @precondition(lambda self: self.office.floor.tickets)
    @rule(asked=st.lists(st.tuples(OPEN_COUNTERS, ANY_PLACE, st.sampled_from(ABOUT_A_TICKET)), min_size=2, max_size=10))
    def things_are_asked_about_tickets(self, asked: list[tuple[int, int, AboutATicket]]) -> None:
        """In whichever state they are."""
        for number, place, about in asked:
            tickets = list(self.office.floor.tickets.values())
            self.ask(about(tickets[place % len(tickets)], number))

    @rule(slips=st.lists(st.tuples(OPEN_COUNTERS, AT_COUNTER), min_size=2, max_size=6))
    def clerks_slip(self, slips: list[tuple[int, type[c.Command]]]) -> None:
        """Press any key at any moment."""
        for number, command in slips:
            self.ask(command(counter=number))

    @precondition(lambda self: any(counter.ticket for counter in self.office.floor.counters.values()))
    @rule(place=ANY_PLACE, to=st.sampled_from([*SERIES, 1, 2, 3, None]))
    def somebody_is_sent_on(self, place: int, to: str | int | None) -> None:
        """To a field, to a counter, or back to the queue."""
        busy = [counter.number for counter in self.office.floor.counters.values() if counter.ticket]
        number = busy[place % len(busy)]
        if to is None:
            self.ask(c.ReturnToQueue(counter=number, reason="papers_missing"))
        elif isinstance(to, int):
            self.ask(c.Transfer(counter=number, to_counter=to))
        else:
            self.ask(c.Transfer(counter=number, to_field=to))

    @precondition(lambda self: any(counter.rating for counter in self.office.floor.counters.values()))
    @rule(place=ANY_PLACE)
    def somebody_rates(self, place: int) -> None:
        counters = self.office.floor.counters.values()
        windows = [(counter.number, counter.rating) for counter in counters if counter.rating]
        number, window = windows[place % len(windows)]
        self.ask(c.RateTicket(counter=number, ticket=window.ticket, service=window.service, score=1 + place % 4))

    @precondition(lambda self: any(counter.given for counter in self.office.floor.counters.values()))
    @rule(place=ANY_PLACE, reasons=st.sampled_from([(), ("long_wait",)]))
    def somebody_says_more(self, place: int, reasons: tuple[str, ...]) -> None:
        """Another score, or why."""
        number, given, score = next(
            (counter.number, counter.given, counter.last_score)
            for counter in self.office.floor.counters.values()
            if counter.given
        )
        of = {"counter": number, "ticket": given.ticket, "service": given.service, "instead_of": score}
        self.ask(c.RateTicket(**of, score=1 + place % 4, reasons=reasons))

    @invariant()
    def the_floor_is_sound(self) -> None:
        floor = self.office.floor
        check.tickets_and_counters_agree(floor)
        check.indexes_agree_with_states(floor)
        check.nobody_waits_in_vain(floor)
        check.what_is_over_is_over(floor)
        check.services_are_in_order(floor)
        check.tallies_agree_with_the_tickets(floor)
        check.papers_are_awaited_for_open_tickets(floor)
        check.clerks_are_at_counters_that_work(floor)
        of_visits.chains_come_in_their_order(floor)

    @invariant()
    def the_journal_is_sound(self) -> None:
        entries = self.office.entries
        check.numbers_are_unique_and_without_gaps(entries)
        check.numbers_that_joined_keep_their_time(entries)
        check.what_ended_stays_so(entries)
        check.nobody_is_carried_over_twice(entries)
        check.every_number_is_accounted_for(entries)
        of_desks.ratings_belong_to_finished_services(entries)
        of_desks.windows_end_with_the_next_start(self.office.since_opening(), self.office.floor)
        of_desks.keypads_press_for_the_clerk(self.office.since_opening(), self.office.floor)
        of_visits.errands_are_never_lost(self.office.since_opening(), self.office.floor)
        check.stopped_fields_draw_nothing(entries)
        check.jobs_are_asked_for_once(entries)
        check.events_survive_the_journal(entries[self.checked :])
        self.checked = len(entries)

    @invariant()
    def a_replay_is_right_all_along(self) -> None:
        self.steps += 1
        if self.steps % COMPARED_EVERY == 0:
            self.a_replay_gives_the_same_floor_and_views()

    def teardown(self) -> None:
        self.a_replay_gives_the_same_floor_and_views()

    def a_replay_gives_the_same_floor_and_views(self) -> None:
        """From the first entry, and from the last day's snapshot alone."""
        live, from_snapshot = self.office.floor, fold(self.office.since_opening())
        assert fold(self.office.entries) == live == from_snapshot
        assert check.every_view(from_snapshot) == check.every_view(live)


TestHall = HallMachine.TestCase
TestHall.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
