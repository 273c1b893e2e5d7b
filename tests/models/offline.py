"""The offline protocol as values: two visitors at one kiosk or at two, the hub, and what is lost or late between them.

Every write to a disk, the kiosk's or the hub's, is a step of its own, and between any two of them each may be killed.
What was sent once may arrive at any time from then on, more than once or never. An answer is what the hub says to a
request that came again; one that got lost is simply not heard.
"""

from collections.abc import Iterator

from tests.models.change import put
from tests.models.wishes import (
    ABANDON,
    ABANDONED,
    ANSWERED,
    ASKED,
    AWAY,
    CALLED,
    CANCEL,
    CLOSED,
    DOUBLE,
    DRAWN,
    ENDED,
    FAILED,
    HANDED_ON,
    IN_HAND,
    ISSUE,
    JOIN,
    LIVE,
    NONE,
    OVER,
    PRINTING,
    QUEUED,
    READY,
    REFUSED,
    SENT,
    STARTING,
    TOLD,
    UP,
    VOID,
    Wish,
    World,
    is_over,
    wrong,
)

Steps = Iterator[tuple[str, World]]


class OfflineProtocol:
    """The model. ``kiosks`` says at which kiosk each visitor is; ``mutant`` names one thing that is done wrong.

    Without ``papers_fail`` a paper is one step; without ``hub_dies`` the hub decides and writes in one step. Either
    makes room for the other in what can be explored.
    """

    def __init__(
        self, kiosks: tuple[int, ...], mutant: str = "", papers_fail: bool = True, hub_dies: bool = True
    ) -> None:
        self.mutant = mutant
        self._papers_fail = papers_fail
        self._hub_dies = hub_dies
        self._heard = {"no_tombstone": (VOID, CALLED, NONE), "refusal_is_no_answer": (VOID, REFUSED)}.get(
            mutant, (VOID, REFUSED, CALLED)
        )
        self.first = World(tuple(map(Wish, kiosks)), (UP,) * (max(kiosks) + 1))

    def steps(self, world: World) -> Steps:
        """See Model.steps. Which of two kiosks is which does not matter."""
        steps = self.all_steps(world)
        return steps if len(world.kiosks) == 1 else ((name, _canonical(after)) for name, after in steps)

    def all_steps(self, world: World) -> Steps:
        """The steps, each kiosk under its own name."""
        for kiosk, state in enumerate(world.kiosks):
            yield from self._kiosk(world, kiosk, state)
        for which, wish in enumerate(world.numbers):
            if world.kiosks[wish.kiosk] == UP:
                yield from self._visitor(world, which, wish)
                yield from self._paper(world, which, wish)
                yield from self._answers(world, which, wish)
        yield from self._hub(world)

    def wrong(self, world: World) -> str:
        """See Model.wrong."""
        if world.is_unfair:
            return "somebody was called before another who came earlier"
        given = [(wish.kiosk, wish.own_number) for wish in world.numbers if wish.own_number]
        if len(set(given)) < len(given):
            return "two papers bear the same number"
        return next(filter(None, map(wrong, world.numbers)), "")

    def is_settled(self, world: World) -> bool:
        """See Model.is_settled."""
        return world.hub == UP and not world.pending and set(world.kiosks) == {UP} and all(map(is_over, world.numbers))

    def _kiosk(self, world: World, kiosk: int, state: str) -> Steps:
        """An agent dies and takes up what its disk tells, each judgement a write of its own."""
        kiosks = world.kiosks
        if state == UP:
            dying = world._replace(kiosks=(*kiosks[:kiosk], STARTING, *kiosks[kiosk + 1 :]))
            yield "!the agent is killed", _forgotten(dying, kiosk)
            return
        left = [(which, wish) for which, wish in enumerate(world.numbers) if wish.kiosk == kiosk]
        left = [(which, wish) for which, wish in left if wish.request == ASKED or wish.job == PRINTING]
        for which, wish in left:
            if wish.request == ASKED:
                yield "what was asked is given up", put(world, which, request=self._given_up(SENT))
            else:
                yield "what was begun is judged", put(world, which, job=self._judged())
        if not left:
            yield "the agent is up", world._replace(kiosks=(*kiosks[:kiosk], UP, *kiosks[kiosk + 1 :]))

    def _judged(self) -> str:
        return {"blind_reprint": QUEUED, "void_on_failure": FAILED}.get(self.mutant, ENDED)

    def _given_up(self, memory: str) -> str:
        """Nothing need be said of a request of which nothing can have arrived."""
        return ABANDONED if memory == SENT and self.mutant != "no_abandon" else CLOSED

    def _visitor(self, world: World, which: int, wish: Wish) -> Steps:
        """From the touch to a number, the hub's or the kiosk's own, or to none."""
        if wish.memory == NONE and wish.request == NONE:
            request = NONE if self.mutant == "no_persist_first" else ASKED
            yield "!somebody touches", put(world, which, request=request, memory=READY)
        elif wish.memory == IN_HAND:
            yield from self._draws(world, which, wish)
        elif wish.memory != NONE:
            if wish.memory == READY:
                yield "the request leaves", put(world, which, is_issue_out=True, memory=SENT)
            yield "nobody gets a number", put(world, which, request=self._given_up(wish.memory), memory=NONE)
            if self.mutant == "paper_before_disk":
                yield "a paper comes out", put(world, which, memory=IN_HAND, paper=1)
            else:
                yield from self._draws(world, which, wish)

    def _draws(self, world: World, which: int, wish: Wish) -> Steps:
        """All in one write: the own number, its paper, its errand, and that the request was given up."""
        drawn = [other.own_number for other in world.numbers if other.kiosk == wish.kiosk]
        number = {"own": DRAWN, "own_number": max(drawn) + 1, "own_age": _next_age(world)}
        job = ENDED if wish.paper else QUEUED
        request = HANDED_ON if self._given_up(wish.memory) == ABANDONED else CLOSED
        yield "the kiosk draws a number", put(world, which, request=request, memory=NONE, job=job, **number)

    def _paper(self, world: World, which: int, wish: Wish) -> Steps:
        if wish.job == QUEUED and not self._papers_fail:
            yield "the paper comes out", put(world, which, job=ENDED, paper=1)
        elif wish.job == QUEUED:
            yield "the paper is on the disk as sent", put(world, which, job=PRINTING)
        elif wish.job == PRINTING:
            if not wish.paper:
                yield "not one byte could be sent", put(world, which, job=FAILED)
            if wish.paper < 2 and (not wish.paper or self.mutant == "blind_reprint"):
                yield "the paper comes out", put(world, which, paper=wish.paper + 1)
            yield "the paper's end is on the disk", put(world, which, job=self._judged() if not wish.paper else ENDED)

    def _answers(self, world: World, which: int, wish: Wish) -> Steps:
        """What the hub says to the kiosk, each time the next write to the kiosk's disk."""
        if world.hub == AWAY:
            return
        is_promised = self.mutant == "answer_before_commit" and world.pending == (which, ISSUE)
        if wish.memory == SENT and (wish.key in (LIVE, CALLED) or is_promised):
            yield "the number is answered", put(world, which, request=ANSWERED, memory=NONE, job=QUEUED)
        if wish.request == ABANDONED and wish.key in self._heard:
            yield "the hub has heard of what was given up", put(world, which, request=CLOSED)
        if wish.own == DRAWN and wish.joined != NONE:
            yield "the hub has heard of the own number", put(world, which, own=TOLD)
        if wish.job == FAILED and _at_hub(wish) in (VOID, CALLED):
            yield "the hub has heard that nobody holds it", put(world, which, job=OVER)

    def _hub(self, world: World) -> Steps:
        if world.hub == AWAY:
            yield "the hub is back", world._replace(hub=UP)
            return
        if self._hub_dies:
            yield "!the hub is killed", world._replace(hub=AWAY, pending=())
        if world.pending:
            yield "the hub writes", self._written(world._replace(pending=()), *world.pending)
            return
        for which, wish in enumerate(world.numbers):
            for kind in self._arriving(wish, world.kiosks[wish.kiosk] == UP):
                yield f"arrives: {kind}", self._arrived(world, which, kind)
        yield from self._calls(world)

    def _arrived(self, world: World, which: int, kind: str) -> World:
        return world._replace(pending=(which, kind)) if self._hub_dies else self._written(world, which, kind)

    def _arriving(self, wish: Wish, is_kiosk_up: bool) -> list[str]:
        """What may reach the hub and would change it: a key that it knows gets the answer that it got before."""
        joins = (NONE, LIVE) if self.mutant == "join_twice" else (NONE,)
        arriving = [ISSUE] if wish.is_issue_out and wish.key == NONE else []
        arriving += [JOIN] if wish.own != NONE and wish.joined in joins else []
        arriving += [ABANDON] if is_kiosk_up and wish.request == ABANDONED and wish.key in (NONE, LIVE) else []
        return arriving + ([CANCEL] if is_kiosk_up and wish.job == FAILED and _at_hub(wish) == LIVE else [])

    def _written(self, world: World, which: int, kind: str) -> World:
        wish = world.numbers[which]
        if kind == ISSUE:
            return put(world, which, key=LIVE, age=_next_age(world))
        if kind == CANCEL:
            return put(
                world, which, **({"joined": VOID, "own_age": 0} if wish.own == TOLD else {"key": VOID, "age": 0})
            )
        gives_up = kind == ABANDON or (wish.request == HANDED_ON and self.mutant != "join_without_abandon")
        given_up = self._tombstone(wish) if gives_up else {}
        if kind == JOIN:
            given_up["joined"] = LIVE if wish.joined == NONE else DOUBLE
        return put(world, which, **given_up)

    def _tombstone(self, wish: Wish) -> dict[str, str | int]:
        """Of a key that was given up: its number, if it has become one, or that it never will."""
        if wish.key == LIVE:
            return {"key": VOID, "age": 0}
        return {"key": REFUSED} if wish.key == NONE and self.mutant != "no_tombstone" else {}

    def _calls(self, world: World) -> Steps:
        """The number that comes first at the hub is called."""
        waiting = [(wish.age, which, "key") for which, wish in enumerate(world.numbers) if wish.key == LIVE]
        joined = [(wish.own_age, which, "joined") for which, wish in enumerate(world.numbers) if wish.joined == LIVE]
        if waiting or joined:
            at_end = self.mutant == "join_at_end" and bool(waiting)
            age, which, where = min(waiting if at_end else waiting + joined)
            is_unfair = age > min(waiting + joined)[0]
            changes = {where: CALLED, "age" if where == "key" else "own_age": 0}
            yield "!somebody is called", put(world, which, **changes)._replace(is_unfair=is_unfair)


def _canonical(world: World) -> World:
    """Of two worlds that differ only in the names of two kiosks the same one."""
    (one, other), (here, there) = world.numbers, world.kiosks
    if (one[1:], here) <= (other[1:], there):
        return world
    pending = (1 - world.pending[0], world.pending[1]) if world.pending else ()
    numbers = (other._replace(kiosk=0), one._replace(kiosk=1))
    return world._replace(numbers=numbers, kiosks=(there, here), pending=pending)


def _next_age(world: World) -> int:
    return 1 + max(max(wish.age, wish.own_age) for wish in world.numbers)


def _forgotten(world: World, kiosk: int) -> World:
    for which, wish in enumerate(world.numbers):
        if wish.kiosk == kiosk and wish.memory != NONE:
            world = put(world, which, memory=NONE)
    return world


def _at_hub(wish: Wish) -> str:
    """Where the number stands whose paper failed, as far as the kiosk may ask."""
    if wish.own == NONE:
        return wish.key
    return wish.joined if wish.own == TOLD else NONE
