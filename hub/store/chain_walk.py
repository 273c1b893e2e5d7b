"""Walks along an exported journal and names each row that is not what was written.

The hashes alone say that something was changed before a row; whoever changes a row can make all later hashes fit. So
the walk is held against marks: what somebody else has of the rows' hashes, from a closing or a checkpoint. They also
say how to go on after a row that is wrong, so that it alone is named and not all that follow.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hub.store.export import Head, Row, Unreadable

MOST_NAMED = 20
"""After so many faults a walk only counts them."""

Mark = Callable[[int], str | None]
"""How the hash of a row begins (hex digits) as far as somebody else knows it, None where nobody does."""


@dataclass(slots=True)
class Walk:
    """What a walk finds: sentences, each about one row or span, and how many there are.

    ``rows`` counts those that stood at their places; ``hashes`` keeps those of the rows of which it is ``asked``.
    """

    asked: frozenset[int]
    faults: list[str] = field(default_factory=list)
    found: int = 0
    rows: int = 0
    hashes: dict[int, str] = field(default_factory=dict)

    def name(self, sentence: str) -> None:
        """Add a fault; beyond :data:`MOST_NAMED` it is only counted."""
        self.found += 1
        if self.found <= MOST_NAMED:
            self.faults.append(sentence)


@dataclass(slots=True)
class _Place:
    """Where a walk is: the row that must come, the hash before it if that is known, whether marks still help.

    ``unmarked`` counts the rows before it of which nobody else knows anything, back to one that is as it was known.
    """

    expected: int
    previous: str | None
    marks_hold: bool = True
    unmarked: int = 0


def walk(head: Head, lines: Iterable[Row | Unreadable], mark: Mark, found: Walk) -> Iterator[Row]:
    """Go along the rows and yield each that could be read and stands at its place, whether or not it is sound."""
    place = _Place(head.first, head.before)
    for line in lines:
        if isinstance(line, Unreadable):
            found.name(f"row {place.expected}: {line.why}")
            place.expected, place.previous = place.expected + 1, None
        elif _stands_right(place, line, found):
            _judge(place, line, mark, found)
            found.rows += 1
            if line.seq in found.asked:
                found.hashes[line.seq] = line.hash
            yield line
    if place.expected <= head.last:
        found.name(f"{_span(place.expected, head.last)} missing: the export is cut off")


def called(row: Row) -> str:
    """A row in words: its number, when it was written, what it is."""
    return f"row {row.seq} ({row.at}, {row.kind})"


def _stands_right(place: _Place, row: Row, found: Walk) -> bool:
    """Whether a row may stand here; one that comes too late or twice is passed over, one that comes early is taken."""
    if row.seq < place.expected:
        found.name(f"{called(row)} stands where row {place.expected} should: it was moved or put in")
        return False
    if row.seq > place.expected:
        found.name(f"{_span(place.expected, row.seq - 1)} missing")
        place.expected, place.previous = row.seq, None
    return True


def _judge(place: _Place, row: Row, mark: Mark, found: Walk) -> None:
    """Compare a row's hash with its content and with what others know of it, and go on behind it."""
    fits = None if place.previous is None else row.hash_after(place.previous)
    known = mark(row.seq) if place.marks_hold else None
    is_known = known is not None and row.hash.startswith(known)
    if fits is not None and fits != row.hash:
        found.name(f"{called(row)} was changed: its hash does not fit its content and the row before")
    elif known is not None and not is_known:
        found.name(_made_to_fit(row, place.unmarked))
        place.marks_hold = False
    place.unmarked = place.unmarked + 1 if known is None else 0
    has_other_hash = fits is not None and known is not None and fits.startswith(known) and not is_known
    place.expected, place.previous = row.seq + 1, fits if has_other_hash else row.hash


def _made_to_fit(row: Row, unmarked: int) -> str:
    """What is wrong where a row's hash fits its content and is not the one that somebody else knows."""
    if unmarked:
        where = f"in rows {row.seq - unmarked}–{row.seq} something was changed, taken out or put in"
        return f"{where}, and all hashes after it were made to fit: {called(row)} is not the row that was signed"
    what = f"{called(row)} was changed, taken out before or put in"
    return f"{what}, and all hashes after it were made to fit: it is not the row that was signed"


def _span(first: int, last: int) -> str:
    return f"row {first} is" if first == last else f"rows {first} to {last} are"
