"""A visit: its ticket, its services, its papers."""

import dataclasses
from dataclasses import dataclass

from hub.domain.transitions import OPEN, State

Place = tuple[int, int, int]
"""Arrival, order of drawing, and for those who let others by the journal row of that: no two are alike."""


@dataclass(slots=True)
class Service:
    """One service of a visit: its field, who gives it where, and its times (ms since the epoch, UTC).

    ``ending`` is empty while the service goes on, else ``finished``, ``served_offline``, ``transferred``,
    ``cancelled``, ``expired`` or ``ended_by_day``. ``to_counter`` binds a waiting service to one counter. ``texts_seq``
    is the journal row to which the last note of a person belongs. ``rating_ended_ms`` is when the next start at the
    counter, or the next finish where calls start services, ended the time in which it could be rated. A service that
    goes back to the queue begins its times anew, but for ``first_called_ms``.

    ``began_ms`` is when it began to wait, whatever happened since; ``counts_from_ms`` from when that counts in the
    order of calling, later where the citizen let others by. ``calls`` counts its calls and recalls until
    ``last_called_ms``. It was missed at ``missed_ms`` by the journal row ``missed_row``, and began by ``begun_row``, as
    long as it does not wait again. ``for_clerk`` is whom it is kept for. ``rule`` is the one by which it was called or
    prepared last, ``as_class`` the class that it counted as then, if another than its own. ``outcome`` and ``quantity``
    are what came of it. It was rated ``score`` for ``score_reasons`` by way of ``rated_by``, first at ``rated_ms``.
    """

    number: int
    field: str
    waiting_since_ms: int
    to_counter: int | None = None
    counter: int | None = None
    clerk: str | None = None
    first_called_ms: int | None = None
    called_ms: int | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    held_since_ms: int | None = None
    held_ms: int = 0
    ending: str = ""
    score: int | None = None
    score_reasons: tuple[str, ...] = ()
    rated_by: str = ""
    rated_ms: int | None = None
    rating_ended_ms: int | None = None
    texts_seq: int | None = None
    calls: int = 0
    last_called_ms: int | None = None
    missed_ms: int | None = None
    missed_row: int | None = None
    begun_row: int | None = None
    for_clerk: str | None = None
    began_ms: int = dataclasses.field(init=False)
    counts_from_ms: int = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.began_ms = self.counts_from_ms = self.waiting_since_ms

    rule: str = ""
    as_class: str = ""
    outcome: str = ""
    quantity: int = 0


@dataclass(slots=True)
class Paper:
    """A paper of a ticket: the device that was asked for it (empty for a kiosk's own) and how its print job ended."""

    job: str
    device: str
    asked_ms: int
    is_reprint: bool = False
    result: str = ""


@dataclass(slots=True)
class Ticket:
    """A visit. Its place in every queue is ``(arrived_ms, order)``; ``order`` counts the day's tickets as drawn.

    Whoever let others by is ``placed_behind`` the last of these, by the journal row that says so; that was at
    ``deferred_ms`` (ms since the epoch, UTC).

    ``drawn_by`` is the actor who drew it. ``people_ahead`` is what its paper says, None when nobody could count them.
    ``ended_from`` is the state in which its end found it, until the day is reopened. ``errands`` are the fields to
    which the visit still goes after this service; ``carried_from`` is the id of the ticket of a former day that it
    carries on, empty for none. ``counted_in`` says in which quotas its number counts,
    as one drawn at ``counted_ms`` (ms since the epoch, UTC). ``note_seq`` is the journal row to which the note of the
    visit belongs.
    """

    id: str
    label: str
    field: str
    arrived_ms: int
    order: int
    ticket_class: str
    language: str
    mode: str
    state: State
    services: list[Service]
    papers: list[Paper]
    drawn_by: str
    files: int = 1
    people_ahead: int | None = None
    granted_by: str = "kiosk"
    times_called: int = 0
    print_result: str | None = None
    ended_from: State | None = None
    errands: list[str] = dataclasses.field(default_factory=list)
    carried_from: str = ""
    counted_in: tuple[tuple[str, str, str], ...] = ()
    counted_ms: int = 0
    placed_behind: Place | None = None
    deferred_ms: list[int] = dataclasses.field(default_factory=list)
    note_seq: int | None = None

    @property
    def service(self) -> Service:
        """The service that is going on, or the last one."""
        return self.services[-1]

    @property
    def came_ms(self) -> int:
        """When the visit began: its arrival, or when it was carried over to this day (ms since the epoch, UTC)."""
        return self.services[0].began_ms

    @property
    def place(self) -> Place:
        """What decides who came first."""
        return self.placed_behind or (self.arrived_ms, self.order, 0)

    @property
    def deferrals(self) -> int:
        """How often it let others by."""
        return len(self.deferred_ms)

    @property
    def is_carried_first(self) -> bool:
        """Whether it is called before others because a former day cut it off; who lets others by does not want that."""
        return self.carried_from != "" and self.deferrals == 0

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen to it but a rating."""
        return self.state in OPEN
