"""The troubles of the simulated devices of the hall, and of the line they share."""

import os
import random
import select
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.errors import DeviceError
from drivers.simulators import PtyCable
from drivers.simulators.hall import (
    BoardSimulator,
    Bus,
    MemoryWay,
    OnTheLine,
    PanelSimulator,
    ScannerSimulator,
    SteppedClock,
)
from drivers.simulators.hall.frames import Ear, pack
from tests.drivers.simple_host import OPEN, Host, chance
from tests.waiting import until


@pytest.fixture
def panel() -> PanelSimulator:
    return PanelSimulator(3, chance=chance())


@pytest.fixture
def host(panel: PanelSimulator) -> Host:
    return Host(panel)


@pytest.mark.parametrize(
    ("word", "answers"),
    [("silent", []), ("unplugged", []), ("half_reply", []), ("slow_reply", ["ACK"])],
)
def test_troubles_of_a_device(panel: PanelSimulator, host: Host, word: str, answers: list[str]) -> None:
    panel.fault(word, True, host.clock())
    assert host.say(3, *OPEN) == []
    host.run(0.3)
    assert [frame.verb for frame in host.heard] == answers
    assert panel.picture(host.clock()).is_lit is (word != "unplugged")
    panel.fault(word, False, host.clock())
    assert [frame.verb for frame in host.say(3, "SHUT")] == ["ACK"]


def test_a_button_that_is_stuck_presses_once(panel: PanelSimulator, host: Host) -> None:
    panel.cause("stuck_button", host.clock())
    panel.cause("bouncing", host.clock())
    for token in ("T1", "T2"):
        host.say(3, "OPEN", token, "A105", "4", "100")
        panel.press(1, host.clock())
        host.run(1)
    assert [args[2] for args in host.all("RATE")] == ["T1"]
    panel.press(2, host.clock())
    host.run(1)
    assert [args[2:4] for args in host.all("RATE")] == [("T1", "1"), ("T2", "2")]
    assert panel.picture(host.clock()).bounced == 6
    panel.fault("stuck_button", False, host.clock())
    host.say(3, "OPEN", "T3", "A105", "4", "100")
    panel.press(1, host.clock())
    assert panel.picture(host.clock()).kept == 1


def test_a_device_restarts_at_its_byte(panel: PanelSimulator, host: Host) -> None:
    panel.cause("restart@40", host.clock())
    host.say(3, *OPEN)
    assert panel.picture(host.clock()).is_lit
    host.say(3, "PING")
    host.run(1)
    assert (len(host.all("HELO")), panel.picture(host.clock()).is_lit) == (1, False)


@pytest.mark.parametrize(
    "cause",
    [
        lambda panel, bus: panel.cause("paper_out", 0.0),
        lambda panel, bus: panel.fault("line_noise", True, 0.0),
        lambda panel, bus: bus.cause("bouncing"),
        lambda panel, bus: BoardSimulator(4).cause("bouncing", 0.0),
        lambda panel, bus: ScannerSimulator().fault("restart", True),
    ],
)
def test_each_kind_refuses_the_troubles_that_it_has_not(
    panel: PanelSimulator, host: Host, cause: Callable[[PanelSimulator, Bus], None]
) -> None:
    with pytest.raises(ValueError, match=r"known are: .*\."):
        cause(panel, host.bus)


def test_noise_breaks_frames_and_is_counted_but_nothing_false_is_done(panel: PanelSimulator, host: Host) -> None:
    host.bus.cause("line_noise@30")
    acknowledged = sum(bool(host.say(3, "SHUT")) for _ in range(100))
    assert 10 < acknowledged < 90
    host.bus.fault("line_noise", False)
    assert len(host.say(3, "PING")) == 1
    assert panel.picture(host.clock()).noise > 5


def test_bytes_are_lost_and_the_line_breaks_at_their_byte(panel: PanelSimulator, host: Host) -> None:
    host.bus.cause("lost_bytes@4")
    assert host.say(3, "PING") == []
    assert len(host.say(3, "PING")) == 1
    host.bus.cause("disconnect@4")
    host.say(3, "PING")
    assert (host.bus.is_hung_up, host.bus.impending) == (True, frozenset())
    host.bus.connected()
    assert len(host.say(3, "PING")) == 1
    host.bus.fault("one_way", True)
    assert host.say(3, *OPEN) == []
    assert panel.picture(host.clock()).is_lit


