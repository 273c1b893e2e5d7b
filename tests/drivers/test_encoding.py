"""What a profile makes of the parts of a job, and what a printer that shares no code with it makes of the bytes."""

import random

import pytest
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image, ImageDraw

from drivers.printers import GENERIC, Profile, Raster
from drivers.printers.encoding import PartError, encode
from drivers.printers.escpos_bytes import BAD_ROWS, TEAR_ROWS, feed
from drivers.printers.parts import Cut, Feed, KeepLogo, Part, Picture, QrCode, StoredLogo, TextLine
from drivers.printers.profile import CodePage, Reliability
from drivers.simulators import PrinterSimulator

LETTERED = replace(GENERIC, name="text", code_page=CodePage("tcvn3", (30, 31)), has_qr=True, logo_keys=("L1",))
RASTER = b"\x1dv0\x00"
DOUBLED = b"\x1dv0\x03"
HEADS = ((RASTER, 1), (DOUBLED, 2))


def shapes(width: int, height: int, seed: int) -> Raster:
    """Some ink with margins, gaps and lonely dots."""
    chance, sheet = random.Random(seed), Image.new("1", (width, height))
    pen = ImageDraw.Draw(sheet)
    for _ in range(chance.randint(0, 6)):
        left, top = chance.randrange(width), chance.randrange(height)
        pen.rectangle((left, top, left + chance.randrange(200), top + chance.randrange(60)), fill=1)
    return Raster(width, sheet.tobytes())


