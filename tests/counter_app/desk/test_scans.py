"""What scanners at counters read: tickets of ours reach the hub, of anything else only that it was read."""

import threading
from queue import Queue
from typing import Any

import pytest

from counter_app.desk.scans import DeskScans
from hub.agent.hub_client import HubAbsent, HubAnswer
from tests.agent.test_scanning import CARD, NUMBER, RECEIPT, RULES

WITHIN_S = 10.0
FIRST, SECOND, THIRD = (f"TL1:2026-11-22-A10{n}" for n in (5, 6, 7))


class Hub:
    """What the desk asks; ``hold`` keeps answers back while it is cleared."""

    def __init__(self) -> None:
        self.asked: Queue[tuple[str, dict[str, Any]]] = Queue()
        self.keys: set[str] = set()
        self.faults: list[Exception] = []
        self.hold = threading.Event()
        self.hold.set()

    def ask(self, path: str, body: dict[str, Any], key: str) -> HubAnswer:
        self.keys.add(key)
        self.asked.put((path, body))
        self.hold.wait(WITHIN_S)
        if self.faults:
            raise self.faults.pop()
        return HubAnswer(404, {"code": "unknown_ticket"})

    def heard(self) -> tuple[str, dict[str, Any]]:
        return self.asked.get(timeout=WITHIN_S)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def scans(hub: Hub) -> DeskScans:
    return DeskScans(RULES, hub, lambda: 1.0)  # type: ignore[arg-type]


def test_a_ticket_is_told_once_for_its_counter_or_the_reception(hub: Hub, scans: DeskScans) -> None:
    scans.scanned(3, FIRST)
    assert hub.heard() == ("/counters/3/scan", {"code": FIRST})
    scans.scanned(3, FIRST)
    scans.scanned(0, FIRST)
    assert hub.heard() == ("/reception/scan", {"code": FIRST})
    assert hub.asked.empty()
    assert len(hub.keys) == 2


def test_of_what_was_scanned_while_the_hub_was_slow_the_newest_counts(hub: Hub, scans: DeskScans) -> None:
    hub.hold.clear()
    scans.scanned(3, FIRST)
    assert hub.heard()[1] == {"code": FIRST}
    scans.scanned(3, SECOND)
    scans.scanned(3, THIRD)
    hub.hold.set()
    assert hub.heard()[1] == {"code": THIRD}
    assert hub.asked.empty()


def test_nothing_but_tickets_is_told_or_logged(hub: Hub, scans: DeskScans, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for reading in (CARD, NUMBER, RECEIPT, f"{CARD[:40]}", "8934563138165"):
        scans.scanned(3, reading)
        assert hub.heard() == ("/counters/3/scan", {"code": ""})
    scans.scanned(3, FIRST)
    assert hub.heard() == ("/counters/3/scan", {"code": FIRST})
    assert [secret for secret in (NUMBER, "Nguyễn", RECEIPT, "8934563138165", "A105") if secret in caplog.text] == []


def test_something_else_takes_no_ticket_away_that_is_not_told_yet(hub: Hub, scans: DeskScans) -> None:
    hub.hold.clear()
    scans.scanned(3, FIRST)
    assert hub.heard()[1] == {"code": FIRST}
    scans.scanned(3, SECOND)
    scans.scanned(3, CARD)
    hub.hold.set()
    assert hub.heard()[1] == {"code": SECOND}
    assert hub.asked.empty()


def test_after_a_fault_the_next_ticket_is_told(hub: Hub, scans: DeskScans) -> None:
    hub.faults = [RuntimeError("broken"), HubAbsent("away")]
    for code in (FIRST, SECOND, THIRD):
        scans.scanned(3, code)
        assert hub.heard()[1] == {"code": code}


def test_a_fault_of_ours_shows_nothing_of_the_reading(
    scans: DeskScans, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str, *_: object) -> None:
        raise ValueError(f"cannot read {text}")

    monkeypatch.setattr("hub.agent.scanning.classify", broken)
    scans.scanned(3, CARD)
    assert "ValueError" in caplog.text
    assert NUMBER not in caplog.text
