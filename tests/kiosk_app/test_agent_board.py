"""What the page is shown: the hub's views as they come, older ones dropped, and the agent's own with its revision."""

import time
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from drivers.printers import NO_ANSWER, Cover, Paper, PrinterStatus
from kiosk_app.agent import KioskAgent, KioskSettings
from kiosk_app.board import Board
from kiosk_app.records import Job, JobState, Settlement
from tests.kiosk_app.agent_kit import DAY, NOON_MS, FakeClock, hall_envelope

JOB = Job("j", f"{DAY}-A001", "A001", "", NOON_MS)


class Scene:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.returns = 0
        self.clock = FakeClock()
        self.board = Board(self.clock, self.clock.steady_s)
        self.board.send = self.sent.append
        self.board.on_hub_back = self._count

    def _count(self) -> None:
        self.returns += 1


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_view_is_relayed_as_it_is_and_kept_for_later_pages(scene: Scene) -> None:
    envelope = {**hall_envelope(), "something": "new"}
    scene.board.hub_said(envelope)
    assert scene.sent == [envelope]
    assert scene.board.views()[0] is envelope
    assert scene.board.hall is not None
    assert scene.board.hall.counters_of("ho_tich", "ordinary") == (4,)
    assert scene.board.hall.counters_of("nowhere", "ordinary") == ()


def test_an_older_view_is_dropped_and_a_new_epoch_taken(scene: Scene) -> None:
    for envelope in (hall_envelope(5), hall_envelope(4), hall_envelope(5), hall_envelope(1, epoch="e2")):
        scene.board.hub_said(envelope)
    assert [(envelope["epoch"], envelope["rev"]) for envelope in scene.sent] == [("e1", 5), ("e1", 5), ("e2", 1)]


@pytest.mark.parametrize("envelope", [{}, {"topic": "kiosk"}, {**hall_envelope(), "data": {"header": 1}}])
def test_a_view_that_cannot_be_read_changes_nothing(scene: Scene, envelope: dict[str, Any]) -> None:
    scene.board.hub_said(hall_envelope())
    scene.board.hub_said(envelope)
    assert scene.sent == [hall_envelope()]


def test_a_view_without_a_day_is_relayed(scene: Scene) -> None:
    closed = {
        **hall_envelope(),
        "data": {"header": {"centre": None, "zone": "Asia/Ho_Chi_Minh", "day": ""}, "refused": "no_day_open"},
    }
    scene.board.hub_said(closed)
    assert scene.sent == [closed]


def test_the_hub_is_back_when_it_connects_and_when_its_day_changes(scene: Scene) -> None:
    scene.board.hub_connected(True)
    scene.board.hub_connected(True)
    scene.board.hub_said(hall_envelope(1))
    scene.board.hub_said(hall_envelope(2))
    assert scene.returns == 1
    scene.board.hub_said(hall_envelope(3, day="2026-11-23"))
    assert scene.returns == 2
    scene.board.hub_connected(False)
    assert scene.returns == 2
    assert not scene.board.hub_is_reachable


def test_a_view_that_comes_before_the_word_of_its_connection_counts(scene: Scene) -> None:
    scene.board.hub_said(hall_envelope(1))
    assert not scene.board.is_current
    scene.board.hub_connected(True)
    assert scene.board.is_current
    scene.board.hub_connected(False)
    scene.board.hub_connected(True)
    assert not scene.board.is_current
    scene.board.hub_said(hall_envelope(2))
    assert scene.board.is_current


def test_a_change_is_sent_once_with_the_next_revision(scene: Scene) -> None:
    ready = PrinterStatus(is_online=True, paper=Paper.OK, cover=Cover.CLOSED)
    for _ in range(2):
        scene.board.printer_read(ready)
        scene.board.job_changed(JOB)
    assert [envelope["rev"] for envelope in scene.sent] == [1, 2]
    assert scene.sent[-1] == scene.board.views()[-1]
    assert scene.sent[-1]["topic"] == "agent"
    assert scene.sent[-1]["data"] == {
        "hub_is_reachable": False,
        "printer": {"is_online": True, "paper": "ok", "cover": "closed", "trouble": ""},
        "job": {
            "ticket": f"{DAY}-A001",
            "label": "A001",
            "state": "printing",
            "cancel_at_ms": None,
            "qr": f"TL1:{DAY}-A001",
        },
        "pairing": None,
        "offline": None,
        "procedures": "",
        "slip": None,
        "voice": {},
    }


def test_each_start_has_an_epoch_of_its_own() -> None:
    first, second = Board(FakeClock()), Board(FakeClock())
    assert first.views()[0]["epoch"] != second.views()[0]["epoch"]


