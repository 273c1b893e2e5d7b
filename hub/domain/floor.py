"""The hall as it stands now: a value that only :func:`hub.domain.apply.apply_event` changes."""

from dataclasses import dataclass, field

from hub.domain.errors import Refused
from hub.domain.plan import ORDINARY, Plan
from hub.domain.transitions import OPEN, State


@dataclass(slots=True)
class Service:
    """One service of a visit: its field, who gives it where, and its times (ms since the epoch, UTC).

    ``ending`` is empty while the service goes on, else ``finished``, ``served_offline``, ``transferred``,
    ``cancelled``, ``expired`` or ``ended_by_day``. ``to_counter`` binds a waiting service to one counter. ``texts_seq``
    is the journal row to which the last note of a person belongs. ``rating_ended_ms`` is when the next start at the
    counter ended the time in which it could be rated. A service that goes back to the queue begins its
    times anew, but for ``first_called_ms``.
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
    rating_ended_ms: int | None = None
    texts_seq: int | None = None


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

    ``drawn_by`` is the actor who drew it. ``people_ahead`` is what its paper says, None when nobody could count them.
    ``ended_from`` is the state in which its end found it, until the day is reopened.
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

    @property
    def service(self) -> Service:
        """The service that is going on, or the last one."""
        return self.services[-1]

    @property
    def place(self) -> tuple[int, int]:
        """What decides who came first."""
        return (self.arrived_ms, self.order)

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen to it but a rating."""
        return self.state in OPEN


@dataclass(slots=True)
class RatingWindow:
    """The finished service that may be rated at a counter now."""

    ticket: str
    service: int
    opened_ms: int


@dataclass(slots=True)
class Counter:
    """A counter: ``state`` is ``closed``, ``open`` or ``paused``; ``ticket`` is the id that it holds.

    ``clerk`` is whoever opened it or did something with a ticket there last; what others decide about the counter
    (pausing it, its fields, giving its ticket back) makes nobody its clerk, and whoever presses a keypad there is the
    clerk who is there already. Of a counter that a keypad opens no clerk is known: it is the keypad's. ``left_by`` is
    the actor by whom the last ticket left. ``last_rated`` and ``last_score`` tell of the rating just given;
    ``finished`` counts the day's services.
    """

    number: int
    fields: tuple[str, ...]
    state: str = "closed"
    clerk: str | None = None
    pause_reason: str | None = None
    ticket: str | None = None
    rating: RatingWindow | None = None
    last_rated: str | None = None
    last_score: int | None = None
    finished: int = 0
    left_by: str | None = None


def is_pressed_by_clerks(actor: str) -> bool:
    """Whether an actor is a desk agent (``desk:3``, ``hall:H1``): it does what is pressed at a counter's devices."""
    return actor.partition(":")[0] in {"desk", "hall"}


@dataclass(slots=True)
class Announcement:
    """A call or recall that the hall is told; ``id`` is the journal row."""

    id: int
    at_ms: int
    label: str
    counter: int
    field: str
    language: str
    times_called: int


@dataclass(slots=True)
class Device:
    """The last known status of a device; ``kind`` and ``counter`` are told of what stands at the counters."""

    name: str
    link: str
    paper: str
    cover: str
    since_ms: int
    trouble: str = ""
    kind: str = ""
    counter: int = 0


@dataclass(slots=True)
class PrintRequest:
    """A paper that a device has yet to print, or to say that it cannot."""

    job: str
    ticket: str
    device: str
    is_reprint: bool
    requested_ms: int


@dataclass(slots=True)
class Tally:
    """What has come of a field's tickets in one mode.

    ``called`` counts services, ``visits_called`` the first calls of visits, ``called_in_time`` those of them within 15
    minutes of the arrival, ``served_offline`` those of the finished that clerks recorded after the hub was away.
    """

    issued: int = 0
    called: int = 0
    finished: int = 0
    served_offline: int = 0
    cancelled: int = 0
    visits_called: int = 0
    called_in_time: int = 0


@dataclass(slots=True)
class Floor:
    """Everything that decisions and views look at. ``waiting`` indexes the waiting tickets by the field they wait in,
    ``aside`` those held or missed.

    After a restore the numbers of ``skipped_next``, by series, count as drawn on the next day that opens.

    ``in_a_row`` counts, by mode and field, the priority calls in a row made while an ordinary ticket waited there.
    ``stopped`` says why, by field. ``drawn_by_staff`` lists the last tickets that staff drew; ``tallies`` counts by
    mode and field.
    """

    seq: int = 0
    plan: Plan | None = None
    plan_version: int = 0
    day: str | None = None
    last_day: str | None = None
    opened_ms: int = 0
    last_arrived_ms: int = 0
    mode: str = "live"
    counters: dict[int, Counter] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    waiting: dict[str, dict[str, Ticket]] = field(default_factory=dict)
    aside: dict[str, Ticket] = field(default_factory=dict)
    last_numbers: dict[str, int] = field(default_factory=dict)
    skipped_next: dict[str, int] = field(default_factory=dict)
    in_a_row: dict[tuple[str, str], int] = field(default_factory=dict)
    announcements: list[Announcement] = field(default_factory=list)
    devices: dict[str, Device] = field(default_factory=dict)
    stopped: dict[str, str] = field(default_factory=dict)
    print_requests: dict[str, PrintRequest] = field(default_factory=dict)
    drawn_by_staff: list[str] = field(default_factory=list)
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)

    @property
    def the_plan(self) -> Plan:
        """The plan of the open day. Raises Refused: no_day_open."""
        if self.plan is None or self.day is None:
            raise Refused("no_day_open")
        return self.plan

    def counter(self, number: int) -> Counter:
        """The counter. Raises Refused: no_day_open, unknown_counter."""
        if self.day is None:
            raise Refused("no_day_open")
        if number not in self.counters:
            raise Refused("unknown_counter", counter=number)
        return self.counters[number]

    def ticket(self, ticket_id: str) -> Ticket:
        """The ticket of the open day. Raises Refused: no_day_open, unknown_ticket."""
        if self.day is None:
            raise Refused("no_day_open")
        if ticket_id not in self.tickets:
            raise Refused("unknown_ticket", ticket=ticket_id)
        return self.tickets[ticket_id]

    def waiting_in(self, field_id: str) -> list[Ticket]:
        """The tickets of the current mode that wait in a field, first come first."""
        pool = self.waiting.get(field_id, {}).values()
        return sorted((ticket for ticket in pool if ticket.mode == self.mode), key=lambda ticket: ticket.place)

    def priority_in_a_row(self, field_id: str) -> int:
        """How many priority tickets of a field were called in a row, in this mode, while an ordinary one waited."""
        return self.in_a_row.get((self.mode, field_id), 0)

    def is_ordinary(self, ticket: Ticket) -> bool:
        """Whether a ticket has no priority under the day's plan."""
        return ticket.ticket_class == ORDINARY or self.the_plan.rank(ticket.ticket_class) == 0
