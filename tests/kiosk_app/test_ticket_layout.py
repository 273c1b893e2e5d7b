"""The paper as it leaves the (simulated) printer."""

import io
import unicodedata

import msgspec
import pytest
import zxingcpp
from PIL import Image

from drivers.links.memory import MemoryLink
from drivers.printers import Cut, EscposPrinter, JobEnd, Picture, Raster
from drivers.simulators import PrinterSimulator
from drivers.simulators.paper import png
from kiosk_app.ticket_layout import INNER, MARGIN, WIDTH, PaperTexts, TicketPaper, draw
from kiosk_app.strips import Style, Weight, line, paragraph, wrap

TEXTS = PaperTexts(
    your_number="SỐ CỦA ÔNG/BÀ",
    people_ahead="Trước ông/bà còn {n} người",
    people_ahead_one="Trước ông/bà còn đúng {n} người",
    people_ahead_none="Ông/bà là người tiếp theo",
    valid_today="Số chỉ có giá trị trong ngày",
    hint="Mời ngồi chờ và theo dõi màn hình gọi số",
    test="SỐ THỬ",
    reprint="BẢN IN LẠI",
)
PLAIN = TicketPaper(
    centre=("ỦY BAN NHÂN DÂN PHƯỜNG MẪU", "Trung tâm Phục vụ hành chính công"),
    field="Hộ tịch",
    label="A001",
    people_ahead=12,
    counters="Quầy 2, 4",
    class_mark="",
    issued="Lấy số lúc 08:15, 22/11/2026",
    qr="TL1:2026-11-22-A001",
    texts=TEXTS,
)
LONG = msgspec.structs.replace(
    PLAIN,
    centre=("ỦY BAN NHÂN DÂN XÃ " + "RẤT DÀI TÊN " * 6, "Điểm tiếp nhận số 2", "Trung tâm Phục vụ hành chính công"),
    field="Văn hóa – hội – công thương – hòa giải ở cơ sở – lao động – việc làm",
    label="A-K12-0007",
    people_ahead=1234,
    class_mark="Người khuyết tật nặng",
    qr="https://phuong-mau.example.vn/t/8fK2Lq09xTz71-A-K12-0007?k=Zm9vYmFyYmF6",
    is_test=True,
    is_reprint=True,
)


def printed(raster: Raster) -> Raster:
    """What comes out of the printer for this raster."""
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append)
    printer = EscposPrinter(lambda: MemoryLink(simulator, lambda seconds: None))
    assert printer.print((Picture(raster), Cut())).end is JobEnd.CONFIRMED
    assert not simulator.strays
    return pictures[0]


def as_image(raster: Raster) -> Image.Image:
    return Image.open(io.BytesIO(png(raster))).convert("L")


@pytest.mark.parametrize("paper", [PLAIN, LONG], ids=["plain", "long"])
def test_printed_code_is_read_back_by_another_library(paper: TicketPaper) -> None:
    raster = draw(paper)
    picture = printed(raster)
    assert picture == raster
    assert [code.text for code in zxingcpp.read_barcodes(as_image(picture))] == [paper.qr]


def test_printed_code_survives_a_small_blurred_photograph() -> None:
    photo = as_image(printed(draw(PLAIN))).resize((260, 360), Image.Resampling.BILINEAR).rotate(4, fillcolor=255)
    assert [code.text for code in zxingcpp.read_barcodes(photo)] == [PLAIN.qr]


@pytest.mark.parametrize("paper", [PLAIN, LONG], ids=["plain", "long"])
def test_ticket_has_the_papers_width_and_a_sensible_length(paper: TicketPaper) -> None:
    raster = draw(paper)
    assert raster.width == WIDTH
    assert 80 * 8 < raster.height < 200 * 8


def test_a_plain_ticket_is_short_and_keeps_its_margins() -> None:
    raster = draw(PLAIN)
    assert raster.height <= 105 * 8
    ink = as_image(raster).point(lambda level: 255 - level).getbbox()
    assert ink[0] >= MARGIN
    assert ink[2] <= WIDTH - MARGIN


