"""The account of a day's numbers: each was drawn once, by the hub or by a kiosk alone, and something became of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from hub.domain import events as e
from hub.domain.floor import Floor
from hub.domain.numbering import label
from hub.domain.offline import FIRST_NUMBER, label_in
from hub.domain.plan import Plan
from hub.store.journal import at_text

Drawn = e.TicketIssued | e.TicketJoined | e.OfflineTicketLapsed
"""How the hub comes to know of a number; the last one only after the day was over."""

Why = Literal["restore", "kiosk_disk"]

WHY: dict[Why, str] = {"restore": "after a restore", "kiosk_disk": "by a kiosk's new disk"}
"""Why numbers were left out."""


@dataclass(slots=True)
class Series:
    """A series on a day: what was drawn, and the spans left out after a restore or by a kiosk's new disk, all in order.

    ``write`` makes the label of a number, ``first`` is the first that can be drawn.
    """

    write: Callable[[int], str]
    first: int
    drawn: list[Drawn] = field(default_factory=list)
    left_out: list[tuple[range, Why]] = field(default_factory=list)
    last: int = 0

    def draw(self, event: Drawn) -> None:
        """A number was drawn, and perhaps some right before it left out."""
        if not isinstance(event, e.TicketIssued) and event.left_out:
            self.left_out.append((range(event.number - event.left_out, event.number), "kiosk_disk"))
        self.drawn.append(event)
        self.last = max(self.last, event.number)

    def leave_out(self, last: int) -> None:
        """No number up to ``last`` is drawn from now on; those already drawn are not left out."""
        self.left_out.append((range(max(self.first, self.last + 1), last + 1), "restore"))
        self.last = max(self.last, last)

    def spared(self) -> Iterator[tuple[str, str, Why]]:
        """Each span left out before the last number that was drawn, by its first and last label."""
        most = max(event.number for event in self.drawn)
        for span, why in self.left_out:
            if span and span[0] < most:
                yield self.write(span[0]), self.write(span[-1]), why

    def labels(self, numbers: Iterable[int]) -> str:
        return ", ".join(self.write(number) for number in numbers)

    def span(self, first: int, last: int) -> str:
        return f"{self.write(first)} to {self.write(last)}"


def account(floor: Floor, entries: list[e.Entry], lapsed: list[e.OfflineTicketLapsed]) -> Iterator[tuple[str, bool]]:
    """Lines for people, each with whether all is well with it.

    ``floor`` and ``entries`` are those of the day, ``lapsed`` the numbers of the day that the hub heard of afterwards.
    Numbers that a restore or a kiosk's new disk left out are named. A kiosk's own numbers have no gap beyond that: it
    hands in all that it drew.
    """
    assert floor.plan is not None, "a day's first row brings its plan"
    events = [entry.event for entry in entries]
    of_others = [event for event in events if isinstance(event, e.OfflineTicketLapsed)]
    by_series = series_of(floor.plan, [*(event for event in events if event not in of_others), *lapsed])
    if not by_series:
        yield "numbers: none drawn", True
    for name, series in by_series.items():
        yield from _once_each(name, series)
        yield from ((line, True) for line in _fates(floor, series))
    yield from _clocks(entries)
    if of_others:
        yield f"told of former days: {', '.join(f'{event.label} of {event.day}' for event in of_others)}", True


def carried(floor: Floor, onward: list[e.TicketCarriedOver]) -> Iterator[str]:
    """Lines on those whom the end of a day cut off: who came from a former day, and who went on to a later one."""
    came = [ticket for ticket in floor.tickets.values() if ticket.carried_from]
    if came:
        told = (f"{t.label} of {t.carried_from[:10]} ({t.state})" for t in came)
        yield f"carried over from a former day: {len(came)} ({', '.join(told)})"
    if floor.left_waiting:
        yield f"cut off on a former day, not carried over: {', '.join(left.ticket for left in floor.left_waiting)}"
    if onward:
        yield f"carried over to a later day: {len(onward)} ({', '.join(event.ticket for event in onward)})"


def series_of(plan: Plan, events: list[e.Event]) -> dict[str, Series]:
    """The series of a day from which numbers were drawn, by name."""
    form = plan.series
    own = {plan.test_series, *(entry.series for entry in plan.fields)}
    found: dict[str, Series] = {}

    def series(name: str) -> Series:
        if name not in found:
            of_hub = Series(lambda number: label(name, number, form), form.first)
            found[name] = of_hub if name in own else Series(lambda number: label_in(name, number), FIRST_NUMBER)
        return found[name]

    for event in events:
        match event:
            case e.TicketIssued() | e.TicketJoined() | e.OfflineTicketLapsed():
                series(event.series).draw(event)
            case e.DayOpened(last_numbers=lasts) | e.JournalRestored(skipped_to=lasts):
                for last in lasts:
                    series(last.series).leave_out(last.number)
    return {name: series for name, series in sorted(found.items()) if series.drawn}


def _once_each(name: str, series: Series) -> Iterator[tuple[str, bool]]:
    numbers = [event.number for event in series.drawn]
    twice = sorted(number for number, times in Counter(numbers).items() if times > 1)
    expected = set(range(series.first, max(numbers) + 1)).difference(*[left_out for left_out, _ in series.left_out])
    missing = sorted(expected.difference(numbers))
    span = series.span(series.first, max(numbers))
    if not twice and not missing:
        yield f"series {name or '-'}: {len(numbers)} numbers, {span}, each drawn once", True
    for first, last, why in series.spared():
        yield f"  left out {WHY[why]}: {first} to {last}", True
    for fault, found in (("missing", missing), ("drawn twice", twice)):
        if found:
            yield f"series {name or '-'}: {span}, {fault}: {series.labels(found)}", False


def _fates(floor: Floor, series: Series) -> Iterator[str]:
    """One line a fate, with the labels that met it."""
    by_fate: dict[str, list[str]] = defaultdict(list)
    for event in series.drawn:
        by_fate[_fate(floor, event)].append(event.label)
    for fate, labels in sorted(by_fate.items()):
        yield f"  {fate}: {len(labels)} ({', '.join(labels)})"


def _fate(floor: Floor, event: Drawn) -> str:
    if isinstance(event, e.OfflineTicketLapsed):
        return "told after the day was over"
    ticket = floor.tickets[event.ticket]
    is_on_paper_only = ticket.service.ending == "served_offline"
    return "served while the hub was away, recorded afterwards" if is_on_paper_only else ticket.state


def _clocks(entries: list[e.Entry]) -> Iterator[tuple[str, bool]]:
    """Where a kiosk's word of the time could not be right, the place in the queue is the hub's."""
    for entry in entries:
        event = entry.event
        if isinstance(event, e.TicketJoined) and event.drawn_ms != event.arrived_ms:
            told, counted = at_text(event.drawn_ms), at_text(event.arrived_ms)
            yield f"  row {entry.seq}: {event.label} counts from {counted}; its kiosk said {told}", True
