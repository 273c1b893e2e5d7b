"""A policy that contradicts itself is named by its key; one that fits together is not."""

from typing import Any

import pytest
from msgspec.structs import replace

from config.policy_slips import policy_slips
from hub.domain import plan as p
from tests.domain.hall import PLAN, words

SHARES = tuple(p.RatioShare(name, 1) for name in ("merit", "elderly", "ordinary"))
WEIGHTS = (p.FieldWeight("land", 3),)
LAND_FIRST = p.Profile("land_first", words("Land first"), WEIGHTS)


def policy(**rules: Any) -> p.Plan:
    return replace(PLAN, policy=p.Policy(**rules))


def counter(number: int, **more: Any) -> p.Plan:
    """The small hall, with something changed in the plan of one counter."""
    counters = (replace(entry, **more) if entry.number == number else entry for entry in PLAN.counters)
    return replace(PLAN, counters=tuple(counters))


def weighed(*weights: p.FieldWeight) -> p.Plan:
    return replace(PLAN, profiles=(replace(LAND_FIRST, weights=weights),))


WITH_PROFILE = replace(PLAN, profiles=(LAND_FIRST,), clerks=(p.ClerkProfile("staff-7", "land_first"),))


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        WITH_PROFILE,
        policy(classes="ratio", ratio=SHARES, ageing=(p.Ageing(30, "merit"),)),
        policy(missed=p.MissedRules("at_end", most_calls=2)),
        counter(1, reserved_for=("elderly",), prefers=("ordinary", "merit")),
    ],
)
def test_a_plan_that_fits_together_has_no_slip(plan: p.Plan) -> None:
    assert list(policy_slips(plan)) == []


@pytest.mark.parametrize(
    ("plan", "keys"),
    [
        (policy(ratio=SHARES), ["policy.ratio"]),
        (policy(classes="ratio"), ["policy.ratio"] * 3),
        (policy(classes="ratio", ratio=(*SHARES, SHARES[0])), ["policy.ratio"]),
        (policy(classes="ratio", ratio=(*SHARES, p.RatioShare("vip", 1))), ["policy.ratio"]),
        (policy(ageing=(p.Ageing(30, "ordinary"),)), ["policy.ageing"]),
        (policy(classes="arrival", ageing=(p.Ageing(30, "merit"),)), ["policy.ageing"]),
        (policy(missed=p.MissedRules("at_end", most_calls=1)), ["policy.missed.most_calls"]),
        (policy(missed=p.MissedRules("after_others")), ["policy.missed.most_calls"]),
        (counter(1, reserved_for=("vip",)), ["counters[1].reserved_for"]),
        (counter(1, prefers=("merit", "merit")), ["counters[1].prefers"]),
        (replace(counter(1, prefers=("merit",)), policy=p.Policy(classes="arrival")), ["counters[1].prefers"]),
        (counter(1, profile="land_first"), ["counters[1].profile"]),
        (replace(WITH_PROFILE, profiles=(LAND_FIRST, LAND_FIRST)), ["profiles[land_first].id"]),
        (weighed(p.FieldWeight("lnd", 3)), ["profiles[land_first].weights"]),
        (weighed(*WEIGHTS, *WEIGHTS), ["profiles[land_first].weights"]),
        (replace(WITH_PROFILE, profiles=()), ["clerks[staff-7].profile"]),
        (replace(WITH_PROFILE, clerks=WITH_PROFILE.clerks * 2), ["clerks[staff-7].clerk"]),
        (counter(3, reserved_for=("elderly", "merit")), ["fields[copies]"]),
        (counter(3, fields=("civil",)), ["fields[copies]"]),
    ],
)
def test_a_slip_is_named_by_its_key(plan: p.Plan, keys: list[str]) -> None:
    assert [key for key, _, _ in policy_slips(plan)] == keys


def test_a_mistyped_class_gets_a_guess() -> None:
    assert next(policy_slips(counter(1, reserved_for=("eldery",))))[2] == "elderly"
