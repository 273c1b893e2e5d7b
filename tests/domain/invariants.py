"""What must be true of every floor and every journal, whatever was asked in whatever order."""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from hub.domain import events as e
from hub.domain import views
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.transitions import AT_COUNTER, SET_ASIDE, State

COUNTER_NUMBERS = (1, 2, 3, 9)
DRAWN = (e.TicketIssued, e.TicketJoined, e.TicketCarriedOver)
ENDS = (e.ServiceFinished, e.TicketServedOffline, e.TicketCancelled, e.TicketExpired, e.ServiceEndedByDay)


def tickets_and_counters_agree(floor: Floor) -> None:
    """A counter's ticket is called or served there, and each such ticket is at exactly one open counter."""
    held = {counter.ticket: counter for counter in floor.counters.values() if counter.ticket is not None}
    assert len(held) == sum(counter.ticket is not None for counter in floor.counters.values())
    assert set(held) == {ticket.id for ticket in floor.tickets.values() if ticket.state in AT_COUNTER}
    for ticket_id, counter in held.items():
        assert floor.tickets[ticket_id].service.counter == counter.number
        assert counter.state == "open"


def indexes_agree_with_states(floor: Floor) -> None:
    """``waiting`` and ``aside`` hold exactly the tickets whose state says so."""
    in_state = {state: {t.id for t in floor.tickets.values() if t.state is state} for state in State}
    indexed = [(field, ticket) for field, tickets in floor.waiting.items() for ticket in tickets.values()]
    assert Tally(ticket.id for _, ticket in indexed) == Tally(in_state[State.WAITING])
    assert all(ticket.service.field == field for field, ticket in indexed)
    assert set(floor.aside) == set().union(*(in_state[state] for state in SET_ASIDE))
    assert all(floor.tickets[ticket.id] is ticket for ticket in floor.aside.values())
    assert all(floor.tickets[ticket.id] is ticket for _, ticket in indexed)


def nobody_waits_in_vain(floor: Floor) -> None:
    """Some counter that is not for others serves the field of whoever waits; nobody is bound to a closed counter.

    Who has a number that a kiosk drew by itself waits in any case: the paper is in their hand.
    """
    served = {field for counter in floor.counters.values() for field in counter.fields}
    for ticket in floor.tickets.values():
        if ticket.state is State.WAITING and ticket.people_ahead is not None:
            assert ticket.service.field in served
            assert ticket.service.to_counter is not None or is_called_somewhere(floor, ticket)
        if ticket.is_open and ticket.people_ahead is not None:
            assert set(ticket.errands) <= served, "nobody is sent on to where nobody serves them"
        if ticket.is_open and ticket.service.to_counter is not None:
            assert floor.counters[ticket.service.to_counter].state != "closed"


def is_called_somewhere(floor: Floor, ticket: Ticket) -> bool:
    """Whether some counter serves the ticket's field and lets its class in."""
    there = [counter.number for counter in floor.counters.values() if ticket.service.field in counter.fields]
    reserved = (
        [planned.reserved_for for planned in floor.plan.counters if planned.number in there] if floor.plan else []
    )
    return any(not classes or ticket.ticket_class in classes for classes in reserved)


def what_is_over_is_over(floor: Floor) -> None:
    """Nothing is open on a closed day, no test ticket when no test runs."""
    still_open = [ticket for ticket in floor.tickets.values() if ticket.is_open]
    assert floor.day is not None or not still_open
    assert floor.mode == "test" or all(ticket.mode == "live" for ticket in still_open)


def services_are_in_order(floor: Floor) -> None:
    """Services are numbered from 1; after all but the last the visit went on; what has ended is final."""
    for ticket in floor.tickets.values():
        assert [service.number for service in ticket.services] == list(range(1, len(ticket.services) + 1))
        assert {service.ending for service in ticket.services[:-1]} <= {"transferred", "finished", "served_offline"}
        assert (ticket.service.ending == "") == ticket.is_open
        ending = "finished" if ticket.service.ending == "served_offline" else ticket.service.ending
        assert ending in ("", ticket.state.value)
        assert all(service.held_ms >= 0 for service in ticket.services)


