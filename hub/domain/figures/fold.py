"""Figures of a day: the journal's rows taken one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.figures import posts
from hub.domain.figures.posts import PAUSED, CounterTime, Post, awaited_by, post_of
from hub.domain.figures.steady import SteadyTime
from hub.domain.figures.sums import ALL, CLASS, CLERK, COUNTER, FIELD, Key, Sums
from hub.domain.figures.visits import SERVICE, UNTIMED, WALKING, Span, Visit, Whereabouts, whereabouts
from hub.domain.floor import Floor, Ticket
from hub.domain.transitions import OVER

_COUNTED: dict[type[e.Event], tuple[str, ...]] = {
    e.TicketCalled: ("calls",),
    e.TicketRecalled: ("recalled",),
    e.TicketMissed: ("missed",),
    e.TicketHeld: ("held",),
    e.TicketReturned: ("returned",),
    e.TicketTransferred: ("transferred",),
    e.TicketMoved: ("moved",),
    e.ServiceFinished: ("finished",),
    e.ErrandFinished: ("finished",),
    e.TicketServedOffline: ("finished", "served_offline"),
    e.ErrandServedOffline: ("finished", "served_offline"),
}
"""What an event counts as, in the groups of the counter that it names."""

_DRAWN = (e.TicketIssued, e.TicketJoined)


@dataclass(slots=True)
class Figures:
    """The last day that was opened, as far as its rows have come: every visit's and every counter's time, and the sums.

    ``sums`` are by mode and group; what still goes on is added by :func:`hub.domain.figures.report.report` alone.
    A floor of its own follows the rows, so it needs nothing but them. ``since_left`` is what each counter has done, and
    for how many ms, since a ticket was finished or missed there.
    """

    floor: Floor = field(default_factory=Floor)
    time: SteadyTime = field(default_factory=SteadyTime)
    visits: dict[str, Visit] = field(default_factory=dict)
    counters: dict[int, CounterTime] = field(default_factory=dict)
    sums: dict[str, dict[Key, Sums]] = field(default_factory=dict)
    since_left: dict[int, list[tuple[Post, int]]] = field(default_factory=dict)

    def take(self, entry: e.Entry) -> None:
        """Add the next row; rows before the first day's opening say nothing. Raises IllegalMove, as applying does."""
        event = entry.event
        if isinstance(event, e.DayOpened):
            self.time, self.visits, self.counters, self.sums, self.since_left = SteadyTime(), {}, {}, {}, {}
        now_ms = self.time.tick(entry.at_ms)
        apply_event(self.floor, entry)
        ticket = self.floor.tickets.get(getattr(event, "ticket", ""))
        if ticket is not None:
            self._follow(ticket, event, now_ms)
        self._look_at_counters(event, now_ms)

    def group(self, mode: str, key: Key) -> Sums:
        """The sums of a group, new ones if there are none yet."""
        of_mode = self.sums.setdefault(mode, {})
        if key not in of_mode:
            of_mode[key] = Sums()
        return of_mode[key]

    def _follow(self, ticket: Ticket, event: e.Event, now_ms: int) -> None:
        visit = self.visits.get(ticket.id) or self._enter(ticket, event)
        before, where = visit.where, whereabouts(ticket)
        if isinstance(event, e.FinishUndone | e.MissUndone):
            self._take_back(visit, where, event)
        elif where != before:
            self._turn(visit, where, event, now_ms)
        self._count(visit, event, before, now_ms)
        fate = _fate(ticket)
        if fate != visit.fate:
            self._change_fate(visit, fate)

    def _enter(self, ticket: Ticket, event: e.Event) -> Visit:
        """A clock that was set back lets nobody arrive after their number was drawn."""
        arrived_ms, where = self.time.of(ticket.came_ms), whereabouts(ticket)
        visit = Visit(ticket.label, ticket.mode, ticket.ticket_class, arrived_ms, where, arrived_ms)
        self.visits[ticket.id] = visit
        self._add_count(visit, where, "drawn" if isinstance(event, _DRAWN) else "carried")
        return visit

    def _turn(self, visit: Visit, where: Whereabouts, event: e.Event, now_ms: int) -> None:
        """Nobody timed whom clerks served without the hub: until the end that they noted, if they did.

        A visit that ended nobody knows when ends where it was last heard of; one that goes on was served until now.
        """
        if isinstance(event, e.TicketServedOffline | e.ErrandServedOffline):
            known_ms = visit.since_ms if isinstance(event, e.TicketServedOffline) else now_ms
            ended_ms = known_ms if event.served_ms is None else self.time.of(event.served_ms)
            span = visit.turn(where, max(ended_ms, visit.since_ms), UNTIMED)
        else:
            span = visit.turn(where, now_ms, WALKING if _came_to_nothing(visit, event) else "")
        self.add(visit, span)
        if where.service == 2 and span.where.service == 1:
            self._add_count(visit, where._replace(counter=0, clerk=""), "several")

    def _take_back(self, visit: Visit, where: Whereabouts, event: e.FinishUndone | e.MissUndone) -> None:
        """What was finished or missed by a slip is counted out again; the visit was where it is all the time."""
        name = "finished" if isinstance(event, e.FinishUndone) else "missed"
        for key in _keys(visit, where):
            sums = self.group(visit.mode, key)
            sums.counts[name] -= 1
            if name == "finished":
                sums.served.remove(visit.took_ms(where.service, SERVICE))
        visit.go_on(where)

    def add(self, visit: Visit, span: Span) -> None:
        """Add a span of a visit to the sums of all groups that it belongs to."""
        for key in _keys(visit, span.where):
            self.group(visit.mode, key).times[span.where.kind] += span.ms

    def add_going_on(self, visit: Visit) -> None:
        """Count a visit that has not ended."""
        for key in _keys(visit, visit.where):
            if key.by not in (COUNTER, CLERK):
                self.group(visit.mode, key).fates["going_on"] += 1

    def _count(self, visit: Visit, event: e.Event, before: Whereabouts, now_ms: int) -> None:
        """What ends or interrupts something belongs to where that went on; a call to the counter that called."""
        where = before
        if isinstance(event, e.TicketCalled):
            where = visit.where
        elif isinstance(event, e.TicketServedOffline | e.ErrandServedOffline):
            clerk = self.floor.tickets[event.ticket].services[event.service - 1].clerk or ""
            where = before._replace(counter=event.counter, clerk=clerk)
        for name in _COUNTED.get(type(event), ()):
            self._add_count(visit, where, name)
        if isinstance(event, e.TicketCalled) and event.service not in visit.called:
            self._count_first_call(visit, where, now_ms)
        elif isinstance(event, e.ServiceFinished | e.ErrandFinished):
            self._count_served(visit, where)
        elif isinstance(event, e.TicketRated):
            self._count_rating(visit, event)

    def _count_rating(self, visit: Visit, event: e.TicketRated) -> None:
        """A rating belongs to the service that was rated; one that stands instead of another takes its place."""
        service = self.floor.tickets[event.ticket].services[event.service - 1]
        where = Whereabouts(SERVICE, service.number, service.field, service.counter or 0, service.clerk or "")
        former = visit.ratings.get(service.number)
        for key in _keys(visit, where):
            sums = self.group(visit.mode, key)
            sums.ratings[event.score] += 1
            sums.rating_reasons.update(event.reasons)
            if former is not None:
                sums.ratings[former.score] -= 1
                sums.rating_reasons.subtract(former.reasons)
        visit.ratings[service.number] = event

    def _count_first_call(self, visit: Visit, where: Whereabouts, now_ms: int) -> None:
        """Each service counts once, with what it waited before anybody called it; so does the visit."""
        waited_ms = visit.took_ms(where.service)
        for key in _keys(visit, where):
            sums = self.group(visit.mode, key)
            sums.counts["services"] += 1
            sums.waits.append(waited_ms)
            if not visit.called:
                sums.first_waits.append(now_ms - visit.arrived_ms)
        visit.called.add(where.service)

    def _count_served(self, visit: Visit, where: Whereabouts) -> None:
        took_ms = visit.took_ms(where.service, SERVICE)
        for key in _keys(visit, where):
            self.group(visit.mode, key).served.append(took_ms)

    def _add_count(self, visit: Visit, where: Whereabouts, name: str) -> None:
        for key in _keys(visit, where):
            self.group(visit.mode, key).counts[name] += 1

    def _change_fate(self, visit: Visit, fate: str) -> None:
        """What ended with its day goes on when that is reopened, and has another fate in the end."""
        for key in _keys(visit, visit.where._replace(counter=0, clerk="")):
            fates = self.group(visit.mode, key).fates
            if visit.fate:
                fates[visit.fate] -= 1
            if fate:
                fates[fate] += 1
        visit.fate, visit.ended_ms = fate, visit.since_ms if fate else None

    def _look_at_counters(self, event: e.Event, now_ms: int) -> None:
        """What each counter is doing from now on; no counter does anything while no day is open."""
        there = self.floor.counters if self.floor.day is not None else {}
        for number in self.counters.keys() - there.keys():
            self._leave(number, now_ms, event)
        for number, counter in there.items():
            known = self.counters.get(number)
            is_free = counter.state == "open" and counter.ticket is None
            awaited = awaited_by(self.floor, counter, known, event) if is_free else None
            post = post_of(self.floor, counter, awaited is not None)
            if known is None or known.post != post:
                self._leave(number, now_ms, event)
                known = self.counters[number] = CounterTime(post, now_ms)
            known.waits_for_it = awaited
        if isinstance(event, e.ServiceFinished | e.TicketMissed):
            self.since_left[event.counter] = []
        elif isinstance(event, e.FinishUndone | e.MissUndone):
            self._was_at_work(event.counter)

    def _was_at_work(self, number: int) -> None:
        """What a counter did since its ticket left by a slip, it did with that ticket."""
        for post, ms in self.since_left.pop(number, []):
            self.add_post(number, post, -ms)
            self.counters[number].since_ms -= ms

    def _leave(self, number: int, now_ms: int, event: e.Event) -> None:
        """Add what a counter did until now; whoever was missed there was never served."""
        known = self.counters.pop(number, None)
        if known is None:
            return
        is_missed = isinstance(event, e.TicketMissed) and event.counter == number
        post = known.post._replace(what=posts.WALKING) if is_missed else known.post
        self.add_post(number, post, now_ms - known.since_ms)
        self.since_left.get(number, []).append((post, now_ms - known.since_ms))

    def add_post(self, number: int, post: Post, ms: int) -> None:
        """Add what a counter did to the sums of all, of the counter and of its clerk."""
        keys = [ALL, Key(COUNTER, str(number)), *([Key(CLERK, post.clerk)] if post.clerk else [])]
        for key in keys:
            sums = self.group(post.mode, key)
            sums.posts[post.what] += ms
            if post.what == PAUSED:
                sums.pauses[post.reason] += ms


def _came_to_nothing(visit: Visit, event: e.Event) -> bool:
    """Whether a service that began with its call ends because nobody came."""
    return isinstance(event, e.TicketMissed) and visit.where.kind == SERVICE


def figures_of(entries: Iterable[e.Entry]) -> Figures:
    """The figures that rows from a ``DayOpened`` on lead to."""
    figures = Figures()
    for entry in entries:
        figures.take(entry)
    return figures


def _keys(visit: Visit, where: Whereabouts) -> Iterator[Key]:
    yield ALL
    yield Key(FIELD, where.field)
    yield Key(CLASS, visit.ticket_class)
    if where.counter:
        yield Key(COUNTER, str(where.counter))
    if where.clerk:
        yield Key(CLERK, where.clerk)


def _fate(ticket: Ticket) -> str:
    """What has become of a ticket, "" while anything can happen to it."""
    if ticket.state not in OVER:
        return ""
    return "served_offline" if ticket.service.ending == "served_offline" else str(ticket.state)
