"""Nothing unfinished, no path of somebody's machine and no package registry's address is left in the tree."""

import re

import pytest

from tests.checks.tree import lines_of, own_files

TEXT_FILES = (".py", ".js", ".css", ".html", ".md", ".toml", ".cfg", ".csv", ".lock", ".sh", "")

# Character classes keep these patterns from finding themselves.
UNWANTED = {
    "unfinished": r"\b([T]ODO|[F]IXME|[X]XX|[H]ACK)\b|[N]otImplementedError",
    "a path of one machine": r"(?<![\w.])/([r]oot|[h]ome/[a-z]\w*|[w]ork|[U]sers)/|\.\./[s]hared",
    "a package registry": r"[p]ypi\.org|[p]ythonhosted|[r]egistry\.npmjs",
    "a test that is passed over": r"pytest\.(mark\.)?([s]kip|[x]fail)|unittest\.[s]kip",
}


@pytest.mark.parametrize("kind", UNWANTED)
def test_nothing_unwanted_is_left(kind: str) -> None:
    pattern = re.compile(UNWANTED[kind])
    found = [
        f"{file}:{number}: {line.strip()[:100]}"
        for file in own_files(*TEXT_FILES)
        for number, line in enumerate(lines_of(file), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_test_sleeps() -> None:
    pattern = re.compile(r"\b(time|gevent|asyncio)\.[s]leep\(")
    tests = [file for file in own_files(".py") if file.parts[0] == "tests"]
    assert [str(file) for file in tests if any(pattern.search(line) for line in lines_of(file))] == []
