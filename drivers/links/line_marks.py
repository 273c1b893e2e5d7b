"""What the kernel marks among the bytes of a serial line.

A printer that loses power, or a plug that is pulled, holds the line down for a moment; this reads as a NUL, and a NUL
is how printers say that all is well. To ignore it (IGNBRK) is left to each driver, and not all do. So the kernel
is asked to mark such bytes (termios' PARMRK: 255, 0, the byte; a true 255 comes twice).
"""

import termios

MARK = b"\xff"
DAMAGED = b"\xff\x00"
INPUT_MODES = 0


def mark_damaged_bytes(file: int) -> None:
    """Ask for the marks. Raises termios.error."""
    modes = termios.tcgetattr(file)
    modes[INPUT_MODES] &= ~(termios.IGNBRK | termios.BRKINT | termios.IGNPAR)
    modes[INPUT_MODES] |= termios.PARMRK | termios.INPCK
    termios.tcsetattr(file, termios.TCSANOW, modes)


class LineMarks:
    """Takes the marks out again, and with them what they mark."""

    def __init__(self) -> None:
        self._begun = b""

    def feed(self, chunk: bytes) -> bytes:
        """Take what arrived, in pieces of any size; returns the bytes that the device meant."""
        meant = bytearray()
        for byte in chunk:
            mark, self._begun = self._begun + bytes([byte]), b""
            if mark in (MARK, DAMAGED):
                self._begun = mark
            elif not mark.startswith(DAMAGED):
                meant.append(byte)
        return bytes(meant)
