"""The vocabulary of what can go wrong with simulated devices: one for tests, command line and the pages of the demo.

A word names a trouble, a number behind «@» says when: `paper_out` now, `paper_out@1200` after 1,200 more bytes. Each
kind of device knows some of the words.
"""

from collections.abc import Collection
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
    UNPLUGGED = "unplugged"
    """Its cable is pulled out; what has power of its own keeps what it knows."""
    LINE_NOISE = "line_noise"
    """Bytes are damaged on the way, of a thousand as many as the number says."""
    BOUNCING = "bouncing"
    """Each press closes the contact several times."""
    STUCK_BUTTON = "stuck_button"
    """The button that is pressed next stays down."""
    DOUBLE_READ = "double_read"
    """Everything is read twice, as while a paper still lies under the scanner."""


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
    RESTART = "restart"
    """The device is switched off and on, now or after so many more bytes."""


AT_BYTES = frozenset((Mishap.DISCONNECT, Mishap.POWER_LOST, Mishap.LOST_BYTES))

STOPPING = frozenset((Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER_JAM, Fault.PAPER_JAM))
"""With one of these the printer prints nothing and takes no more than its buffer holds."""

OF_HALL = (
    Fault.UNPLUGGED,
    Fault.LINE_NOISE,
    Fault.BOUNCING,
    Fault.STUCK_BUTTON,
    Fault.DOUBLE_READ,
    Mishap.RESTART,
)
KNOWN: tuple[Fault | Mishap, ...] = (*Fault, *Mishap)
OF_PRINTERS = tuple(each for each in KNOWN if each not in OF_HALL)

WITHOUT_NUMBER = (Mishap.JAM_AT_CUT,)
NUMBER_MAY_LACK = (*Fault, Mishap.RESTART, *WITHOUT_NUMBER)
USUAL_NOISE = 10

SILENCING = frozenset((Fault.SILENT, Fault.ONE_WAY))


class FaultOrder(NamedTuple):
    """One trouble and its number: bytes until it begins (0 = now), for SHORT_ROLL the rows that are left, for
    LINE_NOISE how many bytes of a thousand are damaged.
    """

    what: Fault | Mishap
    number: int = 0


def find_word(name: str, known: Collection[Fault | Mishap] = KNOWN) -> Fault | Mishap:
    """The trouble of a name. Raises ValueError with a sentence: a device that knows these has no such trouble."""
    what = next((each for each in known if each.value == name), None)
    if what is None:
        raise ValueError(f"Unknown trouble {name!r}; known are: {', '.join(known)}.")
    return what


def parse_fault(text: str, known: Collection[Fault | Mishap] = KNOWN) -> FaultOrder:
    """Read `paper_low`, `silent@40`, `disconnect@1200`, `short_roll@300`, `line_noise@20` or `jam_at_cut`.

    Raises ValueError with a sentence for people.
    """
    name, at, number = text.strip().partition("@")
    what = find_word(name, known)
    if at and not (number.isascii() and number.isdecimal()):
        raise ValueError(f"{text!r}: behind @ stands a whole number, as in {name}@1200.")
    if at and what in WITHOUT_NUMBER:
        raise ValueError(f"{text!r}: {name} waits for the next cut and takes no number.")
    if not at and what not in NUMBER_MAY_LACK:
        unit = "rows" if what is Mishap.SHORT_ROLL else "bytes"
        raise ValueError(f"{text!r}: {name} needs to know after how many {unit}, as in {name}@1200.")
    usual = USUAL_NOISE if what is Fault.LINE_NOISE else 0
    return FaultOrder(what, int(number) if number else usual)
