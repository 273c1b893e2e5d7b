"""The program does what the model of the offline protocol does: the same steps lead to the same disks, papers, tickets.

The model is walked at random; each of its steps is one of the real classes of kiosk and hub, down to the single write.
``CONFORMANCE_SEED`` repeats the walks of a run, ``CONFORMANCE_WALKS`` asks for more of them.
"""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from drivers.printers import JobEnd
from hub.agent import own_file
from hub.domain.events import Event
from hub.service.writer import Writer
from hub.store import database
from kiosk_app.issuing import IssueDesk
from kiosk_app.own_number import OwnNumber
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.records import Errand, Job, PageAnswer
from kiosk_app.spool import Spool
from tests.kiosk_app import own_kit
from tests.models import wishes as w
from tests.models.offline import OfflineProtocol
from tests.models.real_kiosks import RealKiosks
from tests.models.real_words import of_model, of_program

SEED = int(os.environ.get("CONFORMANCE_SEED", str(random.SystemRandom().randrange(10**9))))
WALKS = int(os.environ.get("CONFORMANCE_WALKS", "200"))
LONGEST = 60
DISK_FULL = "!the disk takes nothing"
AT_HAND = {"!the agent is killed": 0.15, "!somebody is called": 0.4, "nobody gets a number": 0.4, DISK_FULL: 0.4}
"""How likely a step is beside others, 1 unless said."""


class Walk:
    """One way through the model, taken by the program too."""

    def __init__(self, kiosks: tuple[int, ...], folder: Path, chance: random.Random) -> None:
        self._model = OfflineProtocol(kiosks)
        self._chance = chance
        self._touched: list[int] = []
        self.world = self._model.first
        self.real = RealKiosks(folder, kiosks)
        self.steps: list[str] = []

    def go(self) -> None:
        """Step by step until all is at rest, and after each one look whether both came to the same."""
        while not self._is_at_rest() and (ways := self._ways()):
            name, which, after = self._chance.choices(ways, [AT_HAND.get(name, 1.0) for name, _, _ in ways])[0]
            if name == "!somebody touches":
                self._touched.append(which)
            self.steps.append(f"{name} ({which})")
            self.real.do(name, which)
            self.world = after
            seen = [of_program(self.real, which) for which in range(len(after.numbers))]
            assert seen == [of_model(wish) for wish in after.numbers], "\n".join(self.steps)

    def _is_at_rest(self) -> bool:
        is_over = self._model.is_settled(self.world) and all(wish.request != w.NONE for wish in self.world.numbers)
        return is_over or len(self.steps) == LONGEST

    def _ways(self) -> list[tuple[str, int, w.World]]:
        steps = ((name, _which(name, self.world, after), after) for name, after in self._model.all_steps(self.world))
        return [(name, which, after) for name, which, after in steps if self._may_be(name, which)]

    def _may_be(self, name: str, which: int) -> bool:
        """The model leaves open in which order one agent does things; the program has one."""
        if name == "the paper is on the disk as sent":
            job = self.real.kiosk(which).jobs.next()
            mine = [wisher for wisher in self.real.wishers if wisher.kiosk == self.real.wishers[which].kiosk]
            return job == self.real.job(which) and all(wisher.prints is None for wisher in mine)
        mine = [other for other in self._touched if self.real.wishers[other].kiosk == self.real.wishers[which].kiosk]
        asked = [other for other in mine if self.world.numbers[other].request == w.ASKED]
        if name == "what was asked is given up":
            return asked[0] == which
        if name == "what nobody asks for is given up":
            forgotten = [other for other in asked if self.world.numbers[other].memory == w.NONE]
            return forgotten[0] == which
        return name != "what was begun is judged" or not asked


def _which(name: str, before: w.World, after: w.World) -> int:
    """Whom a step is about: a visitor, or for an agent's life and death a kiosk."""
    if name in ("!the agent is killed", "the agent is up"):
        return next(kiosk for kiosk, state in enumerate(before.kiosks) if after.kiosks[kiosk] != state)
    return next(which for which, wish in enumerate(before.numbers) if after.numbers[which] != wish)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system has in its memory survives a program's death; what a power cut leaves is looked at elsewhere."""
    monkeypatch.setattr(own_file, "PRAGMAS", (*own_file.PRAGMAS, "synchronous=OFF"))
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "synchronous=OFF"))
    monkeypatch.setattr(own_kit, "HASTY", structs.replace(own_kit.HASTY, noting_s=0.0, pauses_s=(0.0, 0.0)))


def walks(folder: Path, how_many: int) -> Iterator[Walk]:
    """So many walks, taken: two visitors at one kiosk, then at two."""
    chance = random.Random(SEED)
    for number in range(how_many):
        walk = Walk(((0, 0), (0, 1))[number % 2], folder / str(number), chance)
        try:
            walk.go()
        finally:
            walk.real.close()
        yield walk


def test_the_program_goes_the_models_ways(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    record_property("seed", SEED)
    taken = [(len(walk.steps), walk.world) for walk in walks(tmp_path, WALKS)]
    steps, ends = sum(length for length, _ in taken), len({world for _, world in taken})
    record_property("walks", f"{WALKS}, {steps} steps, {ends} different ends")


GIVE_UP, HAND_IN, TOMBSTONE = Spool.abandon_request, OwnNumber.join, Writer._given_up


def silently(spool: Spool, key: str, answer: PageAnswer) -> bool:
    is_mine = GIVE_UP(spool, key, answer)
    spool.close_request(key)
    return is_mine


def alone(number: OwnNumber, may_have_arrived: bool, is_held: bool) -> Errand:
    return HAND_IN(number, may_have_arrived=False, is_held=is_held)


def forgetfully(writer: Writer, key: tuple[str, str], batch: Any, now_ms: int) -> list[Event]:
    events = TOMBSTONE(writer, key, batch, now_ms)
    batch.decisions.pop(key, None)
    return events


def again(jobs: PrintJobs, job: Job, _end: JobEnd, _code: str) -> None:
    jobs._spool.file.connection.execute("UPDATE jobs SET state = 'queued' WHERE id = ?", (job.id,))


@pytest.mark.parametrize(
    ("owner", "name", "wrong"),
    [
        (Spool, "abandon_request", silently),
        (OwnNumber, "join", alone),
        (Writer, "_given_up", forgetfully),
        (PrintJobs, "end", again),
        (IssueDesk, "look", lambda _desk: None),
    ],
    ids=["no_abandon", "join_without_abandon", "no_tombstone", "blind_reprint", "forgets_what_the_disk_refused"],
)
def test_a_program_that_does_otherwise_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, wrong: Callable[..., Any]
) -> None:
    monkeypatch.setattr(owner, name, wrong)
    with pytest.raises((AssertionError, StopIteration)):
        list(walks(tmp_path, WALKS))
