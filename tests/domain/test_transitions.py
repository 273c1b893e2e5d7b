"""The table of moves is all there is: every other pair of state and event is refused by the floor."""

from itertools import product

import pytest
from msgspec.structs import asdict, replace

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.floor import Floor
from hub.domain.transitions import MOVES, OVER, IllegalMove, State
from tests.domain import plans_of_visits as visits
from tests.domain import situations as s
from tests.domain.hall import (
    DAY,
    called,
    called_back,
    cancelled,
    carried_over,
    deferred,
    dropped,
    ended_by_day,
    entries,
    expired,
    finish_undone,
    finished,
    given,
    held,
    issued,
    joined,
    miss_undone,
    missed,
    moved,
    noted,
    prepared,
    recalled,
    reinstated,
    resumed,
    returned,
    served_offline,
    started,
    ticket_id,
    transferred,
)

PASTS = {
    None: s.OPEN,
    State.WAITING: s.WAITING,
    State.PREPARED: (*s.WAITING, prepared("C001")),
    State.CALLED: s.CALLED,
    State.SERVING: s.SERVING,
    State.HELD: s.HELD,
    State.MISSED: s.MISSED,
    State.FINISHED: s.FINISHED,
    State.CANCELLED: (*s.WAITING, cancelled("C001")),
    State.EXPIRED: (*s.WAITING, expired("C001")),
    State.ENDED_BY_DAY: (*s.SERVING, ended_by_day("C001")),
}

EVENTS: dict[type[e.Event], e.Event] = {
    e.TicketIssued: issued("C001"),
    e.TicketJoined: e.TicketJoined(**(asdict(joined("C-K1-01")) | {"ticket": ticket_id("C001")})),
    e.TicketCarriedOver: replace(carried_over("C001", DAY), ticket=ticket_id("C001")),
    e.TicketMoved: moved("C001", "copies"),
    e.TicketDeferred: deferred("C001", "C001", 0),
    e.TicketCalled: called("C001"),
    e.TicketPrepared: prepared("C001"),
    e.PreparationDropped: dropped("C001"),
    e.TicketRecalled: recalled("C001"),
    e.ServiceStarted: started("C001"),
    e.ServiceFinished: finished("C001"),
    e.TicketMissed: missed("C001"),
    e.FinishUndone: finish_undone("C001"),
    e.MissUndone: miss_undone("C001"),
    e.VisitNoted: noted("C001"),
    e.TicketCalledBack: called_back("C001"),
    e.TicketHeld: held("C001"),
    e.ServiceResumed: resumed("C001"),
    e.TicketTransferred: transferred("C001", 1, "copies"),
    e.TicketReturned: returned("C001"),
    e.TicketReinstated: reinstated("C001"),
    e.TicketCancelled: cancelled("C001"),
    e.TicketServedOffline: served_offline("C001"),
    e.TicketExpired: expired("C001"),
    e.ErrandFinished: visits.errand_finished("C001", "land"),
    e.ErrandAdded: visits.errand_added("C001", "land"),
    e.ErrandDropped: visits.errand_dropped("C001", "copies"),
    e.ErrandServedOffline: visits.errand_served_offline("C001", "land"),
    e.ServiceEndedByDay: ended_by_day("C001"),
}

FORBIDDEN = sorted(set(product(PASTS, EVENTS)) - set(MOVES), key=str)


def after(state: State | None, event: type[e.Event]) -> Floor:
    """The floor after this event has happened to a ticket in this state."""
    floor = given(*PASTS[state])
    for ticket in floor.tickets.values():
        ticket.errands = ["land", "copies"]
    apply_event(floor, *entries([EVENTS[event]], first_seq=floor.seq + 1))
    return floor


def named(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value or "nothing")


def test_there_is_a_past_for_every_state_and_an_event_for_every_move():
    assert set(PASTS) == {None, *State}
    assert {event for _, event in MOVES} == set(EVENTS)


@pytest.mark.parametrize("state", State, ids=named)
def test_the_past_of_a_state_leads_to_it(state):
    assert given(*PASTS[state]).tickets[ticket_id("C001")].state is state


@pytest.mark.parametrize(("state", "event"), MOVES, ids=named)
def test_legal_move(state, event):
    assert after(state, event).tickets[ticket_id("C001")].state is MOVES[state, event]


@pytest.mark.parametrize(("state", "event"), FORBIDDEN, ids=named)
def test_illegal_move(state, event):
    with pytest.raises(IllegalMove):
        after(state, event)


def test_what_is_over_is_taken_back_with_the_end_of_the_day_alone_or_at_once():
    left = {(state, event) for state, event in MOVES if state in OVER}

    taken_back = {(State.EXPIRED, e.TicketReinstated), (State.ENDED_BY_DAY, e.TicketReinstated)}
    taken_back.add((State.FINISHED, e.FinishUndone))
    assert left == taken_back | {(State.EXPIRED, e.TicketCancelled)}
