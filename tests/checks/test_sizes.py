"""Files of at most 300 lines, functions of at most 40, nesting of at most 3: quality shows in the tail."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.checks.tree import ROOT, lines_of, own_files

MOST_LINES_OF_FILE = 300
MOST_LINES_OF_FUNCTION = 40
DEEPEST_NESTING = 3
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function of the project with its place."""
    for file in own_files(".py"):
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            if isinstance(node, FUNCTIONS):
                yield f"{file}:{node.lineno} {node.name}", node


def depth(node: ast.AST, is_elif: bool = False) -> int:
    """How many blocks lie inside each other below a node; an `elif` is as deep as its `if`."""
    own = int(isinstance(node, BLOCKS) and not is_elif)
    children = (depth(child, _is_elif(node, child)) for child in ast.iter_child_nodes(node) if _counts(child))
    return own + max(children, default=0)


def _counts(child: ast.AST) -> bool:
    return not isinstance(child, (*FUNCTIONS, ast.ClassDef))


def _is_elif(node: ast.AST, child: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]


def test_no_file_is_too_long() -> None:
    long = {str(file): len(lines_of(file)) for file in own_files(".py", ".js", ".css", ".html")}
    assert {file: lines for file, lines in long.items() if lines > MOST_LINES_OF_FILE} == {}


def test_no_function_is_too_long() -> None:
    lengths = {place: (node.end_lineno or node.lineno) - node.lineno + 1 for place, node in functions()}
    assert lengths
    assert {place: lines for place, lines in lengths.items() if lines > MOST_LINES_OF_FUNCTION} == {}


def test_no_function_nests_too_deeply() -> None:
    depths = {place: depth(node) for place, node in functions()}
    assert {place: blocks for place, blocks in depths.items() if blocks > DEEPEST_NESTING} == {}


def test_nesting_is_counted_as_people_read_it() -> None:
    source = "def f():\n if a:\n  pass\n elif b:\n  for x in y:\n   pass\n else:\n  pass\n"
    assert depth(ast.parse(source).body[0]) == 2


def test_names_say_what_a_file_holds() -> None:
    vague = {"utils", "util", "helpers", "manager", "data", "info", "common", "misc"}
    assert [str(file) for file in own_files(".py", ".js") if set(Path(file).with_suffix("").parts) & vague] == []
