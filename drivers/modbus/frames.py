"""Modbus RTU in bytes: the one request that a board needs, and the answers to it (Modbus over Serial Line V1.02)."""

import struct
from typing import NamedTuple

from drivers.wire.crc import crc16

WRITE_REGISTERS = 0x10
FAILED = 0x80
MOST_REGISTERS = 123
ANSWER_BYTES, FAILURE_BYTES = 8, 5


class Write(NamedTuple):
    """Write these 16-bit values into a unit's holding registers from `register` on (counted from 0, as on the line)."""

    unit: int
    register: int
    values: tuple[int, ...]


class Answer(NamedTuple):
    """The unit's answer: `failure` is 0 when it has written, otherwise Modbus' exception code."""

    failure: int


def request(write: Write) -> bytes:
    """The bytes of a request."""
    count = len(write.values)
    head = struct.pack(">BBHHB", write.unit, WRITE_REGISTERS, write.register, count, 2 * count)
    return _closed(head + struct.pack(f">{count}H", *write.values))


def find_answer(heard: bytes, write: Write) -> Answer | None:
    """The answer to a request among what was heard since; noise before it is passed over."""
    whole = _closed(struct.pack(">BBHH", write.unit, WRITE_REGISTERS, write.register, len(write.values)))
    if whole in heard:
        return Answer(0)
    head = bytes((write.unit, WRITE_REGISTERS | FAILED))
    start = heard.find(head)
    while start >= 0:
        failure = heard[start : start + FAILURE_BYTES]
        if len(failure) == FAILURE_BYTES and failure[2] and _closed(failure[:3]) == failure:
            return Answer(failure[2])
        start = heard.find(head, start + 1)
    return None


def _closed(content: bytes) -> bytes:
    """With its check number, the lower byte first."""
    return content + struct.pack("<H", crc16(content))
