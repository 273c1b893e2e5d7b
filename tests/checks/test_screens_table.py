"""The tests that docs/screens.md names are there."""

import re
from pathlib import Path

from tests.checks.tree import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_promise_names_a_test_that_is_there() -> None:
    named = NAMED.findall((ROOT / "docs" / "screens.md").read_text(encoding="utf-8"))
    assert len(named) > 30
    assert [f"{file}::{name}" for file, name in named if not is_there(ROOT / file, name)] == []


def is_there(file: Path, name: str) -> bool:
    return file.is_file() and (not name or f"def {name}(" in file.read_text(encoding="utf-8"))
