"""``GET /metrics`` for Prometheus: what the hub did, how its hall stands. No person's data, every label bounded."""

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from hub.domain.floor import Floor
from hub.messages import DeviceReport
from hub.service.office import Trouble
from hub.service.ports import ClosingStatus

COMMAND_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Buckets of how long a command took, from arrival to durable, in s."""

LOOP_S = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0)
"""Buckets of how late the hub's loop was, in s: while it is held, no screen is served."""

BATCH = (1, 2, 4, 8, 16, 32, 64, 128, 256)
"""Buckets of how many commands one transaction took."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Where a scrape looks: the committed floor, the office's trouble, the screens by kind, the agents by screen.

    ``backup_ms`` gives when the last good backup was made (ms since the epoch, UTC) or None, ``closings`` how the
    signed closings went, ``voice_faults`` why which way to speak failed last.
    """

    floor: Callable[[], Floor]
    trouble: Callable[[], Trouble | None]
    screens: Callable[[], Mapping[str, int]]
    agents: Callable[[], Mapping[str, DeviceReport]]
    backup_ms: Callable[[], int | None]
    closings: Callable[[], ClosingStatus] = ClosingStatus
    voice_faults: Callable[[], Mapping[str, str]] = dict


class HubMetrics:
    """The hub's figures, in a registry of their own. It is the office's meter."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._commands = Counter(
            "toi_luot_commands", "Commands answered.", ("command", "result"), registry=self._registry
        )
        self._took = Histogram(
            "toi_luot_command_seconds", "From arrival to durable.", buckets=COMMAND_S, registry=self._registry
        )
        self._batch = Histogram(
            "toi_luot_batch_commands", "Commands in one transaction.", buckets=BATCH, registry=self._registry
        )
        self._late = Histogram(
            "toi_luot_loop_late_seconds", "How late the loop was.", buckets=LOOP_S, registry=self._registry
        )

    def answered(self, command: str, result: str, took_s: float) -> None:
        """One command has its answer: ``result`` is ``done``, ``repeated``, ``fault`` or a refusal's code."""
        self._commands.labels(command, result).inc()
        self._took.observe(took_s)

    def committed(self, commands: int) -> None:
        """One transaction took this many commands."""
        self._batch.observe(commands)

    def loop_was_late(self, by_s: float) -> None:
        """The loop came back later than it was asked to."""
        self._late.observe(by_s)

    def watch(self, watched: Watched) -> None:
        """Tell with every scrape how the hall stands then."""
        self._registry.register(_Hall(watched))

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)


def add_metrics(app: Flask, metrics: HubMetrics) -> None:
    """Serve the figures; who may see them, the access table says."""

    def told() -> Response:
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", told, methods=["GET"])


class _Hall(Collector):
    """The gauges, read when they are asked for."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def collect(self) -> Iterable[Metric]:
        """Every gauge of the hall as it stands."""
        floor, trouble = self._watched.floor(), self._watched.trouble()
        yield _gauge("journal_rows", "Rows of the journal.", {(): floor.seq})
        yield _gauge("day_open", "1 while a business day is open.", {(): int(floor.day is not None)})
        kinds: Values = {(kind,): int(trouble is not None and trouble.kind == kind) for kind in ("storage", "fault")}
        yield _gauge("trouble", "1 while the last commands were not stored.", kinds, "kind")
        yield _gauge("screens", "Screens connected.", _of_one(self._watched.screens()), "kind")
        yield _gauge("waiting", "Tickets waiting.", _waiting(floor), "field")
        states = Tally(counter.state for counter in floor.counters.values())
        yield _gauge("counters", "Counters by state.", _of_one(states), "state")
        papers: Values = {(d.name, d.link, d.paper, d.trouble): 1 for d in floor.devices.values()}
        yield _gauge("devices", "Devices as reported.", papers, "device", "link", "paper", "trouble")
        agents = self._watched.agents()
        waiting: Values = {(screen,): report.offline_waiting for screen, report in agents.items()}
        yield _gauge("offline_waiting", "Numbers drawn without the hub and not handed in.", waiting, "screen")
        clocks: Values = {(screen,): report.clock_offset_ms / 1000 for screen, report in agents.items()}
        yield _gauge("clock_offset_seconds", "How far a machine's clock is ahead of the hub's.", clocks, "screen")
        yield _gauge(
            "attached",
            "Devices that agents which are there run beside printers.",
            _attached(agents),
            "screen",
            "kind",
            "link",
        )
        backup_ms = self._watched.backup_ms()
        if backup_ms is not None:
            yield _gauge("last_backup_timestamp_seconds", "When the last good backup was made.", {(): backup_ms / 1000})
        yield from _closings(self._watched.closings())
        faults: Values = {(name,): 1 for name in self._watched.voice_faults()}
        yield _gauge("voice_fault", "1 for each way to speak that failed last.", faults, "engine")


Values = dict[tuple[str, ...], float]
"""A gauge's values by its labels."""


def _closings(status: ClosingStatus) -> Iterable[Metric]:
    if status.made_ms is not None:
        yield _gauge("last_closing_timestamp_seconds", "When a day was last signed.", {(): status.made_ms / 1000})
    waiting: Values = {(name,): place.waiting for name, place in status.places.items()}
    yield _gauge("closings_waiting", "Signed files that a place has yet to get.", waiting, "place")
    tries: Values = {(name,): place.tries for name, place in status.places.items()}
    yield _gauge("closing_failures", "Failures in a row of a place to get signed files.", tries, "place")


def _gauge(name: str, what: str, values: Values, *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"toi_luot_{name}", what, labels=labels)
    for of, value in values.items():
        family.add_metric(of, value)
    return family


def _attached(agents: Mapping[str, DeviceReport]) -> Values:
    """How many devices of a kind each agent has, by how they are."""
    devices = [(screen, one.kind, one.link) for screen, report in agents.items() for one in report.devices]
    return {**Tally(devices)}


def _of_one(values: Mapping[str, int]) -> Values:
    return {(name,): value for name, value in values.items()}


def _waiting(floor: Floor) -> Values:
    fields = floor.plan.fields if floor.plan is not None and floor.day is not None else ()
    return {(field.id,): len(floor.waiting.get(field.id, {})) for field in fields}