CHANGES = {
    "centre": ("Xã Khác",),
    "field": "Đất đai",
    "label": "A002",
    "people_ahead": 1,
    "counters": "",
    "class_mark": "ƯU TIÊN",
    "issued": "09:00",
    "qr": "TL1:2026-11-22-A002",
    "is_test": True,
    "is_reprint": True,
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_fact_shows_on_the_paper(name: str) -> None:
    assert draw(msgspec.structs.replace(PLAIN, **{name: CHANGES[name]})) != draw(PLAIN)


@pytest.mark.parametrize("name", PaperTexts.__struct_fields__)
def test_every_word_shows_where_it_belongs(name: str) -> None:
    ahead = {"people_ahead_one": 1, "people_ahead_none": 0}.get(name, 12)
    paper = msgspec.structs.replace(PLAIN, is_test=True, is_reprint=True, people_ahead=ahead)
    texts = msgspec.structs.replace(TEXTS, **{name: "Chữ khác {n}"})
    assert draw(msgspec.structs.replace(paper, texts=texts)) != draw(paper)


def test_words_come_from_a_catalogue() -> None:
    catalogue = {f"paper.{name}": getattr(TEXTS, name) for name in PaperTexts.__struct_fields__}
    assert PaperTexts.from_catalogue({**catalogue, "kiosk.title": "…"}) == TEXTS
    del catalogue["paper.hint"]
    with pytest.raises(KeyError, match="paper.hint"):
        PaperTexts.from_catalogue(catalogue)


def test_decomposed_letters_print_like_composed_ones() -> None:
    decomposed = msgspec.structs.replace(PLAIN, field=unicodedata.normalize("NFD", PLAIN.field))
    assert decomposed.field != PLAIN.field
    assert draw(decomposed) == draw(PLAIN)


@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("size", [20, 24, 42, 72, 232])
@pytest.mark.parametrize("text", ["ẪẾỖỪỞ", "ỘẶỤỊ", "gjpqy", "Å", "001", "——"])
def test_no_line_clips_its_marks(text: str, size: int, weight: Weight) -> None:
    def ink(picture: Image.Image) -> int:
        return picture.histogram()[-1]

    strip = line(text, weight, size)
    roomy = line(f"Ậ{text}Ẫ", weight, size)
    alone = line("ẬẪ", weight, size)
    assert ink(strip) == pytest.approx(ink(roomy) - ink(alone), rel=0.02, abs=6)
    assert strip.height >= line("H", weight, size).height


def test_paragraphs_are_balanced_and_never_too_wide() -> None:
    style = Style(Weight.BOLD, (31, 28, 26))
    block = paragraph("Trung tâm Phục vụ hành chính công", style, INNER)
    left, _, right, _ = block.getbbox()
    assert right - left < INNER * 0.7
    for words in ("ngắn", "một câu " * 30, "khôngcóchỗngắt" * 10, ""):
        assert paragraph(words, style, INNER).width == INNER


def test_endless_words_are_broken_and_no_break_spaces_kept() -> None:
    lines = wrap("Quầy\u00a02, Quầy\u00a04", Weight.BOLD, 40, 200)
    assert lines == ["Quầy\u00a02,", "Quầy\u00a04"]
    assert "".join(wrap("W" * 50, Weight.BOLD, 40, 200)) == "W" * 50
    assert len(wrap("W" * 50, Weight.BOLD, 40, 200)) > 5


def test_long_marks_are_not_cut_off() -> None:
    words = "SỐ THỬ – KHÔNG CÓ GIÁ TRỊ " * 2
    long_marks = msgspec.structs.replace(TEXTS, test=words, reprint=words)
    paper = msgspec.structs.replace(PLAIN, is_reprint=True, class_mark=words, texts=long_marks)
    ink = as_image(draw(paper)).point(lambda level: 255 - level).getbbox()
    assert ink[0] >= MARGIN
    assert ink[2] <= WIDTH - MARGIN


def test_constant_lines_are_drawn_once() -> None:
    draw(PLAIN)
    before = paragraph.cache_info().misses
    draw(msgspec.structs.replace(PLAIN, label="A777"))
    assert paragraph.cache_info().misses == before + 1
