"""Small charts side by side in one SVG: one line each, on an axis that may be logarithmic."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leather import Chart, Series, theme
from leather.scales import Scale
from leather.shapes import Line

from tests.bench.table import amount

COLUMNS, WIDTH, HEIGHT, HEADING = 4, 280, 150, 34
LETTERS_OF_A_TITLE = 38
MOST_DOTS, MOST_TICKS = 40, 3
BLUE, GREEN, RED = "#2563a8", "#2e7d32", "#c62828"

for _text in ("title", "tick"):
    setattr(theme, f"{_text}_font_family", "sans-serif")
theme.title_font_size, theme.tick_font_size = 11, 10
theme.tick_font_char_width, theme.tick_font_char_height = 6, 10
theme.background_color, theme.label_color = "#ffffff", "#555555"
theme.default_line_width, theme.margin = 1.5, 0.07

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Small:
    """One chart: its points by ``x``, the unit of ``y``, what both ends of ``x`` are called, what is aimed at.

    The aim is a dashed line; ``is_bad`` draws the course red; ``from_zero`` shows the whole height.
    """

    title: str
    points: Sequence[Point]
    unit: str
    ends: tuple[str, str]
    aim: float | None = None
    is_bad: bool = False
    from_zero: bool = False


class Along(Scale):
    """An axis from ``low`` to ``high``, logarithmic if that is wanted; rounded, so that the file stays light."""

    def __init__(self, low: float, high: float, *, is_log: bool = False) -> None:
        self._low, self._high = low, high
        self._bent = math.log if is_log else float

    def contains(self, value: float) -> bool:
        """Whether it can be drawn."""
        return self._low <= value <= self._high

    def project(self, value: float, range_min: float, range_max: float) -> float:
        """Where a value lies."""
        low, high = self._bent(self._low), self._bent(self._high)
        return round(range_min + (range_max - range_min) * (self._bent(value) - low) / (high - low), 1)

    def ticks(self) -> list[float]:
        """A few round values; of a scale that holds too few of them, or goes below nothing, its ends."""
        if self._low < 0:
            return [self._low, self._high]
        most = math.ceil(math.log10(self._high))
        round_values = [step * 10.0**power for power in range(most - 4, most + 1) for step in (1, 2, 5)]
        shown = [value for value in round_values if self.contains(value)]
        shown = shown[:: -(-len(shown) // MOST_TICKS) or 1] if self._low else [0.0, *shown[-1:]]
        return shown if len(shown) > 1 else [self._low, self._high]


class Course(Line):
    """A line with its points, where they are few, and what is aimed at."""

    def __init__(self, small: Small) -> None:
        super().__init__(RED if small.is_bad else BLUE)
        self._small = small

    def to_svg(self, width: float, height: float, x_scale: Any, y_scale: Any, *rest: Any) -> ET.Element:
        """All of it as one group."""
        group: ET.Element = super().to_svg(width, height, x_scale, y_scale, *rest)
        if self._small.aim is not None:
            y = str(y_scale.project(self._small.aim, height, 0))
            aim = {"x1": "0", "x2": str(width), "y1": y, "y2": y, "stroke": GREEN, "stroke-dasharray": "4 3"}
            ET.SubElement(group, "line", aim)
        for at, value in self._small.points if len(self._small.points) <= MOST_DOTS else ():
            x, y = (str(scale) for scale in (x_scale.project(at, 0, width), y_scale.project(value, height, 0)))
            ET.SubElement(group, "circle", {"cx": x, "cy": y, "r": "2.5", "fill": RED if self._small.is_bad else BLUE})
        return group


def drawn(small: Small) -> ET.Element:
    """One chart as a group."""
    (first, _), (last, _) = small.points[0], small.points[-1]
    shown = [*(value for _, value in small.points), *([small.aim] if small.aim is not None else [])]
    low, high = min(shown), max(shown)
    is_log = not small.from_zero and low > 0
    chart = Chart(_short(small.title))
    chart.set_x_scale(Along(first, last) if last > first else Along(first - 1, first + 1))
    chart.set_y_scale(Along(low / 1.3, high * 1.3, is_log=True) if is_log else _from_nothing(low, high))
    chart.add_x_axis(ticks=[first, last] if last > first else [first], tick_formatter=lambda v, i, n: small.ends[i])
    chart.add_y_axis(tick_formatter=lambda value, i, n: amount(value, small.unit))
    chart.add_series(Series(list(small.points)), Course(small))
    group: ET.Element = chart.to_svg_group(WIDTH, HEIGHT)
    return group


def _from_nothing(low: float, high: float) -> Along:
    """An axis on which nothing has its place: what is measured as a difference may be below it."""
    below, above = min(0.0, low * 1.1), max(0.0, high * 1.1)
    return Along(below, above if above > below else 1.0)


def _short(title: str) -> str:
    return title if len(title) <= LETTERS_OF_A_TITLE else f"{title[: LETTERS_OF_A_TITLE - 1]}…"


def picture(sections: dict[str, Sequence[Small]]) -> str:
    """All charts as one SVG, each section under its heading, so many in a row."""
    height = sum(HEADING + -(-len(charts) // COLUMNS) * HEIGHT for charts in sections.values())
    size = {"width": str(COLUMNS * WIDTH), "height": str(height)}
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {COLUMNS * WIDTH} {height}", **size)
    ET.SubElement(root, "rect", width="100%", height="100%", fill=theme.background_color)
    top = 0
    for heading, charts in sections.items():
        style = {"font-family": "sans-serif", "font-size": "14", "font-weight": "bold", "fill": "#222222"}
        ET.SubElement(root, "text", {"x": "14", "y": str(top + 24), **style}).text = heading
        top += HEADING
        for place, chart in enumerate(charts):
            x, y = place % COLUMNS * WIDTH, top + place // COLUMNS * HEIGHT
            ET.SubElement(root, "g", transform=f"translate({x} {y})").append(drawn(chart))
        top += -(-len(charts) // COLUMNS) * HEIGHT
    return ET.tostring(root, encoding="unicode") + "\n"
