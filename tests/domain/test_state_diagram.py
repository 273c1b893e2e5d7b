"""The diagram in the documentation is the table of moves."""

import re
from pathlib import Path

from hub.domain.transitions import MOVES, State, state_diagram

DOCUMENT = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_the_document_shows_the_table():
    diagrams = re.findall(r"```mermaid\n(.*?)\n```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)

    assert state_diagram() in diagrams, f"put the output of state_diagram() into {DOCUMENT.name}"


def test_the_diagram_has_one_line_for_each_move_and_names_every_state():
    _, *lines = state_diagram().splitlines()

    assert sum(": " in line for line in lines) == len(MOVES)
    assert all(any(state in re.findall(r"\w+", line) for line in lines) for state in State)
