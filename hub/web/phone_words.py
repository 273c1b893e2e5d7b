"""What the page of a ticket says, in one language: the view of the ticket in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from config.texts import catalogue, counted, text
from hub.domain.explaining import CalledBefore
from hub.domain.numbering import local_time
from hub.domain.plan import Wording
from hub.domain.views import PhoneView
from hub.domain.views.phone import PhoneRating, PhoneService

SOON = 2
"""With so few people ahead it is time to come near."""

OVER = frozenset({"finished", "cancelled", "expired", "ended_by_day"})

MOODS = {
    2: ("content", "unhappy"),
    3: ("content", "calm", "unhappy"),
    4: ("delighted", "content", "calm", "unhappy"),
    5: ("delighted", "content", "calm", "unhappy", "upset"),
}
"""The faces of a scale with so many steps, best first."""


class Step(Struct, frozen=True):
    """Something that happened, at a time of the centre's clocks."""

    time: str
    words: str


class Choice(Struct, frozen=True):
    """How many others may be let by, in words."""

    value: int
    words: str


class Face(Struct, frozen=True):
    """A score with its face and its name."""

    score: int
    mood: str
    words: str


class Why(Struct, frozen=True):
    """A reason that may be told with a score of ``up_to`` or less."""

    code: str
    words: str
    up_to: int


class Rating(Struct, frozen=True):
    """The service that may be rated, and what may be chosen."""

    service: int
    counter: int
    title: str
    faces: tuple[Face, ...]
    reasons: tuple[Why, ...]


class PhonePage(Struct, frozen=True):
    """Everything that stands on the page. ``tone`` is waiting, soon, called, serving, held, missed or over.

    ``figure`` stands large beside the headline, before it or behind it. ``ring`` changes with each call and is "" while
    nobody needs to be rung for. What cannot be asked for is empty.
    """

    language: str
    title: str
    office: str
    centre: str
    day: str
    zone: str
    label: str
    field: str
    priority: str
    test: str
    tone: str
    figure: str
    figure_leads: bool
    headline: str
    details: tuple[str, ...]
    ring: str
    passed: tuple[str, ...]
    steps: tuple[Step, ...]
    choices: tuple[Choice, ...]
    defer_hint: str
    cancel_hint: str
    rating: Rating | None
    is_rated: bool


