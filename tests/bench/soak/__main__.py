"""`python -m tests.bench.soak`: a hall at fifty times its normal rate, for minutes or hours."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from tests.bench.crowd import Crowd
from tests.bench.document import fill
from tests.bench.ending import end_as_by_hand
from tests.bench.hall import Hall, hall_of
from tests.bench.kept import FOLDER
from tests.bench.machine import BUSY_SHARE, load
from tests.bench.soak.book import Book
from tests.bench.soak.chores import Chores, administrator_of
from tests.bench.soak.listening import Flapping, Followed, Returning
from tests.bench.soak.people import NORMAL_A_SECOND, Clerk, Door, end, threads_of
from tests.bench.soak.verdict import Outcome, drawn, in_words, table
from tests.bench.soak.watch import Watch, at_rest
from tests.bench.table import markdown
from tests.hub_nursery import ROOT

COUNTERS, KIOSKS, STEADY, FLAPPING, RETURNING = 10, 4, 100, 30, 3
WHOLE_MINUTES = 10
ENDS_WITHIN_S = 60.0
FILE = FOLDER / "soak.svg"


@click.command()
@click.option("--minutes", default=10.0, show_default=True, type=click.FloatRange(0.2))
@click.option("--times", default=50.0, show_default=True, type=click.FloatRange(1), help="The normal rate so often.")
@click.option("--keep/--no-keep", "is_kept", default=None, help="Draw and document it; without a word from 10 minutes.")
def soak(minutes: float, times: float, is_kept: bool | None) -> None:
    """Let a busy hall run, and say what grew, what was lost and what went wrong."""
    rate = NORMAL_A_SECOND * times
    if (busy := load()) > BUSY_SHARE:
        click.echo(f"{busy:.0%} of the processors are in use: do not believe these figures.", err=True)
    click.echo(f"{rate * 60:.0f} people a minute for {minutes:g} minutes, {times:g} times a ward's rate …", err=True)
    outcome = _run(minutes * 60, rate)
    found, words = table(outcome), list(in_words(outcome))
    click.echo("\n".join((markdown(found), "", *words)))
    is_kept = minutes >= WHOLE_MINUTES if is_kept is None else is_kept
    file = FILE if is_kept else Path(tempfile.gettempdir()) / FILE.name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(drawn(outcome), encoding="utf-8")
    click.echo(f"Drawn as {file.name} in {'docs/bench' if is_kept else 'the temporary folder'}.")
    if is_kept:
        rate_in_words = f"{minutes:g} minutes with {rate * 60:.0f} people a minute."
        fill({"soak": "\n".join((rate_in_words, markdown(found), "", *words))})
    if any(figure.is_missed for figure in found.figures):
        sys.exit(1)


def _run(for_s: float, a_second: float) -> Outcome:
    with tempfile.TemporaryDirectory() as folder, hall_of(Path(folder) / "data", counters=COUNTERS) as hall:
        book, before = Book(), at_rest(hall)
        listeners = hall.screens(STEADY)
        with Crowd(hall.hub.url, listeners) as crowd, administrator_of(hall) as browser:
            followed = Followed(crowd, book, {listener.topic for listener in listeners})
            returning, flapping = Returning(hall, book, followed), Flapping(hall, book, FLAPPING)
            watch, chores = Watch(hall, book, browser), Chores(hall, book, browser)
            door = Door(hall, book, KIOSKS, a_second)
            clerks = [Clerk(hall, book, number, COUNTERS / a_second) for number in range(1, COUNTERS + 1)]
            door.fill()
            jobs = [door.stand, *(clerk.work for clerk in clerks), flapping.flap, *[returning.come_and_go] * RETURNING]
            jobs += [watch.look, chores.read, chores.report, chores.back_up]
            with _running(jobs, followed, book):
                book.over.wait(for_s)
            counts = crowd.settled()
        lost = {
            "calls that did not reach every screen": book.done["call-next"] - followed.delivered,
            "views that a screen of a topic never got": counts.skipped + flapping.skipped,
            "views still under way at the end": counts.missing,
            "screens that came back to an old view": returning.stale,
            "connections that the hub closed or refused": counts.lost
            + counts.refused
            + flapping.lost
            + flapping.refused,
        }
        book.troubles += [*book.gaps(), *_audit(hall)]
        done = {"people": book.people, "commands": book.done.total(), **_told(book, flapping)}
        took = sorted((at_s - watch.began_s, took_s) for at_s, took_s in followed.took)
        return Outcome(before, at_rest(hall, before), watch.samples, took, returning.took, done, lost, book.troubles)


def _told(book: Book, flapping: Flapping) -> dict[str, int]:
    told = {"calls": book.done["call-next"], "screens cut off": flapping.flaps}
    return told | {name: book.done[name] for name in ("reports read", "backups")}


@contextmanager
def _running(jobs: list[Callable[[], None]], followed: Followed, book: Book) -> Iterator[None]:
    """Everybody at work; at the end whoever is served is served to the end, and every call is followed."""
    with ExitStack() as ends:
        following = threads_of([followed.follow], book)
        ends.callback(end, following, book, ENDS_WITHIN_S)
        ends.callback(book.calls.put, None)
        threads = threads_of(jobs, book)
        ends.callback(end, threads, book, ENDS_WITHIN_S)
        ends.callback(book.over.set)
        yield


def _audit(hall: Hall) -> list[str]:
    """What `run.py audit` finds of the day; nothing: it is sound."""
    command = [sys.executable, str(ROOT / "run.py"), "audit", "--data", str(hall.hub.data), hall.hub.health()["day"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"audit: {line}" for line in (done.stdout + done.stderr).splitlines()]


if __name__ == "__main__":
    end_as_by_hand()
    soak()
