"""The rules know neither clock nor chance nor disk: the same journal gives the same hall everywhere."""

import ast
from pathlib import Path

import pytest

import hub.domain

FOLDER = Path(hub.domain.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))

ALLOWED = {
    "bisect",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "enum",
    "itertools",
    "re",
    "typing",
    "zoneinfo",
    "msgspec",
    "msgspec.structs",
}
"""All that the rules may import beside themselves; ``datetime`` only to convert instants."""

FROM_OUTSIDE = {"now", "utcnow", "today", "open", "input", "print", "hash", "id", "__import__", "exec", "eval"}
"""Calls whose result depends on more than their arguments, or that reach out; ``hash`` and ``id`` change each run."""


def imports(tree: ast.AST) -> set[str]:
    """Names of all modules imported anywhere in a file, also inside functions."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def names_called(tree: ast.AST) -> set[str]:
    """Last names of everything that is called in a file."""
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [node.id if isinstance(node, ast.Name) else getattr(node, "attr", "") for node in functions]
    return set(named)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_a_file_of_the_rules_is_pure(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))

    foreign = {name for name in imports(tree) - ALLOWED if name.split(".")[:2] != ["hub", "domain"]}
    assert foreign == set()
    assert names_called(tree) & FROM_OUTSIDE == set()


def test_the_check_sees_what_it_forbids():
    impure = ast.parse("import time\ndef f():\n    from os import path\n    return datetime.now(), open('x')")

    assert imports(impure) == {"time", "os"}
    assert names_called(impure) >= {"now", "open"}


def test_there_are_rules_to_check():
    assert {file.name for file in FILES} >= {"decide.py", "apply.py", "levels.py"}
