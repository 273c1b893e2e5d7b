"""The hall's voice: which calls can be heard, in which languages, and what is made before anybody asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from config.voice import VoicePlan
from hub.domain.events import Entry, Event, TicketCalled, TicketIssued
from hub.speech import MOST_AHEAD, HallSpeech


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


def entry(seq: int, event: Event) -> Entry:
    return Entry(seq=seq, at_ms=0, day="2026-11-22", actor="system", event=event)


@dataclass
class Hall:
    speech: HallSpeech
    beside: Beside
    floor: Any
    clips: Path

    def made(self) -> int:
        return len(list(self.clips.glob("*.wav")))

    def issue(self, number: int, language: str = "vi") -> None:
        """A number of field A, which counters 2 and 3 serve."""
        ticket = f"t{number}"
        self.floor.tickets[ticket] = SimpleNamespace(
            label=f"A{number:03d}", language=language, service=SimpleNamespace(field="a")
        )
        event = TicketIssued(ticket, 1, f"A{number:03d}", "A", number, "a", 0, 0)
        self.speech.announce([entry(number, event)])

    def call(self, number: int, counter: int = 2, language: str = "vi") -> None:
        self.floor.announcements.append(
            SimpleNamespace(id=1000 + number, label=f"A{number:03d}", counter=counter, language=language)
        )
        event = TicketCalled(f"t{number}", 1, counter, rule="arrival")
        self.speech.announce([entry(1000 + number, event)])


PLAN = VoicePlan(languages=("vi",), espeak=False)


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    counters = {
        number: SimpleNamespace(number=number, state=state, fields=fields)
        for number, state, fields in (
            (2, "open", ("a",)),
            (3, "open", ("a", "b")),
            (4, "closed", ("a",)),
            (5, "open", ("b",)),
        )
    }
    floor = SimpleNamespace(tickets={}, counters=counters, announcements=[])
    beside = Beside()
    speech = HallSpeech(lambda: PLAN, tmp_path, lambda: floor, beside)
    return Hall(speech, beside, floor, tmp_path / "speech")


def test_only_what_the_hall_is_told_now_can_be_heard(hall: Hall) -> None:
    hall.issue(1)
    hall.call(1)
    assert hall.speech.clip(1001, "vi") is not None
    assert hall.speech.clip(1001, "en") is None
    assert hall.speech.clip(1002, "vi") is None


def test_who_chose_another_language_is_called_in_it_as_well(hall: Hall) -> None:
    hall.issue(1, "en")
    hall.call(1, language="en")
    assert hall.speech.clip(1001, "vi") is not None
    assert hall.speech.clip(1001, "en") is not None


def test_nothing_is_made_while_nobody_listens(hall: Hall) -> None:
    hall.issue(1)
    hall.call(1)
    assert hall.beside.tasks == []


def test_once_somebody_listens_sentences_are_ready_for_every_open_counter(hall: Hall) -> None:
    hall.speech.clip(0, "vi")
    hall.issue(1)
    assert hall.made() == 0
    hall.beside.let_go()
    assert hall.made() == 2
    hall.issue(2, "en")
    hall.beside.let_go()
    assert hall.made() == 6


def test_a_call_goes_before_what_is_made_ahead_and_the_queue_is_short(hall: Hall) -> None:
    hall.speech.clip(0, "vi")
    for number in range(1, 100):
        hall.issue(number)
    hall.call(99, counter=5)
    assert len(hall.beside.tasks) == 1
    first = hall.speech._ahead[0]
    assert (first.label, first.counter) == ("A099", 5)
    assert len(hall.speech._ahead) == MOST_AHEAD


def test_what_failed_is_told_once_somebody_listens(hall: Hall) -> None:
    assert hall.speech.faults() == {}
    hall.issue(1)
    hall.call(1)
    hall.clips.write_text("no folder")
    assert hall.speech.clip(1001, "vi") is None
    assert set(hall.speech.faults()) == {"disk"}


def test_walls_are_told_what_can_be_said(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = hall.speech.rules()
    assert rules["spoken"] == ["vi", "en"]
    assert (rules["languages"], rules["repeat"], rules["volume"]) == (("vi",), 1, [])
    monkeypatch.setattr(hall.speech, "_plan", lambda: VoicePlan(is_on=False))
    assert hall.speech.rules()["spoken"] == []
