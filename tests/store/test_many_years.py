"""A journal of many years: what is asked of it costs what it costs in the first week."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.service.ports import Journal as Port
from hub.store.closing_head import head_of
from hub.store.journal import Journal
from hub.store.told import ToldTable
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall

SECOND, THIRD = "2026-11-23", "2026-11-24"
FEW, MANY = 3, 150
"""Tickets of the second day."""

Question = Callable[[Journal], object]
QUESTIONS: dict[str, Question] = {
    "origin": lambda journal: journal.origin,
    "the open day": lambda journal: list(journal.since_opening()),
    "its texts": lambda journal: journal.texts_since_opening(),
    "the first day": lambda journal: journal.day_requests(DAY),
    "which days ended": lambda journal: head_of(journal, 0),
    "where a day ended": lambda journal: head_of(journal, 1, DAY),
    "numbers that lapsed": lambda journal: journal.lapsed_numbers(DAY),
    "who was carried over": lambda journal: journal.carried_from(DAY),
    "an answer": lambda journal: journal.decision("kiosk:K1", "never-asked"),
    "answers that are too old": lambda journal: journal.forget_answers(SECOND, 2, but=""),
    "whether walls were seen": lambda journal: ToldTable(journal.connection).has_walls_since(1),
}


def lived(path: Path, tickets: int) -> Hall:
    """Three days; the second one is as long as it is told to be."""
    hall = Hall(path)
    for day, number in ((DAY, FEW), (SECOND, tickets), (THIRD, FEW)):
        hall.do(c.OpenDay(day=day, plan=PLAN, confirmed_by="clock"))
        for _ in range(number):
            hall.do(c.IssueTicket(field="civil"))
        hall.do(c.CloseDay())
        hall.clock.at_ms += 24 * HOUR_MS
    return hall


def steps_of(journal: Journal, question: Question) -> int:
    """How many steps SQLite's machine takes for a question, in fives."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    journal.connection.set_progress_handler(count, 5)
    question(journal)
    journal.connection.set_progress_handler(None, 0)
    return steps


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, Path]":
    folder = tmp_path_factory.mktemp("years")
    for name, tickets in (("short", FEW), ("long", MANY)):
        lived(folder / name, tickets).close()
    return folder / "short", folder / "long"


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_what_lies_long_ago_costs_nothing(journals: tuple[Path, Path], question: Question) -> None:
    took = []
    for path in journals:
        with closing(Journal.open(path, 0)) as journal:
            took.append(steps_of(journal, question))
    assert took[1] <= took[0] + FEW


def test_what_left_rows_is_known_without_its_answer(tmp_path: Path) -> None:
    hall = lived(tmp_path / "hub.db", FEW)
    journal: Port = hall.journal
    known = journal.decision("test", f"key-{FEW}")
    assert journal.forget_answers(SECOND, 1000, but="") > FEW
    again = journal.decision("test", f"key-{FEW}")
    assert known is not None
    assert again is not None
    assert (again.stored, again.seq_to, again.command_hash) == (known.stored, known.seq_to, "")
    assert journal.decision("test", "key-4") != journal.decision("test", "never-asked")
    hall.close()
