"""What a keypad lets choose from, one entry after the other, and what comes of the choice."""

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from counter_app.desk.hall_view import Choice, DeskCounter, DeskView, SetAside
from drivers.devices import Key

ListName = Literal["pause", "transfer", "resume", "numbers", "reasons", "outcome", "missed", "help"]


class Order(Struct, frozen=True):
    """A command at the keypad's counter: its path below ``/counters/<n>/`` and its body.

    It is about the ticket at hand that the clerk saw, or about a counter without one (empty).
    """

    action: str
    about: str = ""
    body: dict[str, Any] = {}

    @property
    def whole_body(self) -> dict[str, Any]:
        """The body as it is sent: what acts on a ticket tells which one was seen."""
        return {**self.body, "seen": self.about} if self.about else self.body


class Find(Struct, frozen=True):
    """The search for a number of which only the figures were typed."""

    digits: str


class Entry(Struct, frozen=True):
    """One of a list, in the centre's words or by the ``code`` of a text; choosing it leads to an order, or to the
    reasons for calling the number ``calls``.
    """

    words: str = ""
    code: str = ""
    order: Order | None = None
    calls: str = ""


class Listing(Struct, frozen=True):
    """An open list; ``about`` is the ticket that was at the counter then, ``label`` the number it is about.

    ``at`` is the entry shown; ``typed`` is the number that the digits pressed last make.
    """

    name: ListName
    entries: tuple[Entry, ...]
    about: str = ""
    label: str = ""
    at: int = 0
    typed: int = 0

    @property
    def entry(self) -> Entry:
        """The entry shown."""
        return self.entries[self.at]

    def moved(self, key: Key) -> "Listing | None":
        """The list after a key that only moves in it, None for any other: NEXT, RECALL, or the number of an entry."""
        if key in (Key.NEXT, Key.RECALL):
            step = 1 if key is Key.NEXT else -1
            return replace(self, at=(self.at + step) % len(self.entries), typed=0)
        if not key.isdecimal():
            return None
        wanted = next((n for n in (self.typed * 10 + int(key), int(key)) if 1 <= n <= len(self.entries)), 0)
        return replace(self, at=wanted - 1, typed=wanted) if wanted else self


def pauses(view: DeskView, language: str) -> Listing:
    """Why the counter pauses; the last entry closes it. Who waits there waits on: two lines cannot ask for more."""
    staying = {"for_waiting": "wait"}
    orders = ((_in(language, one), Order("pause", body={"reason": one.id, **staying})) for one in view.pause_reasons)
    reasons = (Entry(words, order=order) for words, order in orders)
    return Listing("pause", (*reasons, Entry(code="close", order=Order("close", body=staying))))


def transfers(view: DeskView, counter: DeskCounter, language: str) -> Listing:
    """Where the ticket at hand may go."""
    choices = [(one, {"to_field": one.id}) for one in view.transfer_fields]
    return _about_ticket("transfer", counter, "transfer", choices, language)


def outcomes(view: DeskView, counter: DeskCounter, action: str, language: str) -> Listing:
    """What came of the service at hand, which ends by ``action``."""
    return _about_ticket("outcome", counter, action, [(one, {"outcome": one.id}) for one in view.outcomes], language)


def missed_reasons(view: DeskView, counter: DeskCounter, language: str) -> Listing:
    """Why the number at hand is missed."""
    return _about_ticket(
        "missed", counter, "missed", [(one, {"reason": one.id}) for one in view.missed_reasons], language
    )


def help_calls(counter: DeskCounter) -> Listing:
    """Whether to call the colleagues for help, or that none is needed any more: a list of one, so that no slip does."""
    action = "help-ended" if counter.calls_for_help else "help"
    entry = Entry(code="help_ended" if counter.calls_for_help else "help", order=Order(action))
    return Listing("help", (entry,), counter.ticket, counter.label)


def resumes(counter: DeskCounter) -> Listing:
    """The tickets that the counter holds, newest first."""
    entries = (Entry(one.label, order=Order("resume", body={"ticket": one.ticket})) for one in counter.held)
    return Listing("resume", tuple(entries))


def missed(tickets: Iterable[SetAside]) -> Listing:
    """The tickets that did not come to the counter, newest first."""
    return Listing("numbers", tuple(Entry(one.label, code="missed", calls=one.label) for one in tickets))


def found(numbers: Iterable[dict[str, Any]]) -> Listing:
    """The numbers that the typed figures may mean, as the hub answers."""
    return Listing("numbers", tuple(Entry(n["label"], code=n["state"], calls=n["label"]) for n in numbers))


def reasons(view: DeskView, label: str, language: str) -> Listing:
    """Why a number is called out of order."""
    entries = (
        Entry(_in(language, one), order=Order("call-number", body={"label": label, "reason": one.id}))
        for one in view.call_reasons
    )
    return Listing("reasons", tuple(entries), label=label)


def _about_ticket(
    name: ListName, counter: DeskCounter, action: str, choices: list[tuple[Choice, dict[str, Any]]], language: str
) -> Listing:
    """What may be chosen for the ticket at hand, each with the body of its order."""
    about = counter.ticket
    entries = (Entry(_in(language, one), order=Order(action, about, body)) for one, body in choices)
    return Listing(name, tuple(entries), about, counter.label)


def _in(language: str, choice: Choice) -> str:
    return choice.name.en if language == "en" else choice.name.vi
