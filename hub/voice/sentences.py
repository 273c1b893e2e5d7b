"""What is said of a call: the sentence of each language, in words that no synthesiser can misread."""

from typing import Protocol

from msgspec import Struct

from hub.voice.tongues import Tongue

Tongues = dict[str, Tongue]
"""The languages in which calls can be said, by their codes."""


class Called(Protocol):
    """A call of the hall: whose number, and where to."""

    @property
    def label(self) -> str:
        """The ticket's number, such as ``A105``."""

    @property
    def counter(self) -> int:
        """The number of the counter."""


class Utterance(Struct, frozen=True):
    """What is to be said: a language and words of it. No name of a person ever stands in one."""

    language: str
    text: str


def announcement(call: Called, language: str, tongues: Tongues) -> Utterance:
    """The sentence of a call. Raises LookupError: there are no sentences in that language."""
    tongue = tongues[language]
    sentence = tongue.call.format(number=tongue.label(call.label), counter=tongue.count(call.counter))
    return Utterance(language, sentence)
