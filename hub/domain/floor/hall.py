"""The floor itself, what the hall is told and what is counted."""

from dataclasses import dataclass, field

from hub.domain.errors import Refused
from hub.domain.floor.counters import Counter, Device, PrintRequest
from hub.domain.floor.turns import Line, Turns
from hub.domain.floor.visits import Ticket
from hub.domain.plan import Plan
from hub.domain.snapshots import LeftTicket


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

    ``called`` and ``finished`` count services, ``visits_called`` the first calls of visits, ``called_in_time`` those of
    them within 15 minutes of the arrival; ``visits_finished`` counts the visits that ended so in the field,
    ``served_offline`` those of them that clerks recorded after the hub was away.
    """

    issued: int = 0
    called: int = 0
    finished: int = 0
    visits_finished: int = 0
    served_offline: int = 0
    cancelled: int = 0
    visits_called: int = 0
    called_in_time: int = 0


QuotaKey = tuple[str, str, str]
"""Mode, field and channel: what numbers are counted by."""


@dataclass(slots=True)
class SentOn:
    """Somebody for whom a counter or field closed: they wait ``to_field`` now, or for nothing any more (empty)."""

    label: str
    at_ms: int
    to_field: str


@dataclass(slots=True)
class Floor:
    """Everything that decisions and views look at. ``waiting`` indexes the waiting tickets by the field they wait in,
    ``aside`` those held or missed.

    After a restore the numbers of ``skipped_next``, by series, count as drawn on the next day that opens.

    ``adopted`` is the plan that the next day opens with, as its document, and ``adopted_version`` its version; ``plan``
    is that of the day.

    ``turns`` says, by mode and field, whose turn it is; ``begun`` lists the rows of the services that began there.
    ``at_ms`` is the time of the last row: what views take for now (ms since the epoch, UTC).
    ``stopped`` says why, by field. ``drawn_by_staff`` lists the last tickets that staff drew; ``tallies`` counts by
    mode and field. ``drawn_of`` holds, in order, when the numbers that count in quotas were drawn (ms since the
    epoch, UTC): in which session that was, the hours in force say.

    ``left_waiting`` are those of a former day who have not been carried over yet; ``sent_on`` those for whom a counter
    or field closed, the newest last.
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
    turns: dict[Line, Turns] = field(default_factory=dict)
    begun: dict[Line, list[int]] = field(default_factory=dict)
    at_ms: int = 0
    announcements: list[Announcement] = field(default_factory=list)
    devices: dict[str, Device] = field(default_factory=dict)
    stopped: dict[str, str] = field(default_factory=dict)
    print_requests: dict[str, PrintRequest] = field(default_factory=dict)
    drawn_by_staff: list[str] = field(default_factory=list)
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    adopted: Plan | None = None
    adopted_version: int = 0
    drawn_of: dict[QuotaKey, list[int]] = field(default_factory=dict)
    left_waiting: tuple[LeftTicket, ...] = ()
    sent_on: list[SentOn] = field(default_factory=list)

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

    def ticket_on_paper(self, ticket_id: str) -> Ticket:
        """The ticket of a paper, also of a former day's that was carried over. Raises as :meth:`ticket`."""
        if ticket_id and ticket_id not in self.tickets:
            carried = (ticket for ticket in self.tickets.values() if ticket.carried_from == ticket_id)
            ticket_id = next((ticket.id for ticket in carried), ticket_id)
        return self.ticket(ticket_id)

    def waiting_in(self, field_id: str) -> list[Ticket]:
        """The tickets of the current mode that wait in a field, first come first."""
        pool = self.waiting.get(field_id, {}).values()
        return sorted((ticket for ticket in pool if ticket.mode == self.mode), key=lambda ticket: ticket.place)

    def count_waiting_in(self, field_id: str) -> int:
        """How many these are."""
        return sum(ticket.mode == self.mode for ticket in self.waiting.get(field_id, {}).values())
