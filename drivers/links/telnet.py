"""The telnet side of RFC 2217: what a terminal server and we say to each other between the bytes.

Read from RFC 854 (commands, doubling of 255) and RFC 2217 (option 44: a serial line that is set up over the network).
"""

import struct
from collections.abc import Iterator
from typing import Final

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
BINARY, SUPPRESS_GO_AHEAD, COM_PORT = 0, 3, 44
SET_BAUD, SET_BITS, SET_PARITY, SET_STOP, SET_CONTROL, PURGE = 1, 2, 3, 4, 5, 12
SUSPEND, RESUME = 108, 109
ANSWER = 100
"""What a server adds to a command when it answers it; 108 and 109 it says by itself."""
EIGHT_BITS, NO_PARITY, ONE_STOP_BIT, PURGE_RECEIVED = 8, 1, 1, 1

ESCAPE: Final = bytes([IAC])
OURS = frozenset({BINARY, SUPPRESS_GO_AHEAD, COM_PORT})
GREETING = bytes([IAC, WILL, COM_PORT, IAC, WILL, BINARY, IAC, DO, BINARY, IAC, WILL, SUPPRESS_GO_AHEAD])
GREETED = frozenset({(DO, COM_PORT), (DO, BINARY), (WILL, BINARY), (DO, SUPPRESS_GO_AHEAD)})
"""Answers to the greeting; answering them in turn would never end."""


def escaped(payload: bytes) -> bytes:
    """Bytes for the line as they go over the network."""
    return payload.replace(ESCAPE, ESCAPE * 2)


def order(command: int, value: bytes) -> bytes:
    """One command of RFC 2217."""
    return bytes([IAC, SB, COM_PORT, command]) + escaped(value) + bytes([IAC, SE])


def line_orders(baud: int, controls: tuple[int, ...]) -> bytes:
    """Set up the line: 8 bits, no parity, one stop bit; forget what it received before."""
    settings = ((SET_BITS, EIGHT_BITS), (SET_PARITY, NO_PARITY), (SET_STOP, ONE_STOP_BIT))
    commands = [order(SET_BAUD, struct.pack("!I", baud))]
    commands += [order(command, bytes([value])) for command, value in settings]
    commands += [order(SET_CONTROL, bytes([control])) for control in controls]
    return b"".join(commands) + order(PURGE, bytes([PURGE_RECEIVED]))


class Telnet:
    """Sorts what comes from a terminal server.

    `replies` collects what is to be sent back. `speaks_rfc2217`: None until the server said so. `baud`: the line's
    speed as the server answered it, 0 before. `is_suspended`: the server asks not to be sent more.
    """

    def __init__(self) -> None:
        self.replies = b""
        self.speaks_rfc2217: bool | None = None
        self.baud = 0
        self.is_suspended = False
        self._half = b""

    def feed(self, chunk: bytes) -> bytes:
        """Take what arrived, in pieces of any size; returns the bytes of the line that were in it."""
        self._half += chunk
        return b"".join(self._bytes_of_the_line())

    def _bytes_of_the_line(self) -> Iterator[bytes]:
        while self._half:
            plain, mark, rest = self._half.partition(ESCAPE)
            yield plain
            self._half = mark + rest
            length = _command_length(self._half)
            if not length:
                return
            command, self._half = self._half[:length], self._half[length:]
            if command == ESCAPE * 2:
                yield ESCAPE
            else:
                self._obey(command)

    def _obey(self, command: bytes) -> None:
        verb = command[1]
        if verb == SB:
            self._hear(command[2:-2].replace(ESCAPE * 2, ESCAPE))
        elif verb in (DO, DONT, WILL, WONT):
            self._agree(verb, command[2])

    def _agree(self, verb: int, option: int) -> None:
        """Say yes to what we know, no to the rest, and nothing to a no or to an answer."""
        if option == COM_PORT and verb in (DO, DONT):
            self.speaks_rfc2217 = verb == DO
        if (verb, option) in GREETED or verb in (DONT, WONT):
            return
        is_known = option in OURS
        answers = {DO: WILL if is_known else WONT, WILL: DO if is_known else DONT}
        self.replies += bytes([IAC, answers[verb], option])

    def _hear(self, said: bytes) -> None:
        """Take note of an answer; those that nothing depends on are passed over."""
        option, command, value = said[:1], said[1:2], said[2:]
        if option != bytes([COM_PORT]):
            return
        if command == bytes([ANSWER + SET_BAUD]) and len(value) == struct.calcsize("!I"):
            (self.baud,) = struct.unpack("!I", value)
        elif command in (bytes([SUSPEND]), bytes([RESUME])):
            self.is_suspended = command == bytes([SUSPEND])


def _command_length(said: bytes) -> int:
    """How long the command is that begins here; 0 while its end has not arrived, or nothing begins here."""
    if len(said) < 2:
        return 0
    verb = said[1]
    if verb == SB:
        return _end_of_suboption(said)
    length = 3 if verb in (DO, DONT, WILL, WONT) else 2
    return length if len(said) >= length else 0


def _end_of_suboption(said: bytes) -> int:
    """Behind IAC SE; a doubled IAC is a byte of the content."""
    at = 2
    while (at := said.find(ESCAPE, at)) >= 0 and at + 1 < len(said):
        if said[at + 1] == SE:
            return at + 2
        at += 2
    return 0
