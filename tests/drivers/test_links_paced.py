"""Serial lines behind a server: what the network takes at once, the line carries in its own time."""

import random
from itertools import pairwise

import pytest

from drivers.errors import DeviceError
from drivers.links import open_link
from drivers.links.memory import MemoryLink
from drivers.links.paced import PacedLink
from drivers.printers import EscposPrinter, JobEnd, Profile, Raster
from drivers.printers.profile import Reliability
from drivers.simulators import PrinterSimulator
from kiosk_app.timing import KioskTiming
from tests.drivers.desk import FakeClock, Parrot, ticket

BAUD = 9600
BYTES_A_SECOND = BAUD / 10
PICTURE = Raster(576, random.Random(1).randbytes(72 * 305))


class Server:
    """Takes everything, and gives it to the printer as fast as the line is. What is left when it is hung up is lost."""

    is_hung_up = False
    can_answer = True

    def __init__(self, clock: FakeClock, printer: PrinterSimulator) -> None:
        self._clock = clock
        self._printer = printer
        self._held = b""
        self._carried_s = 0.0
        self.lost = 0

    def connected(self) -> None:
        self._printer.connected()

    def feed(self, chunk: bytes) -> int:
        self._carry()
        self._held += chunk
        return len(chunk)

    def take_replies(self) -> bytes:
        self._carry()
        return self._printer.take_replies()

    def disconnected(self) -> None:
        self._carry()
        self.lost += len(self._held)
        self._held = b""
        self._printer.disconnected()

    def _carry(self) -> None:
        count = int((self._clock.now - self._carried_s) * BYTES_A_SECOND)
        self._carried_s = self._carried_s + count / BYTES_A_SECOND if len(self._held) > count else self._clock.now
        self._printer.feed(self._held[:count])
        self._held = self._held[count:]


def test_a_picture_over_a_slow_line_is_confirmed_and_whole() -> None:
    clock, pictures = FakeClock(), []
    server = Server(clock, PrinterSimulator(pictures.append, "generic", clock))
    printer = EscposPrinter(
        lambda: PacedLink(MemoryLink(server, clock.advance), BAUD, clock, clock.advance), clock=clock
    )
    report = printer.print(ticket(PICTURE))
    assert (report.end, pictures, server.lost) == (JobEnd.CONFIRMED, [PICTURE], 0)
    assert clock.now > len(PICTURE.bits) / BYTES_A_SECOND


def test_no_part_of_a_job_hangs_on_the_slowest_line() -> None:
    """Not a tall slice, and not the blank rows behind half a ticket. 1,200 baud carry 120 bytes a second."""
    clock, told_s = FakeClock(), [0.0]
    profile = Profile("tall", reliability=Reliability(slice_rows=2048))
    simulator = PrinterSimulator(lambda _picture: None, clock=clock)
    printer = EscposPrinter(
        lambda: PacedLink(MemoryLink(simulator, clock.advance), 1200, clock, clock.advance),
        profile,
        clock=clock,
        half_ticket_may_hang=True,
    )
    printer.on_progress = lambda: told_s.append(clock.now)
    assert printer.print(ticket(PICTURE)).end is JobEnd.CONFIRMED
    assert told_s[-1] > 200
    assert max(after - before for before, after in pairwise(told_s)) < KioskTiming().hang_s * 2 / 3


def test_a_write_takes_the_time_of_its_line() -> None:
    clock, device = FakeClock(), Parrot({b"?": b"!"})
    link = PacedLink(MemoryLink(device, clock.advance), BAUD, clock, clock.advance)
    link.write(b"x" * 960, stall_s=5)
    assert clock.now == pytest.approx(1)
    link.write(b"?", stall_s=5)
    assert (link.can_read, link.read(1)) == (True, b"!")
    link.close()
    assert device.heard == b"x" * 960 + b"?"


def test_a_link_that_breaks_tells_how_much_of_all_was_sent() -> None:
    clock, simulator = FakeClock(), PrinterSimulator(lambda _picture: None)
    link = PacedLink(MemoryLink(simulator, clock.advance), BAUD, clock, clock.advance)
    simulator.die_after(1000)
    with pytest.raises(DeviceError) as raised:
        link.write(bytes(2000), stall_s=5)
    assert (raised.value.code, raised.value.retry, raised.value.sent_bytes) == ("link_lost", True, 1000)


def test_the_address_says_whether_a_line_is_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.links.opening.TcpLink", lambda *_: MemoryLink(Parrot({}), lambda _s: None))
    monkeypatch.setattr("drivers.links.opening.Rfc2217Link", lambda *_: MemoryLink(Parrot({}), lambda _s: None))
    assert isinstance(open_link("socket://host:9100"), MemoryLink)
    for url in ("socket://host:4001?baud=19200", "rfc2217://host:4001?baud=19200", "rfc2217://host:4001"):
        assert isinstance(open_link(url), PacedLink)