def test_on_a_slow_line_bytes_take_their_time_and_who_speaks_at_once_is_not_understood() -> None:
    stations = [PanelSimulator(number, chance=random.Random(number)) for number in range(1, 9)]
    host = Host(*stations, baud=9600)
    begun_s = host.clock()
    host.bus.feed(pack(3, 1, "PING"), begun_s)
    host.bus.feed(pack(4, 1, "PING"), begun_s)
    while not host.heard:
        host.run(0.001)
    assert host.clock() - begun_s > 0.03
    for station in stations:
        while not station.picture(host.clock()).is_lit:
            host.say(station.address, "OPEN", f"T{station.address}", "A105", "4", "600")
    host.heard.clear()
    for station in stations:
        station.press(1, host.clock())
    host.run(20)
    told = {args[2] for args in host.all("RATE")}
    assert told == {f"T{number}" for number in range(1, 9)}
    assert sum(station.picture(host.clock()).noise for station in stations) > 0
    assert all(station.picture(host.clock()).kept == 0 for station in stations)


def test_a_scanner_sends_what_it_reads_sometimes_twice() -> None:
    scanner = ScannerSimulator(prefix="]Q1")
    scanner.connected()
    scanner.scan("TL1:2026-11-22-A105", 10.0)
    assert (scanner.take(9.9), scanner.next_s(9.0)) == (b"", 10.0)
    assert scanner.take(10.0) == b"]Q1TL1:2026-11-22-A105\r"
    scanner.fault("double_read", True)
    scanner.scan("Nguyễn", 11.0)
    assert scanner.take(12.0) == "]Q1Nguyễn\r]Q1Nguyễn\r".encode()
    scanner.fault("silent", True)
    scanner.scan("x", 13.0)
    assert scanner.next_s(13.0) is None


def is_answered(line: int, seq: int) -> bool:
    """Whether the PING of a sequence number is answered on a terminal."""
    os.write(line, pack(3, seq, "PING"))
    poll, ear = select.poll(), Ear()
    poll.register(line, select.POLLIN)
    while poll.poll(5000):
        if any((frame.verb, frame.seq) == ("STAT", seq) for frame in ear.feed(os.read(line, 256))):
            return True
    return False


def test_a_line_on_a_terminal_is_pulled_out_and_breaks(tmp_path: Path) -> None:
    bus = Bus([PanelSimulator(3)])
    bus.switch_on(time.monotonic())
    cable = PtyCable(OnTheLine(bus), tmp_path / "line")
    threads = set(threading.enumerate())
    for sequence in range(4):
        cable.plug()
        line = os.open(cable.path, os.O_RDWR | os.O_NOCTTY)
        assert is_answered(line, sequence)
        former = os.readlink(cable.path)
        if sequence % 2:
            bus.cause("disconnect@3")
            os.write(line, pack(3, 50, "PING"))
            assert until(lambda former=former: os.readlink(cable.path) != former, within_s=5)
        cable.unplug()
        with pytest.raises(OSError, match="Input/output error"):
            os.write(line, b"$")
        os.close(line)
    assert set(threading.enumerate()) <= threads


def test_a_link_in_memory_steps_the_clock_from_one_happening_to_the_next() -> None:
    bus, clock = Bus([PanelSimulator(3, chance=chance())], chance()), SteppedClock(50.0)
    bus.switch_on(clock())
    way = MemoryWay(bus, clock)
    assert Ear().feed(way.read(2))[0].verb == "HELO"
    assert 50 < clock() < 51.3
    way.write(pack(3, 0, "ACK", "00"), 1)
    begun_s = clock()
    assert (way.read(2), clock()) == (b"", begun_s + 2)
    bus.cause("disconnect@0")
    with pytest.raises(DeviceError, match="link_lost"):
        way.write(pack(3, 1, "PING"), 1) or way.read(1)
    way.close()
    with pytest.raises(DeviceError, match="link_lost"):
        way.read(1)
