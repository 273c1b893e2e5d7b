"""The figures for Prometheus: what was counted is told, with a bound on every label."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hub.domain import commands as c
from hub.domain.errors import Refused
from hub.messages import AttachedDevice, DeviceReport
from hub.service.office import Office, Trouble
from hub.service.ports import ClosingStatus, PlaceStatus
from hub.web.metrics import HubMetrics, Watched
from tests.service.kit import DAY, PLAN, Hall, Inline

ROOT = Path(__file__).parents[2]
OPENING = c.OpenDay(day=DAY, plan=PLAN)
FIELD = PLAN.fields[0].id
PANELS = tuple(AttachedDevice(name=name, kind="panel", counter=3, link="online") for name in ("left", "right"))
REPORT = DeviceReport(version="1", clock_offset_ms=-2500, started_ms=0, offline_waiting=3, devices=PANELS)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    yield hall
    hall.close()


def samples(metrics: HubMetrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    families = text_string_to_metric_families(metrics.text().decode())
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def watched(office: Office, trouble: Trouble | None = None, backup_ms: int | None = None) -> Watched:
    return Watched(
        floor=lambda: office.floor,
        trouble=lambda: trouble,
        screens=lambda: {"wall": 2},
        agents=lambda: {"kiosk:K1": REPORT},
        backup_ms=lambda: backup_ms,
        closings=lambda: ClosingStatus(made_ms=1_700_000_001_000, places={"usb": PlaceStatus(waiting=2, tries=3)}),
        voice_faults=lambda: {"command": "it hangs"},
    )


def test_commands_are_counted_by_name_and_answer(hall: Hall) -> None:
    metrics = HubMetrics()
    office = Office(hall.journal, hall.clock, hall.heard, Inline(), metrics)
    office.submit(OPENING, "hub", "1")
    office.submit(c.IssueTicket(field=FIELD), "kiosk:K1", "2")
    office.submit(c.IssueTicket(field=FIELD), "kiosk:K1", "2")
    with pytest.raises(Refused):
        office.submit(c.CallNext(counter=1), "counter:1", "3")
    told = samples(metrics)
    issued = "IssueTicket"
    assert told["toi_luot_commands_total", (("command", issued), ("result", "done"))] == 1
    assert told["toi_luot_commands_total", (("command", issued), ("result", "repeated"))] == 1
    assert told["toi_luot_commands_total", (("command", "CallNext"), ("result", "counter_closed"))] == 1
    assert told["toi_luot_command_seconds_count", ()] == 4
    assert told["toi_luot_batch_commands_count", ()] == 4


def test_the_hall_is_told_as_it_stands_at_the_scrape(hall: Hall) -> None:
    metrics = HubMetrics()
    office = Office(hall.journal, hall.clock, hall.heard, Inline(), metrics)
    metrics.watch(watched(office, Trouble("storage", "disk full"), backup_ms=1_700_000_000_000))
    assert samples(metrics)["toi_luot_day_open", ()] == 0
    office.submit(OPENING, "hub", "1")
    office.submit(c.IssueTicket(field=FIELD), "kiosk:K1", "2")
    told = samples(metrics)
    assert told["toi_luot_day_open", ()] == 1
    assert told["toi_luot_waiting", (("field", FIELD),)] == 1
    assert told["toi_luot_screens", (("kind", "wall"),)] == 2
    assert told["toi_luot_offline_waiting", (("screen", "kiosk:K1"),)] == 3
    assert told["toi_luot_clock_offset_seconds", (("screen", "kiosk:K1"),)] == -2.5
    panels = (("kind", "panel"), ("link", "online"), ("screen", "kiosk:K1"))
    assert told["toi_luot_attached", panels] == 2
    assert told["toi_luot_trouble", (("kind", "storage"),)] == 1
    assert told["toi_luot_last_backup_timestamp_seconds", ()] == 1_700_000_000
    assert told["toi_luot_last_closing_timestamp_seconds", ()] == 1_700_000_001
    assert told["toi_luot_closings_waiting", (("place", "usb"),)] == 2
    assert told["toi_luot_voice_fault", (("engine", "command"),)] == 1
    assert told["toi_luot_closing_failures", (("place", "usb"),)] == 3


def test_every_figure_is_in_the_handbook(hall: Hall) -> None:
    metrics = HubMetrics()
    metrics.watch(watched(hall.office, backup_ms=0))
    families = text_string_to_metric_families(metrics.text().decode())
    names = {family.name.removeprefix("toi_luot_") for family in families if not family.name.endswith("_created")}
    handbook = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"^\| (`[a-z_`, ]+`) \|", handbook, re.MULTILINE))))
    assert names <= {name.removesuffix("_total") for name in told}


def test_nothing_is_told_of_a_backup_that_was_never_made(hall: Hall) -> None:
    metrics = HubMetrics()
    metrics.watch(watched(hall.office))
    assert not [name for name, _ in samples(metrics) if "backup" in name]