def twice(raster: Raster) -> Raster:
    """Each dot two by two, dot by dot."""
    rows = []
    for row in range(raster.height):
        dots = "".join(2 * dot for byte in raster.rows(row, 1) for dot in f"{byte:08b}")
        rows += 2 * [int(dots, 2).to_bytes(len(dots) // 8)]
    return Raster(2 * raster.width, b"".join(rows))


def printed(parts: list[Part], profile: Profile, model: str) -> list[Raster]:
    """The papers that a simulated model makes of a job."""
    papers: list[Raster] = []
    simulator = PrinterSimulator(papers.append, model)
    job = b"".join(encode(parts, profile))
    assert simulator.feed(job) == len(job)
    assert not simulator.strays
    return papers


@settings(deadline=None)
@given(
    heights=st.lists(st.integers(1, 300), min_size=1, max_size=4),
    gaps=st.integers(0, 600),
    seed=st.integers(0, 10**6),
    slice_rows=st.integers(24, 300),
    is_centering=st.booleans(),
    is_doubling=st.booleans(),
    model=st.sampled_from(("generic", "text")),
)
def test_pictures_come_out_dot_by_dot_whatever_the_motion_units(
    heights: list[int], gaps: int, seed: int, slice_rows: int, is_centering: bool, is_doubling: bool, model: str
) -> None:
    profile = replace(
        GENERIC,
        centers_pictures=is_centering,
        doubles_pictures=is_doubling,
        reliability=Reliability(slice_rows=slice_rows),
    )
    parts: list[Part] = []
    bits = b""
    for number, height in enumerate(heights):
        width, scale = ((576, 1), (288, 2), (384, 1), (160, 2))[(seed + number) % 4]
        raster = shapes(width, height, seed + number)
        parts += [Picture(raster, scale), Feed(gaps)]
        if scale == 2:
            raster = twice(raster)
        rows = [raster.rows(row, 1).ljust(72, b"\0") for row in range(raster.height)]
        bits += b"".join(rows) + bytes(72 * gaps)
    chunks = encode([*parts, Cut()], profile)
    (paper,) = printed([*parts, Cut()], profile, model)
    assert paper.bits == bits
    for chunk in chunks:
        rows = [
            times * int.from_bytes(piece[2:4], "little") for head, times in HEADS for piece in chunk.split(head)[1:]
        ]
        assert sum(rows) <= slice_rows
        assert all(each % BAD_ROWS for each in rows)
    assert is_doubling or not any(chunk.count(DOUBLED) for chunk in chunks)


def test_the_same_picture_is_encoded_once_and_smaller_than_by_the_library() -> None:
    raster = shapes(576, 800, 3)
    library = Dummy()
    library.image(Image.frombytes("1", (576, 800), raster.bits, "raw", "1;I"), impl="bitImageRaster")
    job = encode([Picture(raster)], GENERIC)
    assert encode([Picture(raster)], GENERIC) == job
    assert sum(map(len, job)) < 0.7 * len(library.output)


def test_blank_paper_is_blank_rows_where_the_motion_units_are_not_known() -> None:
    assert encode([Feed(7), Feed(60)], GENERIC) == [RASTER + b"\x01\x00\x43\x00" + bytes(67)]
    assert encode([Picture(Raster(576, bytes(72 * 10))), Feed(5)], GENERIC) == encode([Feed(15)], GENERIC)
    assert encode([Feed(120)], replace(GENERIC, feed_unit=2)) == [b"\x1bJ\xf0"]
    assert encode([Feed(160)], replace(GENERIC, picture_command="column")) == [b"\x1bJ\x80", b"\x1bJ\x20"]
    assert feed(160, replace(GENERIC, feed_unit=2)) == b"\x1bJ\xfe\x1bJ\x42"
    assert feed(0, GENERIC) == feed(0, replace(GENERIC, feed_unit=1)) == b""
    (paper,) = printed([TextLine("a"), Feed(100), Cut()], LETTERED, "text")
    assert paper.height == 30 + 100


def test_columns_are_doubled_before_they_are_sent() -> None:
    columns, raster = replace(GENERIC, picture_command="column"), shapes(288, 50, 1)
    assert encode([Picture(raster, 2)], columns) == encode([Picture(twice(raster))], columns)
    assert Picture(raster, 2).printed == twice(raster)


def test_each_cut_ends_a_chunk_and_without_a_knife_paper_is_fed_to_be_torn() -> None:
    assert encode([Cut(), Cut()], GENERIC) == [b"\x1dVB\x00"] * 2
    assert encode([Cut()], replace(GENERIC, cutter="full")) == [b"\x1dVA\x00"]
    assert encode([Cut()], replace(GENERIC, cutter="none")) == [feed(TEAR_ROWS, GENERIC)]


def test_letters_of_the_printers_own_are_vietnamese() -> None:
    line = TextLine("Đăng ký KẾT HÔN – Quầy 2", width_times=2, height_times=2, is_bold=True)
    (paper,) = printed([line, Cut()], LETTERED, "text")
    other = replace(LETTERED, code_page=CodePage("cp1258", (52,)))
    assert printed([line, Cut()], other, "text") == [paper]
    bare = replace(line, text="Dang ky KET HON - Quay 2")
    assert printed([bare, Cut()], LETTERED, "text")[0].height == paper.height
    assert printed([bare, Cut()], LETTERED, "text") != [paper]


def test_a_clone_is_told_to_leave_chinese_before_its_first_letter() -> None:
    chunks = encode([TextLine("ộ"), TextLine("ấ")], LETTERED)
    (chunk,) = chunks
    assert chunk.index(b"\x1c.") < chunk.index(b"\x1bt\x1e")
    assert chunk.count(b"\x1c.") == chunk.count(b"\x1bt") == 1


def test_what_a_profile_has_not_got_is_refused_in_words() -> None:
    for part, words in (
        (TextLine("a"), "no Vietnamese letters"),
        (QrCode("a"), "no QR codes"),
        (StoredLogo("L1"), "keeps no picture «L1»"),
        (Picture(Raster(640, bytes(80))), "640 dots does not fit on 576"),
        (Picture(Raster(296, bytes(37)), 2), "592 dots does not fit on 576"),
    ):
        with pytest.raises(PartError, match=words):
            encode([part], GENERIC)


def test_codes_and_logos_of_the_printers_own_are_asked_for_as_epson_says() -> None:
    library = Dummy()
    library.qr("TL1:2026-11-22-A001", ec=1, size=6, native=True)
    (code,) = encode([QrCode("TL1:2026-11-22-A001")], LETTERED)
    assert code == b"\x1ba\x01" + library.output
    assert encode([StoredLogo("L1")], LETTERED) == [b"\x1ba\x01\x1d(L\x06\x000EL1\x01\x01"]


def test_a_logo_that_was_put_into_the_printers_memory_is_printed_from_there() -> None:
    logo = Raster(160, bytes(range(200)) * 4)
    papers = printed([KeepLogo("L1", logo), StoredLogo("L1"), Cut(), Picture(logo), Cut()], LETTERED, "text")
    assert [paper.height for paper in papers] == [40, 40]
    dots = [paper.rows(row, 1).strip(b"\0") for paper in papers for row in range(40)]
    assert dots[:40] == dots[40:]
    with pytest.raises(PartError, match="576 × 1000 dots is too large"):
        encode([KeepLogo("L1", Raster(576, bytes(72 * 1000)))], LETTERED)
