"""What the models print, against bytes that python-escpos builds and codes that a reader reads."""

import io
from collections.abc import Callable, Iterator

import pytest
import zxingcpp
from escpos.printer import Dummy
from PIL import Image

from drivers.printers import Raster
from drivers.simulators import MODELS, PrinterSimulator
from drivers.simulators.lettering import glyph
from drivers.simulators.paper import png

RAMP = Raster(128, bytes(range(16)) * 60)
CUT = b"\x1dV\x00"


class Press:
    """A simulated model with what it cut off, and a clock to move."""

    def __init__(self, model: str) -> None:
        self.now_s = 0.0
        self.pieces: list[Raster] = []
        self.simulator = PrinterSimulator(self.pieces.append, model, lambda: self.now_s)

    def print(self, payload: bytes) -> list[Raster]:
        assert self.simulator.feed(payload) == len(payload)
        assert self.simulator.strays == b""
        return self.pieces


def image(raster: Raster) -> Image.Image:
    return Image.open(io.BytesIO(png(raster)))


def built(build: Callable[[Dummy], object]) -> bytes:
    """What python-escpos sends for something."""
    dummy = Dummy()
    build(dummy)
    return bytes(dummy.output)


def placed(left: int, picture: Raster, width: int = 576) -> bytes:
    """A picture's rows where they lie on the paper, worked out with Pillow."""
    paper = Image.new("1", (width, picture.height), 0)
    paper.paste(Image.frombytes("1", (picture.width, picture.height), picture.bits), (left, 0))
    return paper.tobytes()


@pytest.mark.parametrize("impl", ["bitImageRaster", "graphics", "bitImageColumn"])
def test_pictures_of_three_kinds_are_the_same_on_paper(impl: str) -> None:
    press = Press("text")
    (piece,) = press.print(built(lambda dummy: dummy.image(image(RAMP), impl=impl)) + CUT)
    printed, fed = piece.bits[: 72 * 60], piece.bits[72 * 60 :]
    assert printed == placed(0, RAMP)
    assert not any(fed)


@pytest.mark.parametrize(("align", "left"), [("left", 40), ("center", 40 + 188), ("right", 40 + 376)])
def test_pictures_obey_margin_area_and_alignment(align: str, left: int) -> None:
    area = b"\x1dL\x28\x00\x1dW\xf8\x01"
    payload = area + built(lambda dummy: dummy.set(align=align)) + b"\x1dv0\x00\x10\x00\x3c\x00" + RAMP.bits + CUT
    assert [piece.bits for piece in Press("generic").print(payload)] == [placed(left, RAMP)]


@pytest.mark.parametrize(("mode", "size"), [(1, (16, 2)), (2, (8, 4)), (3, (16, 4))])
def test_pictures_may_be_doubled(mode: int, size: tuple[int, int]) -> None:
    dots = Raster(8, b"\xa5\x0f")
    (piece,) = Press("generic").print(b"\x1dv0" + bytes((mode, 1, 0, 2, 0)) + dots.bits + CUT)
    doubled = Image.frombytes("1", (8, 2), dots.bits).resize(size)
    assert image(piece).crop((0, 0, *size)).point(lambda dot: 255 - dot).tobytes() == doubled.tobytes()


@pytest.mark.parametrize("level", range(4))
def test_own_qr_codes_are_read(level: int) -> None:
    payload = built(lambda dummy: dummy.qr("TL1:2026-11-22-Ầ001", native=True, size=6, ec=level, center=False))
    (piece,) = Press("text").print(b"\x1bJ\x80" + payload + b"\x1bJ\x80" + CUT)
    quiet = Image.new("L", (piece.width + 80, piece.height + 80), 255)
    quiet.paste(image(piece), (40, 40))
    assert [code.text for code in zxingcpp.read_barcodes(quiet)] == ["TL1:2026-11-22-Ầ001"]


def test_lines_sizes_and_feeds() -> None:
    def build(dummy: Dummy) -> None:
        dummy.textln("small")
        dummy.set(align="center", bold=True, double_width=True, double_height=True)
        dummy.textln("BIG")
        dummy.set(align="right", normal_textsize=True)
        dummy.textln("x" * 50)
        dummy.ln(2)

    press = Press("text")
    (piece,) = press.print(built(build) + b"\x1b@\x1bJ\x0a" + CUT)
    assert press.simulator.printed_text == ["small", "BIG", "x" * 48, "xx"]
    assert piece.height == 30 + 48 + 30 + 30 + 60 + 5
    left, right = _ink(piece, 30, 78)
    assert left >= (576 - 72) // 2
    assert right <= (576 + 72) // 2
    assert _ink(piece, 108, 138)[0] >= 576 - 24


def _ink(piece: Raster, first: int, end: int) -> tuple[int, int]:
    """The columns between which there is ink in some rows."""
    box = image(piece).crop((0, first, piece.width, end)).point(lambda dot: 255 - dot).getbbox()
    assert box is not None
    return box[0], box[2]


def vietnamese() -> Iterator[str]:
    yield from "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


def test_every_letter_looks_different_and_stays_in_its_cell() -> None:
    letters = [*vietnamese(), *(letter.upper() for letter in vietnamese())]
    drawn = {letter: glyph(letter).tobytes() for letter in (*letters, *"abcdefghijklmnopqrstuvwxyz0123456789")}
    assert len(set(drawn.values())) == len(drawn)
    assert {glyph(letter, is_bold=True).size for letter in letters} == {(12, 24)}


