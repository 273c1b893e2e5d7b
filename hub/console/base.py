"""What the commands of the command line share: their options, their errors, their log, their end."""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

SAMPLE = Path(__file__).parents[2] / "config" / "sample"
FOLDER = click.Path(file_okay=False, path_type=Path)
CENTRE_NAME = "centre"
"""The folder below that of all data in which ``run.py setup`` puts the centre's configuration."""

EVERY = ("host", "port", "data", "centre")

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def options(*names: str, host: str = "127.0.0.1", port: int = 8080, centre: Path | None = SAMPLE) -> Decorator:
    """Those of the common options that a program has, with their defaults."""
    known = {
        "host": click.option("--host", default=host, show_default=True, help="The address to listen on."),
        "port": click.option(
            "--port", default=port, show_default=True, type=click.IntRange(1, 65_528), help="The port to listen on."
        ),
        "data": click.option(
            "--data",
            default="data",
            show_default=True,
            type=FOLDER,
            envvar="TOI_LUOT_DATA",
            help="The folder of all data, also by TOI_LUOT_DATA.",
        ),
        "centre": click.option(
            "--centre", default=centre, type=FOLDER, help="The folder of the centre's configuration."
        ),
    }

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        for name in names:
            function = known[name](function)
        return function

    return decorate


def centre_of(data: Path, centre: Path | None) -> Path:
    """The folder of the centre's configuration, by default that of the data. Raises ValueError: it is not there."""
    folder = centre or data / CENTRE_NAME
    if not folder.is_dir():
        raise ValueError(f"There is no centre at {folder} yet: run.py setup names it and makes the first account.")
    return folder


def devices_folder(data: Path, centre: Path | None) -> Path:
    """Where devices.toml lies: in the centre that is named, in the data's centre, or in the data's own folder."""
    return next((each for each in (centre, data / CENTRE_NAME) if each is not None and each.exists()), data)


@contextmanager
def plain_errors(*others: type[Exception]) -> Iterator[None]:
    """Whatever the person at the keyboard can mend is one sentence and exit status 2, never a traceback."""
    from config.loader import ConfigError
    from hub.demo.supervisor import DemoError
    from hub.service.ports import StorageError
    from hub.store.chain import StoreFault

    mendable: tuple[type[Exception], ...] = (ConfigError, DemoError, StoreFault, StorageError, OSError, ValueError)
    try:
        yield
    except (*mendable, *others) as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def hub_answers(data: Path) -> bool:
    """Whether a hub works on this folder now."""
    from hub.store.control import HubNotRunning, ask

    try:
        ask(data, do="status")
    except HubNotRunning:
        return False
    return True


def stopped_by_signal() -> threading.Event:
    """An event that SIGINT and SIGTERM set; to be called before any other thread is started.

    The signals are blocked and a thread waits for them: a handler would run in the main thread only, which a signal
    that was delivered to another thread does not wake.
    """
    stop, numbers = threading.Event(), {signal.SIGINT, signal.SIGTERM}
    has_masks = hasattr(signal, "sigwait")
    wait_for_one = partial(signal.sigwait, numbers) if has_masks else _first_by_socket(numbers)

    def wait() -> None:
        wait_for_one()
        stop.set()

    if has_masks:
        signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    threading.Thread(target=wait, name="signals", daemon=True).start()
    return stop


def _first_by_socket(numbers: set[signal.Signals]) -> Callable[[], object]:
    """Waits for a signal where there are no masks, on Windows: Python writes each one to a socket."""
    ear, bell = socket.socketpair()
    bell.setblocking(False)
    signal.set_wakeup_fd(bell.detach())
    for number in numbers:
        signal.signal(number, lambda _number, _frame: None)
    return partial(ear.recv, 1)


def start_anew() -> NoReturn:
    """Put this program, with the same command line, in the place of this process, whose threads and files end."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def tell_way(why: str) -> None:
    """Why there is no way to a printer, where no log is kept: before the sentence that nothing was printed."""
    click.echo(f"({why})", err=True)


def log_to_stderr() -> None:
    """One line a record, as a service manager likes it; python-escpos sets a log up when it is imported."""
    logging.basicConfig(level=logging.INFO, force=True, format="%(asctime)s %(levelname)s %(name)s %(message)s")
