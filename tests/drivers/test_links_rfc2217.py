"""RFC 2217 against pyserial's own server, and against servers that say what they please."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from drivers.errors import DeviceError
from drivers.links import ByteLink, open_link, parse_address
from drivers.links.rfc2217 import Rfc2217Link
from drivers.links.telnet import (
    ANSWER,
    COM_PORT,
    DO,
    DONT,
    IAC,
    RESUME,
    SB,
    SE,
    SET_BAUD,
    SUSPEND,
    WILL,
    WONT,
    Telnet,
    order,
)
from tests.drivers.terminal import Terminal
from tests.drivers.terminal_server import TerminalServer

EVERY_BYTE = bytes(range(256)) * 8
MORE_THAN_FITS = 20_000_000
BAUD_9600 = struct.pack("!I", 9600)
YES = bytes([IAC, DO, COM_PORT])


class OddServer:
    """Says what the test wants after each thing it hears; the last one again and again."""

    def __init__(self, *answers: bytes) -> None:
        self.heard = b""
        self.is_deaf = False
        self._is_over = threading.Event()
        self._answers = answers
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"rfc2217://127.0.0.1:{self._listener.getsockname()[1]}?baud=9600"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection, suppress(ConnectionResetError):
            for answer in self._answers:
                self.heard += connection.recv(1024)
                connection.sendall(answer)
            if self.is_deaf:
                self._is_over.wait()
            while heard := connection.recv(1024):
                self.heard += heard

    def close(self) -> None:
        self._is_over.set()
        self._listener.close()
        self._thread.join(5)


@pytest.fixture
def odd() -> Iterator[Callable[..., OddServer]]:
    servers: list[OddServer] = []

    def make(*answers: bytes) -> OddServer:
        servers.append(OddServer(*answers))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


def read_all(link: ByteLink, count: int) -> bytes:
    arrived = b""
    while len(arrived) < count and (chunk := link.read(5)):
        arrived += chunk
    return arrived


def test_every_byte_goes_there_and_back_over_a_real_server() -> None:
    terminal = Terminal()
    server = TerminalServer(terminal.path)
    link = open_link(server.url)
    assert link.can_read
    link.write(EVERY_BYTE, stall_s=5)
    assert terminal.take(len(EVERY_BYTE)) == EVERY_BYTE
    terminal.say(EVERY_BYTE)
    assert read_all(link, len(EVERY_BYTE)) == EVERY_BYTE
    assert (server.line.baudrate, server.line.bytesize, server.line.parity) == (460_800, 8, "N")
    link.close()
    link.close()
    server.close()
    terminal.pull()


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"rfc2217://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(DeviceError) as raised:
        open_link(url)
    assert (raised.value.code, raised.value.retry) == ("link_refused", True)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ((bytes([IAC, DONT, COM_PORT]),), "it does not speak RFC 2217"),
        ((b"login: ",), "it does not speak RFC 2217"),
        ((YES, order(ANSWER + SET_BAUD, struct.pack("!I", 115_200))), "runs at 115200 baud, not 9600"),
        ((YES, b""), "runs at 0 baud"),
    ],
)
def test_a_server_that_cannot_do_it_is_refused(
    odd: Callable[..., OddServer], answers: tuple[bytes, ...], why: str
) -> None:
    with pytest.raises(DeviceError, match=why) as raised:
        open_link(odd(*answers).url, connect_s=0.2)
    assert raised.value.code == "link_refused"


def test_what_came_before_the_line_was_set_up_belongs_to_nobody(odd: Callable[..., OddServer]) -> None:
    server = odd(YES + b"stale", b"stale" + order(ANSWER + SET_BAUD, BAUD_9600), b"fresh")
    link = open_link(server.url, connect_s=5)
    link.write(b"?", stall_s=5)
    assert read_all(link, 5) == b"fresh"
    link.close()


def test_a_server_that_asks_to_wait_is_obeyed(odd: Callable[..., OddServer]) -> None:
    wait, go_on = order(SUSPEND, b""), order(RESUME, b"")
    server = odd(YES, order(ANSWER + SET_BAUD, BAUD_9600) + wait)
    link = open_link(server.url, connect_s=5)
    with pytest.raises(DeviceError) as raised:
        link.write(b"ticket", stall_s=0.1)
    assert (raised.value.code, raised.value.sent_bytes) == ("link_stalled", 0)
    link.close()
    server = odd(YES, order(ANSWER + SET_BAUD, BAUD_9600) + wait + go_on)
    link = open_link(server.url, connect_s=5)
    link.write(b"ticket", stall_s=5)
    link.close()
    server.close()
    assert server.heard.endswith(b"ticket")


def test_a_stalled_line_tells_how_much_left(odd: Callable[..., OddServer]) -> None:
    """Each byte goes doubled over the network, and is counted as the one that it is."""
    server = odd(YES, order(ANSWER + SET_BAUD, BAUD_9600))
    server.is_deaf = True
    link = Rfc2217Link(parse_address(server.url), 5)
    with pytest.raises(DeviceError) as raised:
        link.write(b"\xff" * MORE_THAN_FITS, stall_s=0.1)
    assert raised.value.code == "link_stalled"
    assert 0 < raised.value.sent_bytes <= MORE_THAN_FITS / 2
    link.close()


def test_telnet_in_pieces_is_telnet() -> None:
    said = (
        b"a"
        + bytes([IAC, IAC])
        + bytes([IAC, DO, COM_PORT, IAC, DO, 24, IAC, WILL, 1, IAC, WILL, 3, IAC, WONT, 5, IAC, 241])
        + order(ANSWER + SET_BAUD, struct.pack("!I", 255))
        + bytes([IAC, SB, 24, 1, IAC, SE])
        + b"z"
    )
    for size in range(1, len(said) + 1):
        telnet = Telnet()
        plain = b"".join(telnet.feed(said[start : start + size]) for start in range(0, len(said), size))
        assert plain == b"a\xffz"
        assert telnet.replies == bytes([IAC, WONT, 24, IAC, DONT, 1, IAC, DO, 3])
        assert (telnet.speaks_rfc2217, telnet.baud) == (True, 255)
