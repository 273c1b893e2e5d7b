"""A table of figures in Markdown: what was measured, what it is held against, their ratio, the spread, the aim."""

from collections.abc import Iterator

from tests.bench.figures import Aim, Figure, Table

HEAD = ("figure", "ours", "limit, same run", "ours ÷ limit", "± spread", "aim")


def markdown(table: Table) -> str:
    """The table as it can go into a document."""
    rows = [HEAD, *(tuple(_cells(figure)) for figure in table.figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join((f"\n{table.title}\n", *lines))


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def _cells(figure: Figure) -> Iterator[str]:
    yield figure.name
    yield amount(figure.ours, figure.unit)
    yield f"{amount(figure.limit, figure.unit)} {figure.limit_is}".strip() if figure.limit is not None else ""
    yield amount(figure.ratio, "×") if figure.ratio is not None else ""
    yield f"{figure.spread:.0%}" if figure.spread else ""
    yield _aimed(figure, figure.aim) if figure.aim else ""


def _aimed(figure: Figure, aim: Aim) -> str:
    unit = "×" if aim.of == "ratio" else figure.unit
    words = " and ".join(
        f"{sign} {amount(value, unit)}" for sign, value in (("≤", aim.most), ("≥", aim.least)) if value is not None
    )
    return f"{words}: missed" if figure.is_missed else words


def amount(value: float, unit: str) -> str:
    """An amount with three digits that count; what is counted is whole."""
    if not value or (not unit and value == round(value)):
        return f"{value:,.0f} {unit}".strip()
    digits = next((digits for digits, least in enumerate((100, 10, 1)) if abs(value) >= least), 3)
    return f"{value:,.{digits}f} {unit}".strip()
