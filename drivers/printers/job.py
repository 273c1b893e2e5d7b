"""How a print job ended."""

from enum import StrEnum

import msgspec

from drivers.printers.status import PrinterStatus

NO_ANSWER = "no_answer"
"""The code of a job that was sent as a whole to a printer without trouble that answers no such question: no half ticket
hangs. One that has fallen silent is another matter: it may have lost bytes, or its power, in the middle.
"""

NOT_DRAWN = "not_drawn"
"""The code of a job that cannot be put into the printer's bytes."""


class JobEnd(StrEnum):
    """How a print job ended."""

    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class JobReport(msgspec.Struct, frozen=True):
    """The end of one job.

    CONFIRMED: the printer answered the fence behind the job. FAILED: not one byte of the job was sent; trying again
    cannot print it twice. UNKNOWN: something was sent and nothing proves that it came out; never reprint by yourself.
    `code` is "" when confirmed, otherwise the reason (the codes of PrinterStatus.trouble, NOT_DRAWN, or NO_ANSWER:
    everything was sent and the printer reported no trouble, but the fence stayed unanswered or it has none).
    """

    end: JobEnd
    code: str = ""
    status: PrinterStatus = PrinterStatus()

    @property
    def leaves_half_a_ticket(self) -> bool:
        """Whether paper of this job may hang out of the printer, not yet cut off."""
        return self.end is JobEnd.UNKNOWN and self.code != NO_ANSWER


def broken_off(code: str, is_begun: bool) -> JobReport:
    """The end of a job whose link failed, before its first byte or behind it."""
    end = JobEnd.UNKNOWN if is_begun else JobEnd.FAILED
    return JobReport(end, code, PrinterStatus(trouble=code))
