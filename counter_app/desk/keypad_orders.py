"""What a key of a keypad means at its counter now. Only the hub decides whether it may be done."""

from typing import Any

from msgspec import Struct

from counter_app.desk.hall_view import DeskCounter, DeskView
from counter_app.desk.keypad_lists import (
    Find,
    Listing,
    Order,
    help_calls,
    missed,
    missed_reasons,
    outcomes,
    pauses,
    resumes,
    transfers,
)
from counter_app.desk.keypad_seen import UNKNOWN
from drivers.devices import Key

TICKET_CHANGED = "ticket_changed"


class Said(Struct, frozen=True):
    """Something that a clerk is told for a moment: the code of a text and what fills it in."""

    code: str
    params: dict[str, Any] = {}


class Press(Struct, frozen=True):
    """Something that was asked for at a keypad, and the ticket at its counter that the clerk saw then (empty: none)."""

    what: Key | Order | Find
    seen: str


Meaning = Order | Find | Listing | Said

_FOR_A_FREE_COUNTER = frozenset({Key.NEXT, Key.PAUSE, Key.CALL})
"""Keys that also mean what they say when the ticket that was seen has left: who finishes and calls the next one may
press the second key before the first is answered."""


def meaning(press: Press, view: DeskView, counter: DeskCounter, language: str) -> Meaning:
    """What a press leads to; never to an order about another ticket than the clerk saw.

    Of whom nobody knows what he saw, keys do what is about no ticket.
    """
    what = press.what
    needs_none = what in _FOR_A_FREE_COUNTER if isinstance(what, Key) else isinstance(what, Find)
    may_have_left = (needs_none or press.seen == UNKNOWN) and not counter.ticket
    if counter.ticket != press.seen and not may_have_left:
        return Said(TICKET_CHANGED)
    if not isinstance(what, Key):
        return what
    if counter.ticket:
        return _with_ticket(what, view, counter, language)
    return _free(what, view, counter, language)


def _with_ticket(key: Key, view: DeskView, counter: DeskCounter, language: str) -> Meaning:
    ticket, is_called = counter.ticket, counter.ticket_state == "called"
    if key in (Key.NEXT, Key.FINISH):
        if is_called:
            return Said("start_first", {"label": counter.label})
        return _finishing("finish-and-call-next" if key is Key.NEXT else "finish", view, counter, language)
    if key is Key.MISSED and view.missed_reasons:
        return missed_reasons(view, counter, language)
    if key is Key.TRANSFER:
        return _unless_empty(transfers(view, counter, language), "nowhere")
    if key is Key.CALL and view.may_call_for_help:
        return help_calls(counter)
    if key in (Key.PAUSE, Key.CALL):
        return _busy(counter)
    return Order(key.value, ticket)


def _finishing(action: str, view: DeskView, counter: DeskCounter, language: str) -> Meaning:
    """What came of it is chosen from a list; how many pieces there were no list can tell."""
    if view.needs_quantity:
        return Said("quantity_needed")
    return outcomes(view, counter, action, language) if view.outcomes else Order(action, counter.ticket)


def _free(key: Key, view: DeskView, counter: DeskCounter, language: str) -> Meaning:
    match key:
        case Key.NEXT:
            return Order("call-next")
        case Key.START if counter.state != "open":
            return Order("open")
        case Key.PAUSE if counter.state == "paused":
            return Order("open")
        case Key.PAUSE if counter.state == "open":
            return pauses(view, language)
        case Key.HOLD if counter.state == "open":
            return _unless_empty(resumes(counter), "nobody_held")
        case Key.CALL if counter.state == "open":
            return _unless_empty(missed(counter.missed), "type_first")
    return Said(f"counter_{counter.state}" if counter.state != "open" else "counter_has_no_ticket", _at(counter))


def calls(press: Press, counter: DeskCounter) -> Said | None:
    """Why no number can be called at the counter now; None when it can."""
    if counter.ticket:
        return _busy(counter) if counter.ticket == press.seen else Said(TICKET_CHANGED)
    return None if counter.state == "open" else Said(f"counter_{counter.state}", _at(counter))


def _busy(counter: DeskCounter) -> Said:
    return Said("counter_busy", {**_at(counter), "label": counter.label})


def _at(counter: DeskCounter) -> dict[str, Any]:
    return {"counter": counter.number}


def _unless_empty(listing: Listing, otherwise: str) -> Listing | Said:
    return listing if listing.entries else Said(otherwise)
