"""A day of 2,000 services: exactly what was pressed inside its window is rated, once, whatever fails meanwhile."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec import structs

from counter_app.desk import ratings
from counter_app.desk.attached_devices import Served
from counter_app.desk.outbox import Outbox
from drivers.devices import Rated
from drivers.simulators.hall import bus
from hub.domain.events import TicketRated
from tests.faults.rating_day import RatingDay
from tests.service.kit import DAY

Record = Callable[[str, object], None]
SERVICES = 2000
A_FEW = 120


@pytest.fixture(autouse=True)
def larger_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes arrive in larger pieces than on most lines, for the day to pass sooner."""
    monkeypatch.setattr(bus, "PIECE_BYTES", 40)


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory: thousands of commits are waited for, and no power fails here."""
    with TemporaryDirectory(dir="/dev/shm") as name:
        yield Path(name)


def rated(day: RatingDay) -> dict[str, list[int]]:
    """The scores in the hub's journal, by label."""
    scores = defaultdict(list)
    for entry in day.hub_of_ten.hall.heard.entries:
        if isinstance(entry.event, TicketRated):
            scores[entry.event.ticket.removeprefix(f"{DAY}-")].append(entry.event.score)
    return scores


def outcomes(day: RatingDay) -> Counter[str]:
    """What the agent's file says of each rating that it has kept."""
    assert day.agent
    return Counter(str(row["outcome"]) for row in day.agent.file.rows("SELECT outcome FROM ratings"))


def faults_of(day: RatingDay) -> list[str]:
    """Everything that is not as the oracle has it."""
    scores, oracle = rated(day), day.oracle
    found = [*oracle.wrong, *oracle.unfair_tablets()]
    for label, possible in oracle.verdicts().items():
        given = scores.pop(label, []) or [None]
        if len(given) > 1 or given[0] not in possible:
            found.append(f"{label} has {given} and should have one of {possible}")
    found += [f"{label} was rated by nobody" for label in scores]
    return found + count_faults(day)


def count_faults(day: RatingDay) -> list[str]:
    """Counts that do not add up."""
    assert day.agent
    found, told = [], outcomes(day)
    presses = [press for taken in day.oracle.taken.values() for press in taken]
    fewest, most = sum(not press.may_be_lost for press in presses), len(presses)
    if not fewest <= sum(told.values()) <= most:
        found.append(f"{sum(told.values())} ratings were kept of {fewest} to {most} presses")
    fewest, most = day.oracle.late()
    if not fewest <= told["late"] <= most:
        found.append(f"{told['late']} were told as late of {fewest} to {most}")
    if told.keys() - {"accepted", "late", "double"}:
        found.append(f"outcomes: {told}")
    for number, panel in day.panels.items():
        counts = day.agent.standings.of(f"panel{number}").counts
        if panel.outside + panel.bounced != day.oracle.ignored[number]:
            found.append(f"panel {number} ignored {panel.outside} + {panel.bounced}, not {day.oracle.ignored[number]}")
        if (counts["outside"], counts["bounced"], counts["kept"]) != (panel.outside, panel.bounced, 0):
            found.append(f"panel {number} is told as {counts}")
    return found


def test_exactly_what_was_pressed_inside_its_window_is_rated(folder: Path, record_property: Record) -> None:
    day = RatingDay(folder, seed=20, services=SERVICES)
    day.live()
    record_property("services", len(day.oracle.windows))
    record_property("rated", len(rated(day)))
    record_property("panels' ratings", dict(outcomes(day)))
    record_property("seen", dict(day.seen))
    record_property("hours", round((day.now_s - 1000) / 3600, 2))
    assert faults_of(day) == []
    assert len(day.oracle.windows) == SERVICES


def lit_too_long(patch: pytest.MonkeyPatch) -> None:
    """Panels stay lit for 1.5 s after a window instead of going dark 0.5 s before its end."""
    patch.setattr(ratings, "MARGIN_S", ratings.MARGIN_S - 2.0)


def dark_too_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ratings, "MARGIN_S", ratings.MARGIN_S + 2.0)


def each_telling_counts(patch: pytest.MonkeyPatch) -> None:
    """A rating that a panel tells again is taken for another one."""
    tellings, keep = itertools.count(), Outbox.keep

    def kept(self: Outbox, device: str, rated: Rated) -> bool:
        return keep(self, device, structs.replace(rated, entry=f"{rated.entry}/{next(tellings)}"))

    patch.setattr(Outbox, "keep", kept)


def arrival_counts(patch: pytest.MonkeyPatch) -> None:
    """A press counts as of the moment at which it is told."""
    keep = Outbox.keep
    patch.setattr(Outbox, "keep", lambda self, device, rated: keep(self, device, structs.replace(rated, ago_s=0.0)))


def told_is_done(patch: pytest.MonkeyPatch) -> None:
    """The panel may forget what the disk has not taken."""
    told = Served.rated
    patch.setattr(Served, "rated", lambda self, rated: told(self, rated) or True)


@pytest.mark.parametrize(
    ("wrong", "trouble", "shows"),
    [
        (lit_too_long, "", "is lit for"),
        (dark_too_early, "", "is dark while"),
        (each_telling_counts, "kill", "ratings were kept of"),
        (arrival_counts, "cut", "and should have one of"),
        (told_is_done, "fill_disk", "and should have one of"),
    ],
)
def test_a_program_that_does_it_wrong_is_found_out(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    wrong: Callable[[pytest.MonkeyPatch], None],
    trouble: str,
    shows: str,
) -> None:
    wrong(monkeypatch)
    day = RatingDay(folder, seed=21, services=A_FEW if trouble else A_FEW // 2)
    day.kinds = (getattr(day, trouble),) if trouble else ()
    day.pauses, day.deaths = 0.02 if trouble else 0.3, ("kept",)
    day.live()
    assert [fault for fault in faults_of(day) if shows in fault]
