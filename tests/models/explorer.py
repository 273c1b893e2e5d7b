"""Walks every state that a small model can come to: none may be wrong, and from each there is a way to rest.

A model is a value for each state and the steps that lead from it. A step whose name begins with ``!`` is a disturbance:
it may happen at any time, but nothing may rely on it to get well again.
"""

import gc
from array import array
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

S = TypeVar("S", bound=Hashable)

DISTURBANCE = "!"
NOWHERE = -1


class Model(Protocol[S]):
    """What is explored."""

    first: S

    def steps(self, state: S) -> Iterator[tuple[str, S]]:
        """Everything that can happen next."""

    def wrong(self, state: S) -> str:
        """What must never be, empty when all is well."""

    def is_settled(self, state: S) -> bool:
        """Whether everybody has what was due and nothing is on its way."""


class Broken(Exception):
    """A state that must never be; ``trace`` leads there from the beginning."""

    def __init__(self, what: str, trace: list[str]) -> None:
        super().__init__("\n".join([what, *trace]))
        self.what = what
        self.trace = trace


@dataclass
class Explored:
    """A model's states in the order of their finding, and how many steps lead from one to another."""

    states: dict[Any, int]
    steps: int
    settled: int


class _Walk:
    """States by number, where each was found from, and where it leads without disturbance."""

    def __init__(self, first: Hashable) -> None:
        self.states: dict[Any, int] = {first: 0}
        self.order: list[Any] = [first]
        self.parents = array("l", [NOWHERE])
        self.names = [""]
        self.quiet: list[list[int]] = []
        self.steps = 0

    def go(self, model: Model[Any], number: int) -> None:
        """Find what comes after a state."""
        quiet: list[int] = []
        for name, state in model.steps(self.order[number]):
            self.steps += 1
            known = self.states.setdefault(state, len(self.order))
            if known == len(self.order):
                self.order.append(state)
                self.parents.append(number)
                self.names.append(name)
            if name[0] != DISTURBANCE:
                quiet.append(known)
        self.quiet.append(quiet)

    def trace(self, number: int) -> list[str]:
        """The steps from the beginning to a state, and the state."""
        steps = [str(self.order[number])]
        while number:
            steps.append(self.names[number])
            number = self.parents[number]
        return steps[::-1]


def explore(model: Model[Any], most: int = 2_000_000) -> Explored:
    """Every state, breadth first, so that a trace is as short as can be. Raises Broken."""
    walk = _Walk(model.first)
    number = 0
    with _no_search_for_circles():
        while number < len(walk.order):
            assert number < most, "the model has no end"
            if wrong := model.wrong(walk.order[number]):
                raise Broken(wrong, walk.trace(number))
            walk.go(model, number)
            number += 1
        return Explored(walk.states, walk.steps, _all_can_settle(model, walk))


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """States are tuples without circles; looking for some in all of them again and again is a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _all_can_settle(model: Model[Any], walk: _Walk) -> int:
    """How many states are settled. Raises Broken: from some state there is no way to one of them."""
    settles = bytearray(map(model.is_settled, walk.order))
    settled = left = sum(settles)
    while left:
        left = 0
        for number in range(len(settles) - 1, -1, -1):
            if not settles[number] and any(map(settles.__getitem__, walk.quiet[number])):
                settles[number] = 1
                left += 1
    if (stuck := settles.find(0)) != NOWHERE:
        raise Broken("nothing leads to rest from here", walk.trace(stuck))
    return settled
