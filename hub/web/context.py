"""What the hub's pages and API work with; put together in ``hub/app.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from config.phone import PhonePlan
from config.procedure_list import ProcedureList
from hub.domain.commands import Command
from hub.domain.events import JournalCreated
from hub.domain.floor import Floor
from hub.domain.plan import Plan
from hub.domain.views.cards import Texts
from hub.messages import Topic
from hub.service.day_book import DayBook
from hub.service.devices import PairedDevice
from hub.service.fleet import Fleet
from hub.service.links import Links
from hub.service.office import Trouble
from hub.service.outcome import Outcome
from hub.service.pairing import Pairing
from hub.service.plans import PlanDesk
from hub.service.ports import ClosingStatus
from hub.service.signing_in import SigningIn
from hub.service.staff import Staff
from hub.service.told import Told
from hub.web.credentials import Credentials
from hub.web.wall_programs import Programs

Trust = Literal["nobody", "person"]
"""Who says that the clock is right when a day is opened."""


class Door(Protocol):
    """The office as the web sees it."""

    @property
    def floor(self) -> Floor:
        """The committed floor."""

    @property
    def day_texts(self) -> Texts:
        """The erasable texts of the day by journal row and name."""

    @property
    def origin(self) -> JournalCreated:
        """The hub's id and more, as its journal began."""

    @property
    def epoch(self) -> str:
        """The journal's epoch."""

    @property
    def trouble(self) -> Trouble | None:
        """Why the last commands were not stored, or None."""

    def submit(self, command: Command, actor: str, request_id: str) -> Outcome:
        """Raises Refused, RequestReused, StorageError."""


class Speech(Protocol):
    """The hall's voice as the web sees it."""

    def rules(self) -> dict[str, Any]:
        """What a wall has to know to say calls."""

    def clip(self, call: int, language: str) -> Path | None:
        """The WAV file of an announcement of the floor, None where there is none."""


@dataclass(frozen=True, slots=True)
class DemoPorts:
    """Where the demo's other pages are, on the hub's own host."""

    kiosk: int
    tray: int
    pictures: int


@dataclass(frozen=True, slots=True)
class WebHub:
    """One hub's parts; ``present`` gives the actors who have a counter's page open, ``tell`` emits an event to a room.

    ``closings`` tells how the signed closings went, ``procedures`` is the centre's list of them as it is now,
    ``programs`` say what stands on walls, ``told`` what they showed. ``links`` are those of tickets, ``phone``
    says what their pages offer.
    ``configured`` is the plan in the centre's file, which counts until one is adopted.

    ``demo`` is None in an installation: then screens are paired and staff sign in.
    """

    office: Door
    configured: Plan
    credentials: Credentials
    envelope: Callable[[Topic], dict[str, Any]]
    envelope_json: Callable[[Topic], bytes]
    opening: Callable[[Trust], Command]
    pairing: Pairing
    devices: Callable[[], list[PairedDevice]]
    fleet: Fleet
    present: Callable[[int], Sequence[str]]
    tell: Callable[[str, dict[str, Any], str], None]
    staff: Staff
    signing_in: SigningIn
    book: DayBook
    now_ms: Callable[[], int]
    speech: Speech
    plans_desk: PlanDesk
    programs: Programs
    told: Told
    links: Links
    phone: PhonePlan
    closings: Callable[[], ClosingStatus] = ClosingStatus
    procedures: Callable[[], ProcedureList] = ProcedureList
    demo: DemoPorts | None = None

    @property
    def plan(self) -> Plan:
        """The plan of the open day, otherwise the one that the next day opens with."""
        floor = self.office.floor
        of_day = floor.plan if floor.day is not None else None
        return of_day or floor.adopted or self.configured

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """That plan and the coming one: what is paired today may stand at a counter of tomorrow."""
        return self.plan, self.office.floor.adopted or self.plan
