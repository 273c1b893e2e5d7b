"""The same driver over real sockets on loopback."""

import select
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from drivers.errors import DeviceError, PortTakenError
from drivers.links import open_link, tcp
from drivers.links.memory import MemoryLink
from drivers.printers import EscposPrinter, JobEnd, Paper, Raster
from drivers.printers.escpos_printer import PrinterTiming
from drivers.simulators import PrinterSimulator, TcpCable
from tests.drivers.desk import Desk, Tray, ticket

QUICK = PrinterTiming(answer_s=0.2, stall_s=0.3, look_s=0.1, fence_s=5.0)


class Port:
    def __init__(self, tray: Tray) -> None:
        self.simulator = PrinterSimulator(tray.append)
        self.server = TcpCable(self.simulator, 0)
        self.server.plug()
        self.url = f"socket://127.0.0.1:{self.server.port}"
        self.printer = EscposPrinter(lambda: open_link(self.url), timing=QUICK)


@pytest.fixture
def port(tray: Tray) -> Iterator[Port]:
    before = set(threading.enumerate())
    port = Port(tray)
    yield port
    port.server.unplug()
    assert set(threading.enumerate()) <= before


def test_tickets_come_out_over_tcp(port: Port, tray: Tray, picture: Raster) -> None:
    assert [port.printer.print(ticket(picture)).end for _ in range(5)] == [JobEnd.CONFIRMED] * 5
    assert tray.wait_for(5) == [picture] * 5


def test_threads_take_turns_at_the_printer(port: Port, tray: Tray, picture: Raster) -> None:
    small = Raster(576, picture.rows(0, 100))
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(port.printer.print(ticket(small)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert port.printer.status().is_ready
    for thread in threads:
        thread.join(5)
    assert [report.end for report in reports] == [JobEnd.CONFIRMED] * 4
    assert tray.wait_for(4) == [small] * 4


def test_unplugged_and_plugged_in_again(port: Port, picture: Raster) -> None:
    port.server.unplug()
    port.server.unplug()
    assert not port.server.is_plugged
    assert port.printer.print(ticket(picture)).code == "link_refused"
    port.server.plug()
    port.server.plug()
    assert port.printer.print(ticket(picture)).end is JobEnd.CONFIRMED


def test_stalled_job_is_unknown_and_the_cause_can_be_read_afterwards(port: Port, picture: Raster) -> None:
    port.simulator.load_short_roll(100)
    report = port.printer.print(ticket(Raster(576, picture.bits * 4)))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "link_stalled")
    assert port.printer.status().paper is Paper.OUT


def test_paper_put_back_while_the_job_waits_completes_it(port: Port, tray: Tray, picture: Raster) -> None:
    port.simulator.load_short_roll(650)
    patient = EscposPrinter(lambda: open_link(port.url), timing=PrinterTiming(look_s=3.0))
    reports = []
    job = threading.Thread(target=lambda: reports.append(patient.print(ticket(picture))))
    job.start()
    deadline = time.monotonic() + 5
    while "paper_out" not in port.simulator.faults and time.monotonic() < deadline:
        job.join(0.01)
    port.simulator.fault("paper_out", is_on=False)
    job.join(5)
    assert [report.end for report in reports] == [JobEnd.CONFIRMED]
    assert tray.wait_for(1) == [picture]


def test_power_lost_over_tcp(port: Port, tray: Tray, picture: Raster) -> None:
    port.simulator.die_after(30_000)
    report = port.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "link_lost")
    assert port.printer.print(ticket(picture)).end is JobEnd.CONFIRMED
    assert tray.wait_for(2)[-1] == picture


def test_slow_printer_is_waited_for(port: Port, tray: Tray, picture: Raster) -> None:
    port.simulator.fault("slow")
    small = Raster(576, picture.rows(0, 60))
    assert port.printer.print(ticket(small)).end is JobEnd.CONFIRMED
    assert tray.wait_for(1) == [small]


def test_taken_port_is_named(port: Port) -> None:
    second = TcpCable(PrinterSimulator(lambda picture: None), port.server.port)
    with pytest.raises(PortTakenError, match=f"Cannot listen on 127.0.0.1:{port.server.port}"):
        second.plug()


@pytest.mark.parametrize("url", ["", "usb://x", "socket://", "socket://host", "socket://host:x", "socket://:1"])
def test_wrong_urls_are_refused_for_good(url: str) -> None:
    with pytest.raises(DeviceError) as raised:
        open_link(url)
    assert (raised.value.code, raised.value.retry) == ("link_url", False)


def test_write_tells_how_much_left_before_the_stall() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        link = open_link(f"socket://127.0.0.1:{deaf.getsockname()[1]}")
        with pytest.raises(DeviceError) as raised:
            link.write(bytes(20_000_000), stall_s=0.1)
        assert raised.value.code == "link_stalled"
        assert 0 < raised.value.sent_bytes < 20_000_000
        assert link.read(0) == b""
        link.close()
        link.close()


def test_an_answer_to_a_job_that_nobody_waits_for_resets_nothing() -> None:
    """A picture holds the bytes of a question; who is reset may forget what is not printed yet."""
    heard: list[bytes | str] = []

    def printer(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            poll = select.poll()
            poll.register(connection, select.POLLRDHUP)
            poll.poll()
            heard.append(read_and_answer(connection))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=printer, args=(listener,))
        thread.start()
        link = open_link(f"socket://127.0.0.1:{listener.getsockname()[1]}")
        link.write(bytes(4000), stall_s=5)
        link.close()
        thread.join()
    assert heard == [bytes(4000)]


def read_and_answer(connection: socket.socket) -> bytes | str:
    heard = b""
    try:
        while chunk := connection.recv(50):
            heard += chunk
            connection.send(b"\x16")
    except (ConnectionResetError, BrokenPipeError):
        return "reset"
    return heard


def test_closing_waits_for_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for a printer that answered, nor behind a mere question, nor for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"socket://127.0.0.1:{listener.getsockname()[1]}"
        link = open_link(url)
        connection, _ = listener.accept()
        link.write(bytes(4000), stall_s=5)
        connection.send(b"\x00")
        assert link.read(5) == b"\x00"
        link.write(b"\x10\x04\x01", stall_s=5)
        waits: list[float] = []
        with monkeypatch.context() as patch:
            patch.setattr(tcp, "is_ready", lambda _socket, _event, wait_s: waits.append(wait_s))
            link.close()
        assert waits == [0]
        with monkeypatch.context() as patch, connection:
            patch.setattr(tcp, "LINGER_S", 0.01)
            link = open_link(url)
            link.write(bytes(4000), stall_s=5)
            link.close()


def test_memory_link_stalls_and_breaks_like_a_socket(desk: Desk) -> None:
    link = MemoryLink(desk.simulator, desk.clock.advance)
    desk.simulator.fault("paper_out")
    with pytest.raises(DeviceError, match="link_stalled"):
        link.write(bytes(5000), stall_s=2)
    assert desk.clock.now == 2
    desk.simulator.fault("paper_out", is_on=False)
    desk.simulator.die_after(1)
    with pytest.raises(DeviceError, match="link_lost"):
        link.write(b"xx", stall_s=2)
    with pytest.raises(DeviceError, match="link_lost"):
        link.read(1)
    link.close()
