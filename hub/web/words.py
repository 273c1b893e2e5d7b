"""Sentences by code: what the pages of devices say, in one form for every language."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from config.texts import FIRST_LANGUAGE, catalogue

GOOD, BAD, PLAIN = "good", "bad", "plain"


class Words(NamedTuple):
    """A code of the area ``devices`` with its parameters, and a second one with the same that is said after it.

    ``tone`` is good, bad or plain, ``icon`` one of icons.css.
    """

    code: str
    params: Mapping[str, Any] = {}
    tone: str = PLAIN
    icon: str = ""
    then: str = ""


def bad(code: str, icon: str, **params: Any) -> Words:
    """What somebody should look at."""
    return Words(code, params, BAD, icon)


def was(words: Words, past: Mapping[str, str]) -> Words:
    """What was well when an agent was heard last; of one that is gone it is told with that time, and not as well."""
    if not past or words.tone != GOOD:
        return words
    return words._replace(params={**words.params, **past}, tone=PLAIN, then="as_of")


def is_known(code: str) -> bool:
    """Whether the area ``devices`` has a sentence for a code."""
    return f"devices.{code}" in catalogue(FIRST_LANGUAGE)


def known_or(code: str, other: str) -> str:
    """A code that there is a sentence for: itself or the other one."""
    return code if is_known(code) else other