def tallies_agree_with_the_tickets(floor: Floor) -> None:
    """What is counted as it happens is what one finds by looking at every ticket of the mode."""
    tickets = [ticket for ticket in floor.tickets.values() if ticket.mode == floor.mode]
    states = Tally(ticket.state for ticket in tickets)
    totals = views.floor_view(floor, {}).totals
    assert totals.issued == len(tickets)
    assert (totals.waiting, totals.serving) == (states[State.WAITING], sum(states[state] for state in AT_COUNTER))
    assert (totals.held, totals.missed) == (states[State.HELD], states[State.MISSED])
    assert (totals.finished, totals.cancelled) == (states[State.FINISHED], states[State.CANCELLED])
    assert totals.served_offline == sum(ticket.service.ending == "served_offline" for ticket in tickets)
    assert totals.called == sum(ticket.services[0].first_called_ms is not None for ticket in tickets)
    first_calls = [(ticket, ticket.services[0].first_called_ms) for ticket in tickets]
    in_time = [ticket for ticket, at_ms in first_calls if at_ms is not None and at_ms - ticket.came_ms <= 900_000]
    assert totals.called_within_15_min == len(in_time)
    services = [service for ticket in tickets for service in ticket.services]
    assert sum(tally.called for (mode, _), tally in floor.tallies.items() if mode == floor.mode) == sum(
        service.first_called_ms is not None for service in services
    )


def papers_are_awaited_for_open_tickets(floor: Floor) -> None:
    """At most one paper of a ticket is awaited, twenty in all, and of nobody who is gone; it is the ticket's last."""
    awaited = list(floor.print_requests.values())
    assert len(awaited) <= 20
    assert max(Tally(request.ticket for request in awaited).values(), default=1) == 1
    for job, request in floor.print_requests.items():
        ticket = floor.tickets[request.ticket]
        assert ticket.is_open
        assert job == request.job
        assert job in {paper.job for paper in ticket.papers}


def clerks_are_at_counters_that_work(floor: Floor) -> None:
    """An open or paused counter has a clerk, a closed one none."""
    assert all((counter.clerk is None) == (counter.state == "closed") for counter in floor.counters.values())


def stopped_fields_draw_nothing(entries: Sequence[e.Entry]) -> None:
    """Between its stop and its start, or the next day, a field draws no number."""
    stopped: set[str] = set()
    for event in (entry.event for entry in entries):
        match event:
            case e.DayOpened():
                stopped.clear()
            case e.FieldStopped(field=field):
                stopped.add(field)
            case e.FieldStarted(field=field):
                stopped.remove(field)
            case e.TicketIssued(field=field):
                assert field not in stopped


def jobs_are_asked_for_once(entries: Sequence[e.Entry]) -> None:
    """No print job has the name of another of the same ticket; every paper but a ticket's first is a reprint."""
    asked: set[tuple[str, str]] = set()
    have_paper: set[str] = set()
    for event in (entry.event for entry in entries):
        if isinstance(event, e.TicketIssued) and event.granted_by == "kiosk":
            have_paper.add(event.ticket)
        if isinstance(event, e.PrintEnded | e.TicketJoined | e.TicketCarriedOver):
            have_paper.add(event.ticket)
        if isinstance(event, e.PrintRequested):
            assert (event.ticket, event.job) not in asked
            assert (event.is_reprint == "yes") == (event.ticket in have_paper)
            asked.add((event.ticket, event.job))
            have_paper.add(event.ticket)


def numbers_are_unique_and_without_gaps(entries: Sequence[e.Entry]) -> None:
    """No number twice; within a day each series counts from its first number on; nobody arrives before another."""
    drawn = [entry.event for entry in entries if isinstance(entry.event, DRAWN)]
    assert max(Tally(event.ticket for event in drawn).values(), default=1) == 1
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    first, latest = 0, 0
    for entry in entries:
        if isinstance(entry.event, e.DayOpened):
            numbers.clear()
            first, latest = entry.event.plan.series.first, 0
        elif isinstance(entry.event, e.TicketIssued):
            numbers[entry.event.series].append(entry.event.number)
            assert numbers[entry.event.series] == list(range(first, first + len(numbers[entry.event.series])))
            assert entry.event.arrived_ms >= latest
            latest = entry.event.arrived_ms


def numbers_that_joined_keep_their_time(entries: Sequence[e.Entry]) -> None:
    """A kiosk's word counts between the opening of the number's own day and the moment of telling."""
    opened_ms = 0
    for entry in entries:
        match entry.event:
            case e.DayOpened():
                opened_ms = entry.at_ms
            case e.TicketJoined(ticket=ticket, drawn_ms=drawn_ms, arrived_ms=arrived_ms):
                assert ticket.startswith(entry.day)
                assert arrived_ms == sorted([opened_ms, drawn_ms, max(entry.at_ms, opened_ms)])[1]
            case e.OfflineTicketLapsed(day=day):
                assert day < entry.day


