"""The offline protocol as values: two visitors at one kiosk or at two, the hub, and what is lost or late between them.

Every write to a disk, the kiosk's or the hub's, is a step of its own, and between any two of them each may be killed.
What was sent once may arrive at any time from then on, more than once or never. An answer is what the hub says to a
request that came again; one that got lost is simply not heard.
"""

from collections.abc import Container, Iterator

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
    LOST,
    NEWBORN,
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

OUT_OF_LINE = {"own_age": 0, "place": 0}

MOST_TICKETS = 2
"""So many numbers of a kiosk's own may be on paper before the hub hears of them."""


class OfflineProtocol:
    """The model. ``kiosks`` says at which kiosk each visitor is; ``mutant`` names one thing that is done wrong.

    ``breaks`` says what may: ``papers``, else a paper is one step; the ``hub``, else it decides and writes in one step;
    ``disks``: a kiosk gets a new one, once. Each makes room for the others in what can be explored.
    """

    def __init__(self, kiosks: tuple[int, ...], mutant: str = "", breaks: Container[str] = ("papers",)) -> None:
        self.mutant = mutant
        self._breaks = breaks
        self._heard = {"no_tombstone": (VOID, CALLED, NONE), "refusal_is_no_answer": (VOID, REFUSED)}.get(
            mutant, (VOID, REFUSED, CALLED)
        )
        self.first = World(tuple(map(Wish, kiosks)), (UP,) * (max(kiosks) + 1), (0,) * (max(kiosks) + 1))

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
            yield "!the agent is killed", self._forgotten(dying, kiosk)
            if world.counts[kiosk] == NEWBORN and world.hub == UP:
                yield "a new disk hears the hub", _counting(world, kiosk, self._first_count(world, kiosk))
            return
        if "disks" in self._breaks and world.counts[kiosk] == 0:
            yield "!the disk is replaced", _counting(_lost(world, kiosk), kiosk, NEWBORN)
        left = [(which, wish) for which, wish in enumerate(world.numbers) if wish.kiosk == kiosk]
        left = [(which, wish) for which, wish in left if wish.request == ASKED or wish.job == PRINTING]
        for which, wish in left:
            if wish.request == ASKED:
                yield "what was asked is given up", put(world, which, request=self._given_up(SENT))
            else:
                yield "what was begun is judged", put(world, which, job=self._judged())
        if not left:
            yield "the agent is up", world._replace(kiosks=(*kiosks[:kiosk], UP, *kiosks[kiosk + 1 :]))

    def _first_count(self, world: World, kiosk: int) -> int:
        """Above all that the disk before may have drawn: the hub knows of some, and of so many at most it does not."""
        joined = [wish.own_number for wish in world.numbers if wish.kiosk == kiosk and wish.joined != NONE]
        return max(joined, default=0) + (0 if self.mutant == "new_disk_believes_the_hub" else MOST_TICKETS)

    def _forgotten(self, world: World, kiosk: int) -> World:
        """What was in the agent's memory is gone."""
        if self.mutant == "counts_in_memory":
            world = _counting(world, kiosk, 0)
        for which, wish in enumerate(world.numbers):
            if wish.kiosk == kiosk and wish.memory != NONE:
                world = put(world, which, memory=NONE)
        return world

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
        elif wish.memory == NONE:
            if wish.request == ASKED and self.mutant != "forgets_what_the_disk_refused":
                yield "what nobody asks for is given up", put(world, which, request=self._given_up(SENT))
        else:
            yield "!the disk takes nothing", put(world, which, memory=NONE)
            if wish.memory == READY:
                yield "the request leaves", put(world, which, is_issue_out=True, memory=SENT)
            yield "nobody gets a number", put(world, which, request=self._given_up(wish.memory), memory=NONE)
            if self.mutant == "paper_before_disk":
                yield "a paper comes out", put(world, which, memory=IN_HAND, paper=1)
            else:
                yield from self._draws(world, which, wish)

    def _draws(self, world: World, which: int, wish: Wish) -> Steps:
        """All in one write: the own number, its paper, its errand, and that the request was given up."""
        count = world.counts[wish.kiosk]
        if count == NEWBORN:
            return
        if self.mutant == "counts_in_memory":
            world = _counting(world, wish.kiosk, count + 1)
        else:
            mine = (other for other in world.numbers if other.kiosk == wish.kiosk and other.request != LOST)
            count = max(count, *(other.own_number for other in mine))
        number = {"own": DRAWN, "own_number": count + 1, "own_age": _next_age(world)}
        job = ENDED if wish.paper else QUEUED
        request = HANDED_ON if self._given_up(wish.memory) == ABANDONED else CLOSED
        yield "the kiosk draws a number", put(world, which, request=request, memory=NONE, job=job, **number)

    def _paper(self, world: World, which: int, wish: Wish) -> Steps:
        if wish.job == QUEUED and "papers" not in self._breaks:
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
        if "hub" in self._breaks:
            yield "!the hub is killed", world._replace(hub=AWAY, pending=())
        if world.pending:
            yield "!the hub's disk takes nothing", world._replace(pending=())
            yield "the hub writes", self._written(world._replace(pending=()), *world.pending)
            return
        for which, wish in enumerate(world.numbers):
            for kind in self._arriving(wish, world.kiosks[wish.kiosk] == UP):
                yield f"arrives: {kind}", self._arrived(world, which, kind)
        yield from self._calls(world)

    def _arrived(self, world: World, which: int, kind: str) -> World:
        return world._replace(pending=(which, kind)) if "hub" in self._breaks else self._written(world, which, kind)

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
            is_own = wish.own == TOLD
            return put(world, which, **({"joined": VOID, **OUT_OF_LINE} if is_own else {"key": VOID, "age": 0}))
        gives_up = kind == ABANDON or (wish.request == HANDED_ON and self.mutant != "join_without_abandon")
        given_up = self._tombstone(wish) if gives_up else {}
        if kind == JOIN:
            given_up["joined"] = LIVE if wish.joined == NONE else DOUBLE
            given_up["place"] = _next_age(world) if self.mutant == "join_at_end" else wish.own_age
        return put(world, which, **given_up)

    def _tombstone(self, wish: Wish) -> dict[str, str | int]:
        """Of a key that was given up: its number, if it has become one, or that it never will."""
        if wish.key == LIVE:
            return {"key": VOID, "age": 0}
        return {"key": REFUSED} if wish.key == NONE and self.mutant != "no_tombstone" else {}

    def _calls(self, world: World) -> Steps:
        """The number that comes first at the hub is called."""
        numbers = list(enumerate(world.numbers))
        waiting = [(wish.age, wish.age, which, "key") for which, wish in numbers if wish.key == LIVE]
        waiting += [(wish.place, wish.own_age, which, "joined") for which, wish in numbers if wish.joined == LIVE]
        if waiting:
            _place, age, which, where = min(waiting)
            is_unfair = age > min(age for _place, age, *_ in waiting)
            changes = {"key": CALLED, "age": 0} if where == "key" else {"joined": CALLED, **OUT_OF_LINE}
            yield "!somebody is called", put(world, which, **changes)._replace(is_unfair=is_unfair)


