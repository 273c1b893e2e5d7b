"""All kept runs over time: a small chart for each figure, its ratio to the limit or, where it has none, itself."""

from pathlib import Path

from msgspec.structs import replace

from tests.bench.charts import Small, picture
from tests.bench.figures import Figure
from tests.bench.kept import FOLDER, Key, Run

FILE = FOLDER / "over_time.svg"


def draw(runs: list[Run], file: Path = FILE) -> None:
    """Draw every figure of each bench's newest run; runs that did not have it are left out of its line."""
    newest = {name: measured for run in runs for name, measured in run.benches.items()}
    sections: dict[str, list[Small]] = {}
    for key, figure in replace(runs[-1], benches=newest).figures():
        sections.setdefault(f"{key[0]}: {key[1]}", []).append(_small(key, figure, runs))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(picture(sections), encoding="utf-8")


def _small(key: Key, figure: Figure, runs: list[Run]) -> Small:
    """What is aimed at decides what is drawn, else the ratio where there is one."""
    aim = figure.aim
    is_ratio = figure.ratio is not None if aim is None else aim.of == "ratio"
    aimed = None if aim is None else aim.least if aim.most is None else aim.most
    unit = "×" if is_ratio else figure.unit
    return Small(figure.name, _course(key, runs, is_ratio), unit, _ends(key, runs), aimed, figure.is_missed)


def _course(key: Key, runs: list[Run], is_ratio: bool) -> list[tuple[float, float]]:
    """The figure by the number of the run."""
    figures = ((number, dict(run.figures()).get(key)) for number, run in enumerate(runs))
    return [(number, float((f.ratio if is_ratio else f.ours) or 0)) for number, f in figures if f is not None]


def _ends(key: Key, runs: list[Run]) -> tuple[str, str]:
    days = [f"{run.at:%d.%m.}" for run in runs if key in dict(run.figures())]
    return days[0], days[-1]
