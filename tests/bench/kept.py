"""Runs that are kept, each as a JSON file, so that the next one can say what got slower."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tests.bench.figures import Figure, Table
from tests.bench.machine import Machine
from tests.hub_nursery import ROOT

FOLDER = ROOT / "docs" / "bench"
PATTERN = "????-??-??T??????.json"

Key = tuple[str, str, str, str, str]
"""Bench, table, figure, unit and what the limit is: what all runs know a figure by."""


class Damaged(Exception):
    """A kept file cannot be read; the text says which, why and what to do."""


class Measured(msgspec.Struct, frozen=True):
    """One bench: its tables, and the seconds that it took."""

    tables: tuple[Table, ...]
    took_s: int


class Run(msgspec.Struct, frozen=True):
    """One run: when (UTC), on what, with which program, how busy the machine was before, and what was measured."""

    at: datetime
    machine: Machine
    program: str
    load: float
    benches: dict[str, Measured]

    def figures(self) -> Iterator[tuple[Key, Figure]]:
        """Every figure with what it is known by."""
        for bench, measured in self.benches.items():
            for table in measured.tables:
                for figure in table.figures:
                    yield (bench, table.title, figure.name, figure.unit, figure.limit_is), figure


def fullest(runs: list[Run]) -> Run:
    """The newest of the runs that have the most benches: one of a few benches does not stand for all."""
    return max(runs, key=lambda run: (len(run.benches), run.at))


def kept_runs(folder: Path = FOLDER) -> list[Run]:
    """All kept runs, the oldest first. Raises Damaged."""
    return [_read(file) for file in sorted(folder.glob(PATTERN))]


def _read(file: Path) -> Run:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Run)
    except msgspec.DecodeError as why:
        raise Damaged(f"{file.name} is no kept run ({why}): fetch it again from the repository, or remove it") from why


def keep(run: Run, folder: Path = FOLDER) -> Path:
    """Write a run; returns its file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{run.at.astimezone(UTC):%Y-%m-%dT%H%M%S}.json"
    shortened = msgspec.json.encode(_rounded(msgspec.to_builtins(run)))
    file.write_bytes(msgspec.json.format(shortened, indent=1) + b"\n")
    return file


def _rounded(value: object) -> object:
    """The same with six digits that count: more were never measured."""
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value
