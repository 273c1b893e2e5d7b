"""The plan from the command line: what counts, what differs, and another one in its place."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from hub.console.accounts import OnTheSpot
from hub.console.base import CENTRE_NAME, centre_of, hub_answers, options, plain_errors

if TYPE_CHECKING:
    import sqlite3

    from hub.domain.plan import Plan
    from hub.service.ports import Adoption

FILE = click.Path(path_type=Path)
NO_PLAN = "No plan was adopted yet; the hub's first start does it."
LANGUAGE = click.option("--in", "language", default="vi", show_default=True, help="The language: vi or en.")


@click.group()
def plan() -> None:
    """The plan: fields, counters, classes, order of calling, hours, texts. Works beside a running hub and without one.

    The adopted plan counts. The centre's file centre.toml is a draft that somebody adopts.
    """


@plan.command()
@options("data")
@click.option("--version", type=int, help="The plan of this version, instead of the adopted one.")
@click.option("--day", help="The plan with which this day opened, such as 2026-11-22.")
@click.option("--toml", is_flag=True, help="Print it as TOML, as a centre.toml.")
@click.option("--csv", "folder", type=FILE, help="Write it to this folder: centre.toml and a table for each list.")
def show(data: Path, version: int | None, day: str | None, toml: bool, folder: Path | None) -> None:
    """Show who adopted which plan, when and why; or a plan itself, with --toml or --csv."""
    from config.plan_folder import write_folder
    from config.plan_toml import plan_as_toml

    with plain_errors(), _journal(data) as connection:
        if not toml and folder is None and version is None and day is None:
            _tell_history(connection)
            return
        number, found = _of_day(connection, day) if day else _of_version(connection, version)
        if folder is not None:
            for file in write_folder(found, folder):
                click.echo(file)
            return
    click.echo(plan_as_toml(found) if toml else _summary(number, found), nl=not toml)


@plan.command()
@options("data", "centre", centre=None)
@click.argument("old", required=False)
@click.argument("new", required=False)
@LANGUAGE
def diff(old: str | None, new: str | None, language: str, data: Path, centre: Path | None) -> None:
    """Say in words what differs: from the adopted plan to the centre's file, to NEW, or from OLD to NEW.

    OLD and NEW are versions, TOML files, CSV tables or folders. Ends with 1 if anything differs.
    """
    from config.plan_words import differences_in_words

    with plain_errors(LookupError), _journal(data) as connection:
        _, adopted = _of_version(connection, None)
        first = adopted if new is None else _named(connection, str(old), adopted)
        wanted = new or old
        second = _draft(data, centre) if wanted is None else _named(connection, wanted, adopted)
        sentences = differences_in_words(first, second, language)
    for sentence in sentences:
        click.echo(sentence)
    sys.exit(1 if sentences else 0)


@plan.command()
@options("data")
@click.argument("file", type=FILE)
def check(file: Path, data: Path) -> None:
    """Check a plan in a TOML FILE, a CSV table (over the adopted plan) or a folder of these."""
    from config.plan_files import is_whole, read_plan

    with plain_errors():
        found = read_plan(file) if is_whole(file) else _over_the_adopted(data, file)
    click.echo(f"{file}: {len(found.fields)} fields, {len(found.counters)} counters: all is well.")


@plan.command()
@options("data", "centre", centre=None)
@click.argument("file", type=FILE, required=False)
@click.option("--why", required=True, help="Why it changes; kept with who and when.")
@click.option("--now", "when", flag_value="now", help="From now on, for the open day as well.")
@click.option("--next-day", "when", flag_value="next_day", default=True, help="From the next day on. [default]")
@click.option("--as", "login", default="", help="The sign-in name of the administrator who adopts it.")
@LANGUAGE
def adopt(file: Path | None, language: str, data: Path, centre: Path | None, **asked: str) -> None:
    """Adopt the centre's file, or a TOML FILE, a CSV table (over the adopted plan) or a folder of these."""
    from config.plan_files import read_plan
    from config.plan_words import differences_in_words
    from config.texts import languages, text

    with plain_errors(LookupError):
        with _journal(data) as connection:
            base, adopted = _of_version(connection, None)
        found = _draft(data, centre) if file is None else read_plan(file, adopted)
        answer = _adopted(data, found, {**asked, "base": base})
        if "refused" in answer:
            for code in languages():
                click.echo(text(code, answer["refused"], **answer["params"]), err=True)
            sys.exit(2)
        for sentence in differences_in_words(adopted, found, language):
            click.echo(sentence)
        click.echo(text(language, f"plan.adopted_{answer['when']}", version=answer["version"]))


@plan.command()
@options("data")
@click.argument("folder", type=FILE)
def export(folder: Path, data: Path) -> None:
    """Write the adopted plan to a FOLDER: centre.toml, and a CSV table for each list, to be edited and adopted."""
    from config.plan_folder import write_folder

    with plain_errors(), _journal(data) as connection:
        for file in write_folder(_of_version(connection, None)[1], folder):
            click.echo(file)


def adopted_beside(data: Path, folder: Path) -> "Plan | None":
    """The adopted plan to which a centre's folder is the draft; None: it is another folder, or none was adopted yet.

    Raises StoreFault.
    """
    from hub.domain.apply import fold
    from hub.store.control import DATABASE_NAME
    from hub.store.journal import Journal

    if folder.resolve() != (data / CENTRE_NAME).resolve() or not (data / DATABASE_NAME).exists():
        return None
    with _journal(data) as connection:
        return fold(Journal(connection).since_opening()).adopted


