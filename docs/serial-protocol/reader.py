"""Reads bytes of a line from standard input and prints each frame that is accepted, then how many were broken.

A firmware maker's yardstick: it knows `serial-protocol.md` and the standard library, nothing else.
"""

import re
import sys
from typing import BinaryIO

TOKEN, LABEL, NUMBER = "[A-Z0-9]{1,8}", "[A-Z0-9][A-Z0-9-]{0,15}", "(0|[1-9][0-9]{0,4})"
BOOT, FROM, REASON = "[0-9A-F]{4}", "(0[1-9]|[1-8][0-9]|9[0-8])", "(VERB|ARGS|FULL|LATER)"
KEY = "(NEXT|RECALL|MISSED|START|FINISH|TRANSFER|HOLD|CALL|PAUSE|CLEAR|[0-9])"
SHOWN = f"OPEN,{TOKEN},{LABEL},[3-5],{NUMBER}|SHUT|DISP,({LABEL})?,{NUMBER}(,{NUMBER})?|BEEP,[1-9]"
SHOWN += f"|LINE,[1-8],({LABEL})?,{NUMBER},{NUMBER}|TEXT,[12],[^,*]{{0,16}}"
TOLD = f"HELO,{FROM},(PANEL|BOARD|HALL|KEYS),{BOOT},[0-9A-Za-z.-]{{1,12}}"
TOLD += f"|RATE,{FROM},{BOOT}-{NUMBER},{TOKEN},[1-5],(0|[1-9][0-9]{{0,6}})"
TOLD += f"|KEY,{FROM},{KEY},{NUMBER}|STAT,{FROM},{NUMBER},{NUMBER},{NUMBER},{NUMBER}|ACK,{FROM}|NAK,{FROM},{REASON}"
CONTENT = re.compile(
    f"00,[0-9]{{2}},({TOLD})|{FROM},[0-9]{{2}},({SHOWN}|PING|ACK,00|NAK,00,{REASON})|99,[0-9]{{2}},({SHOWN})"
)


def crc16(content: bytes) -> int:
    """CRC-16/MODBUS."""
    crc = 0xFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


def accepted(line: bytes) -> str | None:
    """What stands between `$` and `*` of a whole frame, up to and including CR LF; None if it is none."""
    if line[-7:-6] != b"*" or line[-2:] != b"\r\n" or not all(0x20 <= byte < 0x7F for byte in line[:-2]):
        return None
    content = line[1:-7].decode("ascii")
    is_right = CONTENT.fullmatch(content) is not None and line[-6:-2] == b"%04X" % crc16(line[1:-7])
    return content if is_right else None


def read(source: BinaryIO) -> None:
    """Byte after byte, as they come from a line."""
    begun, broken = b"", 0
    while byte := source.read(1):
        if byte == b"$":
            broken += bool(begun)
            begun = byte
        elif begun:
            begun += byte
            if byte == b"\n" or len(begun) >= 80:
                content = accepted(begun)
                sys.stdout.write(f"{content}\n" if content else "")
                broken += content is None
                begun = b""
    sys.stdout.write(f"broken {broken + bool(begun)}\n")


if __name__ == "__main__":
    read(sys.stdin.buffer)
