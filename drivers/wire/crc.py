"""CRC-16/MODBUS: begins with FFFF, polynomial 8005 reflected (A001), nothing turned at the end; of «123456789» 4B37."""

START = 0xFFFF
POLYNOMIAL = 0xA001


def crc16(content: bytes) -> int:
    """The check number of some bytes, 0 to 65,535."""
    crc = START
    for byte in content:
        crc = crc >> 8 ^ _STEPS[(crc ^ byte) & 0xFF]
    return crc


def _step(crc: int) -> int:
    for _ in range(8):
        crc = crc >> 1 ^ POLYNOMIAL * (crc & 1)
    return crc


_STEPS = tuple(map(_step, range(256)))
"""What eight bits do to a check number."""
