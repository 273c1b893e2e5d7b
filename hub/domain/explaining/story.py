"""The story of a number: drawn, each call with its rule, who was called before it though they came later."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.errors import Refused
from hub.domain.explaining.choice import Chosen, is_choice, is_of_one_queue, is_passed, why_chosen
from hub.domain.explaining.line import Line, Params, Why
from hub.domain.floor import Floor, Ticket
from hub.domain.numbering import ticket_id, typed_label_of


class Story(Struct, frozen=True):
    """What happened to a number of a day, in order; lines ``passed`` tell who was called before it though they came
    later. ``beside`` tells how it stands with one other number that was asked for, None when none was.
    """

    label: str
    lines: tuple[Line, ...]
    beside: Line | None = None


@dataclass(slots=True)
class _Teller:
    """Follows the rows for one ticket, and perhaps one other.

    ``chosen`` are the tickets in the order of their first choice; ``passed_by`` is that of the other one while ``mine``
    waited and had come earlier.
    """

    mine: str
    other: str = ""
    floor: Floor = field(default_factory=Floor)
    lines: list[Line] = field(default_factory=list)
    chosen: dict[str, Line] = field(default_factory=dict)
    passed_by: Line | None = None

    def hear(self, request: Sequence[e.Entry]) -> None:
        """Tell of a request's rows: of whom it chose by the hall as it was before them, then follow each.

        Whoever goes on to another errand by the press that calls the next one was served until then, not passed.
        """
        for entry in request:
            if is_choice(entry.event):
                self._hear_choice(entry, entry.event)
        for entry in request:
            self._follow(entry)

    def _follow(self, entry: e.Entry) -> None:
        event = entry.event
        apply_event(self.floor, entry)
        if getattr(event, "ticket", "") == self.mine and type(event) in _TOLD and not _is_reason_alone(event):
            code, params = _TOLD[type(event)]
            self.lines.append(Line(entry.at_ms, _rating_code(event) or code, params(event, self.floor)))

    def _hear_choice(self, entry: e.Entry, event: Chosen) -> None:
        mine, other = self.floor.tickets.get(self.mine), self.floor.tickets[event.ticket]
        params: Params = {"other": other.label, "counter": event.counter, "class": event.as_class or other.ticket_class}
        if mine is not None and is_passed(mine, other):
            passed = Line(entry.at_ms, "passed", params, why_chosen(self.floor, entry, mine))
            self.chosen.setdefault(other.id, passed)
            if other.id == self.other:
                self.passed_by = self.passed_by or passed
            if is_of_one_queue(self.floor, self.floor.counters[event.counter], mine, other):
                self.lines.append(passed)
        else:
            self.chosen.setdefault(other.id, Line(entry.at_ms, "passed", params, _why_not_passed(event, mine, other)))

    def beside(self) -> Line:
        """How it stands with the other number: who was called first, and why.

        Who was called first and then waits again, perhaps for another errand, may see the other one called meanwhile.
        """
        mine, other = (self.floor.tickets[found].label for found in (self.mine, self.other))
        order = list(self.chosen)
        if self.other not in order:
            return Line(0, "other_not_called", {"label": mine, "other": other})
        is_first = self.mine in order and order.index(self.mine) < order.index(self.other)
        if is_first and self.passed_by is not None:
            told = self.passed_by
            return Line(told.at_ms, "called_before_later", {**told.params, "label": mine}, told.why)
        if is_first:
            return Line(self.chosen[self.mine].at_ms, "called_first", {"label": mine, "other": other})
        told = self.passed_by or self.chosen[self.other]
        return Line(told.at_ms, "called_before", {**told.params, "label": mine}, told.why)


def _why_not_passed(event: Chosen, mine: Ticket | None, other: Ticket) -> Why:
    """Why it was nothing to ``mine`` that the other one was called."""
    if event.rule == "carried_first":
        return Why("carried_first")
    if mine is not None and mine.deferrals and other.arrived_ms > mine.arrived_ms and other.place <= mine.place:
        return Why("let_by")
    if mine is None or other.place <= mine.place:
        return Why("came_earlier")
    return Why("was_elsewhere", {"state": str(mine.state)})


def story_of(rows: Iterable[e.Entry], label: str, other: str = "") -> Story:
    """The story of a number, as somebody types it, and how it stands with another one, from a day's rows.

    Raises Refused: no_day_open, unknown_number.
    """
    rows = list(rows)
    day, mine = label_of(rows, label)
    beside = label_of(rows, other)[1] if other else ""
    teller = _Teller(ticket_id(day, mine), ticket_id(day, beside) if beside else "")
    for request in e.requests_of(rows):
        teller.hear(request)
    for found in filter(None, (mine, beside)):
        if ticket_id(day, found) not in teller.floor.tickets:
            raise Refused("unknown_number", label=found)
    return Story(mine, tuple(teller.lines), teller.beside() if beside else None)


def label_of(rows: Sequence[e.Entry], typed: str) -> tuple[str, str]:
    """The day of these rows and the label that somebody means by what they typed. Raises Refused: no_day_open."""
    opened = next((entry.event for entry in rows if isinstance(entry.event, e.DayOpened)), None)
    if opened is None:
        raise Refused("no_day_open")
    carried = {entry.event.label for entry in rows if isinstance(entry.event, e.TicketCarriedOver)}
    return opened.day, typed_label_of(typed, opened.plan.series, carried.__contains__)


def _is_reason_alone(event: e.Event) -> bool:
    """Whether a score that stands was given a reason: of reasons there are sums, and no page tells who gave which."""
    return isinstance(event, e.TicketRated) and event.instead_of == event.score


def _rating_code(event: e.Event) -> str:
    return "rating_changed" if isinstance(event, e.TicketRated) and event.instead_of else ""


def _nothing(_event: Any, _floor: Floor) -> Params:
    return {}


def _names(*names: str) -> Callable[[Any, Floor], Params]:
    """Those properties of the event, that are not empty."""
    return lambda event, _floor: {name: getattr(event, name) for name in names if getattr(event, name)}


def _drawn(event: Any, floor: Floor) -> Params:
    ticket = floor.tickets[event.ticket]
    ahead: Params = {} if ticket.people_ahead is None else {"people_ahead": ticket.people_ahead}
    return {"field": event.field, "class": event.ticket_class, **ahead}


def _called(event: Chosen, _floor: Floor) -> Params:
    told = {name: getattr(event, name) for name in ("counter", "rule", "candidates", "plan_version")}
    reason = event.reason if isinstance(event, e.TicketCalled) else None
    return {**told, **({"class": event.as_class} if event.as_class else {}), **({"reason": reason} if reason else {})}


def _carried_over(event: Any, _floor: Floor) -> Params:
    """The number on the paper, and the day on which it was drawn."""
    *day, label = event.from_ticket.split("-", 3)
    return {"field": event.field, "from": label, "day": "-".join(day)}


def _rated(event: e.TicketRated, _floor: Floor) -> Params:
    """The score alone: of reasons there are sums, and no page tells who gave which."""
    return {"counter": event.counter, "score": event.score}


def _transferred(event: Any, _floor: Floor) -> Params:
    bound: Params = {"to_counter": event.to_counter} if event.to_counter else {}
    return {"counter": event.counter, "field": event.to_field, **bound}


_TOLD: dict[type[e.Event], tuple[str, Callable[[Any, Floor], Params]]] = {
    e.TicketIssued: ("drawn", _drawn),
    e.TicketJoined: ("joined", _drawn),
    e.TicketCarriedOver: ("carried_over", _carried_over),
    e.TicketMoved: ("moved", lambda event, _: {"field": event.to_field}),
    e.TicketDeferred: (
        "deferred",
        lambda event, floor: {"other": floor.tickets[event.behind].label, "n": event.others},
    ),
    e.TicketPrepared: ("prepared", _called),
    e.PreparationDropped: ("preparation_dropped", _names("counter")),
    e.TicketCalled: ("called", _called),
    e.TicketRecalled: ("recalled", _names("counter")),
    e.ServiceStarted: ("started", _names("counter")),
    e.ServiceResumed: ("resumed", _names("counter")),
    e.TicketHeld: ("held", _names("counter")),
    e.TicketMissed: ("missed", _names("counter", "reason")),
    e.MissUndone: ("miss_undone", _names("counter")),
    e.TicketCalledBack: ("called_back", _nothing),
    e.TicketTransferred: ("transferred", _transferred),
    e.TicketReturned: ("returned", _names("counter", "reason")),
    e.ErrandFinished: ("errand_finished", lambda event, _: {"counter": event.counter, "field": event.to_field}),
    e.ErrandServedOffline: ("errand_served_offline", _names("counter")),
    e.ServiceFinished: ("finished", _names("counter")),
    e.FinishUndone: ("finish_undone", _names("counter")),
    e.TicketServedOffline: ("served_offline", _names("counter")),
    e.TicketCancelled: ("cancelled", _names("reason")),
    e.TicketExpired: ("expired", _nothing),
    e.ServiceEndedByDay: ("ended_by_day", _names("counter")),
    e.TicketReinstated: ("reinstated", _nothing),
    e.TicketRated: ("rated", _rated),
}
"""The events of a ticket that are told, by code, and their parameters."""
