"""The opening hours of the next days as the rules read them, so that nobody has to wait for Tết to see a slip."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hub.console.base import centre_of, options, plain_errors

if TYPE_CHECKING:
    from config.centre import Installation
    from hub.domain.plan import Plan

CLOSED = "closed"


@click.command()
@options("data", "centre", centre=None)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day, such as 2027-02-01. [today]")
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 400), help="How many days.")
def hours(first: datetime | None, days: int, data: Path, centre: Path | None) -> None:
    """Show on which days and at what times the kiosks of a centre give out numbers."""
    from zoneinfo import ZoneInfo

    from config.centre import load_installation
    from config.hours import worked_weekends
    from hub.console.plan import adopted_beside

    with plain_errors():
        folder = centre_of(data, centre)
        found = load_installation(folder, {"printer_port": 9100})
        adopted = adopted_beside(data, folder)
    begin = (first or datetime.now(ZoneInfo(found.plan.zone))).date()
    for line in timetable(found, begin, days):
        click.echo(line)
    for on in worked_weekends(found.plan, begin, days):
        click.echo(f"Note: {on:%a %Y-%m-%d} makes up for a day off; if the centre works then, make it a special day.")
    if adopted is not None and (adopted.hours, adopted.zone) != (found.plan.hours, found.plan.zone):
        click.echo("! These are the hours of the draft, centre.toml; the adopted plan, which counts, has other ones.")
        click.echo("  run.py plan diff says where, run.py plan adopt makes them count.")


def timetable(centre: "Installation", first: date, days: int) -> Iterator[str]:
    """A line for each day, and one for each field whose hours differ from those of most fields."""
    for later in range(days):
        on = first + timedelta(days=later)
        plan = centre.plan_for(on.isoformat())
        fields_by_hours = _fields_by_hours(plan, on)
        most, *others = sorted(fields_by_hours, key=lambda spans: -len(fields_by_hours[spans]))
        yield f"{on:%a %Y-%m-%d}  {most}"
        for spans in others:
            yield f"{'':14}  {', '.join(fields_by_hours[spans])}: {spans}"


def _fields_by_hours(plan: "Plan", on: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for field in plan.fields:
        found[_hours_of(plan, field.id, on.isoformat())].append(field.id)
    return found


def _hours_of(plan: "Plan", field_id: str, day: str) -> str:
    from hub.domain.hours import name_of_day, sessions
    from hub.domain.numbering import local_time

    name = name_of_day(plan, field_id, day)
    spans = [
        f"{local_time(from_ms, plan.zone):%H:%M}–{local_time(to_ms, plan.zone):%H:%M}".replace("–00:00", "–24:00")
        for from_ms, to_ms in sessions(plan, field_id, day)
    ]
    return " ".join(spans or [CLOSED]) + (f" ({name.vi})" if name else "")
