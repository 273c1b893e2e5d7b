"""The differences between two plans in the words of a language."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from msgspec import structs

from config.texts import catalogue, text
from hub.domain.plan import Plan, PlanPart, Session, Span, Weekday, Wording
from hub.domain.plan_changes import ORDER, Change, changes


def differences_in_words(old: Plan, new: Plan, language: str) -> list[str]:
    """A sentence for each difference; none only when the plans are equal. Raises LookupError: unknown language."""
    return [in_words(change, language) for change in changes(old, new)]


def in_words(change: Change, language: str) -> str:
    """A difference as a sentence. Raises LookupError: unknown language."""
    told = {name: _word(name, value, language) for name, value in change.params.items()}
    return text(language, f"plan.change.{change.code}", **told)


def _word(name: str, value: Any, language: str) -> str:
    if isinstance(value, Change):
        return in_words(value, language)
    if name == "key":
        return _key(value, language)
    return _value(value, language)


def _key(key: str, language: str) -> str:
    """A key in words; the order of a list by the list's own words; a key that has none as it is."""
    words, (table, _, last) = catalogue(language), key.rpartition(".")
    if last == ORDER and f"plan.key.{table}" in words and f"plan.key.{key}" not in words:
        return text(language, "plan.change.order_of", key=words[f"plan.key.{table}"])
    return words.get(f"plan.key.{key}", f"«{key}»")


def _value(value: Any, language: str) -> str:
    """Any value of a plan, as short as it can be said."""
    match value:
        case None | () | "":
            return text(language, "plan.value.nothing")
        case str():
            return catalogue(language).get(f"plan.value.{value}", value)
        case Wording():
            return value.vi if language == "vi" else value.en
        case Session():
            return f"{_days(value.days, language)} {value.from_}–{value.to}"
        case Span():
            return f"{value.from_}–{value.to}"
        case tuple():
            is_of_parts = isinstance(value[0], Mapping | Session)
            return ("; " if is_of_parts else ", ").join(_value(entry, language) for entry in value)
        case Mapping() | PlanPart():
            return ", ".join(_pairs(value, language))
        case _:
            return str(value)


def _days(days: tuple[Weekday, ...], language: str) -> str:
    """Days of the week; three or more in a row by the first and the last."""
    first, last = (_value(day, language) for day in (days[0], days[-1]))
    week = get_args(Weekday)
    is_in_a_row = len(days) > 2 and days == week[week.index(days[0]) :][: len(days)]
    return f"{first}–{last}" if is_in_a_row else _value(days, language)


def _pairs(value: Mapping[str, Any] | PlanPart, language: str) -> Iterator[str]:
    """The keys and values of a part of a plan, but for those that say nothing."""
    pairs = value if isinstance(value, Mapping) else structs.asdict(value)
    for name, entry in pairs.items():
        if entry not in (None, (), "", {}) and (name, entry) != ("stop_before_min", 0):
            said, word = _value(entry, language), f"plan.part.{name}"
            yield text(language, word, value=said) if word in catalogue(language) else f"{name} {said}"