def test_chinese_mode_spoils_letters_until_it_is_left() -> None:
    press = Press("clone")
    press.print(b"\x1bt\x5e\xd0\xd0\xd0\xd0\n\x1c.\xd0\xd0\n\x1b@\x1bt\x5e\xd0\xd0\n\x1bt\x07\x1c.\xd0\n")
    assert press.simulator.printed_text == ["\ufffd\ufffd", "ĐĐ", "\ufffd", "\ufffd"]


def test_a_logo_is_kept_over_a_loss_of_power_and_printed_by_its_key() -> None:
    press = Press("text")
    size = b"\x80\x00\x3c\x00"
    kept = b"\x30\x43\x30L1\x01" + size + b"\x31" + RAMP.bits
    press.print(b"\x1d8L" + len(kept).to_bytes(4, "little") + kept)
    press.simulator.die_after(1)
    press.simulator.feed(b"x")
    press.simulator.connected()
    (piece,) = press.print(b"\x1d(L\x06\x00\x30\x45L1\x01\x01\x1d(L\x06\x00\x30\x45L2\x01\x01" + CUT)
    assert piece.bits == placed(0, RAMP)
    press.print(b"\x1d(L\x04\x00\x30\x42L1\x1d(L\x06\x00\x30\x45L1\x01\x01" + CUT)
    assert len(press.pieces) == 1


def test_a_clone_prints_rubbish_at_bad_heights_and_loses_bytes_in_a_burst() -> None:
    def rows(count: int) -> bytes:
        return b"\x1dv0\x00\x48\x00" + count.to_bytes(2, "little") + b"\x0f\xf0" * 36 * count

    press = Press("clone")
    whole = press.print(rows(47) + rows(49) + CUT)[-1]
    assert whole.bits == b"\x0f\xf0" * 36 * 96
    assert press.print(rows(48) + CUT)[-1].bits != b"\x0f\xf0" * 36 * 48
    press.now_s = 1.0
    assert press.print(rows(256) + CUT)[-1].bits == b"\x0f\xf0" * 36 * 256
    pieces = len(press.pieces)
    assert len(press.print(rows(10) + CUT)) == pieces, "the picture takes the cut for its last row"
    assert press.print(CUT)[-1].bits != b"\x0f\xf0" * 36 * 10
    press.now_s = 2.0
    assert press.print(rows(10) + CUT)[-1].bits == b"\x0f\xf0" * 36 * 10


def test_commands_nobody_prints_leave_no_trace() -> None:
    def build(dummy: Dummy) -> None:
        dummy.barcode("8934563138165", "EAN13", 64, 2, "OFF", "", align_ct=False)
        dummy.barcode("{BHo tich", "CODE128", function_type="B", align_ct=False)
        dummy.buzzer(1, 1)
        dummy.panel_buttons(False)
        dummy.line_spacing(20)
        dummy.cashdraw(2)

    press = Press("generic")
    press.print(built(build) + b"\x1c!\x00\x1cS\x00\x00\x1b \x00\x1b{\x00")
    assert (press.simulator.printed_text, press.simulator.hanging.height) == ([], 0)


@pytest.mark.parametrize("model", MODELS)
def test_process_ids_and_full_status_are_answered_by_those_who_know_them(model: str) -> None:
    press = Press(model)
    press.print(b"\x1d(H\x06\x0000wxyz\x1d(H\x03\x00\x31\x30\x01\x10\x04\x14")
    named = b"\x37\x22wxyz\x00" if MODELS[model].knows_process_id else b""
    full = b"\x10\x0f\x00\x00\x00\x00" if MODELS[model].has_presenter else b""
    assert press.simulator.take_replies() == full + named


PRESENT_2S = b"\x1bJ\x08\x1cP\x0a\x01%b\x02"


def test_a_presenter_retracts_ejects_and_is_pushed() -> None:
    press = Press("custom")
    press.print(PRESENT_2S % b"R")
    assert ([piece.height for piece in press.pieces], press.simulator.held_out) == ([8], None)
    press.simulator.fault("ticket_not_taken")
    press.print(PRESENT_2S % b"R")
    press.print(b"\x10\x04\x14")
    assert press.simulator.take_replies() == b"\x10\x0f\x20\x00\x00\x00"
    press.now_s = 2.0
    assert (press.simulator.held_out, len(press.simulator.retracted)) == (None, 1)
    press.print(PRESENT_2S % b"E")
    press.now_s = 4.0
    press.print(b"\x10\x04\x14")
    assert (press.simulator.take_replies(), len(press.pieces)) == (b"\x10\x0f\x00\x00\x00\x00", 2)
    for count, gone in ((3, b"\x1de\x05"), (4, PRESENT_2S % b"R"), (4, b"\x1de\x02")):
        press.print((b"" if gone == b"\x1de\x02" else PRESENT_2S % b"R") + gone)
        assert len(press.pieces) == count
    assert len(press.simulator.retracted) == 2
    press.print(PRESENT_2S % b"R")
    press.simulator.take_ticket()
    assert (press.simulator.held_out, len(press.pieces)) == (None, 5)
