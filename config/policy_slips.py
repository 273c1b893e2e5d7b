"""What contradicts itself in the order of calling: names that are not there, and people who would wait in vain."""

from collections import Counter
from collections.abc import Iterable, Iterator

from config.hours import Slip
from config.loader import closest
from hub.domain.plan import ORDINARY, Plan


def policy_slips(plan: Plan) -> Iterator[Slip]:
    """Ratios, ageing, reserved and preferred counters, work profiles and the rules of the missed."""
    yield from _ratio_slips(plan)
    yield from _ageing_slips(plan)
    yield from _missed_slips(plan)
    yield from _class_slips(plan)
    yield from _profile_slips(plan)
    yield from _waits_in_vain(plan)


def _ratio_slips(plan: Plan) -> Iterator[Slip]:
    """A ratio that stands there without counting would be read as if it did."""
    if plan.policy.classes != "ratio":
        if plan.policy.ratio:
            yield "policy.ratio", f'it counts only with `classes = "ratio"`, not with «{plan.policy.classes}»', None
        return
    wanted, named = _all_classes(plan), Counter(share.ticket_class for share in plan.policy.ratio)
    yield from _unknown("policy.ratio", "class", named, wanted)
    yield from _twice("policy.ratio", named)
    for name in wanted:
        if name not in named:
            yield "policy.ratio", f"«{name}» has no share, so these people would hardly ever be called", None


def _all_classes(plan: Plan) -> list[str]:
    return [ORDINARY, *(entry.id for entry in plan.classes)]


def _unknown(key: str, what: str, names: Iterable[str], known: list[str]) -> Iterator[Slip]:
    for name in names:
        if name not in known:
            yield key, f"there is no {what} «{name}»", closest(name, known)


def _twice(key: str, names: Counter[str]) -> Iterator[Slip]:
    for name, times in names.items():
        if times > 1:
            yield key, f"«{name}» is listed twice", None


def _ageing_slips(plan: Plan) -> Iterator[Slip]:
    """Without classes nobody counts as a higher one."""
    if plan.policy.ageing and plan.policy.classes == "arrival":
        yield "policy.ageing", 'with `classes = "arrival"` classes do not matter', None
    known = [entry.id for entry in plan.classes]
    yield from _unknown("policy.ageing", "class", (rule.counts_as for rule in plan.policy.ageing), known)


def _missed_slips(plan: Plan) -> Iterator[Slip]:
    """Who has gone home would be called until the evening, and who may be called once would never come back."""
    rules = plan.policy.missed
    if rules.come_back != "never" and rules.most_calls < 2:
        problem = f"with `come_back` say how often somebody is called at most, 2 or more, not {rules.most_calls}"
        yield "policy.missed.most_calls", problem, None


def _class_slips(plan: Plan) -> Iterator[Slip]:
    known = _all_classes(plan)
    for counter in plan.counters:
        for what in ("reserved_for", "prefers"):
            key, names = f"counters[{counter.number}].{what}", Counter(getattr(counter, what))
            yield from _unknown(key, "class", names, known)
            yield from _twice(key, names)
        if counter.prefers and plan.policy.classes == "arrival":
            yield f"counters[{counter.number}].prefers", 'with `classes = "arrival"` classes do not matter', None


def _profile_slips(plan: Plan) -> Iterator[Slip]:
    profiles, fields = [profile.id for profile in plan.profiles], [field.id for field in plan.fields]
    yield from _used_twice("profiles", "id", Counter(profiles))
    for profile in plan.profiles:
        key, named = f"profiles[{profile.id}].weights", Counter(entry.field for entry in profile.weights)
        yield from _unknown(key, "field", named, fields)
        yield from _twice(key, named)
    yield from _used_twice("clerks", "clerk", Counter(entry.clerk for entry in plan.clerks))
    for entry in plan.clerks:
        yield from _unknown(f"clerks[{entry.clerk}].profile", "profile", [entry.profile], profiles)
    for counter in plan.counters:
        wanted = [counter.profile] if counter.profile else []
        yield from _unknown(f"counters[{counter.number}].profile", "profile", wanted, profiles)


def _used_twice(table: str, key: str, names: Counter[str]) -> Iterator[Slip]:
    for name, times in names.items():
        if times > 1:
            yield f"{table}[{name}].{key}", f"«{name}» is used twice", None


def _waits_in_vain(plan: Plan) -> Iterator[Slip]:
    """Of every field each class has a counter, or nobody of it could take a number."""
    for field in plan.fields:
        serving = [counter for counter in plan.counters if field.id in counter.fields]
        for name in _all_classes(plan):
            if not any(not counter.reserved_for or name in counter.reserved_for for counter in serving):
                yield f"fields[{field.id}]", f"no counter calls people of the class «{name}» in it", None
                break
