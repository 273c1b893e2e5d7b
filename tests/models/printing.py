"""The print protocol as values: two visitors' papers, a reprint each that staff may ask for, one printer, one disk.

Every write to the kiosk's disk is a step of its own that may fail, and between any two steps the agent may be killed,
the line break or the printer stop. The printer keeps what it has got: a paper may come out long after the agent that
sent it died.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.models.change import put

NONE, QUEUED, SENT, CONFIRMED, UNKNOWN, FAILED = "none", "queued", "sent", "confirmed", "unknown", "failed"
"""A job on the disk; the last three are its ends."""

OPEN, NOTED, BACK, CLOSED = "open", "noted", "back", "closed"
"""A number without paper: to be decided, kept by its visitor, to be told to the hub as given back, told."""

NOT_ASKED, ASKED, TAKEN, COPYING, COPIED = "not asked", "asked", "taken", "copying", "copied"
"""A reprint: nobody asked, the hub's view has it, it is on the disk, a byte may have left, it has ended."""

LIVE, CANCELLED = "live", "cancelled"

OWN, COPY = "own", "copy"
IDLE, STARTING = ("idle",), ("starting",)


class Job(NamedTuple):
    """A number's paper: kiosk's disk, what is in people's hands, and the number at the hub."""

    disk: str = NONE
    number: str = OPEN
    papers: int = 0
    copy: str = NOT_ASKED
    copies: int = 0
    hub: str = LIVE


class World(NamedTuple):
    """``desk`` is the agent's memory, ``(phase, kind, which)`` while a paper is in hand; the driver's are ``leads`` (a
    cut comes before the next paper) and ``awaits`` (an earlier paper's answer may come before its own).

    ``half`` hangs out of the printer, ``whole`` is in its memory and has yet to come out; both are (kind, which). Of a
    paper without an answer it ``owes`` one, which comes late. ``unwritten`` is (end, kind, which) of a job whose end
    the disk did not take; the agent remembers it.
    """

    numbers: tuple[Job, ...]
    desk: tuple = IDLE  # type: ignore[type-arg]
    half: tuple = ()  # type: ignore[type-arg]
    whole: tuple = ()  # type: ignore[type-arg]
    is_stopped: bool = False
    leads: bool = False
    awaits: bool = False
    owes: bool = False
    is_soiled: bool = False
    unwritten: tuple = ()  # type: ignore[type-arg]


Steps = Iterator[tuple[str, World]]


