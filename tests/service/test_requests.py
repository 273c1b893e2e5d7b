"""What identifies a command, and which of its texts can be erased."""

from types import SimpleNamespace
from typing import Any, get_args

import msgspec
import pytest

from hub.domain import commands as c
from hub.service.clock import is_synchronised
from hub.service.requests import command_hash, erasable_fields, forgotten_fields, texts_of


def test_what_tells_a_person_is_neither_kept_nor_part_of_the_hash() -> None:
    assert {command for command in get_args(c.Command) if forgotten_fields(command)} == {c.IssueTicket}
    one, other = (c.IssueTicket(field="civil", person=person) for person in ("0912345678", "0987654321"))
    assert command_hash(one) == command_hash(other) != command_hash(c.IssueTicket(field="civil"))
    assert texts_of(one) == {}


def test_the_notes_are_the_erasable_texts() -> None:
    found = {command.__name__: erasable_fields(command) for command in get_args(c.Command)}
    assert {name for name, fields in found.items() if fields} == {"AdoptPlan", "Hold", "SetVisitNote", "Transfer"}
    assert found["Hold"] == {"note"}


def test_texts_of_a_command() -> None:
    assert texts_of(c.Hold(counter=1, note="in a hurry")) == {"note": "in a hurry"}
    assert texts_of(c.Hold(counter=1)) == {}
    assert texts_of(c.CloseDay()) == {}


def test_a_hash_tells_commands_and_values_apart() -> None:
    commands = [c.Recall(counter=1), c.Recall(counter=2), c.StartService(counter=1), c.CloseDay()]
    commands += [c.IssueTicket(field="civil"), c.IssueTicket(field="civil", files=2)]
    assert len({command_hash(command) for command in commands}) == len(commands)


def test_a_hash_keeps_no_trace_of_a_note_but_that_there_is_one() -> None:
    one, other = c.Hold(counter=1, note="0912345678"), c.Hold(counter=1, note="another")
    assert command_hash(one) == command_hash(other)
    assert command_hash(one) != command_hash(c.Hold(counter=1))


def test_a_new_default_leaves_the_hash_of_old_commands_alone() -> None:
    longer: Any = msgspec.defstruct(
        "Recall",
        [("counter", int), ("volume", int, 3)],
        frozen=True,
        kw_only=True,
        tag=True,
    )
    assert command_hash(longer(counter=1)) == command_hash(c.Recall(counter=1))
    assert command_hash(longer(counter=1, volume=4)) != command_hash(c.Recall(counter=1))


@pytest.mark.parametrize(("answer", "is_believed"), [(0, True), (4, True), (5, False), (-1, False)])
def test_the_kernels_word_on_its_clock_is_understood(
    monkeypatch: pytest.MonkeyPatch, answer: int, is_believed: bool
) -> None:
    kernel = SimpleNamespace(adjtimex=lambda _buffer: answer)
    monkeypatch.setattr("hub.service.clock.ctypes.CDLL", lambda _: kernel)
    assert is_synchronised() is is_believed


def test_a_kernel_that_cannot_say_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.service.clock.ctypes.CDLL", lambda _: object())
    assert is_synchronised() is False
