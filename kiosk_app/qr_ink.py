"""QR codes drawn fast: what differs between two codes of one length depends only on the letters that differ.

A code of a fixed version and mask is a linear function of its bits: error correction is linear, and the mask is a
constant. So the library draws the code of each beginning once, and the difference that two letters make at their place
once; the code of the next number is those pictures XORed. A link has letters of its own from one end to the other, and
is drawn whole.
"""

from functools import lru_cache
from typing import NamedTuple

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import ALPHA_NUM, MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from drivers.printers.parts import Picture
from kiosk_app.ink import Ink
from kiosk_app.ticket_code import PREFIX

QUIET_MODULES = 4
MASK = 2
CHANGING_BYTES = 4
"""The end of a ticket's code that is no link is what is new on each ticket."""
PAIR = 2
"""Letters of the small alphabet are encoded two by two."""
ZERO = b"0"
WIDEST = 192
"""Enough for 177 modules and the quiet zone."""


def qr_ink(payload: str, module_dots: int, width: int, is_left: bool = False) -> Ink:
    """The code at level M with its quiet zone of 4 modules (scanned best off bad photographs), on rows of `width` dots.

    Its modules are as wide as asked, or as there is room for; it stands in the middle or at the left.
    """
    content = payload.encode()
    is_small = all(letter in ALPHA_NUM for letter in content)
    place = Place(module_dots, width, is_left)
    if not payload.startswith(PREFIX):
        return _drawn(content, is_small, place)
    constant = max(0, len(content) - CHANGING_BYTES) // PAIR * PAIR
    code = _drawn(content[:constant] + ZERO * (len(content) - constant), is_small, place)
    bits = code.bits
    for start in range(constant, len(content), PAIR):
        bits ^= _difference(content[start : start + PAIR], (start, len(content)), is_small, place)
    return code._replace(bits=bits)


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
    return qr_ink(payload, 1, WIDEST).height


class Place(NamedTuple):
    """How a code lies on the paper."""

    module_dots: int
    width: int
    is_left: bool


@lru_cache(maxsize=512)
def _difference(pair: bytes, where: tuple[int, int], is_small: bool, place: Place) -> int:
    start, length = where
    zeros = ZERO * length
    changed = zeros[:start] + pair + zeros[start + len(pair) :]
    return _drawn(changed, is_small, place).bits ^ _drawn(zeros, is_small, place).bits


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
