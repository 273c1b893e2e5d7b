"""The hub put together: the only place where its parts know each other, and the life of its process."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gevent
from flask import Flask

from config.centre import Installation, draft_of, load_installation, slip_in
from config.hours import with_public_holidays
from config.procedure_list import ProcedureFiles
from hub.domain.commands import Command
from hub.domain.plan import Plan
from hub.domain.views import calls_are_blind
from hub.messages import IDLE_EVENT, Topic, network_name
from hub.own_processes import Ground, backups, closings, head_action
from hub.realtime.fanout import Fanout
from hub.realtime.gevent_loop import GeventLoop, do_every, raise_descriptor_limit
from hub.realtime.gevent_worker import GeventWorker
from hub.realtime.sockets import attach, make_socketio
from hub.service.access import Identity, may_listen
from hub.service.agent_watch import AgentWatch
from hub.service.clock import is_synchronised, steady_ms
from hub.service.day_book import DayBook, Publishers
from hub.service.device_actions import DeviceDesk, device_actions
from hub.service.devices import DeviceList
from hub.service.erasing import text_actions
from hub.service.fleet import Fleet
from hub.service.grants import Grants
from hub.service.housekeeping import Configured, Housekeeping, opening
from hub.service.idle_calls import IdleCalls, has_keys
from hub.service.links import Links
from hub.service.office import Office
from hub.service.pairing import Pairing
from hub.service.plans import PlanDesk, plan_actions
from hub.service.signing_in import SigningIn
from hub.service.staff import Staff
from hub.service.staff_actions import Action, staff_actions
from hub.service.told import Told
from hub.serving import announce, answering, measure_loop, stopped_by_signals, wait_for_end
from hub.speech import HallSpeech
from hub.store.adoptions import adoptions
from hub.store.backup import Source
from hub.store.backup_status import last_good_ms
from hub.store.control import DATABASE_NAME, ControlServer
from hub.store.demo_folder import claim_for_demo
from hub.store.hashing import Argon2
from hub.store.register import Register
from hub.store.told import ToldTable
from hub.store.upgrade import open_upgraded
from hub.web.context import DemoPorts, Trust, WebHub
from hub.web.credentials import Credentials
from hub.web.hosts import trust_proxy
from hub.web.keyring import Keyring, open_keyring
from hub.web.metrics import HubMetrics, Watched
from hub.web.pairing import known_screen
from hub.web.site import empty_site, fill_site
from hub.web.wall_programs import Programs

CLOCK = GeventLoop()
HOUSEKEEPING_S = 5
CLOSING_S = 2
"""A day is signed as soon as it is closed: the longer its end is known and unsigned, the less its closing says."""

IDLE_CALLS_S = 1
RAW_PRINTING_PORT = 9100
"""What ``{printer_port}`` of devices.toml stands for here: the hub reads the file to find its faults, no more."""

HASHING_THREADS = 2
"""Argon2 keeps a core busy: two sign-ins at a time leave the hall its share."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HubSettings:
    """Where a hub listens, keeps its data and finds its centre's configuration; ``demo`` only in the demo.

    ``is_announced``: whether agents can find it in the network by themselves. ``public_names`` are what else it is
    called there; ``is_behind_proxy``: whether a proxy says who asks.
    """

    host: str
    port: int
    data: Path
    centre: Path
    demo: DemoPorts | None = None
    is_announced: bool = False
    public_names: tuple[str, ...] = ()
    is_behind_proxy: bool = False


