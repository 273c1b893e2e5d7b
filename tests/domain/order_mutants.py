"""The rules with one thing done wrong, by way of patches."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from hub.domain import events as e
from hub.domain.calling import classes, levels, turns
from hub.domain.decisions import preparing
from hub.domain.effects import tickets
from hub.domain.effects import turns as effects_of_turns
from hub.domain.floor import Counter, Floor, Line, Ticket
from hub.domain.plan import ORDINARY, Plan
from hub.domain.transitions import State

candidates = importlib.import_module("hub.domain.calling.candidates")
"""Its package has a function of this name."""
Patch = pytest.MonkeyPatch


def newest_first(patch: Patch) -> None:
    place_of = levels.place_of
    patch.setattr(levels, "place_of", lambda policy, ticket: tuple(-part for part in place_of(policy, ticket)))


def ties_by_id(patch: Patch) -> None:
    patch.setattr(levels, "place_of", lambda policy, ticket: (ticket.arrived_ms, ticket.id, 0))


def forgets_the_class(patch: Patch) -> None:
    patch.setattr(classes.Classes, "of_ticket", lambda self, ticket: ORDINARY)


def counts_per_counter(patch: Patch) -> None:
    """Each counter keeps to the bound by its own calls, as if there were no other."""
    own: dict[int, dict[Line, classes.Turns]] = {}
    choose, count = levels.choose, turns.count_turn

    def for_itself(rule: Callable[..., Any], floor: Floor, counter: Counter, *more: Any) -> Any:
        shared, floor.turns = floor.turns, own.setdefault(counter.number, {})
        try:
            return rule(floor, counter, *more)
        finally:
            floor.turns = shared

    for module in (levels, preparing):
        patch.setattr(module, "choose", lambda *given: for_itself(choose, *given))
    for module in (tickets, effects_of_turns):
        patch.setattr(module, "count_turn", lambda *given: for_itself(count, *given))


def counts_in_its_own_field_alone(patch: Patch) -> None:
    """A stream of priority in one field passes another field of the same counter for ever."""
    patch.setattr(turns, "_passes_ordinary", lambda *given: False)


def one_too_many(patch: Patch) -> None:
    at_most = classes.WAYS["at_most"]

    def later(these: classes.Classes, heads: classes.Heads, had: classes.Turns) -> classes.Named:
        return at_most(these, heads, classes.Turns(had.in_a_row - 1, had.round))

    patch.setitem(classes.WAYS, "at_most", later)  # type: ignore[arg-type]


def the_owed_stand_behind(patch: Patch) -> None:
    """What one field owes yields to priority in another."""
    at_most = classes.WAYS["at_most"]

    def humbly(these: classes.Classes, heads: classes.Heads, had: classes.Turns) -> classes.Named:
        named = at_most(these, heads, had)
        return classes.Named(named.ticket_class, named.rule) if named.rule == "ordinary_owed" else named

    patch.setitem(classes.WAYS, "at_most", humbly)  # type: ignore[arg-type]


def a_new_round_every_call(patch: Patch) -> None:
    patch.setattr(turns, "_round_after", lambda these, had, called, present: {called: 1})


def one_round_for_all_fields(patch: Patch) -> None:
    turns_now = levels.turns_now

    def of_all(floor: Floor, these: classes.Classes, field: str, heads: object) -> classes.Turns:
        rounds = [had.round for line, had in floor.turns.items() if line[0] == floor.mode]
        had = {name: sum(calls.get(name, 0) for calls in rounds) for calls in rounds for name in calls}
        return classes.Turns(turns_now(floor, these, field, ()).in_a_row, had)

    patch.setattr(levels, "turns_now", of_all)


def the_first_class_while_a_round_is_stuck(patch: Patch) -> None:
    by_ratio = classes.WAYS["ratio"]

    def first(these: classes.Classes, heads: classes.Heads, had: classes.Turns) -> classes.Named:
        shares = classes.shares_of(these.policy)
        is_stuck = all(had.round.get(name, 0) >= shares.get(name, 0) for name in heads)
        return by_ratio(these, heads, classes.Turns() if is_stuck else had)

    patch.setitem(classes.WAYS, "ratio", first)  # type: ignore[arg-type]


def kept_during_a_pause(patch: Patch) -> None:
    """As it would be if the clerk's counter were open all the time."""
    kept = candidates._is_kept_elsewhere

    def whatever_the_state(floor: Floor, counter: Counter, ticket: Ticket) -> bool:
        paused = [one for one in floor.counters.values() if one.state == "paused"]
        for one in paused:
            one.state = "open"
        try:
            return kept(floor, counter, ticket)
        finally:
            for one in paused:
                one.state = "paused"

    patch.setattr(candidates, "_is_kept_elsewhere", whatever_the_state)


def forgets_ageing(patch: Patch) -> None:
    patch.setattr(classes.Classes, "after", lambda self, own, waited_ms: own if self.rank(own) else ORDINARY)


def ignores_who_is_reserved(patch: Patch) -> None:
    patch.setattr(candidates.Reach, "serves", lambda self, field, ticket_class: field in self.fields)


