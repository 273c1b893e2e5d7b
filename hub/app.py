"""The hub put together: the only place where its parts know each other, and the life of its process."""

import logging
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import gevent
from flask import Flask, send_from_directory
from gevent.event import Event
from gevent.pywsgi import WSGIServer
from gevent.threadpool import ThreadPool

from config.centre import Installation, load_installation
from drivers.service_manager import ServiceManager, feed_watchdog
from hub.domain.commands import Command
from hub.messages import Topic
from hub.realtime.fanout import Fanout
from hub.realtime.gevent_loop import GeventLoop
from hub.realtime.sockets import QuietEnd, attach, make_socketio
from hub.realtime.whole_frames import WholeFrameHandler
from hub.service.access import may_listen
from hub.service.clock import is_synchronised
from hub.service.grants import Grants
from hub.service.housekeeping import Housekeeping, opening
from hub.service.office import Office
from hub.store.control import DATABASE_NAME, ControlServer
from hub.store.journal import Journal
from hub.store.register import Register
from hub.web.api import add_health, make_api
from hub.web.context import DemoPorts, Trust, WebHub
from hub.web.credentials import Credentials
from hub.web.guard import guard
from hub.web.keyring import open_keyring
from hub.web.pages import make_pages
from hub.web.security import secure

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "hub" / "web" / "static"
TEMPLATES = ROOT / "hub" / "web" / "templates"
SCREEN_PACKAGES = {"static_counter": "counter_app", "static_wall": "display_app"}
"""Endpoints and the packages whose ``static`` folders they serve, below ``/static/<package>/``."""

MOST_BYTES_IN = 16_384
CLOCK = GeventLoop()
HOUSEKEEPING_S = 5
RAW_PRINTING_PORT = 9100
"""What ``{printer_port}`` of devices.toml stands for here: the hub reads the file to find its faults, no more."""

STOP_S = 1

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HubSettings:
    """Where a hub listens, keeps its data and finds its centre's configuration; ``demo`` only in the demo."""

    host: str
    port: int
    data: Path
    centre: Path
    demo: DemoPorts | None = None


