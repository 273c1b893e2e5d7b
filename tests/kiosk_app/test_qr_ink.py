"""Codes drawn fast are the codes of the library, and readers that share no code with it read them."""

import cv2
import numpy
import qrcode
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from drivers.printers import GENERIC
from drivers.printers.parts import Picture
from kiosk_app.qr_ink import MASK, qr_ink, qr_picture
from tests.kiosk_app.paper_kit import LONG, NARROW, PLAIN, as_image, dots

SMALL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
PAYLOADS = st.text(SMALL, min_size=1, max_size=60) | st.text(
    st.characters(min_codepoint=32, max_codepoint=0x1EF9, exclude_categories=["Cs"]), min_size=1, max_size=60
)


def by_the_library(payload: str) -> list[list[bool]]:
    """The modules that the library draws for the whole payload at once."""
    is_small = all(letter in SMALL for letter in payload)
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, mask_pattern=MASK)
    code.add_data(QRData(payload.encode(), mode=MODE_ALPHA_NUM if is_small else MODE_8BIT_BYTE), optimize=0)
    code.make(fit=True)
    return [list(map(bool, row)) for row in code.get_matrix()]


@settings(deadline=None, max_examples=30)
@given(PAYLOADS)
@example("HTTPS://PHUONG-MAU.EXAMPLE.VN/T/" + "A7" * 13)
@example("HTTPS://" + "SO." * 20 + "VN/T/" + "0" * 26)
@example("ễ" * 50)
def test_a_code_is_that_of_the_library_module_by_module(payload: str) -> None:
    ink = qr_ink(payload, 1, 192)
    picture = Image.frombytes("1", (ink.width, ink.height), ink.raster().bits)
    left = (ink.width - ink.height) // 2
    square = range(ink.height)
    assert [[picture.getpixel((left + x, y)) != 0 for x in square] for y in square] == by_the_library(payload)


def test_numbers_that_follow_each_other_cost_the_library_nothing() -> None:
    drawn = [qr_ink(f"TL1:2026-11-22-A{number:03}", 6, 576, is_left=True) for number in range(40)]
    assert len({ink.bits for ink in drawn}) == 40
    for number in (7, 39):
        picture = Image.frombytes("1", (576, drawn[number].height), drawn[number].raster().bits)
        white = Image.eval(picture.convert("L"), lambda level: 255 - level)
        assert zxingcpp.read_barcodes(white)[0].text == f"TL1:2026-11-22-A{number:03}"


def test_a_code_by_itself_is_half_as_large_and_doubled_where_that_loses_nothing() -> None:
    alone = qr_picture(PLAIN.qr, 6, 576)
    whole = qr_ink(PLAIN.qr, 6, 576)
    assert alone.scale == 2
    assert (alone.printed.width, alone.printed.height) == (whole.width, whole.height)
    codes = [Image.frombytes("1", (each.width, each.height), each.bits) for each in (alone.printed, whole.raster())]
    assert codes[0].crop(codes[0].getbbox()).tobytes() == codes[1].crop(codes[1].getbbox()).tobytes()
    for payload, module_dots, width in ((PLAIN.qr, 5, 576), (PLAIN.qr, 6, 200), ("a" * 300, 6, 384)):
        assert qr_picture(payload, module_dots, width) == Picture(qr_ink(payload, module_dots, width).raster())


def test_two_readers_of_different_families_read_every_ticket() -> None:
    for paper in (PLAIN, LONG):
        for profile in (GENERIC, NARROW):
            picture = as_image(dots(paper, profile))
            assert [code.text for code in zxingcpp.read_barcodes(picture)] == [paper.qr]
            assert cv2.QRCodeDetector().detectAndDecode(numpy.asarray(picture))[0] == paper.qr


def test_a_code_that_is_too_wide_gets_smaller_modules() -> None:
    payload = "https://phuong-mau.example.vn/" + "a" * 200
    assert qr_ink(payload, 12, 384).height <= 384
    assert qr_ink("A", 12, 384).height == 29 * 12
