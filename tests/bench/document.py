"""The tables of a run in docs/performance.md, each bench's between marks of its own."""

import re
from pathlib import Path

from tests.bench.kept import Run
from tests.bench.table import markdown
from tests.hub_nursery import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
END = "<!-- end -->"


def mark(name: str) -> str:
    """Where the tables of a bench begin."""
    return f"<!-- measured: {name} -->"


def fill(parts: dict[str, str], file: Path = DOCUMENT) -> None:
    """Put each part between its marks; one without a place in the document is left out."""
    text = file.read_text(encoding="utf-8")
    for name, content in parts.items():
        between = re.compile(f"(?<={re.escape(mark(name))}\n).*?(?={END})", re.DOTALL)
        text = between.sub(lambda _, content=content: f"{content.strip()}\n", text, count=1)
    file.write_text(text, encoding="utf-8")


def parts_of(run: Run) -> dict[str, str]:
    """What a run has to say: on what it was measured, and the tables of each bench."""
    tables = {name: "\n".join(map(markdown, measured.tables)) for name, measured in run.benches.items()}
    return {"machine": on_what(run), **tables}


def on_what(run: Run) -> str:
    """The machine of a run in a sentence."""
    machine, minutes = run.machine, sum(measured.took_s for measured in run.benches.values()) / 60
    return (
        f"Measured on {run.at:%Y-%m-%d %H:%M} UTC, version {run.program}: {machine.processor}, {machine.cores} cores, "
        f"{machine.memory_gb} GB, {machine.kernel}, Python {machine.python}, SQLite {machine.sqlite}; before it "
        f"{run.load:.0%} of the processors were in use. It took {minutes:.0f} minutes."
    )
