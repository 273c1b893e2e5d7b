"""A desk agent with a real hub and a simulated line: panels rate, boards show, a keypad calls, whatever goes away."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from hub.messages import API
from hub.store.control import ask, consistent_copy
from tests.counter_app.desk.live_kit import Counter3, RunningDesk, SimulatedLine, come
from tests.hub_process import ROOT, HubProcess


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("desk-live")) as running:
        yield running


@pytest.fixture
def counter(hub: HubProcess) -> Counter3:
    return Counter3(hub)


@pytest.fixture
def line() -> Iterator[SimulatedLine]:
    simulated = SimulatedLine()
    yield simulated
    simulated.cable.unplug()


def scores(hub: HubProcess, label: str) -> list[int]:
    """Every rating of a number that the journal has."""
    copy = hub.data / "looked-at.db"
    copy.unlink(missing_ok=True)
    consistent_copy(hub.data, copy)
    with closing(sqlite3.connect(copy)) as journal:
        sql = "SELECT data FROM journal WHERE kind = 'TicketRated' AND ticket LIKE '%-' || ? ORDER BY seq"
        return [msgspec.json.decode(data)["score"] for (data,) in journal.execute(sql, (label,))]


def test_a_service_is_shown_and_rated_once(
    hub: HubProcess, counter: Counter3, line: SimulatedLine, tmp_path: Path
) -> None:
    with RunningDesk(hub, tmp_path, line):
        label = counter.called()
        assert come(lambda: line.on_board() == (label, True))
        assert come(lambda: line.on_hall_board()[:1] == [label])
        assert come(lambda: label in line.on_keypad()[0])
        counter.did("/counters/3/start")
        assert come(lambda: line.on_board() == (label, False))
        assert not line.lit()
        counter.did("/counters/3/finish")
        assert come(lambda: line.lit() == label)
        assert come(lambda: line.on_board() == ("", False))
        line.press(2, bounces=3)
        assert come(lambda: scores(hub, label) == [3])
        assert come(lambda: not line.lit())


def test_the_tablet_and_the_panel_of_one_counter_never_make_two_ratings(
    hub: HubProcess, counter: Counter3, line: SimulatedLine, tmp_path: Path
) -> None:
    with RunningDesk(hub, tmp_path, line) as desk:
        labels = []
        for _ in range(6):
            labels.append(counter.served())
            assert come(lambda: line.lit() == labels[-1])
            touch = threading.Thread(target=counter.touched, args=(labels[-1], 1))
            touch.start()
            line.press(1)
            touch.join()
            assert come(lambda: line.kept() == 0 and not line.lit())
        assert come(lambda: desk.waiting() == 0)
        assert all(scores(hub, label) in ([1], [4]) for label in labels)


def test_ten_ratings_that_a_panel_keeps_come_once_when_its_line_is_back(
    hub: HubProcess, counter: Counter3, line: SimulatedLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RunningDesk(hub, tmp_path, line) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(desk.agent._outbox, "keep", full_disk)
            labels = []
            for number in range(10):
                labels.append(counter.served())
                assert come(lambda: line.lit() == labels[-1])
                line.press(1 + number % 4)
            assert line.kept() == 10
            line.cable.unplug()
            assert come(lambda: desk.standing("panel3") == ("offline", "line_lost"))
        assert all(scores(hub, label) == [] for label in labels)
        line.cable.plug()
        assert come(lambda: scores(hub, labels[-1]) != [])
        assert come(lambda: desk.waiting() == 0 and line.kept() == 0)
        assert [scores(hub, label) for label in labels] == [[4 - number % 4] for number in range(10)]
        assert desk.standing("panel3") == ("online", "")


def full_disk(*_: object) -> bool:
    raise sqlite3.OperationalError("database or disk is full")


def test_what_is_pressed_without_the_hub_survives_kill_9_and_comes_once(tmp_path: Path, line: SimulatedLine) -> None:
    hub = HubProcess(tmp_path)
    with hub:
        counter = Counter3(hub)
        with DeskProcess(hub, line):
            lit = counter.served()
            assert come(lambda: line.lit() == lit)
        with DeskProcess(hub, line):
            assert come(lambda: line.lit() == lit)
            line.press(1)
            assert come(lambda: scores(hub, lit) == [4])
            kept = counter.served()
            assert come(lambda: line.lit() == kept)
            hub.stop()
            hub.close()
            line.press(3)
            assert come(lambda: line.kept() == 0 and not line.lit())
        hub.start()
        with DeskProcess(hub, line):
            assert come(lambda: scores(hub, kept) == [2])
        assert scores(hub, lit) == [4]


class DeskProcess:
    """``run.py desk`` of the demo, which ends as a power cut ends it."""

    def __init__(self, hub: HubProcess, line: SimulatedLine) -> None:
        centre = hub.data / "desk-centre"
        centre.mkdir(exist_ok=True)
        (centre / "devices.toml").write_text(line.listed(), encoding="utf-8")
        command = [sys.executable, str(ROOT / "run.py"), "desk", "--demo", "--name", "H1", "--hub", hub.url]
        options = ["--data", str(hub.data), "--centre", str(centre)]
        self._process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)

    def __enter__(self) -> None:
        """It is known to run by what it does."""

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def test_a_stranger_shows_its_code_and_drives_what_is_its_own(
    hub: HubProcess, counter: Counter3, line: SimulatedLine, tmp_path: Path
) -> None:
    with RunningDesk(hub, tmp_path, line, screen="desk:3", is_paired=False) as desk:
        assert come(lambda: any(len(digits_of(words)) == 6 for words in line.on_keypad()))
        code = next(digits for words in line.on_keypad() if len(digits := digits_of(words)) == 6)
        ask(hub.data, do="device-pair", code=code, screen="desk:3", place="Quầy 3", replace=False)
        label = counter.called()
        assert come(lambda: label in line.on_keypad()[0])
        assert desk.standing("panel4") == desk.standing("hall-board") == ("unknown", "not_ours")
        assert come(lambda: hub_says(hub, "desk3-keypad3") == "")
        assert hub_says(hub, "desk3-panel4") is None, "what is another's is no trouble"
        assert come(lambda: listed(hub, "desk:3").get("panel4", {}).get("trouble") == "not_ours")
        assert listed(hub, "desk:3")["keypad3"]["link"] == "online"
        counter.did("/counters/3/missed")


def digits_of(words: str) -> str:
    return "".join(letter for letter in words if letter.isdigit())


def hub_says(hub: HubProcess, device: str) -> str | None:
    """The trouble of a device that whoever leads the hall reads of, None while the hub has not heard of it."""
    devices = hub.view(hub.token("supervisor"), "floor")["data"]["devices"]
    return next((known["trouble"] for known in devices if known["device"] == device), None)


def listed(hub: HubProcess, screen: str) -> dict[str, dict[str, Any]]:
    """What the hub's list of devices has of those that an agent runs."""
    headers = {"Authorization": f"Bearer {hub.token('supervisor')}"}
    rows = requests.get(f"{hub.url}{API}/devices", headers=headers, timeout=10).json()
    heard = [row["heard"]["report"]["devices"] for row in rows if row["screen"] == screen and row["heard"]]
    return {device["name"]: device for devices in heard for device in devices}
