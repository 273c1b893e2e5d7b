"""Serial lines and printer ports over pseudo-terminals, which the kernel treats as it treats real ones."""

import errno
import os
import termios
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serial import Serial

from drivers.errors import DeviceError
from drivers.links import Address, ByteLink, open_link
from drivers.links.address import Flow, Kind
from drivers.links.line_marks import LineMarks
from drivers.links.lp import LpLink
from drivers.links.serial_line import SerialLink
from tests.drivers.terminal import Terminal

Open = Callable[[Terminal], ByteLink]

OPENERS: dict[str, Open] = {
    "serial": lambda terminal: SerialLink(terminal.address()),
    "lp": lambda terminal: LpLink(terminal.path),
}
EVERY_BYTE = bytes(range(256)) * 4
MORE_THAN_FITS = bytes(100_000)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.pull()


@pytest.fixture(params=OPENERS)
def link(request: pytest.FixtureRequest, terminal: Terminal) -> Iterator[ByteLink]:
    link = OPENERS[request.param](terminal)
    yield link
    link.close()
    link.close()


def test_bytes_go_both_ways_as_they_are(link: ByteLink, terminal: Terminal) -> None:
    assert link.can_read
    link.write(EVERY_BYTE, stall_s=5)
    assert terminal.take(len(EVERY_BYTE)) == EVERY_BYTE
    terminal.say(EVERY_BYTE[:300])
    arrived = b""
    while len(arrived) < 300 and (chunk := link.read(5)):
        arrived += chunk
    assert arrived == EVERY_BYTE[:300]
    assert link.read(0) == b""


def test_a_device_that_takes_no_more_stalls(link: ByteLink, record_property: Callable[[str, object], None]) -> None:
    with pytest.raises(DeviceError) as raised:
        link.write(MORE_THAN_FITS, stall_s=0.1)
    assert (raised.value.code, raised.value.retry) == ("link_stalled", True)
    assert 0 < raised.value.sent_bytes < len(MORE_THAN_FITS)
    started_s = time.monotonic()
    link.close()
    record_property("closed_s", time.monotonic() - started_s)


def test_a_device_that_takes_little_by_little_is_waited_for(link: ByteLink, terminal: Terminal) -> None:
    taken: list[bytes] = []
    reader = threading.Thread(target=lambda: taken.append(terminal.take(len(MORE_THAN_FITS))))
    reader.start()
    link.write(MORE_THAN_FITS, stall_s=5)
    reader.join(10)
    assert taken == [MORE_THAN_FITS]


def test_a_line_that_was_pulled_out_is_lost(link: ByteLink, terminal: Terminal) -> None:
    terminal.pull()
    with pytest.raises(DeviceError) as raised:
        link.write(b"x", stall_s=1)
    assert (raised.value.code, raised.value.sent_bytes) == ("link_lost", 0)


def test_pulled_out_while_reading(terminal: Terminal) -> None:
    link = SerialLink(terminal.address())
    timer = threading.Timer(0.05, terminal.pull)
    timer.start()
    with pytest.raises(DeviceError, match="link_lost"):
        link.read(5)
    timer.join()
    link.close()


