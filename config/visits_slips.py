"""What contradicts itself in where visits go and in what clerks have to tell."""

from collections import Counter
from collections.abc import Iterator

from config.hours import Slip
from config.loader import closest
from hub.domain.plan import Plan


def visits_slips(plan: Plan) -> Iterator[Slip]:
    """Chains that lead nowhere or in a circle, outcomes and reasons that are asked for and not there, or twice."""
    yield from _chain_slips(plan)
    yield from _outcome_slips(plan)
    yield from _rating_slips(plan)
    yield from _rule_slips(plan)


def _chain_slips(plan: Plan) -> Iterator[Slip]:
    known = [field.id for field in plan.fields]
    for field in plan.fields:
        key = f"fields[{field.id}].then"
        for name, times in Counter(field.then).items():
            if name not in known:
                yield key, f"there is no field «{name}»", closest(name, known)
            if times > 1:
                yield key, f"«{name}» is listed twice", None
        if field.id in _reached(plan, field.id):
            yield key, f"whoever was served in «{field.id}» would be sent there again", None


def _reached(plan: Plan, start: str) -> set[str]:
    """Every field to which the chains lead from one."""
    then = {field.id: field.then for field in plan.fields}
    found: set[str] = set()
    ahead = list(then[start])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += then.get(name, ())
    return found


def _outcome_slips(plan: Plan) -> Iterator[Slip]:
    outcomes = plan.outcomes
    if outcomes.ask != "never" and not outcomes.choices:
        yield "outcomes.choices", f"outcomes are «{outcomes.ask}», so there has to be one to choose", None
    for name, times in Counter(choice.id for choice in outcomes.choices).items():
        if times > 1:
            yield f"outcomes.choices[{name}].id", f"«{name}» is used twice", None


def _rating_slips(plan: Plan) -> Iterator[Slip]:
    for name, times in Counter(reason.id for reason in plan.rating.reasons).items():
        if times > 1:
            yield f"rating.reasons[{name}].id", f"«{name}» is used twice", None


def _rule_slips(plan: Plan) -> Iterator[Slip]:
    rules = plan.counter_rules
    if rules.missed_reason == "yes" and not plan.reasons.missed:
        yield "reasons.missed", "a missed number needs a reason, so there has to be one to choose", None
    if rules.start_on_call == "yes" and rules.ask_came == "yes":
        yield "counter_rules.ask_came", "nobody can be asked whether they came when the call starts the service", None
