"""The hub is gone for ten minutes while three kiosks go on and their agents die again and again.

Everything is real but time, wires and the power switch: kiosks' disks, rules, couriers and drivers, simulated printers,
the hub's office and journal. ``DRILL_SEED`` repeats a run.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from hub.agent import own_file
from hub.domain.plan import Offline
from hub.domain.transitions import State
from hub.store import audit, database
from kiosk_app.records import JobState
from tests.faults.hub_at_hand import HubAtHand, SharedClock
from tests.faults.mortal_kiosk import MortalKiosk
from tests.kiosk_app import own_kit
from tests.service import kit

SEED = int(os.environ.get("DRILL_SEED", str(random.SystemRandom().randrange(10**9))))
TICKETS = 200
OUTAGE_S = 600.0
KIOSKS = ("K1", "K2", "K3")
MOST_TURNS = 200


class Drill:
    """A hall, three kiosks, and what really happened: every number in a hand, in the order of the drawing."""

    def __init__(self, folder: Path) -> None:
        self.chance = random.Random(SEED)
        self.clock = SharedClock()
        self.hub = HubAtHand(folder / "hub.db", self.clock)
        self.kiosks = [MortalKiosk(folder / name, name, self.hub, self.chance) for name in KIOSKS]
        self.given: list[str] = []
        self.called: list[str] = []

    def pass_s(self, seconds: float) -> None:
        """Time goes by for everybody."""
        self.clock.advance(seconds)
        for kiosk in self.kiosks:
            kiosk.program.clock.advance(seconds)

    def visit(self) -> None:
        """Somebody takes a number at one of the kiosks."""
        self.given.append(self.chance.choice(self.kiosks).visit(f"visitor-{len(self.given)}"))

    def call(self) -> None:
        """A clerk calls whoever comes next."""
        self.called.append(self.hub.call_next())

    def outage(self) -> None:
        """The last answers are lost, then the hub is gone; clocks are set and machines switched off meanwhile."""
        every_s, until = OUTAGE_S / TICKETS, len(self.given) + TICKETS
        for kiosk in self.kiosks:
            kiosk.line.answers_lost = 1.0
        while len(self.given) < until:
            self.pass_s(every_s)
            self.visit()
            left = until - len(self.given)
            if left == TICKETS - 6:
                for kiosk in self.kiosks:
                    kiosk.lose()
            if left == TICKETS // 2:
                self.kiosks[1].program.clock.jump(3600)
                self.kiosks[2].rise(boot="boot-2")

    def homecoming(self) -> None:
        """The hub is back on a bad network; people come and are called while the kiosks hand in what they have."""
        self.hub.restart()
        for kiosk in self.chance.sample(self.kiosks, len(self.kiosks)):
            kiosk.line.asks_lost, kiosk.line.answers_lost = 0.1, 0.1
            kiosk.hear()
            kiosk.deliver()
            self.pass_s(1)
            self.visit()
            self.call()
        for kiosk in self.kiosks:
            turns = iter(range(MOST_TURNS))
            while not kiosk.deliver():
                next(turns)

    def papers_are_where_the_books_say(self, papers: list[str]) -> None:
        """A paper may be missing only where an agent died over it, and then its kiosk and the hub say so."""
        tickets = self.hub.hall.office.floor.tickets
        ends = {job.label: job.state for kiosk in self.kiosks for job in kiosk.jobs()}
        assert {label for label in self.given if ends[label] is JobState.CONFIRMED} <= set(papers)
        missing = set(self.given) - set(papers)
        assert {ends[label] for label in missing} <= {JobState.UNKNOWN}
        assert len(missing) <= sum(kiosk.deaths for kiosk in self.kiosks)
        told = {ticket.label: ticket.print_result for ticket in tickets.values()}
        assert {label: told[label] for label in self.given} == {label: ends[label].value for label in self.given}


@pytest.fixture
def drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drill:
    """Two kiosks draw more than the usual fifty numbers; real waits are short."""
    monkeypatch.setattr(own_file, "PRAGMAS", (*own_file.PRAGMAS, "synchronous=OFF"))
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "synchronous=OFF"))
    monkeypatch.setattr(own_kit, "HASTY", structs.replace(own_kit.HASTY, patience_s=0.02, pauses_s=(0.001, 0.005)))
    monkeypatch.setattr(kit, "PLAN", structs.replace(kit.PLAN, offline=Offline(most_tickets=500)))
    return Drill(tmp_path)


def test_after_ten_minutes_without_the_hub_every_ticket_is_there_once_and_in_order(
    drill: Drill, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("seed", SEED)
    for _ in range(9):
        drill.pass_s(5)
        drill.visit()
    assert all(kiosk.deliver() for kiosk in drill.kiosks), "what a dead agent gave up is not called"
    for _ in range(3):
        drill.call()
    drill.outage()
    drill.homecoming()
    tickets = {ticket.label: ticket for ticket in drill.hub.hall.office.floor.tickets.values()}
    live = [label for label, ticket in tickets.items() if ticket.state is not State.CANCELLED]
    assert Counter(live) == Counter(drill.given), "every number in a hand is at the hub once, and no other waits"
    waiting = [label for label in drill.given if label not in drill.called]
    assert drill.hub.waiting() == waiting, "in the order of the drawing, behind whoever was called"
    papers = [label for kiosk in drill.kiosks for label in kiosk.papers]
    assert max(Counter(papers).values()) == 1, "nothing is printed twice"
    assert set(papers) <= set(live), "the number on every paper is good"
    drill.hub.hall.close()
    report = audit.audit_folder(tmp_path, kit.DAY)
    assert report.status == audit.CLEAN, "\n".join(report.lines)
    own = [label for label in live if "-K" in label]
    record_property("numbers", f"{len(live)}, {len(own)} of them kiosks' own; papers {len(papers)}")
    record_property("deaths of agents", sum(kiosk.deaths for kiosk in drill.kiosks))
    assert len(own) >= TICKETS - 6
    drill.papers_are_where_the_books_say(papers)
