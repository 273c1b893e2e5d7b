"""Lines that are pulled out and plugged in again and again, on pseudo-terminals: no press lost, none told twice."""

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.lines import Lines
from drivers.links import ByteLink
from drivers.links.address import Address, Kind
from drivers.links.serial_line import SerialLink
from drivers.simulators import PtyCable
from drivers.simulators.hall import Bus, OnTheLine, PanelSimulator
from drivers.wire import Contact, Exchange, Frame, Order
from tests.drivers.wire.bench import FakeDriver
from tests.waiting import until

PLACES = [f"/dev/serial/by-path/usb-{number}?baud=115200" for number in range(5)]
TIMES = 10
WITHIN_S = 30.0
THREADS_A_LINE = 2
"""The keeper's, and the simulated cable's, which is a new one after each replugging."""

Record = Callable[[str, object], None]


class Panel(FakeDriver):
    """A rating panel on a line of its own, with the driver that hears it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.device = PanelSimulator(1)
        bus = Bus([self.device])
        bus.switch_on(time.monotonic())
        self.cable = PtyCable(OnTheLine(bus), path)
        self.online_s = 0.0
        self.contact = Contact()
        self._changed = threading.Condition()

    def open(self) -> ByteLink:
        return SerialLink(Address(Kind.SERIAL, str(self.cable.path), baud=115_200))

    def stands(self, contact: Contact) -> None:
        with self._changed:
            self.contact = contact
            self.online_s = time.monotonic()
            self._changed.notify_all()

    def answered(self, order: Order, reason: str) -> None:
        with self._changed:
            super().answered(order, reason)
            self._changed.notify_all()

    def heard(self, frame: Frame, now_s: float) -> str:
        with self._changed:
            self._changed.notify_all()
            return super().heard(frame, now_s)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, WITHIN_S), (self.contact, self.frames)

    def entries(self) -> list[str]:
        return [frame.args[2] for frame in self.frames if frame.verb == "RATE"]

    def has_forgotten(self) -> bool:
        """Whether everything that was pressed has been acknowledged."""
        return self.device.picture(time.monotonic()).kept == 0


@pytest.fixture
def panels(tmp_path: Path) -> Iterator[list[Panel]]:
    panels = [Panel(tmp_path / f"usb-{number}") for number in range(len(PLACES))]
    yield panels
    for panel in panels:
        panel.cable.unplug()


def test_fifty_replugs(panels: list[Panel], record_property: Record) -> None:
    """In turn a panel is pressed just before its line is pulled out, and while it is out.

    Not one thread and not one descriptor may be left by a replugging.
    """
    earlier, files_before = set(threading.enumerate()), open_files()
    ways = dict(zip(PLACES, panels, strict=True))
    lines = Lines(lambda address: ways[address].open())
    exchanges = [lines.talk(place, Exchange) for place in PLACES]
    for exchange, panel in zip(exchanges, panels, strict=True):
        exchange.add(1, panel)
        panel.cable.plug()
    reopened_s: list[float] = []
    most_files = 0
    for number in range(TIMES):
        for exchange, panel in zip(exchanges, panels, strict=True):
            panel.orders = (Order("face", "OPEN", (f"T{number}", "A105", "4", "600")),)
            exchange.changed()
        reopened_s += replug_all(panels, number)
        most_files = most_files or open_files()
        assert open_files() <= most_files
        assert len(set(threading.enumerate()) - earlier) == len(panels) * THREADS_A_LINE
    for panel in panels:
        assert panel.entries() == [f"T{number}" for number in range(TIMES)]
        assert until(panel.has_forgotten, WITHIN_S)
        panel.cable.unplug()
    lines.close()
    assert set(threading.enumerate()) <= earlier
    assert open_files() <= files_before
    assert len(reopened_s) == len(PLACES) * TIMES
    record_property("reopened_median_s", round(statistics.median(reopened_s), 3))
    record_property("reopened_most_s", round(max(reopened_s), 3))


def replug_all(panels: list[Panel], number: int) -> list[float]:
    """Returns how long after being plugged in each panel was heard again (s)."""
    for panel in panels:
        panel.wait_for(lambda: panel.answers[-1:] == [(panel.orders[0], "")])  # noqa: B023 - called at once
    for panel in panels:
        if number % 2:
            panel.device.press(2, time.monotonic())
        panel.cable.unplug()
        if not number % 2:
            panel.device.press(2, time.monotonic())
    plugged_s = {}
    for panel in panels:
        panel.wait_for(lambda: panel.contact.link == "offline")  # noqa: B023
        plugged_s[panel] = time.monotonic()
        panel.cable.plug()
    for panel in panels:
        panel.wait_for(lambda: panel.contact.link == "online")  # noqa: B023
        panel.wait_for(lambda: f"T{number}" in panel.entries())  # noqa: B023
        assert panel.entries().count(f"T{number}") == 1
    return [panel.online_s - plugged_s[panel] for panel in panels]


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))
