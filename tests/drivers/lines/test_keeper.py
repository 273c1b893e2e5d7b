"""A line that is kept: what its thread does with bytes, its bell, faults of ours and an end at any moment."""

import itertools
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.errors import DeviceError
from drivers.lines import Lines
from drivers.lines.places import lasting_names, require_lasting_name
from drivers.links import ByteLink, open_link, parse_address
from drivers.links.patience import HasFileno
from drivers.links.serial_line import SerialLink
from tests.drivers.terminal import Terminal
from tests.drivers.terminal_server import TerminalServer
from tests.waiting import until

ADDRESS = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0?baud=9600"
WITHIN_S = 20


class Noted:
    """A talk that notes what happens, and says what it is given."""

    def __init__(self) -> None:
        self.wake: Callable[[], None] = lambda: None
        self.happened: list[str] = []
        self.heard = b""
        self.to_say = b""
        self.fault: BaseException | None = None
        self.turns = 0
        self.next_in_s: float | None = None

    def opened(self, now_s: float, baud: int | None) -> None:
        self.happened.append(f"opened {baud}")

    def received(self, chunk: bytes, now_s: float) -> None:
        self.heard += chunk
        if self.fault:
            raise self.fault

    def due(self, now_s: float) -> bytes:
        self.turns += 1
        said, self.to_say = self.to_say, b""
        return said

    def next_s(self, now_s: float) -> float | None:
        return None if self.next_in_s is None else now_s + self.next_in_s

    def lost(self, code: str, now_s: float) -> None:
        self.happened.append(code)

    def say(self, what: bytes) -> None:
        self.to_say = what
        self.wake()


class Server:
    """A port of this machine; `connection` is the newest that was made to it."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"socket://127.0.0.1:{self._listener.getsockname()[1]}"
        self.connection = socket.socket()

    def accept(self) -> None:
        self._listener.settimeout(WITHIN_S)
        former, (self.connection, _) = self.connection, self._listener.accept()
        self.connection.settimeout(WITHIN_S)
        former.close()

    def close(self) -> None:
        self.connection.close()
        self._listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def lines() -> Iterator[Lines]:
    before = set(threading.enumerate())
    lines = Lines()
    yield lines
    lines.close()
    assert set(threading.enumerate()) <= before


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_the_thread_sleeps_until_bytes_come_or_its_bell_rings_and_leaves_nothing_open(server: Server) -> None:
    files, threads = open_files(), set(threading.enumerate())
    lines = Lines()
    talk = lines.talk(server.address, Noted)
    server.accept()
    for number in range(50):
        server.connection.sendall(b"ping")
        assert until(lambda: len(talk.heard) == 4 * (number + 1), WITHIN_S)  # noqa: B023 - called at once
        talk.say(b"pong")
        assert server.connection.recv(9) == b"pong"
    assert talk.turns <= 50 * 3 + 3
    server.connection.close()
    lines.close()
    talk.wake()
    assert open_files() <= files
    assert set(threading.enumerate()) <= threads


def test_what_a_link_heard_while_it_wrote_is_not_left_lying() -> None:
    """A terminal server's answer comes with bytes of the line, which are in the link before the kernel is asked."""
    lines = Lines(lambda _address: _Hasty())
    talk = lines.talk(ADDRESS, Noted)
    assert until(lambda: talk.happened == ["opened 9600"], WITHIN_S)
    talk.say(b"ping")
    assert until(lambda: talk.heard == b"ping", WITHIN_S)
    lines.close()


def test_a_line_that_goes_and_comes_is_logged_at_each_change_only(
    server: Server, lines: Lines, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="drivers.lines.keeper")
    ways: list[Callable[[], ByteLink]] = [lambda: open_link(server.address)]
    talk = lines.talk("line", Noted, lambda: (way := ways[-1]) and way())
    server.accept()
    assert until(lambda: talk.happened == ["opened None"], WITHIN_S)
    ways.append(_refuse)
    server.connection.close()
    assert until(lambda: talk.happened.count("link_refused") >= 3, WITHIN_S)
    ways.pop()
    assert until(lambda: talk.happened[-1] == "opened None", WITHIN_S)
    told = [record.getMessage().split(":")[0] for record in caplog.records]
    assert told == ["the line line is open", "the line line is away", "the line line is away", "the line line is open"]


def test_a_fault_of_ours_begins_the_line_anew_and_quotes_nothing_that_was_read(
    server: Server, lines: Lines, caplog: pytest.LogCaptureFixture
) -> None:
    talk = lines.talk(server.address, Noted)
    # Not even what would end the thread: a link or a talk of somebody else may raise it.
    for times, fault in enumerate((SystemExit, ValueError, ValueError), 1):
        talk.fault = fault("001099012345")
        server.accept()
        server.connection.sendall(b"001099012345")
        assert until(lambda: talk.happened.count("line_fault") == times, WITHIN_S)  # noqa: B023 - called at once
    talk.fault = None
    server.accept()
    server.connection.sendall(b"!")
    assert until(lambda: talk.heard.endswith(b"!"), WITHIN_S)
    assert "ValueError in our own program" in caplog.text
    assert "001099012345" not in caplog.text


