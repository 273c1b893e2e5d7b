"""Plans at random that contradict nothing, with every part that a plan can have."""

from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import plan as p

TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
WORDING = st.builds(p.Wording, TEXT, TEXT)
YES_NO = st.sampled_from(["yes", "no"])
FIELDS = ("ho_tich", "chung_thuc", "dat_dai", "cu_tru")
CLASSES = ("vip", "merit", "elderly")
PROFILES = ("mornings", "rush")
HALLS = ("east", "west")
ICONS = st.sampled_from(["baby", "stamp", "house"])
TIMES = ("07:30", "11:30", "13:30", "17:00")


def some(names: tuple[str, ...], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), unique=True, min_size=least).map(tuple)


def reasons(least: int = 0) -> st.SearchStrategy[tuple[p.Reason, ...]]:
    codes = some(("short", "long", "other"), least)
    return codes.flatmap(lambda names: st.tuples(*(st.builds(p.Reason, st.just(name), WORDING) for name in names)))


QUOTAS = st.builds(
    p.Quota, st.sampled_from(["session", "day"]), st.integers(0, 9999), st.none() | st.integers(0, 9999)
) | st.builds(p.Quota, walk_in=st.none(), remote=st.integers(0, 9999))
SESSIONS = st.sampled_from(
    [(), (p.Session(("mon", "fri"), *TIMES[:2]), p.Session(("mon",), *TIMES[2:])), (p.Session(("sun",), *TIMES[:2]),)]
)
DAYS = st.sampled_from(
    [
        (),
        (p.SpecialDay("2027-02-04", p.Wording("Nghỉ", "Off")),),
        (p.SpecialDay("2027-08-21", p.Wording("a", "b"), (p.Span(*TIMES[:2]),)),),
    ]
)


@st.composite
def hours(draw: st.DrawFn, fields: tuple[str, ...]) -> p.Hours | str:
    if draw(st.booleans()):
        return "always"
    own = draw(st.dictionaries(st.sampled_from(fields), SESSIONS, max_size=2))
    return p.Hours(
        draw(SESSIONS), own, draw(DAYS), draw(st.sampled_from(["VN", "none"])), stop_before_min=draw(st.integers(0, 30))
    )


@st.composite
def policies(draw: st.DrawFn, classes: tuple[str, ...]) -> p.Policy:
    order = draw(st.sampled_from(["arrival", "strict", "at_most", "ratio"]))
    shares = tuple(p.RatioShare(name, draw(st.integers(1, 20))) for name in (*classes, p.ORDINARY))
    minutes = draw(st.lists(st.integers(1, 600), unique=True, max_size=2)) if classes and order != "arrival" else []
    come_back = draw(st.sampled_from(["never", "after_others", "at_end"]))
    return p.Policy(
        order,
        draw(st.integers(1, 9)),
        shares if order == "ratio" else (),
        tuple(p.Ageing(after, draw(st.sampled_from(classes))) for after in sorted(minutes)),
        draw(st.integers(0, 600)),
        draw(st.sampled_from(["as_others", "same_clerk"])),
        p.MissedRules(come_back, draw(st.integers(1, 50)), draw(st.integers(0 if come_back == "never" else 2, 99)), 0),
    )


FIELD = st.builds(
    p.Field,
    st.just("first"),
    st.sampled_from(["", "A", "BC"]),
    WORDING,
    WORDING,
    ICONS,
    kiosk_page=st.integers(1, 2),
    quota=st.none() | QUOTAS,
    most_files=st.none() | st.integers(1, 99),
    target_min=st.integers(0, 240),
)
CLASS = st.builds(p.TicketClass, st.just("first"), WORDING, WORDING, st.just(1), some(("staff", "kiosk")))


@st.composite
def halls(draw: st.DrawFn) -> dict[str, object]:
    """Fields, counters, classes and work profiles that know one another."""
    fields, profiles, rooms = draw(some(FIELDS, 1)), draw(some(PROFILES)), draw(some(HALLS))
    numbers = draw(st.lists(st.integers(1, 99), unique=True, min_size=1, max_size=4))
    times = draw(hours(fields))
    made = [replace(draw(FIELD), id=name) for name in fields]
    if times == "always":
        made = [replace(field, quota=field.quota and replace(field.quota, per="day")) for field in made]
    stands = {"profile": st.sampled_from(["", *profiles]), "hall": st.sampled_from(["", *rooms])}
    counter = st.builds(p.CounterPlan, st.just(1), WORDING, some(fields, 1), **stands)
    counters = [replace(draw(counter), number=number) for number in numbers]
    weights = some(fields, 1).map(lambda names: tuple(p.FieldWeight(name, 2) for name in names))
    return {
        "fields": (replace(made[0], kiosk_page=1), *made[1:]),
        "counters": (replace(counters[0], fields=fields), *counters[1:]),
        "classes": tuple(replace(draw(CLASS), id=name, rank=rank) for rank, name in enumerate(draw(some(CLASSES)), 1)),
        "profiles": tuple(p.Profile(name, draw(WORDING), draw(weights)) for name in profiles),
        "halls": tuple(p.HallPlan(name, draw(WORDING)) for name in rooms),
        "clerks": tuple(p.ClerkProfile(f"staff-{n}", name) for n, name in enumerate(profiles)),
        "hours": times,
    }


@st.composite
def plans(draw: st.DrawFn) -> p.Plan:
    """A plan that has no slips."""
    hall = draw(halls())
    return p.Plan(
        **hall,
        centre=draw(st.builds(p.Centre, WORDING, WORDING, st.none() | WORDING)),
        rating=p.RatingPlan(
            tuple(draw(st.lists(WORDING, min_size=2, max_size=5))),
            draw(st.integers(5, 600)),
            draw(reasons()),
            draw(st.integers(0, 4)),
        ),
        reasons=p.Reasons(*(draw(reasons(1)) for _ in p.Reasons.__struct_fields__)),
        policy=draw(policies(tuple(entry.id for entry in hall["classes"]))),
        series=draw(st.builds(p.Series, st.integers(2, 5), st.integers(0, 9), st.sampled_from(["none", "hyphen"]))),
        most_files_per_ticket=draw(st.integers(1, 99)),
        offline=draw(st.builds(p.Offline, st.sampled_from(["allowed", "never"]), st.integers(1, 500))),
        counter_rules=draw(st.builds(p.CounterRules, YES_NO, blind_call=YES_NO, call_when_idle_s=st.integers(0, 600))),
        outcomes=p.Outcomes("offered", "never", draw(reasons(1))),
        person_limit=draw(st.builds(p.PersonLimit, st.sampled_from(["nothing", "phone"]), st.integers(1, 99))),
        most_fields_per_ticket=draw(st.integers(1, 5)),
    )
