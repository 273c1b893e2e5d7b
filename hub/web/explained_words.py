"""What is told of a number, in words: its lines' codes with the names of the plan."""

from collections.abc import Callable, Mapping
from datetime import date

from config.texts import text
from hub.domain.explaining import Fate, Line, Story, Why
from hub.domain.numbering import local_time
from hub.domain.plan import ORDINARY, Plan, Reason, Wording
from hub.domain.views.cards import class_name
from hub.domain.views.parts import field_name

Told = int | str

NOT_TOLD = {"candidates": 0, "plan_version": 0}
"""What rows of earlier versions do not tell."""

NOT_TOLD_OF = {"prepared": {"candidates": 1, "plan_version": 0}}
"""By rule: among how many a prepared number was chosen stands where it was prepared."""

OF_THE_LINE = frozenset({"drawn", "joined"})
"""Lines that name the class themselves."""


class Words:
    """Finds words in one language, with the names of one plan."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan, self._language = plan, language
        reasons = plan.reasons
        lists = (reasons.call_number, reasons.return_to_queue, reasons.cancel, reasons.missed)
        self._reasons: dict[str, Reason] = {reason.id: reason for known in lists for reason in known}

    def story(self, story: Story) -> list[str]:
        """A story as lines that begin with the time; the answer about the other number comes first."""
        told = [self.line(story.beside)] if story.beside else []
        return [*told, *(f"{self.time(line.at_ms)}  {self.line(line)}" for line in story.lines)]

    def line(self, line: Line) -> str:
        """One line, without its time."""
        params = self._named(line.params)
        if line.why is not None:
            params["why"] = self.why(line.why)
        if "rule" in params:
            params["rule"] = _in_a_sentence(text(self._language, f"explain.rule_{params['rule']}"))
        words = [text(self._language, f"explained.line_{line.code}", **params)]
        return " ".join([*words, *self._parts(line, params)])

    def why(self, why: Why) -> str:
        """A reason, as it stands in a sentence."""
        return text(self._language, f"explained.why_{why.code}", **self._named(why.params))

    def fate(self, fate: Fate) -> str:
        """What became of a ticket."""
        return text(self._language, f"explained.fate_{fate.code}", **self._named(fate.params))

    def gone(self, code: str) -> str:
        """Where a number went that is no ticket of the day."""
        return text(self._language, f"explained.gone_{code}")

    def series(self, name: str, drawn: int) -> str:
        """The heading of a series' numbers."""
        return text(self._language, "explained.series", series=name, n=drawn)

    def time(self, at_ms: int) -> str:
        """An instant as the centre's clocks show it."""
        return f"{local_time(at_ms, self._plan.zone):%H:%M:%S}"

    def _parts(self, line: Line, params: Mapping[str, Told]) -> list[str]:
        """What follows a line when it is known: a call tells the class that it counted as, and out of how many."""
        if line.params.get("people_ahead") == 0:
            return [text(self._language, "explained.part_nobody_ahead")]
        names: tuple[str, ...] = ("people_ahead",)
        if line.why is None and line.code not in OF_THE_LINE:
            names = ("to_counter", "class", "reason", "candidates", "plan_version")
        not_told = NOT_TOLD_OF.get(str(line.params.get("rule")), NOT_TOLD)
        told = [name for name in names if line.params.get(name, "") not in ("", not_told.get(name))]
        return [text(self._language, f"explained.part_{name}", **params) for name in told]

    def _named(self, params: Mapping[str, Told]) -> dict[str, Told]:
        return {name: self._name(name, value) for name, value in params.items()}

    def _name(self, name: str, value: Told) -> Told:
        """The plan's name of an id; what the plan no longer has goes by its id."""
        find: Callable[[str], str] | None = {
            "field": self._field,
            "class": self._class,
            "profile": self._profile,
            "reason": self._reason,
            "state": self._state,
            "score": self._score,
            "day": _day,
        }.get(name)
        return value if find is None else find(str(value))

    def _own(self, wording: Wording | None, code: str) -> str:
        return str(getattr(wording, self._language, "") or code)

    def _field(self, code: str) -> str:
        return self._own(field_name(self._plan, code), code)

    def _class(self, code: str) -> str:
        if code == ORDINARY:
            return text(self._language, "explained.ordinary")
        return self._own(class_name(self._plan, code), code)

    def _profile(self, code: str) -> str:
        return self._own(next((one.name for one in self._plan.profiles if one.id == code), None), code)

    def _reason(self, code: str) -> str:
        known = self._reasons.get(code)
        return self._own(known.name, code) if known else _reason_of_the_program(self._language, code)

    def _score(self, score: str) -> str:
        labels = self._plan.rating.labels
        place = len(labels) - int(score)
        return self._own(labels[place] if 0 <= place < len(labels) else None, score)

    def _state(self, code: str) -> str:
        return text(self._language, f"state.{code}").lower()


def _in_a_sentence(words: str) -> str:
    """Words that stand by themselves elsewhere, in the middle of a sentence."""
    return words[:1].lower() + words[1:]


def _day(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def _reason_of_the_program(language: str, code: str) -> str:
    """A reason that no plan has: of kiosks."""
    try:
        return text(language, f"reason.{code}")
    except LookupError:
        return code
