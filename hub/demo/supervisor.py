"""Starts the demo's processes, keeps them alive, and leaves none behind."""

import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.demo.child import Child

KIOSK = "K1"
DESK = "H1"
AGENTS = ("devices", "desk")
PORTS = 8
READY_WITHIN_S = 30.0
LOOK_EVERY_S = 0.1
STOP_WITHIN_S = 1.0
MOST_STARTS = 4
STARTS_WINDOW_S = 60.0
"""A process that had to be started more often than this within a minute is not started again."""


class DemoError(Exception):
    """Why the demo cannot start or go on, and what to do, in one sentence."""


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """What the demo is started with. It takes ``port`` and the seven after it: kiosk page, paper tray, printer, page of
    the devices at the counters, their line, a counter's scanner, the kiosk's scanner. ``has_desk``: whether the device
    list names any of those.
    """

    program: Path
    host: str
    port: int
    data: Path
    centre: Path
    is_lively: bool
    has_desk: bool

    @property
    def reachable(self) -> str:
        """The host by which the demo's own processes reach one another."""
        return "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host

    @property
    def address(self) -> str:
        """The start page's address."""
        return f"http://{self.reachable}:{self.port}/"


class StopSignals:
    """SIGINT, SIGTERM and SIGHUP, blocked and waited for, so that none is lost or comes in the middle of something."""

    def __init__(self) -> None:
        self._numbers = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        signal.pthread_sigmask(signal.SIG_BLOCK, self._numbers)
        self.has_come = False

    def wait(self, most_s: float) -> bool:
        """Wait for one of them, at most ``most_s``; returns whether one has come, now or before."""
        self.has_come = self.has_come or signal.sigtimedwait(self._numbers, most_s) is not None
        return self.has_come


def run_demo(settings: DemoSettings, say: Callable[[str], None]) -> None:
    """Run the demo until SIGINT, SIGTERM or SIGHUP. Raises DemoError, OSError; no process is left either way."""
    stop = StopSignals()
    require_free_ports(settings.host, range(settings.port, settings.port + PORTS))
    children = make_children(settings)
    try:
        _start(children, stop)
        if not stop.has_come:
            say(f"Tới Lượt – BẢN TRÌNH DIỄN / DEMO: {settings.address}  (Ctrl-C: dừng / stop)")
        while not stop.wait(LOOK_EVERY_S):
            revive(children, time.monotonic())
    finally:
        end(children)


def require_free_ports(host: str, ports: Sequence[int]) -> None:
    """Raises DemoError: something else listens on one of the ports."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, OverflowError):
                raise DemoError(
                    f"Port {port} cannot be used on {host}; the demo needs {ports[0]} to {ports[-1]}. "
                    "Stop what uses it, or choose another with --port, for instance --port 9000."
                ) from None


def make_children(settings: DemoSettings) -> list[Child]:
    """The demo's processes, not yet started: the programs of production, on the demo's ports."""
    logs = settings.data / "log"
    logs.mkdir(parents=True, exist_ok=True)
    common = ["--data", str(settings.data), "--centre", str(settings.centre)]
    return [
        Child(
            name,
            [str(settings.program), name, *common, *options],
            [f"http://{settings.reachable}:{port}/{'healthz' if port == settings.port else ''}" for port in ports],
            _fresh(logs / f"{name}.log"),
        )
        for name, options, ports in _programs(settings)
    ]


def _programs(settings: DemoSettings) -> Iterator[tuple[str, list[str], list[int]]]:
    """Each program with its options, and the ports at which it has a page."""
    hub, kiosk, tray, printer, pictures, bus, scanner, kiosk_scanner = map(
        str, range(settings.port, settings.port + PORTS)
    )
    host, at_hub = ["--host", settings.host], ["--hub", settings.address]
    yield "hub", [*host, "--port", hub, "--demo"], [int(hub)]
    own = ["--kiosk", KIOSK, "--printer-port", printer, "--scanner-port", kiosk_scanner, "--demo"]
    yield "devices", [*host, "--port", kiosk, *at_hub, *own], [int(kiosk)]
    if settings.has_desk:
        yield "desk", [*at_hub, "--name", DESK, "--bus-port", bus, "--scanner-port", scanner, "--demo"], []
    lines = ["--bus-port", bus, "--scanner-port", scanner, "--kiosk-scanner-port", kiosk_scanner]
    pages = ["--port", tray, "--printer-port", printer, "--pictures-port", pictures]
    crowd = ["--lively"] if settings.is_lively else []
    yield "simulators", [*host, *at_hub, *pages, *lines, *crowd, "--demo"], [int(tray), int(pictures)]


def revive(children: Sequence[Child], now_s: float) -> None:
    """Start again what has died, or was ordered to start anew. Raises DemoError: it died too often."""
    for child in children:
        if child.is_running:
            continue
        if child.was_ended:
            child.starts.clear()
        recent = [start for start in child.starts if now_s - start < STARTS_WINDOW_S]
        if len(recent) >= MOST_STARTS:
            raise DemoError(f"The process «{child.name}» keeps ending ({child.last_words()}); its log is {child.log}.")
        child.start(now_s)


def end(children: Sequence[Child]) -> None:
    """Ask all to stop; who has not after a second is killed."""
    for child in children:
        child.tell(signal.SIGTERM)
    deadline_s = time.monotonic() + STOP_WITHIN_S
    late = [child for child in children if not child.wait(max(0.0, deadline_s - time.monotonic()))]
    for child in late:
        child.tell(signal.SIGKILL)
    for child in late:
        child.wait(STOP_WITHIN_S)


def _start(children: Sequence[Child], stop: StopSignals) -> None:
    """Start all and wait until they answer, the agents last: they would tell of devices that are not there yet.

    Raises DemoError: one ended before, or takes too long.
    """
    started_s = time.monotonic()
    agents = [child for child in children if child.name in AGENTS]
    _start_together([child for child in children if child not in agents], started_s, stop)
    _start_together(agents, started_s, stop)


def _start_together(children: Sequence[Child], started_s: float, stop: StopSignals) -> None:
    if stop.has_come:
        return
    for child in children:
        child.start(time.monotonic())
    waiting = list(children)
    while waiting and not stop.wait(LOOK_EVERY_S):
        waiting = [child for child in waiting if not child.is_ready]
        dead = next((child for child in children if not child.is_running), None)
        if dead is not None:
            raise DemoError(f"The process «{dead.name}» could not start: {dead.last_words()}")
        if time.monotonic() - started_s > READY_WITHIN_S:
            names = ", ".join(child.name for child in waiting)
            raise DemoError(
                f"No answer from {names} within {READY_WITHIN_S:.0f} s; the logs are in {waiting[0].log.parent}."
            )


def _fresh(log: Path) -> Path:
    log.write_bytes(b"")
    return log
