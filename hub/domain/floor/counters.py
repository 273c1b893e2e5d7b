"""What stands in the hall: counters and devices, and what is asked of them."""

from dataclasses import dataclass, field

from hub.domain.floor.turns import Line, Taken


@dataclass(slots=True)
class RatingWindow:
    """The finished service that may be rated at a counter now."""

    ticket: str
    service: int
    opened_ms: int


@dataclass(slots=True)
class Undo:
    """A press that may be taken back: ``finish`` or ``missed``, of which ticket, by which journal row and when.

    ``at_ms`` is an instant (ms since the epoch, UTC). ``left_by``, ``rating`` and ``given`` are the counter's before,
    ``missed_ms`` and ``missed_row`` those of the service.
    """

    kind: str
    ticket: str
    row: int
    at_ms: int
    left_by: str | None
    rating: RatingWindow | None
    given: RatingWindow | None
    missed_ms: int | None
    missed_row: int | None


@dataclass(slots=True)
class Counter:
    """A counter: ``state`` is ``closed``, ``open`` or ``paused``; ``ticket`` is the id that it holds.

    ``clerk`` is whoever opened it or did something with a ticket there last; what others decide about the counter
    (pausing it, its fields, giving its ticket back) makes nobody its clerk, and whoever presses a keypad there is the
    clerk who is there already. Of a counter that a keypad opens no clerk is known: it is the keypad's. ``left_by`` is
    the actor by whom the last ticket left. ``last_rated`` and ``last_score`` tell of the rating just given, which may
    be changed for a while (``given``, the window as it was); ``finished`` counts the day's services.

    ``prepared`` is the id of the ticket chosen to come next, ``taken`` what that changed of the turns, ``profile`` the
    work profile that was chosen here today (empty: none). It has called for help since ``help_since_ms``, and is open
    and free since ``free_since_ms`` (ms since the epoch, UTC; None: it does not, it is not). ``undo`` is how its last
    ticket left, until the next one comes.
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
    given: RatingWindow | None = None
    finished: int = 0
    left_by: str | None = None
    prepared: str | None = None
    taken: dict[Line, Taken] = field(default_factory=dict)
    profile: str = ""
    help_since_ms: int | None = None
    free_since_ms: int | None = None
    undo: Undo | None = None


HUB = "hub"
"""The actor of what the hub does by itself."""


def is_pressed_by_clerks(actor: str) -> bool:
    """Whether an actor is a desk agent (``desk:3``, ``hall:H1``): it does what is pressed at a counter's devices."""
    return actor.partition(":")[0] in {"desk", "hall"}


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