def test_a_connection_that_answers_nothing_is_made_anew_and_nobody_is_told(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """It may have died unnoticed. A line that is only listened to is left alone."""
    caplog.set_level(logging.INFO)
    times = itertools.count(0.0, 6.0)
    lines = Lines(now_s=lambda: next(times))
    talk = lines.talk(server.address, Noted)
    server.accept()
    talk.next_in_s = 0.0
    talk.say(b"ping")
    server.accept()
    talk.next_in_s = None
    assert until(lambda: talk.happened == ["opened None"] * 2, WITHIN_S)
    for _ in range(5):
        turns = talk.turns
        talk.wake()
        assert until(lambda: talk.turns > turns, WITHIN_S)  # noqa: B023 - called at once
    lines.close()
    assert talk.happened == ["opened None"] * 2
    assert caplog.text.count("is open") == 1


def test_a_line_is_closed_when_the_last_one_lets_go_of_it(server: Server, lines: Lines) -> None:
    files, threads = open_files(), set(threading.enumerate())
    for _ in range(3):
        talk = lines.talk(server.address, Noted)
        assert lines.talk(server.address, Noted) is talk
        server.accept()
        lines.let_go(server.address)
        talk.say(b"still here")
        assert server.connection.recv(10) == b"still here"
        lines.let_go(server.address)
        assert server.connection.recv(1) == b""
        lines.let_go(server.address)
    assert lines.turns() == []
    assert until(lambda: set(threading.enumerate()) <= threads, WITHIN_S)
    assert open_files() <= files + 1


def test_after_the_end_no_line_is_begun(server: Server) -> None:
    threads, lines = set(threading.enumerate()), Lines()
    lines.close()
    for begin in (lambda: lines.talk(server.address, Noted), lambda: lines.shared("a broker", _Hasty)):
        with pytest.raises(DeviceError, match="lines_closed"):
            begin()
    assert set(threading.enumerate()) <= threads


def test_a_line_is_written_in_one_way(server: Server, lines: Lines) -> None:
    lines.talk(server.address, Noted)
    with pytest.raises(DeviceError, match=r"device_options: .*baud=9600 are the same line; write it in one way"):
        lines.talk(f"{server.address}?baud=9600", Noted)


def test_an_end_while_a_line_is_away_leaves_nothing() -> None:
    files, threads = open_files(), set(threading.enumerate())
    for _ in range(5):
        lines = Lines(lambda _address: _refuse())
        talk = lines.talk(ADDRESS, Noted)
        assert until(lambda: "link_refused" in talk.happened, WITHIN_S)  # noqa: B023 - called at once
        lines.close()
    assert open_files() <= files
    assert set(threading.enumerate()) <= threads


def test_every_way_to_a_line_can_be_waited_for(server: Server) -> None:
    terminal = Terminal()
    rfc2217 = TerminalServer(terminal.path)
    links = [open_link(url) for url in (server.address, f"{server.address}?baud=9600", rfc2217.url)]
    serial = SerialLink(Terminal().address())
    for link in (*links, serial):
        assert isinstance(link, HasFileno)
        assert link.fileno() > 0
        link.close()
    rfc2217.close()
    terminal.pull()


def test_lines_are_called_by_names_that_stay_with_the_plug(tmp_path: Path) -> None:
    for folder, name in (("by-id", "usb-FTDI-if00"), ("by-path", "pci-0-usb-1"), ("by-path", "pci-0-usb-2")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).symlink_to("/dev/ttyUSB0" if name != "pci-0-usb-2" else "/dev/ttyUSB1")
    assert lasting_names("/dev/ttyUSB0", tmp_path) == [
        f"{tmp_path}/by-path/pci-0-usb-1",
        f"{tmp_path}/by-id/usb-FTDI-if00",
    ]
    with pytest.raises(DeviceError, match="device_options: .*it is called .*/by-path/pci-0-usb-1 now") as refused:
        require_lasting_name(parse_address("/dev/ttyUSB0?baud=9600"), tmp_path)
    assert not refused.value.retry
    for address in ("/dev/ttyS0", "/dev/serial/by-path/pci-0-usb-1", "socket://10.0.0.7:4001"):
        require_lasting_name(parse_address(address), tmp_path)


def test_a_line_with_a_name_that_changes_is_not_begun(lines: Lines) -> None:
    with pytest.raises(DeviceError, match="/dev/ttyACM3 may be another device .*by-path"):
        lines.talk("/dev/ttyACM3?baud=9600", Noted)


def _refuse() -> ByteLink:
    raise DeviceError("link_refused", retry=True, detail="not there")


class _Hasty:
    """Hears back at once what it writes; the kernel knows of no byte."""

    can_read = True

    def __init__(self) -> None:
        self._quiet = os.pipe()
        self._echo = b""

    def fileno(self) -> int:
        return self._quiet[0]

    def write(self, payload: bytes, stall_s: float) -> None:
        self._echo += payload

    def read(self, wait_s: float) -> bytes:
        heard, self._echo = self._echo, b""
        return heard

    def close(self) -> None:
        for end in self._quiet:
            os.close(end)
