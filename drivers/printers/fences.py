"""How a job learns that everything sent before was processed: three kinds of printers, three fences.

Each is made for one job on one connection: `prepare` before its first byte, `ask` behind its last, then `answer`.
`Ledger` is what a driver remembers of its printer from job to job.
"""

import itertools
import secrets
import string
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from drivers.printers.conversation import Conversation
from drivers.printers.escpos_bytes import FENCE
from drivers.printers.profile import Fence

PAPER_OUT_BITS = 0x0C
ID_LETTERS = string.digits + string.ascii_uppercase
ID_LENGTH = 4


class Waits(NamedTuple):
    """Seconds: for an answer; for one that comes behind the rest of an earlier job; for what follows upon it."""

    answer_s: float
    late_s: float
    settle_s: float


class FenceOfJob(Protocol):
    """One job's fence."""

    is_awaited: bool
    """Whether an answer can come at all."""

    def prepare(self, is_answering: bool) -> None:
        """Before the first byte of the job; `is_answering`: the printer has just answered a question."""

    def ask(self) -> None:
        """Behind the last byte of the job. Raises DeviceError."""

    def answer(self) -> str | None:
        """None as long as nothing proves anything, then "" or the trouble that the answer tells of."""


MOST_OPEN = 3
MOST_ROUNDS = 8


@dataclass
class Ledger:
    """Questions in order whose answers may still come, from earlier jobs; and whether any answer ever came."""

    open_questions: int = 0
    has_answered: bool = False
    """A printer that has answered and does not any more has lost something of the job, or its power."""
    was_tried: bool = False
    """Whether it was asked while nobody waited: a printer that does not know the question is spared it."""


class CountedFence:
    """GS r 1, whose answers are all alike: what counts is how many there are.

    A printer may keep an answer over a lost connection and give it to the next one, or still be at work on the job
    before. So a question is asked before the job and its answer taken; what is heard while the job is sent is thrown
    away, and an answer that is still missing then is owed first. Behind a job whose answer never came, the question
    is repeated until it alone is answered, as often in a row as answers are missing: late ones come together.
    """

    is_awaited = True

    def __init__(self, talk: Conversation, waits: Waits, ledger: Ledger) -> None:
        self._talk = talk
        self._waits = waits
        self._ledger = ledger
        self._owed = ledger.open_questions

    def prepare(self, is_answering: bool) -> None:
        """See FenceOfJob."""
        if not is_answering:
            return
        self._talk.catch_up()
        if self._is_in_step():
            self._owed = 0
        self._ledger.open_questions = min(self._owed, MOST_OPEN)

    def _is_in_step(self) -> bool:
        """Ask until the printer answers what it is asked now."""
        alone, wanted = 0, max(1, self._ledger.open_questions)
        patience_s = self._waits.late_s if self._ledger.open_questions and self._ledger.has_answered else 0
        deadline = self._talk.now() + patience_s
        for _ in range(MOST_ROUNDS):
            heard = self._answers_to_one()
            self._owed = max(1, self._owed + 1 - heard)
            alone = alone + 1 if heard == 1 else 0
            if alone == wanted:
                return True
            if not heard and self._talk.now() >= deadline:
                return False
        return False

    def _answers_to_one(self) -> int:
        self._talk.ordered.clear()
        self._talk.say(FENCE)
        self._talk.await_one(self._talk.ordered, self._waits.answer_s)
        if self._ledger.open_questions:
            self._talk.rest(self._waits.settle_s)
        self._ledger.has_answered |= bool(self._talk.ordered)
        return len(self._talk.ordered)

    def ask(self) -> None:
        """See FenceOfJob."""
        self._talk.catch_up()
        self._owed = max(0, self._owed - len(self._talk.ordered))
        self._talk.ordered.clear()
        self._talk.say(FENCE)
        self._ledger.open_questions = min(self._owed + 1, MOST_OPEN)

    def answer(self) -> str | None:
        """See FenceOfJob."""
        if len(self._talk.ordered) <= self._owed:
            return None
        self._ledger.open_questions, self._ledger.has_answered = 0, True
        return "paper_out" if self._talk.ordered[-1][0] & PAPER_OUT_BITS else ""


class NamedFence:
    """Epson's process id (GS ( H, function 48): the answer bears the job's own four characters."""

    is_awaited = True

    def __init__(self, talk: Conversation, ledger: Ledger) -> None:
        self._talk = talk
        self._ledger = ledger
        self._id = _next_id()

    def prepare(self, is_answering: bool) -> None:
        """See FenceOfJob: an answer to another id is nobody's."""

    def ask(self) -> None:
        """See FenceOfJob."""
        self._talk.say(b"\x1d(H\x06\x0000" + self._id)

    def answer(self) -> str | None:
        """See FenceOfJob. The block may begin with the ruins of another one."""
        awaited = b"\x37\x22" + self._id + b"\x00"
        is_here = any(block.endswith(awaited) for block in self._talk.blocks)
        self._ledger.has_answered |= is_here
        return "" if is_here else None


class NoFence:
    """Nothing comes back: what was sent was sent."""

    is_awaited = False

    def prepare(self, is_answering: bool) -> None:
        """See FenceOfJob."""

    def ask(self) -> None:
        """See FenceOfJob."""

    def answer(self) -> str | None:
        """See FenceOfJob."""
        return None


def fence_of(kind: Fence, talk: Conversation, waits: Waits, ledger: Ledger) -> FenceOfJob:
    """The fence for a job of a printer with this kind of them, over a link that can answer or not."""
    if kind == "one_way" or not talk.can_hear:
        return NoFence()
    return NamedFence(talk, ledger) if kind == "process_id" else CountedFence(talk, waits, ledger)


_FIRST_ID = secrets.randbelow(len(ID_LETTERS) ** ID_LENGTH)
_IDS = itertools.count(_FIRST_ID)


def _next_id() -> bytes:
    """Four characters that no job of this process had, and hardly one of an earlier process."""
    rest, letters = next(_IDS), ""
    for _ in range(ID_LENGTH):
        rest, place = divmod(rest, len(ID_LETTERS))
        letters += ID_LETTERS[place]
    return letters.encode("ascii")