class Hub:
    """A hub with its data open. Making it raises ConfigError, StoreFault, StorageError or OSError, with a sentence."""

    def __init__(self, settings: HubSettings) -> None:
        self._settings = settings
        self._centre = _centre(settings)
        keyring = open_keyring(settings.data)
        self._worker = GeventWorker()
        self._journal = Journal.open(settings.data / DATABASE_NAME, CLOCK.now_ms())
        self._flask = Flask("hub", static_folder=str(STATIC), template_folder=str(TEMPLATES))
        self._flask.config["MAX_CONTENT_LENGTH"] = MOST_BYTES_IN
        self._sockets = make_socketio(self._flask)
        self._fanout = Fanout(lambda: self.office, CLOCK, self._emit)
        self.office = Office(self._journal, CLOCK, self._fanout, self._worker)
        register = Register(self._journal.connection)
        self._grants = Grants(register, self._worker, CLOCK, is_demo=settings.demo is not None)
        self._credentials = Credentials(keyring, self._grants, lambda _: None)
        self._housekeeping = Housekeeping(self.office, self._centre.plan.zone, self._centre.plan_for, is_synchronised)
        self._copies = GeventWorker()
        self._control = ControlServer(settings.data, self._copy, self._status)
        self._wire()

    @property
    def flask(self) -> Flask:
        """The Flask application, for tests of its routes."""
        return self._flask

    def serve(self) -> None:
        """Open the day, answer until SIGINT or SIGTERM. Raises OSError: the port is taken."""
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            gevent.signal_handler(number, stop.set)
        raise_descriptor_limit()
        self._housekeeping.tick(CLOCK.now_ms())
        address = (self._settings.host, self._settings.port)
        server = WSGIServer(address, QuietEnd(self._flask), log=None, error_log=log, handler_class=WholeFrameHandler)
        try:
            server.start()
        except OSError as error:
            raise OSError(
                f"Port {address[1]} cannot be used on {address[0]} ({error.strerror}); choose another."
            ) from error
        self._control.start()
        gevent.spawn(self._keep_house)
        log.info("ready port=%d seq=%d day=%s", server.server_port, self.office.floor.seq, self.office.floor.day)
        manager = ServiceManager()
        manager.ready()
        gevent.spawn(feed_watchdog, manager, self.office.is_turning, stop.wait)
        stop.wait()
        manager.stopping()
        server.stop(timeout=STOP_S)

    def close(self) -> None:
        """Let go of the data, once what is being written is written."""
        self._control.stop()
        self._worker.close()
        self._journal.close()

    def _wire(self) -> None:
        hub = WebHub(
            office=self.office,
            plan=self._centre.plan,
            credentials=self._credentials,
            envelope=self._fanout.envelope,
            opening=self._opening,
            demo=self._settings.demo,
        )
        guard(self._flask, self._credentials)
        secure(self._flask)
        self._flask.register_blueprint(make_api(hub))
        self._flask.register_blueprint(make_pages(hub))
        add_health(self._flask, hub)
        for endpoint, package in SCREEN_PACKAGES.items():
            serve_file = partial(send_from_directory, ROOT / package / "static")
            self._flask.add_url_rule(f"/static/{package}/<path:path>", endpoint, serve_file)
        self._connections = attach(self._sockets, self._fanout, self._admit)
        self._grants.on_end.append(self._connections.end)

    def _admit(self, token: object, topic: Topic) -> int | None:
        identity = self._credentials.bearer(token)
        return identity.grant if identity is not None and may_listen(identity, str(topic)) else None

    def _emit(self, event: str, envelope: dict[str, Any], room: str) -> None:
        self._sockets.emit(event, envelope, to=room)

    def _opening(self, confirmed_by: Trust) -> Command:
        return opening(self._centre.plan_for, self._centre.plan.zone, CLOCK.now_ms(), confirmed_by)

    def _keep_house(self) -> None:
        while True:
            gevent.sleep(HOUSEKEEPING_S)
            try:
                self._housekeeping.tick(CLOCK.now_ms())
                self._grants.tick(self._connections.grants)
            except Exception:
                log.exception("housekeeping met a fault")

    def _copy(self, to: Path) -> None:
        """In a thread of its own: SQLite lets the writer in between its steps, and the copy follows what is written."""
        self._copies.run(partial(self._journal.copy_to, to))

    def _status(self) -> dict[str, Any]:
        floor = self.office.floor
        told = {"epoch": self.office.epoch, "seq": floor.seq, "day": floor.day or "", "screens": self._fanout.screens}
        return {**told, "trouble": self.office.trouble.why if self.office.trouble else ""}


def _centre(settings: HubSettings) -> Installation:
    """The centre's configuration; the demo has to work at any hour. Raises ConfigError."""
    centre = load_installation(settings.centre, {"printer_port": RAW_PRINTING_PORT})
    return centre.always_open() if settings.demo else centre


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """How a job in a thread ended: with a result or an error."""

    result: T | None = None
    error: Exception | None = None


def _ended(job: Callable[[], T]) -> Ended[T]:
    """Catch in the thread: the pool would print a traceback of every error, also of those that are expected."""
    try:
        return Ended(job())
    except Exception as error:  # noqa: BLE001 - raised again where the job was asked for
        return Ended(error=error)


class GeventWorker:
    """A way off the loop: one real thread that works, greenlets for the rest."""

    def __init__(self) -> None:
        self._pool = ThreadPool(1)

    def run(self, job: Callable[[], T]) -> T:
        """Run ``job`` in the thread; other greenlets go on. Raises what ``job`` raises."""
        ended: Ended[T] = self._pool.apply(_ended, (job,))
        if ended.error is not None:
            raise ended.error
        return cast("T", ended.result)

    def spawn(self, task: Callable[[], None]) -> object:
        """Start ``task`` in a greenlet."""
        return gevent.spawn(task)

    def close(self) -> None:
        """Finish what is being written and end the thread."""
        self._pool.kill()


def raise_descriptor_limit() -> None:
    """Allow as many open sockets as the system lets this process have: each screen takes two descriptors."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def run_hub(settings: HubSettings) -> None:
    """The hub's process from start to end. Raises what :class:`Hub` and its ``serve`` raise."""
    hub = Hub(settings)
    try:
        hub.serve()
    finally:
        hub.close()
