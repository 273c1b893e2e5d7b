"""Papers to print, and what becomes of them on a printer that is made of bytes."""

import io

import msgspec
from PIL import Image

from drivers.links.memory import MemoryLink
from drivers.printers import GENERIC, EscposPrinter, JobEnd, Part, Profile, Raster
from drivers.simulators import PrinterSimulator
from drivers.simulators.paper import png
from kiosk_app.paper_parts import compose, preview, usual_layout
from kiosk_app.printed_facts import TicketPaper

NARROW = msgspec.structs.replace(GENERIC, name="generic-58", width_dots=384)
PLAIN = TicketPaper(
    centre=("ỦY BAN NHÂN DÂN PHƯỜNG MẪU", "Trung tâm Phục vụ hành chính công"),
    field="Hộ tịch",
    label="A001",
    people_ahead=12,
    counters="Quầy 2, 4",
    class_mark="",
    issued="Lấy số lúc 08:15 ngày 22/11/2026",
    qr="TL1:2026-11-22-A001",
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
    further="Sau đó: Bảo trợ xã hội – người có công, Thu phí và lệ phí, Trả kết quả giải quyết thủ tục",
)


def ticket(paper: TicketPaper, profile: Profile = GENERIC) -> tuple[Part, ...]:
    """The job of a paper in the usual layout."""
    return compose(paper, usual_layout(profile.width_dots), profile)


def dots(paper: TicketPaper, profile: Profile = GENERIC) -> Raster:
    """The exact picture of a paper."""
    return preview(ticket(paper, profile), profile.width_dots)


def printed(parts: tuple[Part, ...], profile: Profile = GENERIC, model: str = "generic") -> list[Raster]:
    """The pieces of paper that come out of a simulated model for a job; it shares no code with what made the job."""
    pieces: list[Raster] = []
    simulator = PrinterSimulator(pieces.append, model)
    printer = EscposPrinter(lambda: MemoryLink(simulator, lambda seconds: None), profile)
    assert printer.print(parts).end is JobEnd.CONFIRMED
    assert not simulator.strays
    return pieces


def as_image(raster: Raster) -> Image.Image:
    """A picture for readers of codes and people: ink black on white."""
    return Image.open(io.BytesIO(png(raster))).convert("L")


def ink_box(raster: Raster) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the ink."""
    box = as_image(raster).point(lambda level: 255 - level).getbbox()
    assert box is not None
    return box