@contextmanager
def _journal(data: Path) -> Iterator["sqlite3.Connection"]:
    """A consistent copy of the journal, from the hub if one runs. Raises StoreFault."""
    import sqlite3
    from contextlib import closing

    from hub.store.control import DATABASE_NAME, consistent_copy
    from hub.store.workplace import workplace

    with workplace(data) as folder:
        copy = folder / DATABASE_NAME
        consistent_copy(data, copy)
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            yield connection


def _of_version(connection: "sqlite3.Connection", version: int | None) -> tuple[int, "Plan"]:
    """A version's plan, or the adopted one. Raises ValueError: there is none."""
    from hub.domain.apply import fold
    from hub.store.adoptions import adoptions
    from hub.store.journal import Journal

    floor = fold(Journal(connection).since_opening())
    if floor.adopted is not None and version in (None, floor.adopted_version):
        return floor.adopted_version, floor.adopted
    found = next((each for each in adoptions(connection) if each.version == version), None)
    if found is None:
        raise ValueError(NO_PLAN if version is None else f"There is no version {version}; run.py plan show lists them.")
    return found.version, found.plan


def _of_day(connection: "sqlite3.Connection", day: str) -> tuple[int, "Plan"]:
    """Raises ValueError: that day never opened."""
    from hub.store.adoptions import plan_of_day

    found = plan_of_day(connection, day)
    if found is None:
        raise ValueError(f"The day {day} never opened here.")
    return found


def _named(connection: "sqlite3.Connection", name: str, adopted: "Plan") -> "Plan":
    """A plan by its version or its file."""
    from config.plan_files import read_plan

    return _of_version(connection, int(name))[1] if name.isdigit() else read_plan(Path(name), adopted)


def _draft(data: Path, centre: Path | None) -> "Plan":
    from config.centre import load_centre

    return load_centre(centre_of(data, centre))


def _over_the_adopted(data: Path, tables: Path) -> "Plan":
    from config.plan_files import read_plan

    with _journal(data) as connection:
        return read_plan(tables, _of_version(connection, None)[1])


def _adopted(data: Path, found: "Plan", asked: dict[str, Any]) -> dict[str, Any]:
    """The answer of the running hub, or of the rules on its journal while it rests. Raises StoreFault."""
    from msgspec import to_builtins

    from hub.store.control import ask

    if hub_answers(data):
        return ask(data, do="plan-adopt", plan=to_builtins(found), **asked)
    return _adopted_at_rest(data, {"plan": to_builtins(found), **asked})


def _adopted_at_rest(data: Path, asked: dict[str, Any]) -> dict[str, Any]:
    from msgspec import convert

    from config.centre import slip_in
    from config.hours import with_public_holidays
    from hub.domain.plan import Plan
    from hub.service.grants import Grants
    from hub.service.housekeeping import Configured
    from hub.service.office import Office
    from hub.service.plans import PlanDesk, plan_actions
    from hub.service.staff import Staff
    from hub.store.control import DATABASE_NAME
    from hub.store.hashing import Argon2
    from hub.store.journal import Journal
    from hub.store.register import Register

    here = OnTheSpot()
    journal = Journal.open(data / DATABASE_NAME, here.now_ms())
    try:
        register = Register(journal.connection)
        staff = Staff(register, here, here, Grants(register, here, here), Argon2(here))
        office = Office(journal, here, _Silence(), here)
        configured = Configured(convert(asked["plan"], Plan), with_public_holidays)
        desk = PlanDesk(office, configured, here, slip_in, lambda: "", list)
        return plan_actions(desk, staff.by_login)["plan-adopt"](asked)
    finally:
        journal.close()


class _Silence:
    """No screens: nobody is told."""

    def announce(self, entries: object) -> None:
        """Nothing."""


def _tell_history(connection: "sqlite3.Connection") -> None:
    from hub.domain.apply import fold
    from hub.store.adoptions import adoptions
    from hub.store.journal import Journal

    found = adoptions(connection)
    number, adopted = _of_version(connection, None)
    floor = fold(Journal(connection).since_opening())
    click.echo(_summary(number, adopted))
    if floor.day is not None and floor.plan_version != number:
        click.echo(f"The open day goes by version {floor.plan_version}; version {number} counts from the next day on.")
    for each in found:
        click.echo(_line(each))


def _summary(version: int, found: "Plan") -> str:
    classes = ", ".join(entry.id for entry in found.classes) or "none"
    return (
        f"Version {version}: {found.centre.name.vi}; {len(found.fields)} fields, {len(found.counters)} counters, "
        f"classes {classes}, order of calling {found.policy.classes}"
    )


def _line(adoption: "Adoption") -> str:
    at = datetime.fromtimestamp(adoption.at_ms / 1000, UTC).astimezone(ZoneInfo(adoption.plan.zone))
    since = "at once" if adoption.when == "now" else "from the next day on"
    return f"  {adoption.version:>3}  {at:%Y-%m-%d %H:%M}  {adoption.actor:<10} {since:<20} {adoption.why or '-'}"
