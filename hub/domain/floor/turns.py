"""Whose turn it is: what a field remembers of its calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Line = tuple[str, str]
"""Mode and field: by what turns are counted."""


@dataclass(frozen=True, slots=True)
class Turns:
    """What a field remembers of its calls: priority calls in a row, and the calls of each class in this round.

    Every call that counts in the field makes another one, so that it can be told whether there was one since.
    """

    in_a_row: int = 0
    round: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What choosing somebody ahead changed in one line: its turns before and after."""

    before: Turns
    after: Turns
