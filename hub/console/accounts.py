"""Accounts from the command line: in the running hub if there is one, otherwise in its database."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hub.console.base import hub_answers

if TYPE_CHECKING:
    from hub.service.staff_actions import Action

T = TypeVar("T")
Do = Callable[[str, dict[str, Any]], dict[str, Any]]

STDIN = "-"


class OnTheSpot:
    """A worker and a clock for a command that does one thing and ends."""

    def now_ms(self) -> int:
        """Milliseconds since the epoch, UTC."""
        return time.time_ns() // 1_000_000

    def run(self, job: Callable[[], T]) -> T:
        """Do it here and now."""
        return job()

    def spawn(self, task: Callable[[], None]) -> object:
        """Do it here and now."""
        task()
        return None


@contextmanager
def accounts(data: Path) -> Iterator[Do]:
    """What does an action of :mod:`hub.service.staff_actions`: ``do("staff-close", {"login": "lan"})``.

    It returns the answer; what is refused ends the command with a sentence. Raises StoreFault: neither a hub nor its
    database is there.
    """
    from hub.store.control import DATABASE_NAME, ask

    if hub_answers(data):
        yield lambda name, asked: _or_end(ask(data, **asked, do=name))
        return
    if not (data / DATABASE_NAME).exists():
        raise ValueError(f"There are no accounts in {data} yet: run.py setup makes the first one.")
    with accounts_at_rest(data) as actions:
        yield lambda name, asked: _or_end(actions[name](asked))


@contextmanager
def accounts_at_rest(data: Path) -> Iterator[dict[str, "Action"]]:
    """The actions on the database of a hub that does not run; makes it if need be. Raises StoreFault."""
    from hub.service.grants import Grants
    from hub.service.staff import Staff
    from hub.service.staff_actions import staff_actions
    from hub.store.control import DATABASE_NAME
    from hub.store.hashing import Argon2
    from hub.store.journal import Journal
    from hub.store.register import Register

    here = OnTheSpot()
    journal = Journal.open(data / DATABASE_NAME, here.now_ms())
    try:
        register = Register(journal.connection)
        grants = Grants(register, here, here)
        yield staff_actions(Staff(register, here, here, grants, Argon2(here)), grants)
    finally:
        journal.close()


def _or_end(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of an action, or the end of the command with what was refused, in every language."""
    if "refused" not in answer:
        return answer
    from config.texts import languages, text

    code = f"staff.refusal.{answer['refused']}"
    for language in languages():
        click.echo(text(language, code, **answer["params"]), err=True)
    sys.exit(2)


def password_from(file: str | None) -> str | None:
    """The first line of a file, or of standard input for ``-``; asked for twice where somebody sits; else None.

    A password is never an option: whoever lists the machine's processes would read it. Raises OSError.
    """
    if file == STDIN:
        return sys.stdin.readline().rstrip("\r\n")
    if file is not None:
        return Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    return None


password_file = click.option(
    "--password-file",
    metavar="FILE",
    default=None,
    help="A file whose first line is the password; - is standard input.",
)
