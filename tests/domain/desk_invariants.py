"""What must be true of ratings and of presses at keypads, told by the journal alone."""

from collections.abc import Sequence

from hub.domain import events as e
from hub.domain.floor import Floor
from hub.domain.transitions import State

WINDOW_MS = 60_000
CHANGING_MS = 5_000
EXPLAINING_MS = 15_000
OF_DEVICES = ("desk:", "hall:")
NEXT_AT_COUNTER = (e.ServiceStarted, e.ServiceResumed, e.ServiceFinished, e.ErrandFinished)
NOBODYS_WORK = (e.TicketReturned, e.TicketRated, e.ServiceEndedByDay, e.TicketServedOffline, e.ErrandServedOffline)
"""What others do with a ticket of a counter makes nobody its clerk."""


def ratings_belong_to_finished_services(entries: Sequence[e.Entry]) -> None:
    """At most one rating a service, pressed after its counter finished it and before it starts another, in time.

    One that is changed names what it replaces, comes the same way and within seconds; a phone may be first later on.
    """
    finished: dict[tuple[str, int], e.Entry] = {}
    first: dict[tuple[str, int], e.Entry] = {}
    last: dict[tuple[str, int], e.TicketRated] = {}
    for place, entry in enumerate(entries):
        event = entry.event
        if isinstance(event, e.ServiceFinished | e.ErrandFinished):
            finished[event.ticket, event.service] = entry
        if isinstance(event, e.TicketRated):
            this = (event.ticket, event.service)
            assert event.counter == finished[this].event.counter
            if this in first:
                _is_a_change(first[this], last[this], entry)
            if event.channel == "panel" and (this not in first or event.pressed_ms is None):
                _is_in_time(entries[:place], finished[this], entry)
            first.setdefault(this, entry)
            last[this] = event


def _is_a_change(first: e.Entry, last: e.TicketRated, changed: e.Entry) -> None:
    event = changed.event
    assert (event.instead_of, event.channel) == (last.score, last.channel)
    assert (event.score, event.reasons) != (last.score, last.reasons)
    assert changed.at_ms < first.at_ms + (EXPLAINING_MS if event.score == last.score else CHANGING_MS)


def _is_in_time(before: Sequence[e.Entry], finished: e.Entry, rated: e.Entry) -> None:
    pressed_ms = rated.event.pressed_ms
    if rated.event.instead_of:
        assert not _starts(before, finished)
    elif pressed_ms is None:
        assert not _starts(before, finished)
        assert rated.at_ms < finished.at_ms + WINDOW_MS
    else:
        assert pressed_ms <= rated.at_ms
        assert may_be_rated(before, finished, pressed_ms)


def may_be_rated(entries: Sequence[e.Entry], finished: e.Entry, pressed_ms: int) -> bool:
    """Whether a press lies between a service's end and the next start at its counter, or the end of its window."""
    if any(_takes_back(entry, finished) for entry in entries):
        return False
    ends_ms = min([finished.at_ms + WINDOW_MS, *_starts(entries, finished)[:1]])
    return finished.at_ms <= pressed_ms < ends_ms


def _takes_back(entry: e.Entry, finished: e.Entry) -> bool:
    """Whether a row says that a service was not finished by that one."""
    is_later = entry.seq > finished.seq and isinstance(entry.event, e.FinishUndone)
    of = (finished.event.ticket, finished.event.service)
    return is_later and (entry.event.ticket, entry.event.service) == of


def _starts(entries: Sequence[e.Entry], finished: e.Entry) -> list[int]:
    """When the counter of a finished service started or finished others after it; what was taken back never was.

    Where services start with the call, such a start says nothing: who is called is not there yet.
    """
    later = [entry for entry in entries if entry.seq > finished.seq]
    later = [entry for entry in later if not (_is_start(entry) and _starts_on_call(entries, entry))]
    starts = [entry for entry in later if isinstance(entry.event, NEXT_AT_COUNTER) and not _is_slip(later, entry)]
    return [entry.at_ms for entry in starts if entry.event.counter == finished.event.counter]


def _is_slip(entries: Sequence[e.Entry], finished: e.Entry) -> bool:
    is_finish = isinstance(finished.event, e.ServiceFinished)
    return is_finish and any(_takes_back(entry, finished) for entry in entries)


def _is_start(entry: e.Entry) -> bool:
    return isinstance(entry.event, e.ServiceStarted)


def _starts_on_call(entries: Sequence[e.Entry], start: e.Entry) -> bool:
    """Whether the plan that was in force when somebody was started wants that with the call."""
    in_force = [
        entry.event.plan
        for entry in entries
        if entry.seq < start.seq and (isinstance(entry.event, e.DayOpened) or getattr(entry.event, "when", "") == "now")
    ]
    return in_force[-1].counter_rules.start_on_call == "yes"


def windows_end_with_the_next_start(since_opening: Sequence[e.Entry], floor: Floor) -> None:
    """No rating window stands beside a service, unless that began with its call, by the plan that was in force then."""
    starts = {entry.seq: entry for entry in since_opening if _is_start(entry)}
    rated = [counter.ticket for counter in floor.counters.values() if counter.rating and counter.ticket]
    for ticket in (floor.tickets[ticket_id] for ticket_id in rated):
        if ticket.state is State.SERVING:
            assert _starts_on_call(since_opening, starts[ticket.service.begun_row])


def keypads_press_for_the_clerk(since_opening: Sequence[e.Entry], floor: Floor) -> None:
    """The clerk of a counter is whoever of the people did something there last; a keypad is one where nobody was."""
    clerks: dict[int, str] = {}
    for entry in since_opening:
        event = entry.event
        if isinstance(event, e.CounterClosed):
            clerks.pop(event.counter, None)
        elif isinstance(event, e.CounterOpened | e.CounterTicketEvent) and not isinstance(event, NOBODYS_WORK):
            is_device = entry.actor.startswith(OF_DEVICES)
            clerks[event.counter] = clerks.get(event.counter, entry.actor) if is_device else entry.actor
    assert {counter.number: counter.clerk for counter in floor.counters.values() if counter.clerk} == clerks
