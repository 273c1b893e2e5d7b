"""Chains, outcomes and rules of a plan that contradict themselves are named."""

import pytest
from msgspec.structs import replace

from config.visits_slips import visits_slips
from hub.domain.plan import CounterRules, Outcomes, Plan
from tests.domain.hall import PLAN
from tests.domain.plans_of_visits import CHAINED, LED


def chains(**then: tuple[str, ...]) -> Plan:
    return replace(PLAN, fields=tuple(replace(field, then=then.get(field.id, ())) for field in PLAN.fields))


@pytest.mark.parametrize("plan", [PLAN, CHAINED, LED, chains(civil=("land",), land=("copies",))])
def test_a_plan_that_fits_together_has_no_slip(plan: Plan) -> None:
    assert list(visits_slips(plan)) == []


@pytest.mark.parametrize(
    ("plan", "keys"),
    [
        (chains(civil=("lnd",)), ["fields[civil].then"]),
        (chains(civil=("land", "land")), ["fields[civil].then"]),
        (chains(civil=("civil",)), ["fields[civil].then"]),
        (chains(civil=("land",), land=("copies",), copies=("land",)), ["fields[land].then", "fields[copies].then"]),
        (replace(LED, outcomes=Outcomes(ask="needed")), ["outcomes.choices"]),
        (replace(LED, outcomes=replace(LED.outcomes, choices=LED.outcomes.choices[:1] * 2)), [
            "outcomes.choices[taken_in].id"
        ]),
        (replace(PLAN, counter_rules=CounterRules(missed_reason="yes")), ["reasons.missed"]),
        (replace(PLAN, counter_rules=CounterRules(start_on_call="yes", ask_came="yes")), ["counter_rules.ask_came"]),
    ],
)  # fmt: skip
def test_a_slip_is_named_by_its_key(plan: Plan, keys: list[str]) -> None:
    assert [key for key, _, _ in visits_slips(plan)] == keys


def test_a_mistyped_field_of_a_chain_gets_a_guess() -> None:
    assert next(visits_slips(chains(civil=("lnd",))))[2] == "land"