def what_ended_stays_so(entries: Sequence[e.Entry]) -> None:
    """After its end nothing happens to a ticket but the rating of a finished service and word of its paper.

    What ended with its day may wait again, or be cancelled instead.
    """
    over: dict[str, e.Event] = {}
    finished: set[tuple[str, int]] = set()
    for event in (entry.event for entry in entries):
        ticket = getattr(event, "ticket", None)
        if isinstance(event, e.ServiceFinished | e.ErrandFinished):
            finished.add((event.ticket, event.service))
        if isinstance(event, e.TicketReinstated):
            assert isinstance(over.pop(ticket), e.TicketExpired | e.ServiceEndedByDay)
        if isinstance(event, e.FinishUndone):
            assert isinstance(over.pop(ticket), e.ServiceFinished)
            finished.remove((ticket, event.service))
        if isinstance(event, e.TicketCancelled) and ticket in over:
            assert isinstance(over.pop(ticket), e.TicketExpired)
        if ticket in over and not isinstance(event, e.PrintEnded):
            assert isinstance(event, e.TicketRated)
            assert (ticket, event.service) in finished
        if isinstance(event, ENDS):
            over[ticket] = event


def every_number_is_accounted_for(entries: Sequence[e.Entry]) -> None:
    """When a day closes, each ticket drawn on it has ended."""
    going_on: set[str] = set()
    expired: set[str] = set()
    for event in (entry.event for entry in entries):
        if isinstance(event, (*DRAWN, e.TicketReinstated)):
            going_on.add(event.ticket)
            expired.discard(event.ticket)
        elif isinstance(event, e.FinishUndone):
            going_on.add(event.ticket)
        elif isinstance(event, e.TicketCancelled) and event.ticket in expired:
            expired.remove(event.ticket)
        elif isinstance(event, ENDS):
            going_on.remove(event.ticket)
            expired.update([event.ticket] if isinstance(event, e.TicketExpired) else [])
        elif isinstance(event, e.DayClosed | e.DayOpened):
            assert going_on == set()


def nobody_is_carried_over_twice(entries: Sequence[e.Entry]) -> None:
    """On a day a former ticket lives once, and only one that its own day has cut off."""
    over: set[str] = set()
    carried: set[tuple[str, str]] = set()
    for entry in entries:
        match entry.event:
            case e.TicketExpired(ticket=ticket) | e.ServiceEndedByDay(ticket=ticket):
                over.add(ticket)
            case e.TicketReinstated(ticket=ticket) | e.TicketCancelled(ticket=ticket):
                over.discard(ticket)
            case e.TicketCarriedOver(from_ticket=ticket):
                assert ticket in over
                assert (entry.day, ticket) not in carried
                carried.add((entry.day, ticket))


def events_survive_the_journal(entries: Sequence[e.Entry]) -> None:
    """An event is made of integers and strings alone (absent values are left out) and is read back equal."""
    for entry in entries:
        form = _without_absent(msgspec.to_builtins(entry.event))
        stored = msgspec.json.encode(form, order="sorted")
        assert msgspec.json.decode(stored, type=e.Event) == entry.event


def _without_absent(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _without_absent(entry) for name, entry in value.items() if entry is not None}
    if isinstance(value, list | tuple):
        return [_without_absent(entry) for entry in value]
    assert type(value) in (int, str), f"{value!r} may not stand in the journal"
    return value


def every_view(floor: Floor) -> dict[str, bytes | str]:
    """All views as JSON, or the code of the refusal, by name."""
    builders: dict[str, Callable[[], Any]] = {
        "wall": lambda: views.wall_view(floor),
        "kiosk": lambda: views.kiosk_view(floor),
        "reception": lambda: views.reception_view(floor, {}),
        "floor": lambda: views.floor_view(floor, {}),
        "hall": lambda: views.hall_view(floor),
        "numbers": lambda: views.numbers_of(floor, 1, 1),
        "story": lambda: views.ticket_story(floor, "c1", {}),
        "story of a kiosk's own": lambda: views.ticket_story(floor, "c-k1-1", {}),
    }
    for number in COUNTER_NUMBERS:
        builders[f"counter {number}"] = lambda number=number: views.counter_view(floor, number, {})
        builders[f"rating {number}"] = lambda number=number: views.rating_view(floor, number)
    return {name: _built(builder) for name, builder in builders.items()}


def _built(builder: Callable[[], Any]) -> bytes | str:
    try:
        return msgspec.json.encode(builder())
    except Refused as refused:
        return refused.code
