"""What differs between two plans, each difference as a code with what it is about; the words are in the locales.

Nothing that differs is left out: what has no sentence of its own is told by its key, with what it was and what it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hub.domain.plan import Plan, PlanPart, Session, Span, Wording

Path = tuple[str | int, ...]
"""Where in a plan something stands: ``("counters", 3, "fields")``."""

NAMES = ("id", "number", "date", "clerk", "ticket_class", "field")
"""By which of its keys an entry of a list is known, the first that its kind has."""

ORDER = "order"
"""The last step of a path to a list whose entries are the same in another order."""


class Difference(NamedTuple):
    """Something that two plans have otherwise; None is what one of them does not have."""

    path: Path
    old: Any
    new: Any


class Change(NamedTuple):
    """A difference to be said: the code of a sentence and what fills it, which may be said by codes itself.

    ``key`` is a dotted key of the plan, ``id`` what somebody is known by in it; ``fields``, ``old`` and ``new`` are
    numbers, texts, :class:`Wording`, tuples of them or parts of plans, ``name`` and ``subject`` what is spoken of.
    """

    code: str
    params: Mapping[str, Any]


def changes(old: Plan, new: Plan) -> list[Change]:
    """All differences between two plans, in the plan's order; empty only when they are equal."""
    teller = _Teller(old, new)
    return [change for found in differences(old, new) for change in teller.told(found)]


def differences(old: Any, new: Any, path: Path = ()) -> Iterator[Difference]:
    """What differs below a path."""
    if old == new:
        return
    if isinstance(old, PlanPart) and type(old) is type(new):
        for name in old.__struct_fields__:
            yield from differences(getattr(old, name), getattr(new, name), (*path, name))
    elif (olds := _by_name(old)) is not None and (news := _by_name(new)) is not None:
        yield from _of_lists(olds, news, path)
    else:
        yield Difference(path, old, new)


def _of_lists(olds: dict[str | int, Any], news: dict[str | int, Any], path: Path) -> Iterator[Difference]:
    for name in (*olds, *(name for name in news if name not in olds)):
        yield from differences(olds.get(name), news.get(name), (*path, name))
    kept_before, kept_now = [name for name in olds if name in news], [name for name in news if name in olds]
    if kept_before != kept_now:
        yield Difference((*path, ORDER), tuple(kept_before), tuple(kept_now))


def _by_name(value: Any) -> dict[str | int, Any] | None:
    """The entries of a list by what they are called, or of a dict; None for others, and for names given twice."""
    if isinstance(value, dict):
        return dict(value)
    if not isinstance(value, tuple) or not all(isinstance(entry, PlanPart) for entry in value):
        return None
    named = {_name_of(entry): entry for entry in value}
    return named if len(named) == len(value) and None not in named else None


def _name_of(entry: PlanPart) -> Any:
    return next((getattr(entry, name) for name in NAMES if name in entry.__struct_fields__), None)


