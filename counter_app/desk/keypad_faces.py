"""What a keypad's two lines of plain ASCII say."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from config.texts import catalogue
from counter_app.desk.hall_view import DeskCounter
from counter_app.desk.keypad_lists import Entry, Listing
from counter_app.desk.keypad_orders import Said
from counter_app.desk.plain import first_fit, first_two_lines, plain, two_lines

Lines = tuple[str, str]
LINE_BREAK = "\n"

CONNECTING = "connecting"
"""The trouble of an agent that has yet to hear its hub for the first time."""


class Shown(Struct, frozen=True):
    """What a keypad shows: the newest of what is not empty, else how its counter stands.

    ``trouble`` is the code of a text: why nothing can be asked for (empty: something can).
    """

    number: int
    counter: DeskCounter | None = None
    trouble: str = ""
    pairing: str = ""
    is_sending: bool = False
    digits: str = ""
    listing: Listing | None = None
    said: Said | None = None

    @property
    def names(self) -> str | None:
        """The ticket at the counter as it can be read now (empty: none is there); None: something else stands there."""
        if self.said or self.pairing or self.listing:
            return None
        return self.counter.ticket if self.counter else ""


def lines_of(shown: Shown, language: str) -> Lines:
    """The two lines, of at most 16 characters each."""
    words = _Words(language)
    if shown.said:
        return two_lines(words.said(shown.said))
    if shown.pairing:
        return words.line("pairing"), plain(shown.pairing)
    if shown.listing:
        return _of_list(shown.listing, words)
    first, second = _home(shown, words)
    return first, words.line("typed", digits=shown.digits) if shown.digits else second


def entry_words(entry: Entry, language: str, between: str) -> str:
    """An entry of a list: the centre's words, and ours after what stands ``between``."""
    own = catalogue(language).get(f"keypad.entry_{entry.code}", "")
    return between.join(part for part in (entry.words, own) if part)


def _of_list(listing: Listing, words: "_Words") -> Lines:
    """The whole place, its figure alone or none, so that the entry keeps its words."""
    place, entry = f"{listing.at + 1}", entry_words(listing.entry, words.language, LINE_BREAK)
    return first_two_lines((f"{place}/{len(listing.entries)} {entry}", f"{place} {entry}", entry))


def _home(shown: Shown, words: "_Words") -> Lines:
    counter = shown.counter
    if counter is None:
        return words.line("counter", counter=shown.number), words.line(shown.trouble or "no_counter")
    if shown.trouble:
        return _state(counter, words), words.line(shown.trouble)
    return _state(counter, words), words.line("sending") if shown.is_sending else _waiting(counter, words)


def _state(counter: DeskCounter, words: "_Words") -> str:
    if not counter.ticket:
        return words.line(counter.state, counter=counter.number)
    about = {"label": counter.label, "times": counter.times_called}
    again = "_again" if counter.ticket_state == "called" and counter.times_called > 1 else ""
    code = f"{counter.ticket_state}{again}"
    return first_fit((words.text(code, **about), words.text(f"{code}_short", **about), counter.label))


def _waiting(counter: DeskCounter, words: "_Words") -> str:
    if counter.state == "closed":
        return words.line("to_open")
    if not counter.waiting:
        return words.line("nobody")
    about = {"waiting": counter.waiting, "label": counter.next_label}
    codes = ("waiting", "waiting_short", "waiting_only") if counter.next_label else ("waiting_only",)
    return first_fit(words.text(code, **about) for code in codes)


class _Words:
    """The short texts of a language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def text(self, code: str, **params: object) -> str:
        return self._catalogue[f"keypad.{code}"].format(**params)

    def line(self, code: str, **params: object) -> str:
        return first_fit([self.text(code, **params)])

    def said(self, said: Said) -> str:
        code = f"keypad.said_{said.code}"
        return _filled(self._catalogue.get(code, self._catalogue["keypad.said_refused"]), said.params)


def _filled(words: str, params: Mapping[str, Any]) -> str:
    """What the hub leaves out stays empty: a keypad has no better sentence."""
    return words.format_map(_Lenient(params))


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
