"""The real classes of kiosk and hub, moved by the steps of the offline protocol's model and read in its words."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from drivers.printers import JobEnd, JobReport
from hub.agent.hub_client import HubAbsent, NoAnswer
from kiosk_app import issuing
from kiosk_app.issuing import NoneOfItsOwn, Wish, job_id
from kiosk_app.own_number import JOIN
from kiosk_app.print_desk import PrintDesk
from kiosk_app.records import Job
from kiosk_app.spool import Spool
from tests.faults.hub_at_hand import HubAtHand, SharedClock
from tests.kiosk_app.own_kit import HASTY, Kiosk
from tests.models import wishes as w
from tests.models.doubles import Line, Message, PrinterDouble, dead, full, mortal
from tests.models.puppet import Killed, Puppet

STEP_S = 0.001
"""No two things happen in the same millisecond, so that order by time is order."""

FIELD = "civil"


class Wisher:
    """One visitor: where the kiosk's program stands with the wish, and what came out of the printer."""

    def __init__(self, which: int, kiosk: int) -> None:
        self.key = f"wish-{which}"
        self.kiosk = kiosk
        self.asks: Puppet | None = None
        self.prints: Puppet | None = None
        self.memory = w.NONE
        self.join: Message | None = None


class RealKiosks:
    """Kiosks without threads of their own, and a hub; ``do`` moves them as a step of the model."""

    def __init__(self, folder: Path, kiosks: Sequence[int]) -> None:
        self.clock = SharedClock()
        self.hub = HubAtHand(folder / "hub.db", self.clock)
        self.wishers = [Wisher(which, kiosk) for which, kiosk in enumerate(kiosks)]
        self.papers: Counter[str] = Counter()
        self._asked_s = 0.0
        self.lines = [Line(f"kiosk:K{kiosk + 1}", self.hub) for kiosk in sorted(set(kiosks))]
        self.kiosks = [Kiosk(folder / f"K{n}", line, f"K{n}") for n, line in enumerate(self.lines, 1)]
        for kiosk in self.kiosks:
            kiosk.clock = self.clock
            self._begin(kiosk)

    def _begin(self, kiosk: Kiosk) -> None:
        kiosk.restart()
        self._hear(kiosk)

    def _hear(self, kiosk: Kiosk) -> None:
        """The hub's view, which a kiosk gets by another way than its requests."""
        kiosk.board.hub_connected(True)
        kiosk.absence.heard()
        kiosk.board.hub_said(self.hub.view())
        kiosk.own.look()

    def close(self) -> None:
        """Nothing is left running."""
        for kiosk in range(len(self.kiosks)):
            self.kill(kiosk)
        self.hub.hall.close()

    def do(self, step: str, which: int) -> None:
        """One step of the model, of a visitor or of a kiosk."""
        self.clock.advance(STEP_S)
        for kiosk in self.kiosks:
            kiosk.absence.heard()
        self._asked_s += STEP_S
        with mock.patch.object(issuing, "time", SimpleNamespace(monotonic=lambda: self._asked_s)):
            STEPS[step](self, which)

    # What the visitors do

    def touch(self, which: int) -> None:
        wisher, kiosk = self.wishers[which], self.kiosk(which)

        def ask(wait: Callable[[str], object]) -> None:
            self.lines[wisher.kiosk].waits[wisher.key] = wait
            with suppress(sqlite3.OperationalError):
                kiosk.desk.take(wisher.key, Wish(FIELD))

        wisher.asks, wisher.memory = Puppet(ask), w.READY
        assert wisher.asks.at == "asking"

    def leave(self, which: int) -> None:
        self.wishers[which].memory = w.SENT

    def answer(self, which: int) -> None:
        self._asking_ends(which, None)

    def draw(self, which: int) -> None:
        self._asked_s += HASTY.patience_s
        self._asking_ends(which, self._silence(which))
        self.wishers[which].join = self._message(which, JOIN)

    def give_up(self, which: int) -> None:
        desk = self.kiosk(which).desk
        own, desk.own = desk.own, NoneOfItsOwn()
        self._asked_s += HASTY.patience_s
        self._asking_ends(which, self._silence(which))
        desk.own = own

    def lose_answer(self, which: int) -> None:
        """The disk takes neither the number that the hub gave nor one of the kiosk's own."""
        file = self.kiosk(which).spool.file
        with mock.patch.object(file, "transaction", full):
            self._asked_s += HASTY.patience_s
            self._asking_ends(which, self._silence(which))

    def give_up_forgotten(self, which: int) -> None:
        """What nobody asks for any more is given up one by one: the disk takes the next no more."""
        left = [1]
        given_up = mortal(Spool.abandon_request, left, full)
        with mock.patch.object(Spool, "abandon_request", given_up), suppress(sqlite3.OperationalError):
            self.kiosk(which).desk.look()
        assert left == [0]

    def _silence(self, which: int) -> NoAnswer:
        return NoAnswer("lost") if self.wishers[which].memory == w.SENT else HubAbsent("refused")

    def _asking_ends(self, which: int, answer: object) -> None:
        wisher = self.wishers[which]
        assert wisher.asks is not None
        wisher.asks.tell(answer)
        assert not wisher.asks.at, "it still asks"
        wisher.asks, wisher.memory = None, w.NONE

    # What the printer does

    def begin_paper(self, which: int) -> None:
        kiosk, job = self.kiosk(which), self.job(which)
        assert job is not None

        def print_it(wait: Callable[[str], object]) -> None:
            PrintDesk(kiosk.jobs, PrinterDouble(wait), HASTY, lambda _paper: ()).print_one(job)  # type: ignore[arg-type]

        self.wishers[which].prints = Puppet(print_it)

    def paper(self, which: int) -> None:
        job = self.job(which)
        assert job is not None
        self.papers[job.ticket] += 1

    def no_paper(self, which: int) -> None:
        self._paper_ends(which, JobEnd.FAILED)
        self.kiosk(which).jobs.cancel_overdue()

    def end_paper(self, which: int) -> None:
        self._paper_ends(which, JobEnd.CONFIRMED if self.printed(which) else JobEnd.UNKNOWN)

    def _paper_ends(self, which: int, end: JobEnd) -> None:
        puppet = self.wishers[which].prints
        assert puppet is not None
        puppet.tell(JobReport(end))
        self.wishers[which].prints = None

    # What goes between kiosk and hub

    def arrive_issue(self, which: int) -> None:
        self._line(which).arrive((issuing.TICKETS, {"field": FIELD}, self.wishers[which].key))

    def arrive_join(self, which: int) -> None:
        message = self.wishers[which].join
        assert message is not None
        assert self._line(which).arrive(message).is_good

    def arrive_abandon(self, which: int) -> None:
        self._line(which).arrive(self._message(which, issuing.ABANDON))

    def arrive_cancel(self, which: int) -> None:
        self._line(which).arrive(self._message(which, "/cancel"))

    def hear_abandon(self, which: int) -> None:
        self._let_through(which, issuing.ABANDON)

    def hear_join(self, which: int) -> None:
        self._let_through(which, JOIN)

    def hear_cancel(self, which: int) -> None:
        self._let_through(which, "/cancel")

    def _let_through(self, which: int, path: str) -> None:
        line = self._line(which)
        line.through = self._message(which, path)[2]
        self._deliver(which)
        line.through = ""

    def _message(self, which: int, path: str) -> Message:
        """What the kiosk would tell the hub of this wish, and never did."""
        self._deliver(which)
        mine = [message for message in self._line(which).outbox if message[0].endswith(path)]
        return next(message for message in mine if job_id(self.wishers[which].key) in message[2])

    def _deliver(self, which: int) -> None:
        """The courier's turn, without looking for what was forgotten: that is a step of its own."""
        kiosk, line = self.kiosk(which), self._line(which)
        line.outbox = []
        try:
            kiosk.own.look()
            kiosk.courier.deliver()
        except NoAnswer:
            return

    # What dies

    def kill(self, kiosk: int) -> None:
        """Nothing that the kiosk's program does from now on reaches its disk."""
        dying = self.kiosks[kiosk]
        dying.spool.file.transaction = dead  # type: ignore[method-assign]
        for wisher in self.wishers:
            if wisher.kiosk == kiosk:
                for puppet in filter(None, (wisher.asks, wisher.prints)):
                    puppet.tell(Killed())
                wisher.asks = wisher.prints = None
                wisher.memory = w.NONE
        self._reopen(dying)

    def judge(self, which: int) -> None:
        """The agent starts, makes one judgement, and dies at the next."""
        kiosk, left = self.kiosk(which), [1]
        kiosk.spool.close()
        asked, ended = mortal(Spool.abandon_request, left), mortal(Spool.end_job, left)
        with mock.patch.multiple(Spool, abandon_request=asked, end_job=ended), suppress(Killed):
            kiosk.start()
        assert left == [0]
        self._reopen(kiosk)

    @staticmethod
    def _reopen(kiosk: Kiosk) -> None:
        """Its disk, to look at."""
        kiosk.spool.close()
        kiosk.spool = Spool(kiosk.folder / "spool.db")

    def rise(self, kiosk: int) -> None:
        self._begin(self.kiosks[kiosk])

    def call(self, _which: int) -> None:
        self.hub.call_next()

    # What there is to see

    def job(self, which: int) -> Job | None:
        """The print job of a wish."""
        return self.kiosk(which).spool.job(job_id(self.wishers[which].key))

    def printed(self, which: int) -> int:
        """How many papers of a wish came out."""
        job = self.job(which)
        return self.papers[job.ticket] if job else 0

    def kiosk(self, which: int) -> Kiosk:
        """Where a wish is taken to."""
        return self.kiosks[self.wishers[which].kiosk]

    def _line(self, which: int) -> Line:
        return self.lines[self.wishers[which].kiosk]


