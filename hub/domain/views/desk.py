"""The desk agents: what panels, boards and keypads need of one counter (topic ``desk:3``) or of all (``hall``)."""

from collections.abc import Iterable

from msgspec import Struct

from hub.domain.decisions.ratings import closes_ms
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.plan import Plan, Reason, Wording
from hub.domain.transitions import State
from hub.domain.views.cards import calls_are_blind, counter_name
from hub.domain.views.parts import MOST_ROWS, FieldQueue, Header, set_aside, takes_somebody
from hub.domain.views.shared import SharedParts
from hub.domain.views.wall import Call, call_of

MOST_ASIDE = 5
"""As many of the tickets that a counter holds, and of those it missed, are told: a keypad shows one after the other."""


class DeskTicket(Struct, frozen=True):
    """A ticket by its id and its number."""

    ticket: str
    label: str


class DeskRating(Struct, frozen=True):
    """The service that may be rated from ``opened_ms`` until ``closes_ms`` (ms since the epoch, UTC)."""

    ticket: str
    service: int
    label: str
    opened_ms: int
    closes_ms: int


class DeskCounter(Struct, frozen=True):
    """A counter: ``state`` is ``open``, ``paused`` or ``closed``; ``ticket`` and what belongs to it are empty for none.

    ``waiting`` counts those for this counter, ``next_label`` is whom it would call now (empty where
    clerks call blindly). ``held`` and ``missed`` are its own, newest first, five at most.
    """

    number: int
    name: Wording
    state: str
    pause_reason: str
    serves: tuple[str, ...]
    ticket: str
    label: str
    ticket_state: str
    times_called: int
    waiting: int
    next_label: str
    held: tuple[DeskTicket, ...]
    missed: tuple[DeskTicket, ...]
    rating: DeskRating | None
    calls_for_help: bool


class DeskView(Struct, frozen=True):
    """Everything that a desk agent knows of the hall: its own counter, or all of them.

    ``calls`` are the newest calls of these counters, oldest first; ``rating_steps`` is how many steps the scale has;
    ``transfer_fields`` are those that some counter serves. ``outcomes`` and ``missed_reasons`` are what must be chosen
    from when a service is finished, or when nobody came; empty where that need not be. ``needs_quantity``: a service
    is finished only with a number of pieces. ``may_call_for_help``: counters can.
    """

    header: Header
    counters: tuple[DeskCounter, ...]
    calls: tuple[Call, ...]
    rating_steps: int
    pause_reasons: tuple[Reason, ...]
    call_reasons: tuple[Reason, ...]
    return_reasons: tuple[Reason, ...]
    transfer_fields: tuple[FieldQueue, ...]
    outcomes: tuple[Reason, ...]
    needs_quantity: bool
    missed_reasons: tuple[Reason, ...]
    may_call_for_help: bool


def desk_view(floor: Floor, number: int, known: SharedParts | None = None) -> DeskView:
    """The view of one counter's desk agent. Raises Refused: no_day_open, unknown_counter."""
    if floor.plan is not None and number not in floor.counters:
        raise Refused("unknown_counter", counter=number)
    return _view(known or SharedParts(floor, {}), [number])


def hall_view(floor: Floor, known: SharedParts | None = None) -> DeskView:
    """The view of a desk agent with the devices of many counters. Raises Refused: no_day_open."""
    return _view(known or SharedParts(floor, {}), floor.counters)


def _view(shared: SharedParts, numbers: Iterable[int]) -> DeskView:
    floor, plan = shared.floor, shared.floor.plan
    if plan is None:
        raise Refused("no_day_open")
    shown = set(numbers)
    calls = [call_of(floor, call) for call in floor.announcements if call.counter in shown] if floor.day else []
    return DeskView(
        header=shared.header,
        counters=tuple(_counter(shared, plan, floor.counters[number]) for number in sorted(shown)),
        calls=tuple(calls[-MOST_ROWS:]),
        rating_steps=plan.rating.best,
        pause_reasons=plan.reasons.pause,
        call_reasons=plan.reasons.call_number,
        return_reasons=plan.reasons.return_to_queue,
        transfer_fields=tuple(queue for queue in shared.field_queues if takes_somebody(queue)),
        outcomes=plan.outcomes.choices if plan.outcomes.ask == "needed" else (),
        needs_quantity=plan.outcomes.quantity == "needed",
        may_call_for_help=plan.counter_rules.help_call == "yes",
        missed_reasons=plan.reasons.missed if plan.counter_rules.missed_reason == "yes" else (),
    )


def _counter(shared: SharedParts, plan: Plan, counter: Counter) -> DeskCounter:
    floor = shared.floor
    ticket = floor.tickets[counter.ticket] if counter.ticket else None
    choice = shared.choice(counter) if floor.day else None
    return DeskCounter(
        number=counter.number,
        name=counter_name(plan, counter.number),
        state=counter.state,
        pause_reason=counter.pause_reason or "",
        serves=counter.fields,
        ticket=ticket.id if ticket else "",
        label=ticket.label if ticket else "",
        ticket_state=ticket.state if ticket else "",
        times_called=ticket.times_called if ticket else 0,
        waiting=len(shared.waiting_for(counter)) if floor.day else 0,
        next_label=choice.ticket.label if choice and not calls_are_blind(plan) else "",
        held=_told(set_aside(floor, counter, State.HELD)),
        missed=_told(set_aside(floor, counter, State.MISSED)),
        rating=_rating(floor, counter),
        calls_for_help=counter.help_since_ms is not None,
    )


def _told(tickets: list[Ticket]) -> tuple[DeskTicket, ...]:
    return tuple(DeskTicket(ticket.id, ticket.label) for ticket in tickets[:MOST_ASIDE])


def _rating(floor: Floor, counter: Counter) -> DeskRating | None:
    """The open window; between two days nothing is rated."""
    window = counter.rating if floor.day else None
    if window is None:
        return None
    label = floor.tickets[window.ticket].label
    return DeskRating(window.ticket, window.service, label, window.opened_ms, closes_ms(floor, window.opened_ms))
