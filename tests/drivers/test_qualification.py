"""What trials find out of a simulated model is what the model is, answered by somebody who only looks at the paper."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image

from drivers.printers import EscposPrinter, JobEnd, Profile, Raster, calibration, load_profile
from drivers.printers.profile import CodePage
from drivers.printers.qualification import Qualification, TrialFailed
from drivers.simulators import Fault, Model
from tests.drivers.desk import Desk, ticket


def is_inked(picture: Raster, column: int, row: int) -> bool:
    if column >= picture.width or row >= picture.height:
        return False
    return bool(picture.bits[row * picture.row_bytes + column // 8] & 0x80 >> column % 8)


def inked_rows(picture: Raster) -> list[int]:
    return [row for row in range(picture.height) if any(picture.rows(row, 1))]


class Onlooker:
    """Answers by the newest paper, as a person would who knows nothing of models."""

    def __init__(self, desk: Desk) -> None:
        self.asked: list[str] = []
        self._papers = desk.pictures
        self._printed_text = lambda: desk.simulator.printed_text
        self._take_time = lambda: desk.clock.advance(5)

    def tell(self, step: str) -> None:
        self.asked.append(step)

    def ask(self, question: str, choices: Sequence[str]) -> str:
        self._take_time()
        answer = getattr(self, f"_{question}")()
        assert answer in choices
        return str(answer)

    def _width(self) -> str:
        if not self._papers:
            return "0"
        closed = [width for width in calibration.WIDTHS if is_inked(self._papers[-1], *calibration.ruler_end(width))]
        return str(max(closed, default=0))

    def _cut_partial(self) -> str:
        return "y" if self._papers else "n"

    def _pace(self) -> str:
        paper = self._papers[-1]
        return "y" if calibration.pace_picture(paper.width).bits in paper.bits else "n"

    def _feed(self) -> str:
        rows = inked_rows(self._papers[-1])
        gaps = [after - before - 1 for before, after in pairwise(rows)]
        return "1" if max(gaps) >= calibration.SCALE_ROWS else "2"

    def _centring(self) -> str:
        paper = self._papers[-1]
        row = inked_rows(paper)[-1]
        inked = [column for column in range(paper.width) if is_inked(paper, column, row)]
        return "y" if abs(inked[0] - (paper.width - 1 - inked[-1])) <= 8 else "n"

    def _letters(self) -> str:
        right = [line[0] for line in self._printed_text() if line[3:].strip() == calibration.SAMPLE]
        return right[0] if right else "0"

    def _qr(self) -> str:
        paper = self._papers[-1]
        image = Image.frombytes("1", (paper.width, paper.height), paper.bits, "raw", "1;I").convert("L")
        return "y" if calibration.QR_SAMPLE in {code.text for code in zxingcpp.read_barcodes(image)} else "n"

    def _output(self) -> str:
        return "eject"


def qualified(model: Model | str, *faults: Fault) -> tuple[Profile, Desk, Onlooker]:
    desk = Desk(model)
    for fault in faults:
        desk.simulator.fault(fault)
    person = Onlooker(desk)
    found = Qualification(desk._open, person, "found", desk.clock).run()
    return found, desk, person


@pytest.mark.parametrize("model", ["generic", "generic-58", "text", "clone", "clone-58", "custom"])
def test_the_profile_is_the_models_truth(model: str) -> None:
    found, desk, _person = qualified(model)
    truth = desk.simulator.model
    assert found.width_dots == truth.width_dots
    assert found.columns == truth.width_dots // 12
    assert found.feed_unit == truth.feed_unit
    assert found.commands == ("custom" if truth.has_presenter else "escpos")
    assert found.cutter == ("full" if truth.has_presenter else "partial")
    assert found.has_qr is truth.has_qr
    assert found.reliability.fence == ("process_id" if truth.knows_process_id else "status")
    assert found.reliability.slice_rows == (128 if truth.burst_rows else 256)
    assert found.reliability.pause_ms == (20 if truth.burst_rows else 0)
    if found.code_page is None:
        assert not truth.pages
    else:
        assert set(found.code_page.pages) <= truth.pages.keys()


def test_the_vietnamese_letters_of_a_model_are_found() -> None:
    assert qualified("text")[0].code_page == CodePage("tcvn3", (30, 31))
    assert qualified("clone")[0].code_page == CodePage("cp1258", (94,))


def test_a_printer_without_raster_pictures_gets_them_column_by_column() -> None:
    old = Model("old", feed_unit=2, has_raster=False, has_qr=False, knows_process_id=False)
    found, desk, person = qualified(old)
    assert person.asked[:3] == ["answers", "width", "width"]
    assert (found.picture_command, found.width_dots, found.feed_unit) == ("column", 576, 2)
    assert load_profile("generic-80").picture_command == "raster"
    desk.pictures.clear()
    printer = EscposPrinter(desk._open, found, clock=desk.clock)
    picture = calibration.pace_picture(576)
    assert printer.print(ticket(picture)).end is JobEnd.CONFIRMED
    assert picture.bits in desk.pictures[-1].bits


def test_a_presenter_gets_the_fate_that_was_chosen() -> None:
    assert qualified("custom")[0].presenter.if_not_taken == "eject"


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.ONE_WAY])
def test_a_printer_that_never_answers_is_a_one_way_printer(fault: Fault) -> None:
    found, _desk, _person = qualified("generic", fault)
    assert found.reliability.fence == "one_way"
    assert found.width_dots == 576


def test_what_it_says_itself_nobody_is_asked() -> None:
    _found, _desk, person = qualified("generic")
    assert person.asked == ["answers", "width", "pace", "feed", "centring", "letters", "qr"]


def test_a_printer_in_trouble_is_not_qualified() -> None:
    with pytest.raises(TrialFailed) as caught:
        qualified("generic", Fault.PAPER_OUT)
    assert caught.value.code == "paper_out"
