"""The floor itself, what the hall is told and what is counted."""

from dataclasses import dataclass, field

from hub.domain.errors import Refused
from hub.domain.floor.counters import Counter, Device, PrintRequest
from hub.domain.floor.visits import Ticket
from hub.domain.plan import ORDINARY, Plan


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
