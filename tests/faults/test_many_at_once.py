"""Eight people press at one kiosk while its hub comes and goes, answers are lost, and the courier is under way."""

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from hub.agent.hub_client import HubAbsent, HubAnswer, NoAnswer
from hub.domain.plan import Offline
from hub.store import audit
from tests.faults.hub_at_hand import HubAtHand, SharedClock
from tests.kiosk_app.own_kit import Kiosk
from tests.service import kit

PEOPLE, PRESSES = 8, 8
EVERY_S = 0.02
WITHIN_S = 30.0


class Flapping:
    """A kiosk's way to a hub that is there or not; each fifth answer is lost."""

    def __init__(self, hub: HubAtHand) -> None:
        self.hub = hub
        self.is_away = False
        self.loses = True
        self.lock = threading.Lock()
        self._chance = random.Random(1)

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See hub.agent.hub_client.Hub."""
        with self.lock:
            if self.is_away:
                raise HubAbsent("away")
            answer = self.hub.answer("kiosk:K2", path, body, key)
        if self.loses and self._chance.random() < 0.2:
            raise NoAnswer("its answer was lost")
        return answer


class Crowd:
    """The threads of a kiosk's program, and what people got from it."""

    def __init__(self, folder: Path) -> None:
        self.line = Flapping(HubAtHand(folder / "hub.db", SharedClock()))
        self.kiosk = Kiosk(folder / "K2", self.line, "K2")
        self.kiosk.clock = self.line.hub.clock
        self.kiosk.restart()
        self.given: list[str] = []
        self.faults: list[Exception] = []
        self._over = threading.Event()
        self._own_is_given = threading.Event()

    def hear(self) -> None:
        """The hub is there, and its socket brings a view."""
        self.line.is_away = False
        with self.line.lock:
            view = self.line.hub.view()
        self.kiosk.board.hub_connected(True)
        self.kiosk.absence.heard()
        self.kiosk.board.hub_said(view)

    def press(self, person: int) -> None:
        """Somebody presses again and again."""
        for number in range(PRESSES):
            answer = self.kiosk.take(f"{person}-{number}", "civil")
            if answer.status == 201:
                self.given.append(str(answer.body["label"]))
            if self.own():
                self._own_is_given.set()

    def own(self) -> list[str]:
        """The kiosk's own numbers among those that people got."""
        return [label for label in self.given if "-K2-" in label]

    def lose(self) -> None:
        """The hub is gone, and its socket."""
        self.line.is_away = True
        self.kiosk.lose()

    def flap(self) -> None:
        """The hub, away at first, comes once somebody's patience was over, and from then on goes and comes quickly."""
        self._own_is_given.wait(WITHIN_S)
        self.hear()
        while not self._over.wait(EVERY_S):
            self.lose()
            self._over.wait(EVERY_S)
            self.hear()

    def carry(self) -> None:
        """The courier's turns."""
        while not self._over.wait(EVERY_S / 4):
            self.deliver()

    def deliver(self) -> bool:
        """One turn; whether the hub knows all there is to know."""
        try:
            self.kiosk.deliver()
        except NoAnswer:
            return False
        return not self.kiosk.spool.open_errands() and not self.kiosk.spool.abandoned_requests()

    def go(self) -> None:
        """All at once, until the last has pressed."""
        self.lose()
        people = [self._thread(self.press, person) for person in range(PEOPLE)]
        machines = [self._thread(self.flap), self._thread(self.carry)]
        for thread in people:
            thread.join(WITHIN_S)
        self._over.set()
        for thread in machines:
            thread.join(WITHIN_S)
        assert not any(thread.is_alive() for thread in people + machines)

    def _thread(self, act: Callable[..., None], *values: int) -> threading.Thread:
        def run() -> None:
            try:
                act(*values)
            except Exception as fault:  # noqa: BLE001 - the edge of this thread; the test looks at it
                self.faults.append(fault)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread


def test_whoever_got_a_number_waits_at_the_hub_once_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr(kit, "PLAN", structs.replace(kit.PLAN, offline=Offline(most_tickets=PEOPLE * PRESSES)))
    crowd = Crowd(tmp_path)
    crowd.hear()
    crowd.go()
    assert crowd.faults == []
    crowd.line.loses = False
    crowd.hear()
    assert any(crowd.deliver() for _ in range(10))
    assert sorted(crowd.line.hub.waiting()) == sorted(crowd.given)
    crowd.line.hub.hall.close()
    report = audit.audit_folder(tmp_path, kit.DAY)
    assert report.status == audit.CLEAN, "\n".join(report.lines)
    own = len(crowd.own())
    record_property("numbers", f"{len(crowd.given)} of {PEOPLE * PRESSES} presses, {own} of them the kiosk's own")
    assert own
