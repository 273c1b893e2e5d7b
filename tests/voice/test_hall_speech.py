"""The hall's voice: which calls can be heard, in which languages, and what is made before anybody asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from config.voice import VoiceCommand, VoicePlan
from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.events import CounterOpened
from hub.domain.floor import Floor
from hub.speech import HallSpeech
from hub.voice.sound import wav
from tests.domain.hall import DAY, MORNING_MS, called, day_opened, given, issued, prepared
from tests.voice.kit import TONGUES, speaking, tone


@dataclass
class Beside:
    """Does sums at once and keeps tasks until they are let go."""

    tasks: list[Callable[[], None]] = field(default_factory=list)

    def run(self, job: Callable[[], Any]) -> Any:
        return job()

    def spawn(self, task: Callable[[], None]) -> None:
        self.tasks.append(task)

    def let_go(self) -> None:
        while self.tasks:
            self.tasks.pop(0)()


@dataclass
class Hall:
    """The small hall: counters 1 and 2 call for civil status, whose numbers begin with C; 3 is closed."""

    speech: HallSpeech
    beside: Beside
    floor: Floor
    folder: Path

    def made(self) -> int:
        return len(list((self.folder / "speech").glob("*.wav")))

    def happens(self, *events: e.Event) -> None:
        entries = [e.Entry(self.floor.seq + at, MORNING_MS, DAY, "clerk", event) for at, event in enumerate(events, 1)]
        for entry in entries:
            apply_event(self.floor, entry)
        self.speech.announce(entries)

    def call(self, label: str, counter: int = 1) -> int:
        """Call a number that waits; returns the announcement's id."""
        self.happens(called(label, counter))
        return self.floor.announcements[-1].id

    def asked(self) -> list[str]:
        """What the program was told to say, in order."""
        return (self.folder / "asked").read_text(encoding="utf-8").split("\n")[:-1]


PLAN = VoicePlan(languages=("vi",), espeak=False)


def hall_of(folder: Path, plan: VoicePlan = PLAN) -> Hall:
    floor = given(day_opened(), CounterOpened(counter=1), CounterOpened(counter=2))
    beside = Beside()
    return Hall(HallSpeech(lambda: plan, folder, lambda: floor, beside), beside, floor, folder)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return hall_of(tmp_path)


@pytest.fixture
def spoken_hall(tmp_path: Path) -> Hall:
    """A hall where somebody listens and a program speaks, which notes what it is told to say."""
    command = VoiceCommand(speaking(tmp_path), timeout_s=30)
    hall = hall_of(tmp_path, replace(PLAN, command=command, kept_mb=5))
    hall.speech.clip(0, "vi")
    return hall


def digits(*numbers: int) -> list[str]:
    return [" ".join(TONGUES["vi"].numbers[int(digit)] for digit in f"{number:03d}") for number in numbers]


def test_only_what_the_hall_is_told_now_can_be_heard(hall: Hall) -> None:
    hall.happens(issued("C001"))
    call = hall.call("C001")
    assert hall.speech.clip(call, "vi") is not None
    assert hall.speech.clip(call, "en") is None
    assert hall.speech.clip(call + 1, "vi") is None


def test_who_chose_another_language_is_called_in_it_as_well(hall: Hall) -> None:
    hall.happens(issued("C001", language="en"))
    call = hall.call("C001")
    assert hall.speech.clip(call, "vi") is not None
    assert hall.speech.clip(call, "en") is not None


def test_nothing_is_made_while_nobody_listens(hall: Hall) -> None:
    hall.happens(issued("C001"))
    hall.call("C001")
    assert hall.beside.tasks == []


def test_once_somebody_listens_sentences_are_ready_for_every_open_counter(hall: Hall) -> None:
    hall.speech.clip(0, "vi")
    hall.happens(issued("C001"))
    assert hall.made() == 0
    hall.beside.let_go()
    assert hall.made() == 2
    hall.happens(issued("C002", language="en"), issued("E001"))
    hall.beside.let_go()
    assert hall.made() == 6
    hall.happens(CounterOpened(counter=3))
    hall.beside.let_go()
    assert hall.made() == 7


def test_those_who_are_next_are_ready_and_a_call_goes_before_them(spoken_hall: Hall) -> None:
    """Of a hundred who wait three are: the fourth when the first has been called."""
    hall = spoken_hall
    hall.happens(*(issued(f"C{number:03d}") for number in range(1, 101)))
    assert len(hall.beside.tasks) == 1
    hall.beside.let_go()
    first = [f"{said}, đến quầy số {at}." for said in digits(1, 2, 3) for at in ("một", "hai")]
    assert [said.partition("số xê ")[2] for said in hall.asked()] == first
    assert hall.speech.clip(hall.call("C001"), "vi") is not None
    assert len(hall.asked()) == 6
    hall.call("C050", counter=2)
    hall.beside.let_go()
    assert [said.partition("số xê ")[2].partition(",")[0] for said in hall.asked()[6:]] == digits(50, 4, 4)


def test_who_was_prepared_at_a_counter_is_ready_there(spoken_hall: Hall) -> None:
    hall = spoken_hall
    hall.happens(issued("C001"), issued("C002"), prepared("C002"))
    hall.beside.let_go()
    assert ["không không hai, đến quầy số một" in said for said in hall.asked()] == [True, False, False]


def test_what_waits_to_be_called_outlives_the_clips_of_former_calls(
    spoken_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shelf for fourteen clips."""
    monkeypatch.setattr("hub.voice.shelf._MEGABYTE", 10_000)
    hall = spoken_hall
    (hall.folder / "said.wav").write_bytes(wav(tone(seconds=0.11)))
    hall.happens(*(issued(f"C{number:03d}") for number in range(1, 25)))
    hall.beside.let_go()
    for number in range(24, 4, -1):
        hall.call(f"C{number:03d}", counter=2)
        hall.beside.let_go()
    assert hall.made() < len(hall.asked()) == 6 + 20
    for number in (1, 2, 3):
        assert hall.speech.clip(hall.call(f"C{number:03d}"), "vi") is not None
    assert len(hall.asked()) == 6 + 20


def test_what_is_made_ahead_fits_onto_the_disk_and_fails_only_once(spoken_hall: Hall) -> None:
    hall = spoken_hall
    hall.happens(*(issued(f"{field}{at:03d}") for field in "CLE" for at in range(1, 8)), CounterOpened(counter=3))
    hall.beside.let_go()
    assert len(hall.asked()) == 2 * 5
    (hall.folder / "speak").write_text("#!/bin/sh\necho >> $0.tried\n", encoding="utf-8")
    hall.happens(*(called(f"{field}001", at) for field, at in (("C", 1), ("L", 2), ("E", 3))))
    hall.beside.let_go()
    assert (hall.folder / "speak.tried").read_text() == "\n"
    assert hall.speech.faults().keys() == {"command"}


def test_what_failed_is_told_once_somebody_listens(hall: Hall) -> None:
    assert hall.speech.faults() == {}
    hall.happens(issued("C001"))
    call = hall.call("C001")
    (hall.folder / "speech").write_text("no folder")
    assert hall.speech.clip(call, "vi") is None
    assert set(hall.speech.faults()) == {"disk"}


def test_walls_are_told_what_can_be_said(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = hall.speech.rules()
    assert rules["spoken"] == ["vi", "en"]
    assert (rules["languages"], rules["repeat"], rules["volume"]) == (("vi",), 1, [])
    monkeypatch.setattr(hall.speech, "_plan", lambda: VoicePlan(is_on=False))
    assert hall.speech.rules()["spoken"] == []