class Hub:
    """A hub with its data open. Making it raises ConfigError, StoreFault, StorageError or OSError, with a sentence."""

    def __init__(self, settings: HubSettings) -> None:
        self._settings = settings
        if not (settings.data / DATABASE_NAME).exists():
            _centre(settings, None)  # a slip is told before anything is made
        keyring = open_keyring(settings.data)
        self._worker = GeventWorker()
        self._journal = open_upgraded(Source(settings.data, settings.centre), CLOCK.now_ms())
        self._flask = empty_site()
        self._sockets = make_socketio(self._flask)
        if settings.is_behind_proxy:
            trust_proxy(self._flask)
        self._fanout = Fanout(lambda: self.office, CLOCK, self._link_of)
        self._metrics = HubMetrics()
        self._book = DayBook(self._journal.since_opening(), GeventWorker())
        self._speech = HallSpeech(lambda: self._centre.voice, settings.data, lambda: self.office.floor, GeventWorker())
        told = Publishers(self._book, self._fanout, self._speech)
        self.office = Office(self._journal, CLOCK, told, self._worker, self._metrics)
        self._centre = _centre(settings, self.office.floor.adopted)
        register = Register(self._journal.connection)
        if settings.demo is not None:
            claim_for_demo(settings.data, register)
        self._grants = Grants(register, self._worker, CLOCK, is_demo=settings.demo is not None)
        self._pairing = Pairing(self._grants)
        self._fleet = Fleet(CLOCK.now_ms)
        self._grants.on_end.append(self._fleet.forget)
        self._devices = DeviceList(
            self._grants, lambda: self._connections.grants, lambda: self.office.floor, self._fleet, CLOCK
        )
        self._admit_staff(register, keyring)
        self._configured = Configured(self._centre.plan, with_public_holidays, settings.demo is not None)
        self._housekeeping = Housekeeping(self.office, self._configured, is_synchronised, steady_ms)
        self._plans = self._plan_desk()
        self._agents = AgentWatch(self.office, self._fleet)
        self._idle_calls = IdleCalls(self.office, self._is_attended, steady_ms, self._tell_of_idle)
        self._copies = GeventWorker()
        ground = Ground(settings.data, settings.centre, self._centre, self._journal, CLOCK.now_ms, self._worker.spawn)
        self._backups, self._closings = backups(ground, settings.demo is not None), closings(ground, self.office.floor)
        self._control = ControlServer(settings.data, self._copy, self._status, self._actions())
        self._wire()

    def _admit_staff(self, register: Register, keyring: Keyring) -> None:
        hasher = Argon2(GeventWorker(HASHING_THREADS))
        self._staff = Staff(register, self._worker, CLOCK, self._grants, hasher)
        self._signing_in = SigningIn(self._staff, self._grants, hasher)
        self._credentials = Credentials(keyring, self._grants, self._staff.account)

    @property
    def flask(self) -> Flask:
        """The Flask application, for tests of its routes."""
        return self._flask

    def serve(self) -> None:
        """Open the day, answer until SIGINT or SIGTERM. Raises OSError: the port is taken."""
        stop = stopped_by_signals()
        raise_descriptor_limit()
        self._housekeeping.tick(CLOCK.now_ms())
        if differences := self._plans.differences(self._centre.plan):
            log.warning(
                "plan: centre.toml differs from the adopted plan in %d places: run.py plan diff", len(differences)
            )
        with answering(self._flask, (self._settings.host, self._settings.port)) as port:
            self._control.start()
            self._start_rounds()
            if self._settings.is_announced:
                announce(self.office.origin.hub, self._settings.host, port)
            log.info("ready port=%d seq=%d day=%s", port, self.office.floor.seq, self.office.floor.day)
            wait_for_end(stop, self.office.is_turning)

    def close(self) -> None:
        """Let go of the data, once what is being written is written."""
        self._control.stop()
        self._worker.close()
        self._journal.close()

    def _wire(self) -> None:
        phone = self._centre.phone if self._settings.demo is None else self._centre.phone.at(_own_url(self._settings))
        self._web = hub = WebHub(
            office=self.office,
            configured=self._centre.plan,
            plans_desk=self._plans,
            programs=Programs(self._settings.centre, self._settings.data / "media", lambda: self._web.plan),
            told=Told(ToldTable(self._journal.connection), self._worker, CLOCK.now_ms),
            closings=self._closings.status,
            procedures=ProcedureFiles(self._settings.centre, lambda: [field.id for field in hub.plan.fields]),
            credentials=self._credentials,
            envelope=self._fanout.envelope,
            envelope_json=self._fanout.envelope_json,
            opening=self._opening,
            pairing=self._pairing,
            devices=self._devices,
            fleet=self._fleet,
            links=Links(self._credentials.keyring.derived("links"), phone.public_url),
            phone=phone,
            present=lambda counter: self._connections.present(Topic("counter", counter)),
            tell=self._emit,
            staff=self._staff,
            signing_in=self._signing_in,
            book=self._book,
            now_ms=CLOCK.now_ms,
            speech=self._speech,
            demo=self._settings.demo,
        )
        names = (f"{network_name(self.office.origin.hub)}.local", *self._settings.public_names, phone.host)
        fill_site(self._flask, hub, self._metrics, names)
        self._metrics.watch(self._watched())
        self._connections = attach(self._sockets, self._fanout, self._admit)
        self._grants.on_end.append(self._connections.end)

    def _plan_desk(self) -> PlanDesk:
        history = partial(self._worker.run, partial(adoptions, self._journal.connection))
        draft = partial(draft_of, self._settings.centre, always_open=self._settings.demo is not None)
        return PlanDesk(self.office, self._configured, CLOCK, slip_in, draft, history)

    def _admit(self, token: object, topic: Topic) -> Identity | None:
        identity = self._credentials.bearer(token)
        is_blind = calls_are_blind(self.office.floor.plan)
        return identity if identity and may_listen(identity, str(topic), calls_are_blind=is_blind) else None

    def _emit(self, event: str, told: dict[str, Any], room: str) -> None:
        self._sockets.emit(event, told, to=room)

    def _opening(self, confirmed_by: Trust) -> Command:
        return opening(self.office.floor, self._configured, CLOCK.now_ms(), confirmed_by)

    def _chores(self) -> tuple[Callable[[], object], ...]:
        return (
            lambda: self._housekeeping.tick(CLOCK.now_ms()),
            lambda: self._grants.tick(self._connections.grants),
            lambda: self._backups.tick(self.office.floor, CLOCK.now_ms()),
            self._pairing.tick,
            self._agents.tick,
        )

    def _start_rounds(self) -> None:
        gevent.spawn(do_every, HOUSEKEEPING_S, self._chores())
        gevent.spawn(do_every, CLOSING_S, (lambda: self._closings.tick(self.office.floor, CLOCK.now_ms()),))
        gevent.spawn(do_every, IDLE_CALLS_S, (lambda: self._idle_calls.tick(CLOCK.now_ms()),))
        gevent.spawn(measure_loop, self._metrics.loop_was_late)

    def _link_of(self, ticket: str) -> str:
        return self._web.links.link(ticket)

    def _is_attended(self, counter: int) -> bool:
        return bool(self._connections.present(Topic("counter", counter))) or has_keys(self._fleet.fresh(), counter)

    def _tell_of_idle(self, counter: int, left_ms: int) -> None:
        topic = str(Topic("counter", counter))
        self._emit(IDLE_EVENT, {"topic": topic, "left_ms": left_ms}, topic)

    def _actions(self) -> dict[str, Action]:
        desk = DeviceDesk(
            self._pairing, self._grants, self._devices, lambda name: known_screen(self._web.plans, name) is not None
        )
        of_people = staff_actions(self._staff, self._grants)
        of_plans = plan_actions(self._plans, self._staff.by_login)
        of_journal = {**text_actions(self.office), "journal-head": head_action(self._journal, self._worker)}
        return {**device_actions(desk), **of_people, **of_plans, **of_journal}

    def _watched(self) -> Watched:
        return Watched(
            floor=lambda: self.office.floor,
            trouble=lambda: self.office.trouble,
            screens=self._fanout.screens_by_kind,
            agents=self._fleet.fresh,
            backup_ms=partial(last_good_ms, self._settings.data),
            closings=self._closings.status,
            voice_faults=self._speech.faults,
        )

    def _copy(self, to: Path) -> None:
        """In a thread of its own: SQLite lets the writer in between its steps, and the copy follows what is written."""
        self._copies.run(partial(self._journal.copy_to, to))

    def _status(self) -> dict[str, Any]:
        floor = self.office.floor
        told = {"epoch": self.office.epoch, "seq": floor.seq, "day": floor.day or "", "screens": self._fanout.screens}
        trouble = self.office.trouble.why if self.office.trouble else ""
        return {**told, "trouble": trouble, "centre": str(self._settings.centre.absolute())}


def _own_url(settings: HubSettings) -> str:
    """Where the browser of this machine finds the hub: the demo has links of tickets without being published."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    return f"http://{host}:{settings.port}"


def _centre(settings: HubSettings, adopted: Plan | None) -> Installation:
    """The centre's configuration; the demo has to work at any hour. Raises ConfigError."""
    centre = load_installation(settings.centre, {"printer_port": RAW_PRINTING_PORT}, adopted)
    return centre.always_open() if settings.demo else centre


def run_hub(settings: HubSettings) -> None:
    """The hub's process from start to end. Raises what :class:`Hub` and its ``serve`` raise."""
    hub = Hub(settings)
    try:
        hub.serve()
    finally:
        hub.close()
