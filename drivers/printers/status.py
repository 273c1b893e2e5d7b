"""What a printer says about itself. Unknown is a value of its own and never means "all well"."""

from enum import StrEnum

import msgspec


class Paper(StrEnum):
    """The roll."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


class Cover(StrEnum):
    """The lid."""

    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"


class Cutter(StrEnum):
    """The knife."""

    OK = "ok"
    ERROR = "error"
    UNKNOWN = "unknown"


class Output(StrEnum):
    """Where a presenter holds out the ticket; other printers know nothing of it."""

    CLEAR = "clear"
    TICKET = "ticket"
    UNKNOWN = "unknown"


IN_WORDS = {
    "link_url": "its address cannot be used",
    "link_refused": "nobody answers at its address",
    "link_lost": "the line to it broke",
    "link_stalled": "it takes no bytes: off line, open or out of paper?",
    "not_a_device": "a file lies where its device should be",
    "usb_unavailable": "this machine has no libusb",
    "windows_only": "its address is one of Windows",
    "printer_silent": "it says nothing of itself",
    "paper_out": "no paper",
    "cover_open": "its cover is open",
    "paper_jam": "paper is jammed in it",
    "cutter_error": "its knife is stuck",
    "ticket_in_output": "a ticket that nobody took blocks its mouth",
    "printer_error": "it reports an error",
    "printer_offline": "switched off line",
}
"""What the troubles mean, for logs."""


class PrinterStatus(msgspec.Struct, frozen=True):
    """One reading of a printer.

    `is_online`: it answered. `trouble`: what stops it ("" = nothing it told of), a code of IN_WORDS. A ticket in the
    output is no trouble as long as somebody may still take it.
    """

    is_online: bool = False
    paper: Paper = Paper.UNKNOWN
    cover: Cover = Cover.UNKNOWN
    cutter: Cutter = Cutter.UNKNOWN
    output: Output = Output.UNKNOWN
    trouble: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether the printer itself said that it can print now."""
        return self.is_online and not self.trouble

    def __str__(self) -> str:
        """In plain words, with the code of the trouble."""
        if self.trouble:
            return f"{IN_WORDS.get(self.trouble, 'does not print')} ({self.trouble})"
        if not self.is_online:
            return "nothing is known of it yet"
        return "ready, but paper is running low" if self.paper is Paper.LOW else "ready"


QUERIES = (1, 2, 3, 4)
"""DLE EOT n: printer, cause of being off line, error, paper."""

SILENT = PrinterStatus(trouble="printer_silent")
"""The reading of a printer that does not answer: unknown, never fine."""

OFFLINE_BIT = 0x08
COVER_OPEN_BIT = 0x04
PAPER_STOP_BIT = 0x20
ERROR_STOP_BIT = 0x40
CUTTER_ERROR_BIT = 0x08
OTHER_ERROR_BITS = 0x64
PAPER_OUT_BITS = 0x60
PAPER_LOW_BITS = 0x0C


def read_status(answers: dict[int, int]) -> PrinterStatus:
    """Make a reading of the answers (DLE EOT number → byte); a missing one leaves its part unknown.

    Bits: Epson's reference for DLE EOT n.
    """
    if not answers:
        return SILENT
    paper, cover, cutter = _paper(answers), _cover(answers), _cutter(answers)
    found = {
        "cover_open": cover is Cover.OPEN,
        "paper_out": paper is Paper.OUT or bool(answers.get(2, 0) & PAPER_STOP_BIT),
        "cutter_error": cutter is Cutter.ERROR,
        "printer_error": bool(answers.get(3, 0) & OTHER_ERROR_BITS or answers.get(2, 0) & ERROR_STOP_BIT),
        "printer_offline": bool(answers.get(1, 0) & OFFLINE_BIT),
        "printer_silent": len(answers) < len(QUERIES),
    }
    return PrinterStatus(is_online=True, paper=paper, cover=cover, cutter=cutter, trouble=first_of(found))


def first_of(found: dict[str, bool]) -> str:
    """The first trouble that is so, "" when none is: what a person has to do first comes first."""
    return next((code for code, is_so in found.items() if is_so), "")


def _paper(answers: dict[int, int]) -> Paper:
    sensors = answers.get(4)
    if sensors is None:
        return Paper.UNKNOWN
    if sensors & PAPER_OUT_BITS:
        return Paper.OUT
    return Paper.LOW if sensors & PAPER_LOW_BITS else Paper.OK


def _cover(answers: dict[int, int]) -> Cover:
    cause = answers.get(2)
    if cause is None:
        return Cover.UNKNOWN
    return Cover.OPEN if cause & COVER_OPEN_BIT else Cover.CLOSED


def _cutter(answers: dict[int, int]) -> Cutter:
    errors = answers.get(3)
    if errors is None:
        return Cutter.UNKNOWN
    return Cutter.ERROR if errors & CUTTER_ERROR_BIT else Cutter.OK