def the_limit_after_the_classes(patch: Patch) -> None:
    above = levels._above_classes

    def later(plan: Plan, counter: Counter, there: list[Ticket], now_ms: int) -> object:
        found = above(plan, counter, there, now_ms)
        has_priority = any(plan.rank(ticket.ticket_class) for ticket in there)
        return None if found and found[1] == "waited_too_long" and has_priority else found

    patch.setattr(levels, "_above_classes", later)


def a_return_begins_the_wait_anew(patch: Patch) -> None:
    wait = tickets.back_to_waiting

    def anew(floor: Floor, ticket: Ticket, entry: e.Entry) -> None:
        wait(floor, ticket, entry)
        ticket.service.counts_from_ms = entry.at_ms

    patch.setattr(tickets, "back_to_waiting", anew)


def who_lets_others_by_counts_as_having_waited_longer(patch: Patch) -> None:
    patch.setattr(tickets, "those_behind", lambda floor, ticket: [])


def missed_come_back_too_early(patch: Patch) -> None:
    others_since = candidates._others_since
    patch.setattr(candidates, "_others_since", lambda floor, ticket: others_since(floor, ticket) + 1)


def calls_in_vain_bring_the_missed_nearer(patch: Patch) -> None:
    """As if a service began with every call."""
    announced = tickets._announced

    def begun(floor: Floor, ticket: Ticket, entry: e.Entry) -> None:
        announced(floor, ticket, entry)
        floor.begun.setdefault((ticket.mode, ticket.service.field), []).append(entry.seq)

    patch.setattr(tickets, "_announced", begun)


def missed_stand_among_the_others_at_once(patch: Patch) -> None:
    patch.setattr(candidates, "_has_people_before", lambda waiting, missed: False)


def missed_are_carried_first(patch: Patch) -> None:
    """The missed pass everybody again each time they are due."""
    above = levels._above_classes

    def again(plan: Plan, counter: Counter, there: list[Ticket], now_ms: int) -> object:
        missed = [ticket for ticket in there if ticket.carried_from]
        return above(plan, counter, there, now_ms) or ((missed[0], "carried_first") if missed else None)

    patch.setattr(levels, "_above_classes", again)


def missed_are_called_without_a_pause(patch: Patch) -> None:
    patch.setattr(candidates, "seconds_to_wait", lambda rules, service, now_ms: 0)


def missed_are_called_for_ever(patch: Patch) -> None:
    patch.setattr(candidates, "is_spent", lambda rules, service: False)


def prepared_are_counted_twice(patch: Patch) -> None:
    move = tickets.move

    def counted(floor: Floor, ticket: Ticket, event: e.Event) -> None:
        if isinstance(event, e.TicketCalled) and ticket.state is State.PREPARED:
            turns.count_turn(floor, floor.counters[event.counter], ticket, floor.at_ms)
        move(floor, ticket, event)

    patch.setattr(tickets, "move", counted)


def a_dropped_turn_stays_taken(patch: Patch) -> None:
    patch.setattr(effects_of_turns, "give_back_turn", lambda floor, counter: None)


def a_dropped_turn_undoes_what_came_since(patch: Patch) -> None:
    def undo(floor: Floor, counter: Counter) -> None:
        floor.turns.update({line: taken.before for line, taken in counter.taken.items()})

    patch.setattr(effects_of_turns, "give_back_turn", undo)


def held_are_kept_for_nobody(patch: Patch) -> None:
    patch.setattr(candidates, "_is_kept_elsewhere", lambda *given: False)


def forgets_the_weights(patch: Patch) -> None:
    patch.setattr(levels, "_heaviest", lambda profile, there: there)


def the_counters_profile_before_the_chosen(patch: Patch) -> None:
    profile_of = levels.profile_of

    def other(plan: Plan, counter: Counter) -> object:
        planned = plan.counter(counter.number)
        own = next((entry for entry in plan.profiles if planned and entry.id == planned.profile), None)
        return own or profile_of(plan, counter)

    patch.setattr(levels, "profile_of", other)


AGAINST_A_PROMISE = (
    newest_first,
    ties_by_id,
    counts_per_counter,
    counts_in_its_own_field_alone,
    one_too_many,
    the_owed_stand_behind,
    ignores_who_is_reserved,
    the_limit_after_the_classes,
    missed_are_called_for_ever,
)
"""What a promise is broken by, so that no oracle is needed to find it."""
MUTANTS = (
    *AGAINST_A_PROMISE,
    forgets_the_class,
    a_new_round_every_call,
    one_round_for_all_fields,
    the_first_class_while_a_round_is_stuck,
    kept_during_a_pause,
    forgets_ageing,
    a_return_begins_the_wait_anew,
    who_lets_others_by_counts_as_having_waited_longer,
    missed_come_back_too_early,
    calls_in_vain_bring_the_missed_nearer,
    missed_stand_among_the_others_at_once,
    missed_are_carried_first,
    missed_are_called_without_a_pause,
    prepared_are_counted_twice,
    a_dropped_turn_stays_taken,
    a_dropped_turn_undoes_what_came_since,
    held_are_kept_for_nobody,
    forgets_the_weights,
    the_counters_profile_before_the_chosen,
)
