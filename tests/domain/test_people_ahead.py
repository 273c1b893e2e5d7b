"""What the ticket says about people ahead is what happens, if nobody comes later: tried out call by call."""

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import first_of, people_ahead_of
from hub.domain.floor import Floor
from hub.domain.plan import Policy, RatioShare
from tests.domain.hall import CLASSES, PLAN, calls, day_opened, given, issued, then, when

COUNTER = 3
"""The only counter of its field, so that nobody else takes tickets from the queue."""


SHARES = tuple(RatioShare(name, calls) for name, calls in (("merit", 2), ("ordinary", 1), ("elderly", 1)))
POLICIES = st.sampled_from(
    [
        Policy(),
        Policy(most_priority_in_a_row=1),
        Policy(classes="arrival"),
        Policy(classes="strict"),
        Policy(classes="ratio", ratio=SHARES),
    ]
)


def hall(policy: Policy, *events: e.Event) -> Floor:
    """The counter open under a policy, and what has happened."""
    return given(day_opened(plan=replace(PLAN, policy=policy)), e.CounterOpened(counter=COUNTER), *events)


def comes(ticket_class: str) -> c.IssueTicket:
    return c.IssueTicket(field="copies", ticket_class=ticket_class, granted_by="staff")


def happens(floor: Floor, what: str) -> None:
    """One step of the morning: somebody of a class comes, is called, or the first of all gives up."""
    waiting = floor.waiting_in("copies")
    if what in CLASSES:
        then(floor, comes(what))
    elif waiting and what == "call":
        calls(floor, COUNTER, 1)
    elif waiting:
        then(floor, c.CancelTicket(ticket=waiting[0].id, reason="went_home"))


@settings(max_examples=150, deadline=None)
@for_all(
    st.lists(st.sampled_from([*CLASSES, "ordinary", "call", "call", "gives up"]), max_size=25),
    st.sampled_from(CLASSES),
    POLICIES,
)
def test_as_many_are_called_before_as_the_ticket_says(morning, ticket_class, policy):
    floor = hall(policy)
    for what in morning:
        happens(floor, what)

    (ticket,) = when(floor, comes(ticket_class))
    then(floor, comes(ticket_class))

    before = 0
    while calls(floor, COUNTER, 1) != [ticket.label]:
        before += 1
    assert ticket.people_ahead == before


@settings(max_examples=100, deadline=None)
@for_all(
    st.lists(st.sampled_from([*CLASSES, "ordinary", "call", "call", "gives up"]), max_size=25), st.data(), POLICIES
)
def test_as_many_are_called_before_somebody_who_waits_as_one_is_told_who_asks(morning, data, policy):
    floor = hall(policy, issued("E001"))
    for what in morning:
        happens(floor, what)
    waiting = floor.waiting_in("copies")
    if not waiting:
        return
    ticket = data.draw(st.sampled_from(waiting))
    told = people_ahead_of(floor, ticket, floor.at_ms)
    first = first_of(floor, "copies", len(waiting), floor.at_ms)
    assert (len(first), first[told]) == (len(waiting), ticket)

    before = 0
    while calls(floor, COUNTER, 1) != [ticket.label]:
        before += 1
    assert told == before


def ahead(*queue: str, newcomer: str) -> int:
    """People ahead of a newcomer behind tickets of these classes, first come first."""
    tickets = [issued(f"E{number:03}", ticket_class) for number, ticket_class in enumerate(queue, start=1)]
    (ticket,) = when(given(day_opened(), *tickets), comes(newcomer))
    return ticket.people_ahead


def test_nobody_waits():
    assert ahead(newcomer="ordinary") == 0


def test_a_priority_ticket_has_those_of_its_rank_ahead():
    assert ahead("ordinary", "elderly", "ordinary", newcomer="merit") == 0
    assert ahead("ordinary", "elderly", "ordinary", newcomer="elderly") == 1


def test_an_owed_ordinary_ticket_comes_before_a_third_priority_ticket():
    assert ahead("ordinary", "elderly", "elderly", newcomer="elderly") == 3


def test_an_ordinary_ticket_has_its_own_and_at_most_two_priority_tickets_for_each_ahead():
    assert ahead("ordinary", "elderly", newcomer="ordinary") == 2
    assert ahead(*["elderly"] * 5, newcomer="ordinary") == 2
    assert ahead("ordinary", *["elderly"] * 5, newcomer="ordinary") == 5


def test_other_fields_do_not_count():
    (ticket,) = when(given(day_opened(), issued("C001"), issued("L001")), comes("ordinary"))

    assert ticket.people_ahead == 0


def test_those_who_were_carried_over_are_ahead_of_everybody():
    floor = hall(Policy(), *(issued(f"E00{number}") for number in (1, 2, 3, 4)))
    for ticket in floor.waiting_in("copies")[:3]:
        ticket.carried_from = "2026-11-21-E001"
    assert [people_ahead_of(floor, ticket, floor.at_ms) for ticket in floor.waiting_in("copies")] == [0, 1, 2, 3]
    (drawn,) = when(floor, comes("merit"))
    assert drawn.people_ahead == 3