STEPS: dict[str, Callable[[RealKiosks, int], None]] = {
    "!somebody touches": RealKiosks.touch,
    "the request leaves": RealKiosks.leave,
    "the number is answered": RealKiosks.answer,
    "the kiosk draws a number": RealKiosks.draw,
    "nobody gets a number": RealKiosks.give_up,
    "!the disk takes nothing": RealKiosks.lose_answer,
    "what nobody asks for is given up": RealKiosks.give_up_forgotten,
    "the paper is on the disk as sent": RealKiosks.begin_paper,
    "the paper comes out": RealKiosks.paper,
    "not one byte could be sent": RealKiosks.no_paper,
    "the paper's end is on the disk": RealKiosks.end_paper,
    "arrives: issue": RealKiosks.arrive_issue,
    "arrives: join": RealKiosks.arrive_join,
    "arrives: abandon": RealKiosks.arrive_abandon,
    "arrives: cancel": RealKiosks.arrive_cancel,
    "the hub has heard of what was given up": RealKiosks.hear_abandon,
    "the hub has heard of the own number": RealKiosks.hear_join,
    "the hub has heard that nobody holds it": RealKiosks.hear_cancel,
    "!the agent is killed": RealKiosks.kill,
    "what was asked is given up": RealKiosks.judge,
    "what was begun is judged": RealKiosks.judge,
    "the agent is up": RealKiosks.rise,
    "!somebody is called": RealKiosks.call,
}
"""What each step of the model is in the program."""