def test_a_break_is_no_answer(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the kernel gives a byte that was none; a pseudo-terminal knows no breaks, so it is played."""
    link = SerialLink(terminal.address())
    line = os.open(terminal.path, os.O_RDONLY | os.O_NOCTTY)
    input_modes = termios.tcgetattr(line)[0]
    os.close(line)
    assert input_modes & (termios.PARMRK | termios.INPCK) == termios.PARMRK | termios.INPCK
    assert not input_modes & (termios.IGNBRK | termios.BRKINT | termios.IGNPAR)
    said = [b"\x12\xff", b"\x00\x00\xff\xff", b"\xff\x00\x16\x00"]
    terminal.say(b"?")
    with monkeypatch.context() as patch:
        patch.setattr(os, "read", lambda *_: said.pop(0))
        assert [link.read(1) for _ in range(3)] == [b"\x12", b"\xff", b"\x00"]
        said.append(b"\xff\x00\x00")
        assert link.read(0) == b""
    link.close()


def test_marks_in_pieces_are_marks() -> None:
    said, meant = b"a\xff\xff\xff\x00\x00b\x00\xff\x00\xff\xff\xffc", b"a\xffb\x00\xffc"
    for size in range(1, len(said) + 1):
        marks = LineMarks()
        assert b"".join(marks.feed(said[start : start + size]) for start in range(0, len(said), size)) == meant


def test_a_line_belongs_to_one_program(terminal: Terminal) -> None:
    link = SerialLink(terminal.address())
    with pytest.raises(DeviceError, match="link_refused: .*another program uses it"):
        SerialLink(terminal.address())
    link.close()
    SerialLink(terminal.address()).close()


def test_a_printer_says_wait_and_go_on(terminal: Terminal) -> None:
    link = SerialLink(terminal.address(Flow.XONXOFF))
    terminal.say(b"\x13")
    with pytest.raises(DeviceError) as raised:
        link.write(b"ticket", stall_s=0.1)
    assert (raised.value.code, raised.value.sent_bytes) == ("link_stalled", 0)
    terminal.say(b"\x11")
    link.write(b"again", stall_s=5)
    assert terminal.take(5) == b"again"
    link.close()


def test_a_printer_that_is_busy_by_its_signal_gets_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    readiness = iter([False, False, True])
    monkeypatch.setattr(Serial, "dsr", property(lambda _self: next(readiness, True)))
    link = SerialLink(terminal.address(Flow.DSRDTR))
    link.write(b"ticket", stall_s=5)
    assert terminal.take(6) == b"ticket"
    assert next(readiness, None) is None
    monkeypatch.setattr(Serial, "dsr", property(lambda _self: False))
    with pytest.raises(DeviceError) as raised:
        link.write(b"ticket", stall_s=0.05)
    assert (raised.value.code, raised.value.sent_bytes) == ("link_stalled", 0)
    link.close()


@pytest.mark.parametrize(("waits", "sent"), [(6, 4), (10, 0), (1280, 10)])
def test_what_waits_in_the_driver_was_not_sent_and_never_will_be(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, waits: int, sent: int
) -> None:
    """A line that holds off; a pseudo-terminal has no such driver, so its count is played. The last is a false one."""
    link, waiting = SerialLink(terminal.address()), []
    real_write = os.write

    def write(file: int, chunk: bytes) -> int:
        waiting[:] = [waits]
        return real_write(file, chunk)

    monkeypatch.setattr(os, "write", write)
    monkeypatch.setattr(Serial, "out_waiting", property(lambda _self: sum(waiting)))
    monkeypatch.setattr(Serial, "reset_output_buffer", lambda _self: waiting.clear())
    with pytest.raises(DeviceError) as raised:
        link.write(b"0123456789", stall_s=0.05)
    assert (raised.value.code, raised.value.sent_bytes, waiting) == ("link_stalled", sent, [])
    link.close()


def test_what_the_driver_keeps_counts_as_sent_and_holds_up_no_close(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drivers of USB adapters cannot throw anything away; without flow control it leaves, and closing waits for it."""
    link, looks = SerialLink(terminal.address(Flow.RTSCTS)), []

    def waiting(port: Serial) -> int:
        looks.append(port.rtscts)
        return 6 if port.rtscts or looks.count(False) < 3 else 0

    monkeypatch.setattr(Serial, "out_waiting", property(waiting))
    with pytest.raises(DeviceError) as raised:
        link.write(b"0123456789", stall_s=0.05)
    assert (raised.value.code, raised.value.sent_bytes) == ("link_stalled", 10)
    assert looks[-1] is True
    link.close()
    assert looks.count(False) >= 3


@pytest.mark.parametrize("kind", [Kind.SERIAL, Kind.LP])
def test_a_missing_device_is_never_made(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / "lp0"
    with pytest.raises(DeviceError) as raised:
        _open(kind, path)
    assert (raised.value.code, raised.value.retry) == ("link_refused", True)
    assert not path.exists()


@pytest.mark.parametrize("kind", [Kind.SERIAL, Kind.LP])
def test_a_file_is_no_device_and_stays_as_it_is(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / "lp0"
    path.write_bytes(b"minutes of a meeting")
    with pytest.raises(DeviceError, match="is no device; delete it"):
        _open(kind, path)
    assert path.read_bytes() == b"minutes of a meeting"


def _open(kind: Kind, path: Path) -> ByteLink:
    return LpLink(str(path)) if kind is Kind.LP else SerialLink(Address(Kind.SERIAL, str(path), baud=9600))


def test_a_device_without_a_line_is_refused_as_a_serial_one() -> None:
    with pytest.raises(DeviceError, match="link_refused: /dev/null"):
        open_link("/dev/null?baud=9600")


def test_a_printer_that_may_only_be_written_to(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    real_open = os.open

    def write_only(path: str, flags: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real_open(path, flags)

    monkeypatch.setattr(os, "open", write_only)
    link = LpLink(terminal.path)
    assert not link.can_read
    link.write(b"ticket", stall_s=5)
    assert terminal.take(6) == b"ticket"
    terminal.say(b"\x16")
    assert link.read(0.01) == b""
    link.close()


def test_a_port_that_may_not_be_opened_says_what_to_do(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_path: str, _flags: int) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)
    for opener in OPENERS.values():
        with pytest.raises(DeviceError, match="needs the group lp or dialout"):
            opener(terminal)


def test_a_port_of_one_way_is_found_out_by_reading(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the kernel answers for a printer of the class's protocol 1."""

    def one_way(_file: int, _size: int) -> bytes:
        raise OSError(errno.EINVAL, "Invalid argument")

    link = LpLink(terminal.path)
    terminal.say(b"\x16")
    monkeypatch.setattr(os, "read", one_way)
    assert link.read(0.01) == b""
    assert not link.can_read
    link.close()


def test_answers_without_bytes_are_no_end(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    real_read, empties = os.read, [b"", b""]
    link = LpLink(terminal.path)
    terminal.say(b"\x16")
    with monkeypatch.context() as patch:
        patch.setattr(os, "read", lambda file, size: empties.pop() if empties else real_read(file, size))
        assert link.read(5) == b"\x16"
    assert not empties
    link.close()