@pytest.mark.parametrize(
    ("status", "is_online"),
    [
        (PrinterStatus(trouble="printer_silent"), None),
        (PrinterStatus(trouble="link_refused"), False),
        (PrinterStatus(is_online=True, trouble="printer_silent"), True),
    ],
)
def test_silence_is_neither_yes_nor_no(scene: Scene, status: PrinterStatus, is_online: bool | None) -> None:
    scene.board.printer_read(status)
    assert scene.board.views()[-1]["data"]["printer"]["is_online"] is is_online


FAILED = Job("j", "t", "A001", "", NOON_MS, state=JobState.FAILED, cancel_at_ms=NOON_MS + 20_000)


@pytest.mark.parametrize(
    ("settled", "shown"),
    [
        (Settlement.NOTED, "noted"),
        (Settlement.KIOSK_CANCELLED, "cancelled"),
        (Settlement.PRINT_FAILED, "cancelled"),
    ],
)
def test_a_failed_job_shows_its_time_and_then_what_became_of_it(scene: Scene, settled: Settlement, shown: str) -> None:
    scene.board.job_changed(FAILED)
    job = scene.sent[-1]["data"]["job"]
    assert (job["state"], job["cancel_at_ms"]) == ("failed", NOON_MS + 20_000)
    scene.board.job_changed(structs.replace(FAILED, settled=settled))
    job = scene.sent[-1]["data"]["job"]
    assert (job["state"], job["cancel_at_ms"]) == (shown, None)


def test_the_agents_views_bear_the_hubs_time(scene: Scene) -> None:
    hour_ms = 3_600_000
    scene.board.job_changed(FAILED)
    scene.board.hub_said(hall_envelope(1, at_ms=NOON_MS + hour_ms))
    told = scene.sent[-2]
    assert told["topic"] == "agent"
    assert told["at_ms"] == NOON_MS + hour_ms
    assert told["data"]["job"]["cancel_at_ms"] == NOON_MS + hour_ms + 20_000
    scene.clock.jump(-1000)
    scene.clock.advance(5)
    scene.board.hub_connected(True)
    assert scene.sent[-1]["at_ms"] == NOON_MS + hour_ms + 5000


@pytest.mark.parametrize(
    ("came_late_ms", "is_told"),
    [(-60_000, True), (-600, True), (-400, False), (400, False), (2900, False), (3100, True)],
)
def test_a_late_view_sets_no_clock(scene: Scene, came_late_ms: int, is_told: bool) -> None:
    scene.board.hub_said(hall_envelope(1))
    scene.clock.advance(10)
    scene.board.hub_said(hall_envelope(2, at_ms=NOON_MS + 10_000 - came_late_ms))
    assert [envelope["topic"] for envelope in scene.sent] == ["kiosk", *["agent"] * is_told, "kiosk"]


def test_the_first_view_of_a_connection_sets_the_clock_anew(scene: Scene) -> None:
    scene.board.hub_connected(True)
    scene.board.hub_said(hall_envelope(1, at_ms=NOON_MS + 2000))
    scene.board.hub_connected(False)
    scene.board.hub_connected(True)
    scene.board.hub_said(hall_envelope(2, at_ms=NOON_MS + 1000))
    assert scene.board.views()[-1]["at_ms"] == NOON_MS + 1000


def test_a_clock_that_goes_back_begins_an_epoch(scene: Scene) -> None:
    epochs = []
    for rev, at_ms in enumerate((NOON_MS, NOON_MS + 1000, NOON_MS - 4000, NOON_MS)):
        scene.board.hub_said(hall_envelope(rev, at_ms=at_ms))
        epochs.append(scene.board.views()[-1]["epoch"])
    assert epochs[0] == epochs[1] != epochs[2] == epochs[3]


@pytest.mark.parametrize(
    ("code", "expects_answers", "shown"),
    [
        (NO_ANSWER, True, "unknown"),
        (NO_ANSWER, False, "sent"),
        ("link_lost", False, "unknown"),
    ],
)
def test_a_printer_that_never_tells_alarms_nobody(scene: Scene, code: str, expects_answers: bool, shown: str) -> None:
    scene.board.expects_answers = lambda: expects_answers
    scene.board.job_changed(Job("j", "t", "A001", "", NOON_MS, state=JobState.UNKNOWN, code=code))
    assert scene.sent[-1]["data"]["job"]["state"] == shown


def test_a_machine_that_slept_over_night_knows_that_it_is_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept_s = 22 * 3600
    monkeypatch.setattr(time, "clock_gettime", lambda which: {time.CLOCK_BOOTTIME: time.monotonic() + slept_s}[which])
    agent = KioskAgent(KioskSettings(None, "", tmp_path, port=0))
    agent.close()
    assert agent._board.clock.steady_ms() >= slept_s * 1000
