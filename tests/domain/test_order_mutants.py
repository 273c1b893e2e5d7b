"""Rules with one thing done wrong are found out: all by the oracle, and many by what was promised alone."""

import random
from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from msgspec.structs import replace

from hub.domain.plan import ORDINARY, CounterPlan, CounterRules, MissedRules, Plan, Policy, RatioShare
from tests.domain.order_mutants import AGAINST_A_PROMISE, MUTANTS, Patch
from tests.domain.order_properties import PROMISES, Overtaking
from tests.domain.random_days import Day
from tests.domain.random_plans import plain_plan, plans
from tests.domain.second_opinion import WrongCall

DAYS = 120
BYTES = 450


@pytest.fixture(scope="module")
def pool() -> list[Plan]:
    """The plans of the days: one of any kind, one with a bound, one with a ratio, and so on."""
    found: list[Plan] = []

    @settings(max_examples=DAYS // 3, derandomize=True, database=None, phases=[Phase.generate])
    @given(plans())
    def gather(plan: Plan) -> None:
        share = 1 + len(found) % 2
        names = (ORDINARY, "elderly", "merit")
        ratio = replace(bound(1), classes="ratio", ratio=tuple(RatioShare(name, share) for name in names))
        rules = CounterRules(prepare_next="yes")
        by_bound, by_ratio = (replace(plain_plan(one), counter_rules=rules) for one in (bound(share), ratio))
        found.extend((plan, by_bound, replace(by_ratio, counters=apart(by_ratio, names[:2]))))

    gather()
    return found


def bound(most: int) -> Policy:
    missed = MissedRules("after_others", others=1, most_calls=2)
    return Policy(most_priority_in_a_row=most, held_return="same_clerk", missed=missed)


def apart(plan: Plan, names: tuple[str, ...]) -> tuple[CounterPlan, ...]:
    """The first two counters reserved for some classes: the third is the only one for the others."""
    return tuple(replace(one, reserved_for=names if one.number < 3 else ()) for one in plan.counters)


def day_of(plan: Plan, number: int, compares: bool) -> None:
    story = random.Random(number).randbytes(BYTES)
    Day(plan, () if compares else (*PROMISES, Overtaking()), compares).live(story)


def found_on(pool: list[Plan], mutant: Callable[[Patch], None], compares: bool) -> int:
    """On which day a mutant was found out; 0: on none."""
    kind = WrongCall if compares else AssertionError
    for number, plan in enumerate(pool, start=1):
        with pytest.MonkeyPatch.context() as patch:
            mutant(patch)
            try:
                day_of(plan, number, compares)
            except kind:
                return number
    return 0


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_oracle_finds_it_out(pool: list[Plan], mutant: Callable[[Patch], None]) -> None:
    assert found_on(pool, mutant, compares=True)


@pytest.mark.parametrize("mutant", AGAINST_A_PROMISE, ids=lambda mutant: mutant.__name__)
def test_what_was_promised_finds_it_out(pool: list[Plan], mutant: Callable[[Patch], None]) -> None:
    assert found_on(pool, mutant, compares=False)


def test_nothing_is_found_in_the_rules_as_they_are(pool: list[Plan]) -> None:
    for number, plan in enumerate(pool[:20], start=1):
        day_of(plan, number, compares=True)
        day_of(plan, number, compares=False)