def _canonical(world: World) -> World:
    """Of two worlds that differ only in the names of two kiosks the same one."""
    (one, other), (here, there) = world.numbers, zip(world.kiosks, world.counts, strict=True)
    if (one[1:], here) <= (other[1:], there):
        return world
    pending = (1 - world.pending[0], world.pending[1]) if world.pending else ()
    numbers = (other._replace(kiosk=0), one._replace(kiosk=1))
    return world._replace(numbers=numbers, kiosks=world.kiosks[::-1], counts=world.counts[::-1], pending=pending)


def _next_age(world: World) -> int:
    return 1 + max(max(wish.age, wish.own_age, wish.place) for wish in world.numbers)


def _counting(world: World, kiosk: int, count: int) -> World:
    return world._replace(counts=(*world.counts[:kiosk], count, *world.counts[kiosk + 1 :]))


def _lost(world: World, kiosk: int) -> World:
    """What was on a kiosk's disk is gone; papers keep their numbers, and the hub what it heard."""
    for which, wish in enumerate(world.numbers):
        if wish.kiosk == kiosk and wish.request != NONE:
            world = put(world, which, request=LOST, own=NONE, job=NONE)
    return world


def _at_hub(wish: Wish) -> str:
    """Where the number stands whose paper failed, as far as the kiosk may ask."""
    if wish.own == NONE:
        return wish.key
    return wish.joined if wish.own == TOLD else NONE
