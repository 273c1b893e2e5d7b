"""A long run is judged by what was lost and by what grew."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.bench.soak import __main__ as program
from tests.bench.soak.book import Book, Call
from tests.bench.soak.verdict import Outcome, drawn, in_words, table
from tests.bench.soak.watch import Rest, Sample

SAMPLES = [Sample(at_s=float(n), memory_mb=90.0, descriptors=150, threads=5, core=0.1, late_ms=1.0, journal_mb=n / 100,
                  rows=n * 5, waiting=60, people=n) for n in range(1, 601)]  # fmt: skip
REST = Rest(30, 5)
WELL = Outcome(
    REST, REST, SAMPLES, [(float(n), 0.01) for n in range(500)], [0.02] * 50, {"people": 520}, {"undelivered": 0}, []
)


def grown(by_mb_a_minute: float) -> Outcome:
    """A run in which the memory grows, one person a second."""
    return replace(WELL, samples=[replace(one, memory_mb=90 + by_mb_a_minute * one.at_s / 60) for one in SAMPLES])


def test_what_todays_numbers_take_is_no_leak() -> None:
    assert not any(figure.is_missed for figure in table(grown(by_mb_a_minute=0.36)).figures)


def test_a_run_without_losses_and_growth_is_well() -> None:
    assert list(in_words(WELL)) == [
        "All is well: nothing was lost, nothing grew beyond its measure, the journal is sound."
    ]
    assert not any(figure.is_missed for figure in table(WELL).figures)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (replace(WELL, lost={"undelivered": 1}), "Not as it should be: undelivered."),
        (replace(WELL, troubles=["A7 is missing"]), "Went wrong: A7 is missing"),
        (replace(WELL, after=Rest(36, 5)), "Not as it should be: file descriptors at rest."),
        (replace(WELL, after=Rest(30, 11)), "Not as it should be: threads at rest."),
        (grown(by_mb_a_minute=2), "Not as it should be: memory that no person of the second half explains."),
    ],
)
def test_what_is_not_well_is_said(outcome: Outcome, said: str) -> None:
    assert said in list(in_words(outcome))


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(WELL, 0), (replace(WELL, after=Rest(36, 5)), 1)],
)
def test_what_grows_is_a_failure_and_the_picture_has_a_folder(
    outcome: Outcome, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "docs" / "soak.svg"
    monkeypatch.setattr(program, "FILE", picture)
    monkeypatch.setattr(program, "fill", lambda _parts: None)
    monkeypatch.setattr(program, "_run", lambda _for_s, _a_second: outcome)
    assert CliRunner().invoke(program.soak, ["--keep"]).exit_code == status
    assert picture.exists()


def test_the_picture_has_a_light_course_of_everything() -> None:
    svg = drawn(WELL)
    words = {text.text for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert {
        "call → last screen, p99",
        "memory of the hub's own",
        "threads",
        "journal",
        "people who wait",
        "10 min",
    } <= words
    assert len(svg) < 60_000


def test_the_book_tells_gaps_repeats_and_who_is_called_twice() -> None:
    book = Book()
    for number in (1, 2, 2, 5):
        book.draw({"series": "A", "number": number, "ticket": f"A{number}", "field": "ho_tich"})
    assert sorted(book.gaps()) == ["A2 was drawn 2 times", "A3 is missing", "A4 is missing"]
    assert [book.take() for _ in range(5)] == [True] * 4 + [False]
    book.called("A1", Call(7, 1, 0.0))
    book.called("A1", Call(8, 2, 0.0))
    assert book.troubles == ["A1 was called to counter 2 and stands at 1"]
