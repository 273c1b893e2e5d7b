"""The vocabulary of what can go wrong with a simulated printer: one for tests, command line and the trouble page.

A word names a trouble, a number behind «@» says when: `paper_out` now, `paper_out@1200` after 1,200 more bytes.
"""

from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """A state that lasts until somebody ends it."""

    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    CUTTER_JAM = "cutter_jam"
    PAPER_JAM = "paper_jam"
    TICKET_NOT_TAKEN = "ticket_not_taken"
    """Nobody takes what a presenter holds out; printers without a presenter let paper fall."""
    SILENT = "silent"
    """It prints and answers nothing."""
    ONE_WAY = "one_way"
    """The cable has no way back: the same silence, and who opens the link can know it."""
    SLOW = "slow"
    HALF_REPLY = "half_reply"
    """Of an answer of several bytes the first half comes, of answers of one byte every other one."""
    LATE_REPLY = "late_reply"
    """Answers come at the next connection, or when they are let go."""
    SLOW_REPLY = "slow_reply"
    """Each answer takes longer than anybody waits for it; what nobody read stays where the model keeps it."""
    STATUS_NOISE = "status_noise"
    """A report that nobody asked for stands before every answer."""


class Mishap(StrEnum):
    """What happens once."""

    DISCONNECT = "disconnect"
    """The power fails after so many more bytes; the next connection finds the printer switched on again."""
    POWER_LOST = "power_lost"
    """The same without a word: the line stays open, takes everything and answers nothing."""
    LOST_BYTES = "lost_bytes"
    """Behind so many bytes some are lost on the way."""
    SHORT_ROLL = "short_roll"
    """The roll ends after so many more rows of dots."""
    JAM_AT_CUT = "jam_at_cut"
    """The knife gets stuck when it is next used."""


AT_BYTES = frozenset((Mishap.DISCONNECT, Mishap.POWER_LOST, Mishap.LOST_BYTES))

STOPPING = frozenset((Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER_JAM, Fault.PAPER_JAM))
"""With one of these the printer prints nothing and takes no more than its buffer holds."""

KNOWN: dict[str, Fault | Mishap] = {each.value: each for kind in (Fault, Mishap) for each in kind}

SILENCING = frozenset((Fault.SILENT, Fault.ONE_WAY))


class FaultOrder(NamedTuple):
    """One trouble and its number: bytes until it begins (0 = now), for SHORT_ROLL the rows that are left."""

    what: Fault | Mishap
    number: int = 0


def parse_fault(text: str) -> FaultOrder:
    """Read `paper_low`, `silent@40`, `disconnect@1200`, `short_roll@300` or `jam_at_cut`.

    Raises ValueError with a sentence for people.
    """
    name, at, number = text.strip().partition("@")
    what = KNOWN.get(name)
    if what is None:
        raise ValueError(f"Unknown trouble {name!r}; known are: {', '.join(KNOWN)}.")
    if at and not (number.isascii() and number.isdecimal()):
        raise ValueError(f"{text!r}: behind @ stands a whole number, as in {name}@1200.")
    if what is Mishap.JAM_AT_CUT and at:
        raise ValueError(f"{text!r}: {name} waits for the next cut and takes no number.")
    if isinstance(what, Mishap) and what is not Mishap.JAM_AT_CUT and not at:
        unit = "rows" if what is Mishap.SHORT_ROLL else "bytes"
        raise ValueError(f"{text!r}: {name} needs to know after how many {unit}, as in {name}@1200.")
    return FaultOrder(what, int(number or 0))
