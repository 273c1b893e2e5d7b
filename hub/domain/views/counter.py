"""A clerk's counter: the ticket at hand, who waits, what was set aside, what may be chosen."""

from msgspec import Struct

from hub.domain.calling import candidates
from hub.domain.decisions.ratings import closes_ms
from hub.domain.decisions.undoing import UNDO_MS, undoable
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.plan import CounterRules, Outcomes, Plan, Reasons, Wording
from hub.domain.transitions import State
from hub.domain.views.cards import (
    Texts,
    TicketCard,
    TicketList,
    calls_are_blind,
    class_name,
    clerks_card,
    counter_name,
)
from hub.domain.views.help_calls import HelpCall
from hub.domain.views.parts import MOST_ROWS, FieldQueue, Header, is_in_trouble, set_aside
from hub.domain.views.shared import SharedParts
from hub.domain.views.work_rules import CounterWork, WorkProfile, counter_work, profiles_of


class OtherCounter(Struct, frozen=True):
    """A counter that a ticket could be sent to."""

    number: int
    name: Wording
    state: str


class DeviceAlert(Struct, frozen=True):
    """A device that wants somebody: its status as reported, what it is (empty: a printer) and where it stands."""

    device: str
    link: str
    paper: str
    cover: str
    trouble: str
    kind: str
    counter: int


MOST_LINES = 200
"""As many of those who wait are known to a clerk's page when the hub is lost."""


class WaitingLine(Struct, frozen=True):
    """A waiting ticket in brief; ``arrived_ms`` is an instant (ms since the epoch, UTC)."""

    label: str
    field_id: str
    class_name: Wording | None
    arrived_ms: int


class UndoOffer(Struct, frozen=True):
    """What may be taken back until an instant (ms since the epoch, UTC): ``finish`` or ``missed`` of a ticket."""

    kind: str
    ticket: str
    label: str
    until_ms: int


class CounterView(Struct, frozen=True):
    """Everything a clerk's page shows; ``waiting`` is for this counter, first come first.

    ``further_waiting`` are those behind the tickets of ``waiting``, up to the 200th, for the time without the hub.
    ``rating_open`` and ``last_rated`` are labels: of the ticket being rated until ``rating_closes_ms``, and of the one
    just rated. The last ticket went away by what the actor ``left_by`` did (empty: none went).

    Where clerks call blindly, ``waiting`` is a number alone and ``next_label`` empty; else that is whom the counter
    would call as the hall stands. ``prepared`` was chosen to come next. ``callable_from_ms`` is the instant from which
    somebody can be called or prepared here, the missed who are due among them: 0 for now, None for nobody.
    """

    header: Header
    counter: int
    name: Wording
    state: str
    pause_reason: str
    serves: tuple[str, ...]
    rules: CounterRules
    work: CounterWork
    profiles: tuple[WorkProfile, ...]
    ticket: TicketCard | None
    prepared: TicketCard | None
    next_label: str
    callable_from_ms: int | None
    waiting: TicketList
    further_waiting: tuple[WaitingLine, ...]
    held: TicketList
    missed: TicketList
    fields: tuple[FieldQueue, ...]
    counters: tuple[OtherCounter, ...]
    reasons: Reasons
    outcomes: Outcomes
    help_calls: tuple[HelpCall, ...]
    rating_labels: tuple[Wording, ...]
    rating_open: str
    rating_closes_ms: int | None
    last_rated: str
    last_score: int | None
    undo: UndoOffer | None
    finished: int
    left_by: str
    alerts: tuple[DeviceAlert, ...]
    alert_count: int


