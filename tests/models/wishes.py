"""What the offline protocol moves: visitors' wishes on the kiosk's disk, in its memory, and at the hub."""

from typing import NamedTuple

NONE = "none"

ASKED, ANSWERED, ABANDONED, CLOSED = "asked", "answered", "abandoned", "closed"
HANDED_ON = "handed on"
"""A request on the kiosk's disk; one that is handed on is given up by the errand that hands the own number in."""

LOST = "lost"
"""It was on a disk that is no more, with all that was known of it: what nobody can know is nobody's fault."""

READY, SENT, IN_HAND = "ready", "sent", "in hand"
"""What the agent's memory holds of a wish: nothing of it can have arrived, it may have, a paper is out (a mutant's)."""

DRAWN, TOLD = "drawn", "told"
"""An own number on the kiosk's disk, before and after the hub's answer."""

QUEUED, PRINTING, ENDED, FAILED, OVER = "queued", "printing", "ended", "failed", "over"
"""The paper on the kiosk's disk; failed: nobody has it and the hub must hear of that; over: it has."""

LIVE, CALLED, VOID, REFUSED, DOUBLE = "live", "called", "void", "refused", "double"
"""A number at the hub; refused: its key was given up before it came."""

UP, STARTING, AWAY = "up", "starting", "away"

NEWBORN = -1
"""A disk on which nothing stands yet, not even from which number on this kiosk may draw."""
ISSUE, JOIN, ABANDON, CANCEL = "issue", "join", "abandon", "cancel"


class Wish(NamedTuple):
    """One visitor's wish: the kiosk's disk and memory, paper in a hand, what is on its way, and the hub's disk.

    ``own_number`` is 0 for none. Ages say in which order the numbers that live, or have yet to join, were drawn,
    ``place`` where the hub has put the one that joined.
    """

    kiosk: int
    request: str = NONE
    memory: str = NONE
    own: str = NONE
    own_number: int = 0
    job: str = NONE
    paper: int = 0
    is_issue_out: bool = False
    key: str = NONE
    joined: str = NONE
    age: int = 0
    own_age: int = 0
    place: int = 0


class World(NamedTuple):
    """The visitors, their kiosks and the hub; ``pending`` is what the hub has decided and not yet written.

    Above ``counts`` each kiosk draws; it stands on the disk from the disk's first day (a mutant counts in its memory).
    """

    numbers: tuple[Wish, ...]
    kiosks: tuple[str, ...]
    counts: tuple[int, ...]
    hub: str = UP
    pending: tuple[int, str] | tuple[()] = ()
    is_unfair: bool = False


def wrong(wish: Wish) -> str:
    """What must never be of one visitor's wish, empty when all is well."""
    if wish.paper > 1:
        return "printed twice, and nobody asked"
    if wish.joined == DOUBLE:
        return "one paper, two tickets"
    if wish.request == LOST:
        return ""
    if wish.paper and not _is_known(wish):
        return "the number on a paper is void, or unknown to the hub for good"
    is_held = wish.memory != NONE or wish.request in (ASKED, ABANDONED) or wish.own == DRAWN
    if wish.key == LIVE and not is_held and (wish.request != ANSWERED or wish.job == OVER):
        return "a number waits that nobody holds"
    return "an own number waits that nobody holds" if wish.joined == LIVE and wish.job == OVER else ""


def _is_known(wish: Wish) -> bool:
    if wish.memory == IN_HAND or wish.own == DRAWN:
        return True
    return (
        wish.joined in (LIVE, CALLED) if wish.own == TOLD else wish.request == ANSWERED and wish.key in (LIVE, CALLED)
    )


def is_over(wish: Wish) -> bool:
    """Whether its visitor and the hub have all that was due."""
    is_told = wish.request not in (ASKED, ABANDONED) and wish.own in (NONE, TOLD)
    return is_told and wish.memory == NONE and wish.job in (NONE, ENDED, OVER)