class _Teller:
    """Finds the sentence of each difference between two plans, and the names of what it is about."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self._plans = (new, old)

    def told(self, found: Difference) -> Iterator[Change]:
        """One sentence or more."""
        match found.path:
            case ("fields" | "counters" | "classes" | "profiles" | "halls" as table, name) if name != ORDER:
                yield self._come_or_gone(table, found)
            case ("counters", int(number), "fields"):
                yield from self._serves(number, found)
            case ("reasons" | "outcomes", _, _, *_) | ("rating", "reasons", _, *_) if found.path[-1] != ORDER:
                yield self._reason(found)
            case ("hours", "special_days", _, *_) if found.path[-1] != ORDER:
                yield self._special_day(found)
            case ("clerks", str(clerk), *_) if clerk != ORDER:
                yield self._single("clerk_profile", found, "profile", clerk=clerk)
            case ("profiles", profile, "weights", field, *_) if field != ORDER:
                names = {"name": self._entry("profiles", profile), "field": self._entry("fields", field)}
                yield self._single("weight", found, "weight", **names)
            case ("policy", "ratio", share, *_) if share != ORDER:
                yield self._single("share", found, "calls", name=self._entry("classes", share))
            case ("hours", "fields", field):
                told = {"old": self._named("weekly", found.old), "new": self._named("weekly", found.new)}
                yield Change("hours_of_field", {"name": self._entry("fields", field), **told})
            case _:
                yield self._plain(found)

    def _come_or_gone(self, table: str, found: Difference) -> Change:
        way = "added" if found.old is None else "removed"
        entry = found.new if found.old is None else found.old
        return Change(f"{SUBJECTS[table]}_{way}", {"name": entry.name, "id": found.path[1]})

    def _serves(self, number: int, found: Difference) -> Iterator[Change]:
        came = tuple(self._field(name) for name in found.new if name not in found.old)
        left = tuple(self._field(name) for name in found.old if name not in found.new)
        if came:
            yield Change("counter_serves", {"counter": number, "fields": came})
        if left:
            yield Change("counter_serves_no_more", {"counter": number, "fields": left})
        if not came and not left:
            yield self._plain(found)

    def _reason(self, found: Difference) -> Change:
        """A reason or an outcome that came, went or is called otherwise."""
        table, kind, name, *rest = found.path
        key = f"{table}.{kind}"
        if not rest:
            code = "reason_added" if found.old is None else "reason_removed"
            return Change(code, {"key": key, "name": (found.new or found.old).name})
        told = {"key": ".".join(("reason", *map(str, rest))), "old": found.old, "new": found.new}
        return Change("changed_of", {"subject": Change("subject_reason", {"key": key, "name": name}), **told})

    def _special_day(self, found: Difference) -> Change:
        date, *rest = found.path[2:]
        told = {"old": self._named(str(found.path[-1]), found.old), "new": self._named(str(found.path[-1]), found.new)}
        if not rest:
            return Change("special_day", {"id": date, **told})
        key = ".".join(("special_day", *map(str, rest)))
        return Change("changed_of", {"subject": Change("subject_special_day", {"id": date}), "key": key, **told})

    def _single(self, code: str, found: Difference, key: str, **about: Any) -> Change:
        """What is known of an entry but for its name is one value, whether the entry came, went or changed."""
        old, new = (getattr(value, key) if isinstance(value, PlanPart) else value for value in found[1:])
        return Change(code, {**about, "old": self._named(key, old), "new": self._named(key, new)})

    def _plain(self, found: Difference) -> Change:
        """The key, what it was and what it is; of a part of a list also which part."""
        path, subject = found.path, None
        key = str(path[-2] if path[-1] == ORDER else path[-1])
        if len(path) > 2 and path[0] in SUBJECTS:
            subject, path = self._subject(str(path[0]), path[1]), (SUBJECTS[str(path[0])], *path[2:])
        told = {
            "key": ".".join(str(step) for step in path),
            "old": self._named(key, found.old),
            "new": self._named(key, found.new),
        }
        return Change("changed", told) if subject is None else Change("changed_of", {"subject": subject, **told})

    def _named(self, key: str, value: Any) -> Any:
        """Fields, classes and profiles by their names, also within parts of a plan."""
        if isinstance(value, tuple):
            return tuple(self._named(key, entry) for entry in value)
        if isinstance(value, PlanPart) and not isinstance(value, Wording | Session | Span):
            return {name: self._named(name, getattr(value, name)) for name in value.__struct_fields__}
        if isinstance(value, dict):
            return tuple({"name": self._entry(key, name), "weekly": spans} for name, spans in value.items())
        return self._entry(REFERENCES[key], value) if key in REFERENCES and isinstance(value, str | int) else value

    def _subject(self, table: str, name: str | int) -> Change:
        return Change(f"subject_{SUBJECTS[table]}", {"name": self._entry(table, name), "id": name})

    def _entry(self, table: str, name: str | int) -> Wording | str | int:
        for plan in self._plans:
            entries: Sequence[Any] = getattr(plan, table)
            named = next((entry.name for entry in entries if _name_of(entry) == name), None)
            if named is not None:
                return named  # type: ignore[no-any-return]
        return name

    def _field(self, name: str | int) -> Wording | str | int:
        return self._entry("fields", name)


REFERENCES = {
    "fields": "fields",
    "field": "fields",
    "then": "fields",
    "reserved_for": "classes",
    "prefers": "classes",
    "counts_as": "classes",
    "ticket_class": "classes",
    "ratio": "classes",
    "classes": "classes",
    "weights": "fields",
    "profile": "profiles",
    "profiles": "profiles",
    "hall": "halls",
    "halls": "halls",
}
"""Which list the ids in a value belong to, by the key at which it stands."""

SUBJECTS = {"fields": "field", "counters": "counter", "classes": "class", "profiles": "profile", "halls": "hall"}
"""The lists whose entries have names of their own."""
