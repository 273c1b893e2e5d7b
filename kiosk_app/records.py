"""What a kiosk keeps on its own disk: requests to the hub, print jobs, and errands that the hub has yet to hear of."""

from enum import StrEnum
from typing import Any

from msgspec import Struct


class RequestState(StrEnum):
    """Where a request for a number stands."""

    ASKED = "asked"
    """The page waits, the hub has not answered yet."""
    ANSWERED = "answered"
    """The hub has answered; this is final."""
    ABANDONED = "abandoned"
    """The page was told that there is no number; the hub has yet to hear that nobody waits for it."""
    CLOSED = "closed"
    """Abandoned, and the hub has heard of that or was never reached."""


class JobState(StrEnum):
    """Where a print job stands; the last three are its ends."""

    QUEUED = "queued"
    """Not one byte was sent."""
    SENT = "sent"
    """From here on paper may have moved."""
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Settlement(StrEnum):
    """What became of a number without paper."""

    OPEN = ""
    NOTED = "noted"
    KIOSK_CANCELLED = "kiosk_cancelled"
    PRINT_FAILED = "print_failed"
    LEFT_TO_STAFF = "left_to_staff"
    """Staff asked for the paper, not a visitor: they see that there is none and decide."""


class PageAnswer(Struct, frozen=True):
    """What the page is told: an HTTP status and a JSON object (RFC 9457 problem details from 400 up)."""

    status: int
    body: dict[str, Any]


class Request(Struct, frozen=True):
    """A request for a number: its key, the command and what the page was told as JSON (status 0: nothing yet)."""

    key: str
    body: str
    state: RequestState
    status: int
    answer: str


class Job(Struct, frozen=True):
    """A print job; ``paper`` is the JSON of what is to be drawn, times are ms since the epoch, UTC.

    ``cancel_at_ms`` is set when printing failed: at that time the number is cancelled unless somebody settled it.
    ``requested_as`` is the hub's name of a job that staff asked for, empty for the paper of this kiosk's own visitor.
    """

    id: str
    ticket: str
    label: str
    paper: str
    created_ms: int
    state: JobState = JobState.QUEUED
    code: str = ""
    cancel_at_ms: int | None = None
    settled: Settlement = Settlement.OPEN
    requested_as: str = ""


class Errand(Struct, frozen=True):
    """A command that the hub is sent, with the same key, until it answers. ``path`` lies below the API's.

    One that ``is_held`` waits, and with it all that come after it, until it was released.
    """

    key: str
    path: str
    body: dict[str, Any]
    is_held: bool = False


class OwnTicket(Struct, frozen=True):
    """A number that this kiosk drew while the hub was away; ``key`` is that of the errand which hands it in.

    ``drawn_ms`` is the instant by the hub's clock as it was known then; ``steady_ms`` the same by a clock that nobody
    sets and that counts on as long as the machine's ``boot`` lasts. ``outcome`` is empty until the hub has answered.
    """

    key: str
    ticket: str
    day: str
    series: str
    number: int
    label: str
    boot: str
    steady_ms: int
    drawn_ms: int
    created_ms: int
    outcome: str = ""
