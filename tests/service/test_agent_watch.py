"""The devices of an agent that fell silent are not said to be well, and are again what they are once it speaks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain.views import counter_view
from hub.messages import AttachedDevice, DeviceReport
from hub.service.agent_watch import LOOKS, AgentWatch
from hub.service.fleet import SILENT_MS, Fleet
from tests.service.kit import Hall

PANEL = AttachedDevice(name="panel2", kind="panel", counter=2, link="online")
REPORT = DeviceReport(version="1", clock_offset_ms=0, started_ms=0, devices=(PANEL,))
TOLD = c.ReportDevice(device="H1-panel2", link="online", paper="none", cover="none", device_kind="panel", at_counter=2)


class Watched:
    """A hall with a panel of ``hall:H1`` at counter 2, and a printer."""

    def __init__(self, path: Path) -> None:
        self.hall = Hall(path)
        self.fleet = Fleet(self.hall.clock.now_ms)
        self.watch = AgentWatch(self.hall.office, self.fleet)
        self.hall.open_day(2)
        self.hall.do(TOLD)
        self.hall.do(replace(TOLD, device="K1-printer", paper="ok", cover="closed"))
        self.fleet.reported("hall:H1", 1, REPORT)

    def look(self, times: int = LOOKS) -> None:
        for _ in range(times):
            self.watch.tick()

    def panel(self) -> tuple[str, str]:
        panel = self.hall.office.floor.devices["H1-panel2"]
        return panel.link, panel.trouble

    def alerts(self, counter: int) -> list[str]:
        return [alert.trouble for alert in counter_view(self.hall.office.floor, counter, {}).alerts]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path / "hub.db")
    yield watched
    watched.hall.close()


def test_a_silent_agent_is_told_of_once_and_to_the_clerk_concerned(watched: Watched) -> None:
    watched.look()
    assert watched.panel() == ("online", "")
    watched.hall.clock.at_ms += SILENT_MS
    watched.look(LOOKS - 1)
    assert watched.panel() == ("online", ""), "it may just be started anew"
    watched.look(1)
    assert watched.panel() == ("unknown", "agent_away")
    assert (watched.alerts(2), watched.alerts(1)) == (["agent_away"], [])
    rows = watched.hall.office.floor.seq
    watched.look()
    assert watched.hall.office.floor.seq == rows
    assert watched.hall.office.floor.devices["K1-printer"].link == "online"


def test_an_agent_that_speaks_again_says_how_its_devices_are(watched: Watched) -> None:
    watched.hall.clock.at_ms += SILENT_MS
    watched.look()
    lost = replace(PANEL, link="offline", trouble="line_lost")
    watched.fleet.reported("hall:H1", 1, replace(REPORT, devices=(lost,)))
    watched.look(1)
    assert watched.panel() == ("offline", "line_lost")
    panel = watched.hall.office.floor.devices["H1-panel2"]
    assert (panel.kind, panel.counter) == ("panel", 2)


def test_what_an_agent_no_longer_runs_troubles_nobody(watched: Watched) -> None:
    watched.hall.clock.at_ms += SILENT_MS
    watched.look()
    watched.fleet.reported("hall:H1", 1, replace(REPORT, devices=()))
    watched.look(1)
    assert (watched.panel(), watched.alerts(2)) == (("unknown", ""), [])


def test_between_two_days_nobody_is_told(watched: Watched) -> None:
    watched.hall.do(c.CloseDay())
    watched.hall.clock.at_ms += SILENT_MS
    watched.look()
    assert watched.panel() == ("online", "")
