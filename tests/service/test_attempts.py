"""Attempts in a moving window."""

from hub.service import attempts
from hub.service.attempts import Attempts


class Steady:
    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


def test_when_all_are_used_up_the_oldest_must_grow_old_first() -> None:
    clock = Steady()
    tried = Attempts(3, 60, clock)
    for _ in range(3):
        assert tried.wait_s("a", "b") == 0
        tried.note("a")
        clock.s += 10
    assert tried.wait_s("a") == 31
    assert tried.wait_s("b") == 0
    assert tried.wait_s("b", "a") == 31
    clock.s += 31
    assert tried.wait_s("a") == 0
    tried.note("a")
    assert tried.wait_s("a") == 10


def test_what_went_well_is_forgotten() -> None:
    tried = Attempts(1, 60, Steady())
    tried.note("a", "b")
    tried.forget("a", "c")
    assert (tried.wait_s("a"), tried.wait_s("b")) == (0, 61)


def test_keys_of_long_ago_take_no_room() -> None:
    clock = Steady()
    tried = Attempts(2, 60, clock)
    for number in range(attempts.MOST_KEYS + 1):
        tried.note(number)
    clock.s += 61
    tried.note("late")
    assert len(tried._times) == 1
