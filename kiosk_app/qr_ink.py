"""QR codes drawn fast: what differs between two codes of one length depends only on the bits that differ.

A code of a fixed version and mask is a linear function of its bits: error correction is linear, and the mask is a
constant. So the library draws the code of each beginning once, and what each bit behind it changes once; the code of
the next number, or link, is those pictures XORed.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import ALPHA_NUM, MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from drivers.printers.parts import Picture
from kiosk_app.ink import Ink

QUIET_MODULES = 4
MASK = 2
CHANGING_LETTERS = 26
"""The end of a link, its token, is what is new on each ticket; of other codes it is less."""
PAIR = 2
"""Letters of the small alphabet are encoded two by two."""
BLANK = 1
"""What stands for letters that are still to come: of zeros alone the library can make no error correction."""
WIDEST = 192
"""Enough for 177 modules and the quiet zone."""


def qr_ink(payload: str, module_dots: int, width: int, is_left: bool = False) -> Ink:
    """The code at level M with its quiet zone of 4 modules (scanned best off bad photographs), on rows of `width` dots.

    Its modules are as wide as asked, or as there is room for; it stands in the middle or at the left.
    """
    content = payload.encode()
    is_small = _is_small(content)
    place = Place(module_dots, width, is_left)
    constant = max(0, len(content) - CHANGING_LETTERS) // PAIR * PAIR
    code = _drawn(content[:constant] + _blank(len(content) - constant, is_small), is_small, place)
    bits = code.bits
    for start, length, number in _numbers(content, constant, is_small):
        for bit in _bits_of(number ^ BLANK):
            bits ^= _change(bit, (start, length, len(content)), is_small, place)
    return code._replace(bits=bits)


def _is_small(content: bytes) -> bool:
    return all(letter in ALPHA_NUM for letter in content)


def _numbers(content: bytes, first: int, is_small: bool) -> Iterator[tuple[int, int, int]]:
    """Where letters begin that are encoded together, how many they are, and the number that they are encoded as."""
    for start in range(first, len(content), PAIR if is_small else 1):
        letters = content[start : start + PAIR] if is_small else content[start : start + 1]
        number = 0
        for letter in letters:
            number = number * len(ALPHA_NUM) + ALPHA_NUM.index(letter) if is_small else letter
        yield start, len(letters), number


def _bits_of(number: int) -> Iterator[int]:
    return (1 << place for place in range(number.bit_length()) if number >> place & 1)


def _letters(number: int, length: int, is_small: bool) -> bytes:
    """The one or two letters that are encoded as a number."""
    if not is_small:
        return bytes((number,))
    return bytes(ALPHA_NUM[each] for each in divmod(number, len(ALPHA_NUM))[-length:])


def _blank(length: int, is_small: bool) -> bytes:
    """So many letters, from the beginning of a pair on."""
    together = PAIR if is_small else 1
    pairs, rest = divmod(length, together)
    return _letters(BLANK, together, is_small) * pairs + _letters(BLANK, 1, is_small) * rest


def qr_picture(payload: str, module_dots: int, width: int) -> Picture:
    """The code in the middle of a paper so wide; where its modules have an even width, half of it, to be doubled."""
    if module_dots % 2 == 0 and can_double(width) and _side(payload) * module_dots <= width:
        return Picture(qr_ink(payload, module_dots // 2, width // 2).raster(), 2)
    return Picture(qr_ink(payload, module_dots, width).raster())


def can_double(width: int) -> bool:
    """Whether half of so many dots are whole bytes."""
    return width % 16 == 0


def _side(payload: str) -> int:
    """Modules in a row, with the quiet zone: a dot a module, on paper wide enough for the largest code."""
    content = payload.encode()
    is_small = _is_small(content)
    return _drawn(_blank(len(content), is_small), is_small, Place(1, WIDEST, is_left=False)).height


class Place(NamedTuple):
    """How a code lies on the paper."""

    module_dots: int
    width: int
    is_left: bool


@lru_cache(maxsize=1024)
def _change(bit: int, where: tuple[int, int, int], is_small: bool, place: Place) -> int:
    """What a bit of the letters at a place changes in a code of so many letters."""
    start, length, whole = where
    blank = _blank(whole, is_small)
    changed = blank[:start] + _letters(BLANK ^ bit, length, is_small) + blank[start + length :]
    return _drawn(changed, is_small, place).bits ^ _drawn(blank, is_small, place).bits


@lru_cache(maxsize=64)
def _drawn(content: bytes, is_small: bool, place: Place) -> Ink:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES, mask_pattern=MASK)
    code.add_data(QRData(content, mode=MODE_ALPHA_NUM if is_small else MODE_8BIT_BYTE), optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    small = Image.frombytes("L", (len(rows), len(rows)), bytes(255 * is_dark for row in rows for is_dark in row))
    side = len(rows) * min(place.module_dots, place.width // len(rows))
    picture = small.resize((side, side), Image.Resampling.NEAREST).convert("1", dither=Image.Dither.NONE)
    return Ink.of(picture, place.width, 0 if place.is_left else (place.width - side) // 2)
