"""The import contract denies by default."""

import pytest
from grimp import ImportGraph

from tests.checks.nothing_but import NothingBut


def graph_of(*imports: tuple[str, str]) -> ImportGraph:
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_module(importer)
        graph.add_module(imported)
        graph.add_import(importer=importer, imported=imported)
    return graph


def wrong(graph: ImportGraph, **options: list[str]) -> list[str]:
    contract = NothingBut(name="hall", session_options={}, contract_options={"modules": ["hall"], **options})
    return contract.check(graph, verbose=False).metadata["wrong"]


@pytest.mark.parametrize(
    ("imported", "expected"),
    [
        ("hall.doors", []),
        ("zoneinfo", []),
        ("msgspec", []),
        ("roof.tiles", []),
        ("requests", ["hall.main imports requests"]),
        ("roofing", ["hall.main imports roofing"]),
        ("hallway", ["hall.main imports hallway"]),
    ],
)
def test_only_own_standard_and_listed_modules_pass(imported: str, expected: list[str]) -> None:
    assert wrong(graph_of(("hall.main", imported)), allowed=["msgspec", "roof"]) == expected


def test_a_module_left_out_is_judged_elsewhere_but_not_to_be_imported() -> None:
    graph = graph_of(("hall.page", "flask"), ("hall.main", "hall.page"))
    assert wrong(graph, except_modules=["hall.page"]) == ["hall.main imports hall.page"]
