"""A small change of a frozen world."""

from typing import Any, TypeVar

W = TypeVar("W", bound=Any)


def put(world: W, which: int, **changes: Any) -> W:
    """The world with one of its numbers changed."""
    numbers = world.numbers
    changed: W = world._replace(numbers=(*numbers[:which], numbers[which]._replace(**changes), *numbers[which + 1 :]))
    return changed