def counter_view(floor: Floor, number: int, texts: Texts, known: SharedParts | None = None) -> CounterView:
    """The view of one clerk's page. Raises Refused: no_day_open, unknown_counter."""
    shared, plan, counter = known or SharedParts(floor, texts), floor.plan, floor.counters.get(number)
    if plan is None or counter is None:
        raise Refused("unknown_counter" if plan else "no_day_open", counter=number)
    waiting, alerts, is_blind = shared.waiting_for(counter), _alerts(floor, number), calls_are_blind(plan)
    return CounterView(
        header=shared.header,
        counter=number,
        name=counter_name(plan, number),
        state=counter.state,
        pause_reason=counter.pause_reason or "",
        serves=counter.fields,
        rules=plan.counter_rules,
        work=counter_work(plan, counter),
        profiles=profiles_of(plan),
        ticket=clerks_card(plan, floor.tickets[counter.ticket], texts) if counter.ticket else None,
        prepared=clerks_card(plan, floor.tickets[counter.prepared], texts) if counter.prepared else None,
        next_label="" if is_blind else _next_label(shared, counter),
        callable_from_ms=_callable_from_ms(floor, counter, waiting),
        waiting=TicketList(len(waiting), ()) if is_blind else _waiting_list(shared, plan, counter),
        further_waiting=() if is_blind else _lines(shared, plan, counter),
        held=_clerks_list(shared, plan, set_aside(floor, counter, State.HELD)),
        missed=_clerks_list(shared, plan, set_aside(floor, counter, State.MISSED)),
        fields=shared.field_queues,
        counters=tuple(other for other in _all_counters(shared, plan) if other.number != number),
        reasons=plan.reasons,
        outcomes=plan.outcomes,
        help_calls=shared.help_calls,
        rating_labels=plan.rating.labels,
        rating_open=floor.tickets[counter.rating.ticket].label if counter.rating else "",
        rating_closes_ms=closes_ms(floor, counter.rating.opened_ms) if counter.rating else None,
        last_rated=counter.last_rated or "",
        last_score=counter.last_score,
        undo=_undo_offer(floor, counter),
        finished=counter.finished,
        left_by=counter.left_by or "",
        alerts=tuple(alerts[:MOST_ROWS]),
        alert_count=len(alerts),
    )


def _waiting_list(shared: SharedParts, plan: Plan, counter: Counter) -> TicketList:
    there = shared.waiting_for(counter)
    return shared.once(("cards", shared.kind_of(counter)), lambda: _clerks_list(shared, plan, there))


def _lines(shared: SharedParts, plan: Plan, counter: Counter) -> tuple[WaitingLine, ...]:
    further = shared.waiting_for(counter)[MOST_ROWS:MOST_LINES]
    return shared.once(("lines", shared.kind_of(counter)), lambda: tuple(_line(plan, ticket) for ticket in further))


def _all_counters(shared: SharedParts, plan: Plan) -> tuple[OtherCounter, ...]:
    return shared.once("counters", lambda: tuple(_other(plan, one) for one in shared.floor.counters.values()))


def _clerks_list(shared: SharedParts, plan: Plan, tickets: list[Ticket]) -> TicketList:
    return TicketList(len(tickets), tuple(shared.clerks_card(plan, ticket) for ticket in tickets[:MOST_ROWS]))


def _next_label(shared: SharedParts, counter: Counter) -> str:
    choice = shared.choice(counter) if shared.floor.day and counter.state == "open" else None
    return choice.ticket.label if choice else ""


def _undo_offer(floor: Floor, counter: Counter) -> UndoOffer | None:
    """Whether the time is over, the page sees by its clock."""
    ticket = undoable(floor, counter)
    if ticket is None or counter.undo is None or ticket.service.score is not None:
        return None
    return UndoOffer(counter.undo.kind, ticket.id, ticket.label, counter.undo.at_ms + UNDO_MS)


def _callable_from_ms(floor: Floor, counter: Counter, waiting: list[Ticket]) -> int | None:
    if floor.day is None:
        return None
    if counter.prepared is not None or waiting or candidates(floor, counter, floor.at_ms):
        return 0
    rules = floor.the_plan.policy.missed
    if rules.come_back == "never":
        return None
    called = sorted(t.service.last_called_ms or 0 for t in floor.aside.values() if t.state is State.MISSED)
    due = (at_ms + rules.least_s_between * 1000 for at_ms in called)
    return next((at_ms for at_ms in due if at_ms > floor.at_ms and candidates(floor, counter, at_ms)), None)


def _line(plan: Plan, ticket: Ticket) -> WaitingLine:
    named = class_name(plan, ticket.ticket_class)
    return WaitingLine(ticket.label, ticket.service.field, named, ticket.came_ms)


def _other(plan: Plan, counter: Counter) -> OtherCounter:
    return OtherCounter(counter.number, counter_name(plan, counter.number), counter.state)


def _alerts(floor: Floor, number: int) -> list[DeviceAlert]:
    """The printers in trouble, and what stands at this counter alone, whichever agent runs it."""
    own = f"desk{number}-"
    devices = [d for d in floor.devices.values() if d.paper != "none" or d.counter == number or d.name.startswith(own)]
    return [
        DeviceAlert(d.name, d.link, d.paper, d.cover, d.trouble, d.kind, d.counter) for d in devices if is_in_trouble(d)
    ]
