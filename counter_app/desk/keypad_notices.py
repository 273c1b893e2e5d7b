"""What a keypad shows, as a small notification on a clerk's screen says it: whole words, two sentences at most."""

from string import Formatter
from typing import Any

from msgspec import Struct

from config.texts import catalogue
from counter_app.desk.hall_view import DeskCounter
from counter_app.desk.keypad_faces import Shown, entry_words
from counter_app.desk.keypad_lists import Listing
from counter_app.desk.keypad_orders import Said


class Notice(Struct, frozen=True):
    """A notification: title and text."""

    title: str
    text: str = ""


def notice_of(shown: Shown, language: str) -> Notice:
    """The notification of what is shown."""
    words = _Words(language)
    if shown.said:
        return Notice(words("counter", counter=shown.number), _said(shown.said, language))
    if shown.pairing:
        return Notice(words("pairing", figures=shown.pairing), words("pairing_hint"))
    if shown.listing:
        return _of_list(shown.listing, language)
    if shown.digits:
        return Notice(words("typed", digits=shown.digits), words("typed_hint"))
    return _home(shown, words)


def news_of(shown: Shown) -> tuple[Any, ...]:
    """What has to change before there is a new notification: not how many wait, unless somebody comes to a counter
    for which nobody waited.
    """
    doing = (shown.said, shown.pairing, shown.digits, shown.listing, shown.trouble)
    counter = shown.counter
    if counter is None:
        return doing
    has_company = counter.state == "open" and not counter.ticket and counter.waiting > 0
    return (*doing, counter.state, counter.ticket, counter.ticket_state, counter.times_called, has_company)


def _of_list(listing: Listing, language: str) -> Notice:
    words = _Words(language)
    place = f"{listing.at + 1}/{len(listing.entries)}"
    entry = entry_words(listing.entry, language, " – ")
    return Notice(words(listing.name, label=listing.label), f"{place}: {entry}\n{words('list_hint')}")


def _home(shown: Shown, words: "_Words") -> Notice:
    counter = shown.counter
    if shown.trouble or counter is None:
        return Notice(words("counter", counter=shown.number), words(shown.trouble or "no_counter"))
    if not counter.ticket:
        return Notice(words(counter.state, counter=counter.number), _waiting(counter, words))
    again = "_again" if counter.ticket_state == "called" and counter.times_called > 1 else ""
    title = words(f"{counter.ticket_state}{again}", label=counter.label, times=counter.times_called)
    return Notice(title, _waiting(counter, words))


def _waiting(counter: DeskCounter, words: "_Words") -> str:
    if not counter.waiting:
        return words("nobody")
    code = "waiting" if counter.next_label else "waiting_only"
    return words(code, waiting=counter.waiting, label=counter.next_label)


def _said(said: Said, language: str) -> str:
    """The sentence of the clerk's page where there is one, else what the keypad's display says."""
    texts = catalogue(language)
    for code in (f"refusal.{said.code}", f"keypad.said_{said.code}"):
        words = texts.get(code)
        if words is not None and _named(words) <= said.params.keys():
            return " ".join(words.format(**said.params).split())
    return texts["keypad.said_refused"]


def _named(words: str) -> set[str]:
    """The placeholders of a text."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


class _Words:
    """The texts of notifications in a language."""

    def __init__(self, language: str) -> None:
        self._catalogue = catalogue(language)

    def __call__(self, code: str, **params: object) -> str:
        return self._catalogue[f"keypad.notice_{code}"].format(**params)
