"""Runs that are kept can be read again, compared and drawn, whatever happened to their files."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from tests.bench.__main__ import BENCHES
from tests.bench.comparing import compare, in_words, pairs
from tests.bench.document import DOCUMENT, END, fill, mark, parts_of
from tests.bench.drawing import draw
from tests.bench.figures import Aim, Figure, Table, parts_apart, spread
from tests.bench.kept import Damaged, Measured, Run, fullest, keep, kept_runs
from tests.bench.machine import Machine

MACHINE = Machine("A processor", 2, 8, "Linux 6", "3.11.7", "3.40.1")
RATE = Figure("calls, 8 clients", 800.0, "/s", 1000.0, "bare", Aim(least=0.6), 0.02, is_more_better=True)
WAIT = Figure("call, p99", 12.0, "ms", 10.0, "bare", Aim(most=1.6), 0.05)
MEMORY = Figure("idle hub", 70.0, "MB", aim=Aim(most=90, of="ours"))
LOST = Figure("undelivered", 0.0, "calls")
GROWN = Figure("growth, which may be a loss", -0.128, "MB")


def run_of(*figures: Figure, hours: int = 0, machine: Machine = MACHINE) -> Run:
    at = datetime(2026, 11, 22, 9, tzinfo=UTC) + timedelta(hours=hours)
    return Run(at, machine, "1.0 abc", 0.01, {"commands": Measured((Table("Issue & call", figures),), 60)})


BEFORE = run_of(RATE, WAIT, MEMORY, LOST)


def test_a_run_is_read_as_it_was_kept_the_oldest_first(tmp_path: Path) -> None:
    later = run_of(RATE, hours=1)
    assert [keep(run, tmp_path).name for run in (later, BEFORE)] == ["2026-11-22T100000.json", "2026-11-22T090000.json"]
    assert kept_runs(tmp_path) == [BEFORE, later]


def test_what_was_never_measured_is_not_kept(tmp_path: Path) -> None:
    keep(run_of(replace(MEMORY, ours=70.123456789)), tmp_path)
    assert dict(kept_runs(tmp_path)[0].figures())["commands", "Issue & call", "idle hub", "MB", ""].ours == 70.1235


@pytest.mark.parametrize("content", ["", "{", '{"at": "yesterday"}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    keep(BEFORE, tmp_path).write_text(content, encoding="utf-8")
    with pytest.raises(Damaged, match=r"2026-11-22T090000\.json is no kept run .* remove it"):
        kept_runs(tmp_path)


def test_worse_is_less_of_a_rate_and_more_of_a_time_by_the_ratio_to_the_limit() -> None:
    slower = run_of(replace(RATE, ours=600.0), replace(WAIT, ours=24.0, limit=20.0), replace(MEMORY, ours=100.0), LOST)
    found = compare(BEFORE, slower)
    assert [(change.now.name, round(change.worse, 2)) for change in found.slower] == [
        ("idle hub", 1.43),
        ("calls, 8 clients", 1.33),
    ]
    assert [change.now.name for change in compare(slower, BEFORE).faster] == ["idle hub", "calls, 8 clients"]


def test_what_lies_within_ten_percent_and_the_spread_of_both_is_no_change() -> None:
    found = compare(BEFORE, run_of(replace(RATE, ours=720.0), replace(WAIT, ours=14.0), MEMORY, LOST))
    assert (found.slower, found.faster) == ((), ())


def test_cases_that_differ_are_no_spread_of_a_run_whose_parts_are_alike() -> None:
    touches = [8.0, 10.0, 12.0, 10.0] * 75
    assert (parts_apart(touches, 50), parts_apart([], 50), spread(touches) > 0) == (0, 0, True)
    assert parts_apart([10.0] * 150 + [12.0] * 150, 50) > 0


def test_one_where_there_was_none_is_worse() -> None:
    assert [c.worse for c in compare(BEFORE, run_of(RATE, replace(LOST, ours=1.0))).slower] == [float("inf")]


def test_each_bench_is_held_against_the_last_run_that_has_it_on_the_same_machine_first() -> None:
    whole = structs.replace(BEFORE, benches={**BEFORE.benches, "touch": BEFORE.benches["commands"]})
    partial = run_of(RATE, hours=1)
    elsewhere = run_of(RATE, hours=2, machine=Machine("Another", 16, 64, "Linux 6", "3.13", "3.50"))
    now = structs.replace(whole, at=whole.at + timedelta(hours=3))
    found = pairs([whole, partial, elsewhere], now)
    assert [(before, list(part.benches)) for before, part in found] == [(partial, ["commands"]), (whole, ["touch"])]
    assert [before for before, _ in pairs([elsewhere], now)] == [elsewhere]
    assert fullest([whole, partial]) == whole


def test_another_limit_is_another_figure() -> None:
    found = compare(BEFORE, run_of(RATE, replace(WAIT, limit_is="asyncio"), MEMORY, LOST))
    assert ([key[4] for key in found.new], [key[4] for key in found.gone]) == (["asyncio"], ["bare"])


def test_on_another_machine_only_ratios_are_compared() -> None:
    other = Machine("Another", 16, 64, "Linux 6", "3.13", "3.50")
    found = compare(BEFORE, run_of(replace(RATE, ours=300.0), replace(MEMORY, ours=900.0), machine=other))
    assert [change.now.name for change in found.slower] == ["calls, 8 clients"]
    assert "another machine" in "\n".join(in_words(found, BEFORE))


def test_a_limit_that_is_ours_hides_nothing_that_slows_both() -> None:
    old_days = replace(WAIT, limit_is="new file", limit_is_ours=True)
    twice = replace(old_days, ours=24.0, limit=20.0)
    found = compare(run_of(old_days), run_of(twice))
    assert [(change.of, change.worse) for change in found.slower] == [("ours", 2.0)]
    assert "  slower, 2.00 times: commands, Issue & call: call, p99: 12.0 ms → 24.0 ms" in in_words(found, BEFORE)
    other = Machine("Another", 16, 64, "Linux 6", "3.13", "3.50")
    assert compare(run_of(old_days), run_of(twice, machine=other)).slower == ()


def test_words_name_figure_ratio_and_amount() -> None:
    lines = list(in_words(compare(BEFORE, run_of(replace(RATE, ours=400.0), WAIT, MEMORY, LOST)), BEFORE))
    assert (
        "  slower, 2.00 times: commands, Issue & call: calls, 8 clients: 0.800 × (800 /s) → 0.400 × (400 /s)" in lines
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_drawing_is_svg_and_has_every_figure(tmp_path: Path, count: int) -> None:
    runs = [run_of(RATE, replace(WAIT, ours=12.0 + n), MEMORY, LOST, GROWN, hours=n) for n in range(count)]
    draw(runs, tmp_path / "over_time.svg")
    words = {text.text for text in ET.parse(tmp_path / "over_time.svg").iter("{http://www.w3.org/2000/svg}text")}
    assert {"commands: Issue & call", *(figure.name for figure in (RATE, WAIT, MEMORY, LOST, GROWN))} <= words


def test_a_run_of_one_bench_takes_no_other_out_of_the_drawing(tmp_path: Path) -> None:
    touch = Measured((Table("Touch", (WAIT,)),), 60)
    draw([BEFORE, structs.replace(run_of(RATE, hours=1), benches={"touch": touch})], tmp_path / "over_time.svg")
    text = (tmp_path / "over_time.svg").read_text(encoding="utf-8")
    assert ("commands: Issue" in text, "touch: Touch" in text) == (True, True)


def test_the_document_gets_the_tables_of_a_run_between_its_marks(tmp_path: Path) -> None:
    file = tmp_path / "performance.md"
    empty = f"Before\n{mark('commands')}\n{END}\nBetween\n{mark('machine')}\n{END}\nBehind\n"
    file.write_text(empty, encoding="utf-8")
    fill(parts_of(run_of(WAIT)), file)
    fill(parts_of(run_of(RATE)), file)
    text = file.read_text(encoding="utf-8")
    places = [text.index(part) for part in ("Before", "| calls, 8 clients", "Between", "A processor", "Behind")]
    assert places == sorted(places)
    assert WAIT.name not in text


def test_every_bench_has_its_place_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in ("machine", *BENCHES, "soak") if mark(name) not in text] == []
