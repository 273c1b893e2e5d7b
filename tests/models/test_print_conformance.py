"""The program does what the model of the print protocol does: papers, reprints, the book of jobs, the hub's tickets."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from hub.agent import own_file
from hub.store import database
from kiosk_app.records import JobState
from tests.kiosk_app import own_kit
from tests.models import printing as p
from tests.models.real_printing import RealPrinting, Seen

SEED = int(os.environ.get("CONFORMANCE_SEED", str(random.SystemRandom().randrange(10**9))))
WALKS = int(os.environ.get("CONFORMANCE_WALKS", "80"))
LONGEST = 40
LIKELY = {
    "!the agent is killed": 0.1,
    "!the printer stops": 0.3,
    "what is too old fails": 0.5,
    "!the disk takes nothing": 0.5,
}
ELSEWHERE = ("the kiosk hears of it too late", "the wish ends with the number")
"""Steps that the program has, too, but takes by a clock or later."""


class Walk:
    """One way through the model, taken by the program too."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._model = p.PrintProtocol()
        self._chance = chance
        self.real = RealPrinting(folder)
        self.world = self._model.first
        self.steps: list[str] = []

    def go(self) -> None:
        """Step by step, and after each one look whether both came to the same."""
        while len(self.steps) < LONGEST and (ways := self._ways()):
            step, after = self._chance.choices(ways, [LIKELY.get(name, 1.0) for name, _ in ways])[0]
            self.steps.append(step)
            self.real.do(step, self.world, after)
            self.world = after
            seen = [self.real.seen(which) for which in range(len(after.numbers))]
            expected = [Seen(*(getattr(number, name) for name in Seen._fields)) for number in after.numbers]
            assert seen == expected, "\n".join(self.steps)

    def _ways(self) -> list[tuple[str, p.World]]:
        return [(step, after) for step, after in self._model.steps(self.world) if self._may_be(step, after)]

    def _may_be(self, step: str, after: p.World) -> bool:
        """The model leaves open in which order one agent does things; the program has one."""
        if step == "the desk takes a job":
            return self.real.kiosk.jobs.next() == self.real.work(*after.desk[1:])
        if step == "what was begun is judged":
            return self.real.kiosk.spool.jobs_in(JobState.SENT)[0] == self.real.work(*_judged(self.world, after))
        if step == "what is too old fails":
            return all(number.disk != p.SENT and number.copy != p.COPYING for number in self.world.numbers)
        if step == "the hub hears that nobody holds it":
            return self.real.is_up
        return step not in ELSEWHERE


def _judged(before: p.World, after: p.World) -> tuple[str, int]:
    which = next(which for which, number in enumerate(after.numbers) if number != before.numbers[which])
    return (p.OWN if after.numbers[which].disk != before.numbers[which].disk else p.COPY), which


def test_the_program_goes_the_models_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr(own_file, "PRAGMAS", (*own_file.PRAGMAS, "synchronous=OFF"))
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "synchronous=OFF"))
    monkeypatch.setattr(own_kit, "HASTY", structs.replace(own_kit.HASTY, patience_s=5.0))
    chance, steps, ends = random.Random(SEED), 0, set()
    record_property("seed", SEED)
    for number in range(WALKS):
        walk = Walk(tmp_path / str(number), chance)
        try:
            walk.go()
        finally:
            walk.real.close()
        steps += len(walk.steps)
        ends.add(walk.world)
    record_property("walks", f"{WALKS}, {steps} steps, {len(ends)} different ends")
