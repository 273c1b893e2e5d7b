"""Who is called next: the order of calling as small pure functions over the floor.

``candidates`` says whom a counter may call at all, ``levels`` in which order the rules are asked, ``classes`` how the
calls of a field are shared among its classes, ``turns`` what a call changes, ``ahead`` what a ticket says of those
before it. docs/calling-order.md has the same in words.
"""

from hub.domain.calling.ahead import LAST_PLACE, first_of, people_ahead, people_ahead_by_place, people_ahead_of
from hub.domain.calling.behind import MOST_DEFERRALS, count_behind, those_behind
from hub.domain.calling.candidates import (
    candidates,
    is_stranded_without,
    may_come,
    reserved_for,
    serves,
    takes_class,
    waiting_for,
)
from hub.domain.calling.classes import Classes
from hub.domain.calling.levels import Choice, choose, counted_as, pick_next, profile_of
from hub.domain.calling.limits import is_spent, seconds_to_wait
from hub.domain.calling.turns import begin_anew, count_turn, give_back_turn, turns_of

__all__ = [
    "LAST_PLACE",
    "MOST_DEFERRALS",
    "Choice",
    "Classes",
    "begin_anew",
    "candidates",
    "choose",
    "count_behind",
    "count_turn",
    "counted_as",
    "first_of",
    "give_back_turn",
    "is_spent",
    "is_stranded_without",
    "may_come",
    "people_ahead",
    "people_ahead_by_place",
    "people_ahead_of",
    "pick_next",
    "profile_of",
    "reserved_for",
    "seconds_to_wait",
    "serves",
    "takes_class",
    "those_behind",
    "turns_of",
    "waiting_for",
]