class PrintProtocol:
    """The model. ``mutant`` names one thing that is done wrong."""

    def __init__(self, mutant: str = "", visitors: int = 2) -> None:
        self.mutant = mutant
        self.first = World((Job(),) * visitors)

    def steps(self, world: World) -> Steps:
        """See Model.steps."""
        yield from self._printer(world)
        yield from self._desk(world)
        for which, job in enumerate(world.numbers):
            yield from self._people(world, which, job)
            yield from self._told(world, which, job)

    def wrong(self, world: World) -> str:
        """See Model.wrong."""
        if world.is_soiled:
            return "somebody got another's half ticket on top of the own one"
        return next(filter(None, (self._wrong(world, which, job) for which, job in enumerate(world.numbers))), "")

    def is_settled(self, world: World) -> bool:
        """See Model.is_settled."""
        is_quiet = world.desk == IDLE and not world.whole and not world.is_stopped
        return is_quiet and all(_is_over(job) for job in world.numbers)

    @staticmethod
    def _wrong(world: World, which: int, job: Job) -> str:
        in_printer = {(OWN, which), (COPY, which)} & {world.half, world.whole}
        if job.papers > 1 or job.copies > 1:
            return "printed twice, and nobody asked"
        if job.hub == CANCELLED and (job.papers or job.copies or in_printer):
            return "the number on a paper is void"
        if job.disk == CONFIRMED and not job.papers:
            return "confirmed without a paper"
        if job.disk == FAILED and (job.papers or (OWN, which) in in_printer):
            return "failed, and yet there is a paper"
        if job.disk == FAILED and job.number == CLOSED and job.hub == LIVE and job.copy == NOT_ASKED:
            return "a number waits that nobody holds"
        return ""

    def _printer(self, world: World) -> Steps:
        if world.is_stopped:
            yield "somebody mends the printer", world._replace(is_stopped=False)
            return
        yield "!the printer stops", world._replace(is_stopped=True)
        if world.whole:
            kind, which = world.whole
            job = world.numbers[which]
            done = {"papers": job.papers + 1} if kind == OWN else {"copies": job.copies + 1}
            yield "a paper comes out", put(world, which, **done)._replace(whole=())

    def _desk(self, world: World) -> Steps:
        if world.desk == STARTING:
            yield from self._resume(world)
            return
        yield "!the agent is killed", self._killed(world)
        if world.unwritten:
            end, *work = world.unwritten
            written = self._stored(world, (work[0], work[1]), end)
            yield "its end is on the disk after all", written._replace(desk=world.desk, unwritten=())
        if world.desk == IDLE:
            for work in _waiting(world):
                yield "the desk takes a job", world._replace(desk=("taken", *work))
        elif len(world.desk) > 1:
            yield from self._work(world, *world.desk)

    def _work(self, world: World, phase: str, kind: str, which: int) -> Steps:
        """One paper, from taking it to its end on the disk."""
        work = (kind, which)
        if phase == "taken":
            yield "!the disk takes nothing", world._replace(desk=IDLE)
            marked = world if self.mutant == "sent_after_bytes" else _on_disk(world, work, SENT)
            yield "it is on the disk as sent", marked._replace(desk=("marked", *work))
        elif phase == "marked":
            yield "!nobody takes the line", world._replace(desk=(FAILED, *work))
            if world.is_stopped:
                yield "the printer says that it stopped", world._replace(desk=(FAILED, *work))
            elif not world.whole:
                yield "the first bytes leave", self._begun(world, work)
        elif phase == "begun":
            yield "!the line breaks", self._ended(world, work, UNKNOWN)._replace(leads=self.mutant != "no_lead_cut")
            if not world.is_stopped:
                yield "the last bytes leave", world._replace(desk=("whole", *work), half=(), whole=work)
        elif phase == "whole":
            hangs = world.is_stopped and self.mutant != "no_lead_cut"
            silent = self._ended(world, work, UNKNOWN)
            yield "!no answer comes", silent._replace(leads=hangs, awaits=True, owes=True)
            if world.owes:
                confirmed = self._ended(world, work, CONFIRMED)
                yield "another's answer comes late", confirmed._replace(leads=False, owes=False)
            if not world.whole:
                yield "the printer confirms", self._ended(world, work, CONFIRMED)._replace(leads=False)
        else:
            yield from self._writes(world, work, phase)

    def _writes(self, world: World, work: tuple[str, int], end: str) -> Steps:
        """The desk has come to a job's end; the disk refuses one at a time."""
        yield "its end is on the disk", self._stored(world, work, end)
        if not world.unwritten:
            is_forgotten = self.mutant == "forgets_what_the_disk_refused"
            yield "!the disk takes nothing", world._replace(desk=IDLE, unwritten=() if is_forgotten else (end, *work))

    def _begun(self, world: World, work: tuple[str, int]) -> World:
        """Behind a job that broke off a cut comes first; without one, the half is on top of this paper.

        Behind one without an answer, what is still to come is waited for and thrown away.
        """
        is_soiled = bool(world.half) and not world.leads
        owes = world.owes and not world.awaits
        return world._replace(desk=("begun", *work), half=work, is_soiled=is_soiled, awaits=False, owes=owes)

    @staticmethod
    def _ended(world: World, work: tuple[str, int], end: str) -> World:
        return world._replace(desk=(end, *work))

    def _stored(self, world: World, work: tuple[str, int], end: str) -> World:
        if end == UNKNOWN and self.mutant == "blind_reprint":
            end = QUEUED
        if end == UNKNOWN and self.mutant == "void_on_failure" and work[0] == OWN:
            return put(world, work[1], disk=UNKNOWN, number=BACK)._replace(desk=IDLE)
        return _on_disk(world, work, end)._replace(desk=IDLE)

    def _killed(self, world: World) -> World:
        """Memory is gone; what staff asked for and was not begun comes again with the hub's view."""
        jobs = tuple(job._replace(copy=ASKED) if job.copy == TAKEN else job for job in world.numbers)
        owes = world.owes or world.desk[0] == "whole"
        return world._replace(numbers=jobs, desk=STARTING, leads=False, awaits=False, owes=owes, unwritten=())

    def _resume(self, world: World) -> Steps:
        """Each judgement is a write of its own; the agent may be killed between two of them, too."""
        judged = QUEUED if self.mutant == "requeue_on_restart" else UNKNOWN
        begun = [(OWN, which) for which, job in enumerate(world.numbers) if job.disk == SENT]
        begun += [(COPY, which) for which, job in enumerate(world.numbers) if job.copy == COPYING]
        for work in begun:
            yield "what was begun is judged", _on_disk(world, work, judged)
        for which, job in enumerate(world.numbers):
            if job.disk == QUEUED:
                yield "what is too old fails", put(world, which, disk=FAILED)
        if not begun:
            hangs = any(job.disk == UNKNOWN or job.copy == COPIED for job in world.numbers)
            awaits = hangs and self.mutant != "restart_forgets_answers"
            leads = hangs and self.mutant != "no_lead_cut"
            yield "the agent is up", world._replace(desk=IDLE, leads=leads, awaits=awaits)

    def _people(self, world: World, which: int, job: Job) -> Steps:
        """Visitors before a number without paper, and staff who want one printed."""
        is_next = which == 0 or world.numbers[which - 1].disk != NONE
        if job.disk == NONE and is_next and world.desk != STARTING:
            yield "!a number is drawn", put(world, which, disk=QUEUED)
        if job.disk == FAILED and job.number == OPEN and world.desk != STARTING:
            yield "the visitor notes the number", put(world, which, number=NOTED)
            yield "nobody notes it in time", put(world, which, number=BACK)
        if job.disk != NONE and job.copy == NOT_ASKED and job.hub == LIVE:
            yield "!staff want a paper", put(world, which, copy=ASKED)

    def _told(self, world: World, which: int, job: Job) -> Steps:
        """What goes between the kiosk and the hub."""
        if job.copy == ASKED and job.hub == CANCELLED:
            yield "the wish ends with the number", put(world, which, copy=COPIED)
        elif job.copy == ASKED and world.desk != STARTING:
            number = NOTED if job.disk == FAILED and job.number == OPEN else job.number
            yield "the kiosk hears that staff want a paper", put(world, which, copy=TAKEN, number=number)
            yield "the kiosk hears of it too late", put(world, which, copy=COPIED, number=number)
        if job.number == BACK:
            is_kept = job.copy != NOT_ASKED and self.mutant != "cancel_over_copy"
            hub = LIVE if is_kept else CANCELLED
            yield "the hub hears that nobody holds it", put(world, which, number=CLOSED, hub=hub)


def _waiting(world: World) -> list[tuple[str, int]]:
    """What is on the disk and was not begun: visitors' papers in their order, and what staff asked for."""
    own = [(OWN, which) for which, job in enumerate(world.numbers) if job.disk == QUEUED][:1]
    return own + [(COPY, which) for which, job in enumerate(world.numbers) if job.copy == TAKEN]


def _on_disk(world: World, work: tuple[str, int], state: str) -> World:
    kind, which = work
    if kind == OWN:
        return put(world, which, disk=state)
    return put(world, which, copy={SENT: COPYING, QUEUED: TAKEN}.get(state, COPIED))


def _is_over(job: Job) -> bool:
    if job.copy not in (NOT_ASKED, COPIED):
        return False
    return job.disk in (NONE, CONFIRMED, UNKNOWN) or (job.disk == FAILED and job.number in (NOTED, CLOSED))
