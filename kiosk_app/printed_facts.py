"""What may stand on a paper: of a ticket as the spool keeps it, of a procedure's slip, of a day's closing.

Words are named as layouts name them.
"""

import re
from functools import lru_cache

from msgspec import Struct

from config.procedures import Procedure
from config.texts import catalogue, form_for, text
from kiosk_app.hall import Words

PLACES = (
    "office",
    "centre",
    "number",
    "field",
    "further",
    "counters",
    "priority",
    "issued",
    "procedure",
    "code",
    "papers",
    "fee",
    "time_limit",
    "closing_title",
    "closing_counts",
    "closing_head",
    "closing_key",
    "closing_hint",
)
"""The facts that the words of a layout may hold as `{name}`; what a paper has nothing to say about is empty."""

CONDITIONS = ("has_priority", "is_test", "is_reprint", "is_offline", "is_copy", "has_link")
"""What a layout may ask for."""

_PLACE = re.compile(r"\{([^{}]*)\}")


class TicketPaper(Struct, frozen=True):
    """Everything that stands on one ticket; its words come from the layout when it is printed.

    `centre`: the lines of the head, the last one largest; `people_ahead`: as counted when the number was drawn, None
    when nobody counted; `counters`, `issued`, `further` (where the visit goes on): finished text ("Quầy 2, 4") or "";
    `class_mark`: "" for ordinary tickets; `qr`: what the code holds; `is_offline`: a kiosk drew the number while it had
    no hub.
    """

    centre: tuple[str, ...]
    field: str
    label: str
    people_ahead: int | None
    counters: str
    class_mark: str
    issued: str
    qr: str
    language: str = "vi"
    is_test: bool = False
    is_reprint: bool = False
    is_offline: bool = False
    further: str = ""


class Facts(Struct, frozen=True):
    """What layouts are filled with: the words of `PLACES`, the `CONDITIONS` that hold, the number and the code."""

    language: str
    words: dict[str, str]
    conditions: frozenset[str] = frozenset()
    number: str = ""
    people_ahead: int | None = None
    qr: str = ""

    def holds(self, condition: str) -> bool:
        """Whether a condition holds, or with «not » before it does not."""
        name = condition.removeprefix("not ")
        return (name in self.conditions) == (name == condition)

    def said(self, words: str | Words) -> str:
        """Words of a layout in the paper's language, their places filled; "" when a fact that they need is empty."""
        template = words if isinstance(words, str) else words.in_language(self.language)
        pieces = _pieces(template)
        filled = [self._word(name) for name in pieces[1::2]]
        return "" if "" in filled else "".join([*sum(zip(pieces[::2], filled, strict=False), ()), pieces[-1]])

    def ahead(self) -> tuple[str, str]:
        """The sentence about the people before, and the figure that stands at its `{n}`."""
        if self.people_ahead is None:
            return "", ""
        code = form_for(self.language, self._code("paper.people_ahead"), self.people_ahead)
        return catalogue(self.language)[code], str(self.people_ahead)

    def _word(self, name: str) -> str:
        return self._text(name) if name.startswith("paper.") else self.words.get(name, "")

    def _text(self, code: str) -> str:
        return catalogue(self.language)[self._code(code)]

    def _code(self, code: str) -> str:
        """A reprint has words of its own where there are some whose code begins with `reprint_`."""
        later = code.replace("paper.", "paper.reprint_", 1)
        return later if "is_reprint" in self.conditions and later in catalogue(self.language) else code


@lru_cache(maxsize=256)
def _pieces(template: str) -> tuple[str, ...]:
    """Plain words and names of places by turns; words are first and last."""
    return tuple(_PLACE.split(template))


def ticket_facts(paper: TicketPaper, is_copy: bool = False) -> Facts:
    """What a ticket says; of two papers alike the second one is the copy."""
    states = {
        "has_priority": bool(paper.class_mark),
        "is_test": paper.is_test,
        "is_reprint": paper.is_reprint,
        "is_offline": paper.is_offline,
        "is_copy": is_copy,
        "has_link": paper.qr.startswith("HTTP"),
    }
    words = {
        **_head(paper.centre),
        "number": paper.label,
        "field": paper.field,
        "further": paper.further,
        "counters": paper.counters,
        "priority": paper.class_mark,
        "issued": paper.issued,
    }
    conditions = frozenset(name for name, holds in states.items() if holds)
    return Facts(paper.language, words, conditions, paper.label, paper.people_ahead, paper.qr)


def slip_facts(procedure: Procedure, centre: tuple[str, ...], places: tuple[str, str], language: str) -> Facts:
    """What the slip of a procedure says; `places`: its field's name and its counters (finished text).

    The code holds what a phone needs to look the procedure up: its code and its name.
    """
    unknown = text(language, "paper.ask_at_counter")
    words = {
        **_head(centre),
        "field": places[0],
        "counters": places[1],
        "procedure": procedure.name,
        "code": procedure.code,
        "papers": "\n".join(f"• {paper}" for paper in procedure.papers) or unknown,
        "fee": procedure.fee or unknown,
        "time_limit": procedure.time_limit or unknown,
    }
    return Facts(language, words, qr=f"{procedure.code} {procedure.name}".strip())


def closing_facts(centre: tuple[str, ...], words: dict[str, str], proof: str, language: str) -> Facts:
    """What the paper of a day's closing says; `words`: those of `PLACES` that begin with `closing_`.

    The code holds the proof: whoever photographs the paper has it.
    """
    return Facts(language, {**_head(centre), **words}, qr=proof)


def _head(centre: tuple[str, ...]) -> dict[str, str]:
    return {"office": "\n".join(centre[:-1]), "centre": "".join(centre[-1:])}
