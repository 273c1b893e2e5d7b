"""Printers that hold out the ticket until it is taken: Custom's VKP80 family.

Bytes: Custom's command reference of the VKP80 (FS P, GS e, DLE EOT 20).
"""

from drivers.printers.profile import Profile
from drivers.printers.status import Cover, Cutter, Output, Paper, PrinterStatus, first_of

FULL_STATUS_QUERY = b"\x10\x04\x14"
"""DLE EOT 20: answered at once by 10 0F and four bytes: paper, user, recoverable and unrecoverable errors."""

LIGHT_BLINKS = b"\x01"
CUT_OFF = b"\x1bi"
"""ESC i: cut, and hold nothing out."""

PAPER_OUT_BIT = 0x01
PAPER_LOW_BIT = 0x04
TICKET_BIT = 0x20
COVER_OPEN_BITS = 0x03
JAM_BIT = 0x40
OTHER_RECOVERABLE_BITS = 0x0B
"""Head too hot, line, supply; not 0x20: it has not understood a command, and prints all the same."""

CUTTER_ERROR_BIT = 0x01
OTHER_UNRECOVERABLE_BITS = 0x4C


def cut_and_present(profile: Profile) -> bytes:
    """FS P n b a t: cut, hold out n steps, with a blinking light; after t seconds E(ject) or R(etract)."""
    held = profile.presenter
    fate = b"\x45" if held.if_not_taken == "eject" else b"\x52"
    return b"\x1cP" + bytes((held.steps,)) + LIGHT_BLINKS + fate + bytes((held.present_s,))


def clear_output(profile: Profile) -> bytes:
    """GS e n: let go of the ticket that nobody took (5), or draw it back (2)."""
    return b"\x1de\x05" if profile.presenter.if_not_taken == "eject" else b"\x1de\x02"


def read_full_status(frame: bytes | None, is_offline: bool = False) -> PrinterStatus:
    """Make a reading of the six bytes; None = it answered, but not this question."""
    if frame is None:
        return PrinterStatus(is_online=True, trouble="printer_silent")
    sensors, user, recoverable, unrecoverable = frame[2:6]
    cover = Cover.OPEN if user & COVER_OPEN_BITS else Cover.CLOSED
    cutter = Cutter.ERROR if unrecoverable & CUTTER_ERROR_BIT else Cutter.OK
    found = {
        "cover_open": cover is Cover.OPEN,
        "paper_out": bool(sensors & PAPER_OUT_BIT),
        "paper_jam": bool(recoverable & JAM_BIT),
        "cutter_error": cutter is Cutter.ERROR,
        "printer_error": bool(recoverable & OTHER_RECOVERABLE_BITS or unrecoverable & OTHER_UNRECOVERABLE_BITS),
        "printer_offline": is_offline,
    }
    output = Output.TICKET if sensors & TICKET_BIT else Output.CLEAR
    return PrinterStatus(True, _paper(sensors), cover, cutter, output, first_of(found))


def _paper(sensors: int) -> Paper:
    if sensors & PAPER_OUT_BIT:
        return Paper.OUT
    return Paper.LOW if sensors & PAPER_LOW_BIT else Paper.OK
