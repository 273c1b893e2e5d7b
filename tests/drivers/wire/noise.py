"""Frames as a bad line delivers them: damaged in every way that one knows of, and which of them arrived whole."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from drivers.devices import Key
from drivers.wire import Frame, encode

Damage = Callable[[bytes, Random], bytes]
ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXT = [chr(code) for code in range(0x20, 0x7F) if chr(code) not in "$*,"]
POOL = 5_000
NEAR = 3
WRONG_BAUD = bytes((0x00, 0x80, 0xC0, 0xE0, 0xF0, 0xF8, 0xFC, 0xFE, 0xFF, 0x24, 0x2C, 0x2A, 0x0D, 0x0A))
"""A frame at another speed is long levels, with now and then a sign that means something."""


def some_frame(chance: Random) -> Frame:
    """Any verb with any arguments."""
    own = f"{chance.randrange(1, 99):02d}"
    number = str(chance.choice((0, 5, 42, 600, chance.randrange(100_000))))
    label = chance.choice(
        ("A105", "A-K2-07", "0042", "TT001", "".join(chance.choices(ALNUM, k=chance.randrange(1, 9))))
    )
    token = "".join(chance.choices(ALNUM, k=chance.randrange(1, 9)))
    boot = f"{chance.randrange(0x10000):04X}"
    to_device = (
        ("OPEN", token, label, str(chance.randrange(3, 6)), number),
        ("SHUT",),
        ("DISP", label, number),
        ("DISP", "", "0", number),
        ("LINE", str(chance.randrange(1, 9)), label, number, "50"),
        ("TEXT", str(chance.randrange(1, 3)), "".join(chance.choices(TEXT, k=chance.randrange(17)))),
        ("BEEP", str(chance.randrange(1, 10))),
        ("PING",),
        ("ACK", "00"),
        ("NAK", "00", "LATER"),
    )
    to_host = (
        ("HELO", own, chance.choice(("PANEL", "BOARD", "HALL", "KEYS")), boot, "1.0-rc.2"),
        ("RATE", own, f"{boot}-{number}", token, str(chance.randrange(1, 6)), number),
        ("KEY", own, chance.choice([key.value.upper() for key in Key]), number),
        ("STAT", own, number, number, str(chance.randrange(11)), number),
        ("ACK", own),
        ("NAK", own, chance.choice(("VERB", "ARGS", "FULL", "LATER"))),
    )
    is_to_host = chance.random() < 0.5
    verb, *args = chance.choice(to_host if is_to_host else to_device)
    return Frame(0 if is_to_host else int(own), chance.randrange(100), verb, tuple(args))


def flipped_bits(raw: bytes, chance: Random) -> bytes:
    damaged = bytearray(raw)
    for _ in range(chance.randrange(1, 7)):
        damaged[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def lost_bytes(raw: bytes, chance: Random) -> bytes:
    gone = set(chance.sample(range(len(raw)), chance.randrange(1, 5)))
    return bytes(byte for at, byte in enumerate(raw) if at not in gone)


def lost_piece(raw: bytes, chance: Random) -> bytes:
    begin, end = sorted(chance.sample(range(len(raw) + 1), 2))
    return raw[:begin] + raw[end:]


def inserted_bytes(raw: bytes, chance: Random) -> bytes:
    at = chance.randrange(1, len(raw))
    return raw[:at] + chance.randbytes(chance.randrange(1, 9)) + raw[at:]


def burst(raw: bytes, chance: Random) -> bytes:
    count = chance.randrange(2, 13)
    at = chance.randrange(len(raw) - count)
    return raw[:at] + chance.randbytes(count) + raw[at + count :]


def cut_off(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(1, len(raw))]


def begun_late(raw: bytes, chance: Random) -> bytes:
    return raw[chance.randrange(1, len(raw)) :]


def swapped_pairs(raw: bytes, chance: Random) -> bytes:
    damaged = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(raw) - 1)
        damaged[at], damaged[at + 1] = damaged[at + 1], damaged[at]
    return bytes(damaged)


def wrong_baud(raw: bytes, chance: Random) -> bytes:
    return bytes(chance.choices(WRONG_BAUD, k=len(raw) * chance.choice((1, 2, 4)) // 2))


def doubled_bytes(raw: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + raw[at : at + chance.randrange(1, 5)] + raw[at:]


def other_digits(raw: bytes, chance: Random) -> bytes:
    """The worst that can be: digits become other digits, so the form stays right and the check number alone decides."""
    digits = [at for at, byte in enumerate(raw[:-7]) if chr(byte).isdigit()]
    damaged = bytearray(raw)
    for at in chance.sample(digits, chance.randrange(1, min(7, len(digits) + 1))):
        damaged[at] = ord(chance.choice("0123456789"))
    return bytes(damaged)


DAMAGES: tuple[Damage, ...] = (
    flipped_bits,
    lost_bytes,
    lost_piece,
    inserted_bytes,
    burst,
    cut_off,
    begun_late,
    swapped_pairs,
    wrong_baud,
    doubled_bytes,
)
DIGITS: tuple[Damage, ...] = (
    other_digits,
    lambda raw, chance: flipped_bits(other_digits(raw, chance), chance),
)


def noisy(raw: bytes, chance: Random, damages: Sequence[Damage]) -> bytes:
    """What arrives of a frame: three of ten are whole, behind noise or the beginning of one that was cut off."""
    if chance.random() < 0.3:
        return chance.choice((b"", chance.randbytes(chance.randrange(1, 20)), raw[: len(raw) // 2])) + raw
    return chance.choice(damages)(raw, chance)


def stream(count: int, seed: int, damages: Sequence[Damage]) -> Iterator[tuple[bytes, bytes]]:
    """So many frames as they were sent, each with what arrives; some are doubled, some end behind the next."""
    chance = Random(seed)
    pool = [encode(some_frame(chance)) for _ in range(POOL)]
    held = b""
    for _ in range(count):
        raw = chance.choice(pool)
        fate = chance.random()
        if fate < 0.02:
            yield raw, raw + raw + held
            held = b""
        elif fate < 0.04 and not held:
            yield raw, raw[:9]
            held = raw[9:]
        else:
            yield raw, noisy(raw, chance, damages) + held
            held = b""


def whole_ones(sent: list[bytes], arrived: list[bytes]) -> Iterator[bytes]:
    """The frames that arrived whole, in their order: their bytes stand together where they were sent or nearly there.

    Noise may put back what it took: a byte that was lost and comes by chance, two halves that meet again.
    """
    line, at = b"".join(arrived), 0
    for number, piece in enumerate(arrived):
        near = set(sent[max(0, number - NEAR) : number + NEAR])
        for offset, byte in enumerate(piece, at):
            if byte == ord("$"):
                yield from (raw for raw in near if line.startswith(raw, offset))
        at += len(piece)
