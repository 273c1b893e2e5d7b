"""The command line of Tới Lượt. Without a command it runs the whole demo."""

import sys

if sys.argv[1:2] == ["hub"]:
    # The hub is cooperative; everything else must find the standard library already so.
    from gevent import monkey

    monkey.patch_all()

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from config.centre import Installation

SAMPLE = Path(__file__).parent / "config" / "sample"
FOLDER = click.Path(file_okay=False, path_type=Path)
EVERY = ("host", "port", "data", "centre")

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def options(*names: str, host: str = "127.0.0.1", port: int = 8080) -> Decorator:
    """Those of the common options that a program has."""
    known = {
        "host": click.option("--host", default=host, show_default=True, help="The address to listen on."),
        "port": click.option(
            "--port", default=port, show_default=True, type=click.IntRange(1, 65_532), help="The port to listen on."
        ),
        "data": click.option("--data", default="data", show_default=True, type=FOLDER, help="The folder of all data."),
        "centre": click.option(
            "--centre", default=SAMPLE, type=FOLDER, help="The folder of the centre's configuration."
        ),
    }

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        for name in names:
            function = known[name](function)
        return function

    return decorate


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

    def wait_for_one() -> None:
        signal.sigwait(numbers)
        stop.set()

    signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    threading.Thread(target=wait_for_one, name="signals", daemon=True).start()
    return stop


def log_to_stderr() -> None:
    """One line a record, as a service manager likes it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")


def require_known(kind: str, which: str, centre: "Installation") -> None:
    """Raises ValueError: the centre has no such counter or kiosk."""
    known = {
        "kiosk": [kiosk.id for kiosk in centre.devices.kiosks],
        "counter": [str(counter.number) for counter in centre.plan.counters],
    }
    names = known.get("counter" if kind == "rating" else kind, [which])
    if which not in names:
        raise ValueError(f"The centre has no {kind} «{which}», only {', '.join(names)}.")


@click.group(invoke_without_command=True)
@options(*EVERY)
@click.option("--lively", is_flag=True, help="Let simulated citizens and clerks run the hall.")
@click.pass_context
def main(context: click.Context, /, lively: bool, **place: Any) -> None:
    """Tới Lượt: queue tickets, calling, displays and rating. Without a command: the whole demo."""
    if context.invoked_subcommand is not None:
        return
    from config.centre import load_installation
    from hub.demo.supervisor import DemoError, DemoSettings, run_demo

    with plain_errors():
        load_installation(place["centre"], {"printer_port": place["port"] + 3})
        if hub_answers(place["data"]):
            raise DemoError(
                f"A hub is running on {place['data']} already; stop it, or choose another folder with --data."
            )
        run_demo(DemoSettings(Path(__file__), is_lively=lively, **place), click.echo)


@main.command()
@options(*EVERY, host="0.0.0.0")
@click.option("--demo", is_flag=True, hidden=True)
def hub(demo: bool, **place: Any) -> None:
    """The hub: the queue, its journal, and the pages of counters, walls and rating panels."""
    from hub.app import HubSettings, run_hub
    from hub.web.context import DemoPorts

    log_to_stderr()
    with plain_errors():
        ports = DemoPorts(kiosk=place["port"] + 1, tray=place["port"] + 2) if demo else None
        run_hub(HubSettings(demo=ports, **place))


@main.command()
@options(*EVERY, port=8081)
@click.option("--hub", "hub_url", default="http://127.0.0.1:8080", show_default=True, help="The hub's address.")
@click.option("--kiosk", "name", default="K1", show_default=True, help="Which kiosk of devices.toml this is.")
@click.option("--printer-port", default=8083, show_default=True, help="What {printer_port} in devices.toml stands for.")
@click.option("--demo", "is_demo", is_flag=True, hidden=True)
def devices(name: str, printer_port: int, **place: Any) -> None:
    """The agents of this machine: the kiosk's page, its printer, and the way to the hub."""
    from config.centre import load_installation
    from hub.web.keyring import read_token_file
    from hub.web.screens import parse_screen
    from kiosk_app.agent import KioskSettings, serve_kiosk
    from kiosk_app.spool import SpoolError

    log_to_stderr()
    stop = stopped_by_signal()
    data, centre = place.pop("data"), place.pop("centre")
    with plain_errors(SpoolError):
        kiosks = load_installation(centre, {"printer_port": printer_port}).devices.kiosks
        printer = next((kiosk.printer for kiosk in kiosks if kiosk.id == name), None)
        if printer is None:
            raise ValueError(f"devices.toml has no kiosk «{name}», only {', '.join(kiosk.id for kiosk in kiosks)}")
        token = read_token_file(data, parse_screen(f"kiosk:{name}"))
        folder = data / f"kiosk-{name}"
        folder.mkdir(parents=True, exist_ok=True)
        serve_kiosk(KioskSettings(name=name, token=token, printer_url=printer, folder=folder, **place), stop)