class PhoneWords:
    """Words in one language for the view of one ticket."""

    def __init__(self, view: PhoneView, language: str) -> None:
        self._view, self._language = view, language

    def page(self, passed: Sequence[CalledBefore], offers: Sequence[str]) -> PhonePage:
        """The page; ``offers`` are what the centre lets citizens ask for."""
        view = self._view
        figure, headline = self._headline()
        choices = view.lets_by if "defer" in offers else ()
        return PhonePage(
            language=self._language,
            title=self._title(),
            office=self._own(view.centre.office),
            centre=self._own(view.centre.name),
            day=f"{date.fromisoformat(view.day):%d/%m/%Y}",
            zone=view.zone,
            label=view.label,
            field=self._own(view.field),
            priority=self._t("priority") if view.has_priority else "",
            test=self._t("test") if view.is_test else "",
            tone=self._tone(),
            figure=figure,
            figure_leads=bool(view.people_ahead),
            headline=headline,
            details=tuple(self._details()),
            ring=self._ring(),
            passed=tuple(counted(self._language, f"kiosk.scan_passed_{one.why}", one.count) for one in passed),
            steps=tuple(self._steps()),
            choices=tuple(Choice(n, self._count("defer_by", n)) for n in choices),
            defer_hint=self._count("defer_hint", view.deferrals_left) if choices else "",
            cancel_hint=self._t("cancel_hint", label=view.label) if view.may_cancel and "cancel" in offers else "",
            rating=self._rating(view.rating) if view.rating and "rate" in offers else None,
            is_rated=view.rated,
        )

    def _t(self, code: str, **params: object) -> str:
        return text(self._language, f"phone.{code}", **params)

    def _count(self, code: str, n: int, **params: object) -> str:
        return counted(self._language, f"phone.{code}", n, **params)

    def _own(self, wording: Wording) -> str:
        return str(getattr(wording, self._language, "") or wording.vi)

    def _title(self) -> str:
        view = self._view
        if view.people_ahead is not None:
            return self._count("title_ahead", view.people_ahead, label=view.label)
        if view.state == "called":
            return self._t("title_called", counter=view.counter, label=view.label)
        return self._t("title_other", label=view.label, state=text(self._language, f"state.{view.state}"))

    def _tone(self) -> str:
        view = self._view
        if view.state in OVER:
            return "over"
        is_soon = view.state == "prepared" or (view.people_ahead is not None and view.people_ahead <= SOON)
        return "soon" if is_soon else view.state

    def _headline(self) -> tuple[str, str]:
        """What stands large, and the words beside it."""
        view = self._view
        if view.state == "waiting" and view.people_ahead:
            return str(view.people_ahead), self._count("ahead", view.people_ahead)
        if view.state == "waiting" and view.people_ahead == 0:
            return "", self._t("head_next")
        return str(view.counter or ""), self._t(f"head_{view.state}")

    def _details(self) -> Iterator[str]:
        view = self._view
        if f"phone.detail_{view.state}" in catalogue(self._language):
            yield self._t(f"detail_{view.state}")
        if view.state == "waiting":
            yield self._where()
        if view.further:
            yield self._t("further", fields=", ".join(map(self._own, view.further)))

    def _where(self) -> str:
        served = self._view.counters
        if served.open_counters:
            counters = ", ".join(map(str, served.open_counters))
            return self._count("counters", len(served.open_counters), counters=counters)
        if served.counters:
            return self._count("counters_closed", len(served.counters), counters=", ".join(map(str, served.counters)))
        return self._t("counters_none")

    def _ring(self) -> str:
        view = self._view
        if view.state == "called":
            return f"called-{len(view.services)}-{view.call}"
        return f"soon-{len(view.services)}" if self._tone() == "soon" else ""

    def _steps(self) -> Iterator[Step]:
        """In order; what nobody timed stands where it is known to have been."""
        told: list[tuple[int, str, str]] = []
        for number, service in enumerate(self._view.services):
            for at_ms, words in self._steps_of(service, "drawn" if number == 0 else "waiting"):
                told.append((at_ms or told[-1][0], self._time(at_ms), words))
        told += [(at_ms, self._time(at_ms), self._t("step_deferred")) for at_ms in self._view.deferred_ms]
        return (Step(time, words) for _, time, words in sorted(told, key=lambda step: step[0]))

    def _steps_of(self, service: PhoneService, first: str) -> Iterator[tuple[int | None, str]]:
        """What is known of a service. Where it ended is told as its last step."""
        yield service.waiting_since_ms, self._t(f"step_{first}", field=self._own(service.field))
        where = {"counter": service.counter}
        if service.called_ms is not None:
            yield service.called_ms, self._t("step_called" if service.counter else "step_called_before", **where)
        if service.started_ms is not None:
            yield service.started_ms, self._t("step_started", **where)
        elif service.missed_ms is not None and service.counter:
            yield service.missed_ms, self._t("step_missed", **where)
        if service.ending:
            yield service.ended_ms, self._t(f"step_{service.ending}", **where)

    def _time(self, at_ms: int | None) -> str:
        return f"{local_time(at_ms, self._view.zone):%H:%M}" if at_ms is not None else ""

    def _rating(self, rating: PhoneRating) -> Rating:
        best = len(rating.labels)
        faces = zip(rating.labels, MOODS[best], strict=True)
        return Rating(
            service=rating.service,
            counter=rating.counter,
            title=self._t("rate_title", counter=rating.counter),
            faces=tuple(Face(best - place, mood, self._own(name)) for place, (name, mood) in enumerate(faces)),
            reasons=tuple(Why(one.id, self._own(one.name), rating.ask_reason_up_to) for one in rating.reasons),
        )
