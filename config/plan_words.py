"""The differences between two plans in the words of a language."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import structs

from config.texts import catalogue, text
from hub.domain.plan import Plan, PlanPart, Session, Span, Wording
from hub.domain.plan_changes import Change, changes


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
        return catalogue(language).get(f"plan.key.{value}", f"«{value}»")
    return _value(value, language)


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
            return f"{_value(value.days, language)} {value.from_}–{value.to}"
        case Span():
            return f"{value.from_}–{value.to}"
        case tuple():
            return ", ".join(_value(entry, language) for entry in value)
        case Mapping() | PlanPart():
            return ", ".join(_pairs(value, language))
        case _:
            return str(value)


def _pairs(value: Mapping[str, Any] | PlanPart, language: str) -> Iterator[str]:
    """The keys and values of a part of a plan, but for those that say nothing."""
    pairs = value if isinstance(value, Mapping) else structs.asdict(value)
    for name, entry in pairs.items():
        if entry not in (None, (), "", {}):
            yield f"{name} {_value(entry, language)}"
