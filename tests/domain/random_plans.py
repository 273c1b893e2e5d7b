"""Plans at random: the small hall with other classes, another policy, other counters, chains and habits."""

from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import plan as p
from tests.domain.hall import PLAN, SERIES, words

FIELDS = tuple(SERIES)
CLASS_IDS = ("elderly", "merit", "disabled")
CLERKS = ("staff-1", "staff-2", "staff-3")
PROFILE_IDS = ("papers", "land_first")


def _some(values: tuple[str, ...], least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, unique=True).map(tuple)


def _rarely(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Nothing, as a rule."""
    return st.just(()) | st.just(()) | (_some(values) if values else st.just(()))


@st.composite
def classes(draw: st.DrawFn) -> tuple[p.TicketClass, ...]:
    """None to three, no two of one rank."""
    ranks = draw(st.lists(st.integers(1, 9), max_size=3, unique=True))
    return tuple(
        p.TicketClass(name, words(name), words(name), rank, ("staff", "kiosk"))
        for name, rank in zip(CLASS_IDS, ranks, strict=False)
    )


def missed_rules() -> st.SearchStrategy[p.MissedRules]:
    return st.builds(
        p.MissedRules,
        come_back=st.sampled_from(["never", "after_others", "at_end"]),
        others=st.integers(1, 4),
        most_calls=st.sampled_from([0, 2, 3]),
        least_s_between=st.sampled_from([0, 30, 120]),
    )


@st.composite
def policies(draw: st.DrawFn, names: tuple[str, ...], order: p.ClassOrder | None = None) -> p.Policy:
    """Any policy for these classes, or any of one order."""
    ageing = st.builds(p.Ageing, st.integers(5, 60), st.sampled_from(names)) if names else st.nothing()
    order = order or draw(st.sampled_from(["arrival", "strict", "at_most", "at_most", "ratio"]))
    shares = draw(st.permutations([p.ORDINARY, *names])) if order == "ratio" else ()
    return p.Policy(
        classes=order,
        most_priority_in_a_row=draw(st.integers(1, 3)),
        ratio=tuple(p.RatioShare(name, draw(st.integers(1, 3))) for name in shares),
        ageing=tuple(draw(st.lists(ageing, max_size=2, unique_by=lambda rule: rule.counts_as))) if names else (),
        call_first_after_min=draw(st.sampled_from([0, 0, 15, 40])),
        held_return=draw(st.sampled_from(["as_others", "same_clerk"])),
        missed=draw(missed_rules()),
    )


@st.composite
def counters(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[p.CounterPlan, ...]:
    """Three; the second serves everything for everybody, so that nobody waits in vain."""
    return tuple(
        p.CounterPlan(
            number,
            words(f"Counter {number}"),
            FIELDS if number == 2 else draw(_some(FIELDS)),
            reserved_for=() if number == 2 else draw(_rarely(names)),
            prefers=draw(_rarely(names)),
            profile=draw(st.sampled_from(["", "", *PROFILE_IDS])),
        )
        for number in (1, 2, 3)
    )


WEIGHTS = st.lists(
    st.builds(p.FieldWeight, st.sampled_from(FIELDS), st.integers(1, 9)),
    min_size=1,
    unique_by=lambda entry: entry.field,
).map(tuple)


@st.composite
def plans(draw: st.DrawFn) -> p.Plan:
    """Any plan of the small hall."""
    known = draw(classes())
    names = tuple(entry.id for entry in known)
    chains = {"civil": draw(st.sampled_from([(), (), ("copies",), ("land", "copies")]))}
    return replace(
        PLAN,
        classes=known,
        policy=draw(policies(names)),
        counters=draw(counters(names)),
        fields=tuple(replace(field, then=chains.get(field.id, ())) for field in PLAN.fields),
        profiles=tuple(p.Profile(name, words(name), draw(WEIGHTS)) for name in PROFILE_IDS),
        clerks=(p.ClerkProfile("staff-3", draw(st.sampled_from(PROFILE_IDS))),) if draw(st.booleans()) else (),
        counter_rules=p.CounterRules(
            prepare_next=draw(st.sampled_from(["yes", "no"])),
            start_on_call=draw(st.sampled_from(["no", "no", "yes"])),
        ),
    )


def plain_plan(policy: p.Policy, known: tuple[p.TicketClass, ...] = PLAN.classes) -> p.Plan:
    """The small hall under a policy, each counter serving everything."""
    return replace(
        PLAN,
        classes=known,
        policy=policy,
        counters=tuple(replace(counter, fields=FIELDS) for counter in PLAN.counters),
    )