@main.command()
@options(*EVERY, port=8082)
@click.option("--printer-port", default=8083, show_default=True, help="Where the simulated printer listens.")
@click.option("--hub", "hub_url", default="http://127.0.0.1:8080", show_default=True, help="The hub, for --lively.")
@click.option("--lively", is_flag=True, help="Let simulated citizens and clerks run the hall of that hub.")
def simulators(printer_port: int, hub_url: str, lively: bool, data: Path, centre: Path, **place: Any) -> None:
    """A simulated ticket printer with a page that shows its paper, and a simulated crowd."""
    from config.centre import load_centre
    from hub.demo.lively import start_lively
    from hub.web.keyring import open_keyring
    from kiosk_app.paper_tray import serve_simulators

    log_to_stderr()
    stop = stopped_by_signal()
    with plain_errors():
        plan = load_centre(centre)
        if lively:
            start_lively(hub_url, open_keyring(data), plan, stop)
        serve_simulators(printer_port, place["port"], place["host"], plan.zone, stop)


@main.command()
@options("centre")
def check(centre: Path) -> None:
    """Check the configuration of a centre."""
    from config.centre import load_installation

    with plain_errors():
        found = load_installation(centre, {"printer_port": 9100})
    click.echo(f"{centre}: {len(found.plan.fields)} fields, {len(found.plan.counters)} counters: all is well.")


@main.command()
@options("data")
@click.argument("day")
def audit(day: str, data: Path) -> None:
    """Check the journal of a DAY (such as 2026-11-22): its chain, every number, and every call."""
    from hub.store.audit import audit_folder

    with plain_errors():
        report = audit_folder(data, day)
    for line in report.lines:
        click.echo(line)
    sys.exit(report.status)


@main.command()
@options("data", "centre")
@click.argument("kind", type=click.Choice(["counter", "rating", "wall", "kiosk", "supervisor"]))
@click.argument("which", default="")
@click.option(
    "--hub", "hub_url", default="http://127.0.0.1:8080", show_default=True, help="How the screen reaches the hub."
)
def pair(kind: str, which: str, hub_url: str, data: Path, centre: Path) -> None:
    """Sign a screen in: prints a link for it that is good for 10 minutes, or writes a kiosk's token file.

    For instance: pair counter 3, pair rating 3, pair wall, pair kiosk K1.
    """
    from config.centre import load_installation
    from hub.web.keyring import KEY_FILE, open_keyring, token_file, write_token_file
    from hub.web.screens import parse_screen

    with plain_errors():
        if not (data / KEY_FILE).exists():
            raise ValueError(f"No hub has run on {data} yet; start it first, or choose its folder with --data.")
        screen = parse_screen(f"{kind}:{which}" if which else kind)
        require_known(kind, which, load_installation(centre, {"printer_port": 9100}))
        keyring = open_keyring(data)
        if screen.path:
            click.echo(f"{hub_url.rstrip('/')}/enter/{keyring.sign('entry', screen)}")
        else:
            write_token_file(token_file(data, screen), keyring, screen)
            click.echo(f"The token is in {token_file(data, screen)}; take it to the agent's machine, it is secret.")


if __name__ == "__main__":
    main()
