import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.printers import Raster
from drivers.simulators import MODELS, Fault, Model, PrinterSimulator
from drivers.simulators.models import GENERIC
from drivers.simulators.paper import png
from tests.drivers.desk import ticket_job

SMALL = Raster(576, bytes(range(72)) * 60)


@settings(max_examples=50)
@given(st.lists(st.integers(min_value=1, max_value=5000), max_size=30))
def test_any_chunks_give_the_same_picture(cuts: list[int]) -> None:
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append)
    job = ticket_job(SMALL)
    edges = sorted({0, *(cut for cut in cuts if cut < len(job)), len(job)})
    for first, last in itertools.pairwise(edges):
        assert simulator.feed(job[first:last]) == last - first
    assert pictures == [SMALL]
    assert simulator.take_replies() == b"\x00"


@pytest.mark.parametrize(
    ("faults", "replies"),
    [
        ([], b"\x12\x12\x12\x12\x00"),
        (["paper_low"], b"\x12\x12\x12\x1e\x03"),
        (["paper_out"], b"\x1a\x32\x12\x7e"),
        (["cover_open"], b"\x1a\x16\x12\x12"),
        (["offline"], b"\x1a\x12\x12\x12"),
        (["cutter_jam"], b"\x1a\x52\x1a\x12"),
        (["silent"], b""),
        (["slow"], b"\x12\x12\x12\x12\x00"),
    ],
)
def test_answers_byte_by_byte(faults: list[str], replies: bytes) -> None:
    simulator = PrinterSimulator(lambda picture: None)
    for fault in faults:
        simulator.fault(fault)
    for byte in b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04\x1dr\x01":
        simulator.feed(bytes((byte,)))
    assert simulator.take_replies() == replies
    assert simulator.faults == {Fault(fault) for fault in faults}


def test_stopped_printer_fills_its_buffer_and_goes_on_when_repaired() -> None:
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append)
    simulator.fault("paper_out")
    job = ticket_job(SMALL)
    accepted = simulator.feed(job)
    assert accepted == GENERIC.receive_bytes
    assert not simulator.has_room
    assert simulator.feed(job[accepted:]) == 0

    simulator.fault("paper_out", is_on=False)
    assert simulator.feed(job[accepted:]) == len(job) - accepted
    assert pictures == [SMALL]


def test_a_roll_changed_in_the_middle_loses_no_row() -> None:
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append)
    simulator.load_short_roll(25)
    simulator.feed(ticket_job(SMALL))
    assert (simulator.hanging.height, pictures) == (25, [])
    simulator.fault("paper_out", is_on=False)
    assert pictures == [SMALL]


def test_a_repaired_knife_cuts_after_all() -> None:
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append)
    simulator.jam_at_next_cut()
    simulator.feed(ticket_job(SMALL))
    assert (pictures, simulator.take_replies()) == ([], b"")
    simulator.fault("cutter_jam", is_on=False)
    assert (pictures, simulator.take_replies()) == ([SMALL], b"\x00")


def test_automatic_status_reports_changes_when_asked_to() -> None:
    simulator = PrinterSimulator(lambda picture: None)
    simulator.fault("paper_low")
    assert simulator.take_replies() == b""
    simulator.feed(b"\x1da\x0f")
    assert simulator.take_replies() == b"\x10\x00\x03\x00"
    simulator.fault("cover_open")
    assert simulator.take_replies() == b"\x38\x00\x03\x00"


def test_names_feeds_and_strays() -> None:
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append)
    simulator.feed(b"\x1dIB\x1dI\x01Xin\x0a\x1bJ\x0a\x1bd\x02\x1b!\x08\x1d(k\x03\x00abc\x1dV\x00")
    assert simulator.take_replies() == b"_TOI LUOT\x00\x20"
    assert simulator.printed_text == ["Xin"]
    assert simulator.strays == b""
    assert [picture.height for picture in pictures] == [30 + 10 + 60]


def test_narrow_pictures_stand_left_and_wide_ones_are_clipped() -> None:
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append)
    simulator.feed(ticket_job(Raster(8, b"\xff")) + b"\x1dv0\x00\x50\x00\x01\x00" + b"\xff" * 80 + b"\x1dV\x00")
    assert [picture.bits for picture in pictures] == [b"\xff" + bytes(71), b"\xff" * 72]


COMMAND_BYTES = st.sampled_from(b"\x10\x1b\x1c\x1d\x00\x01\x04\x0a\x30\x31\x40\x41\x43\x45\x49\x50\x51HJLPVaderv(k*")


@settings(max_examples=150)
@given(
    st.lists(COMMAND_BYTES | st.integers(min_value=0, max_value=255), max_size=200).map(bytes),
    st.sampled_from([*MODELS.values()]),
)
def test_no_bytes_break_the_printer(noise: bytes, model: Model) -> None:
    pictures: list[Raster] = []
    simulator = PrinterSimulator(pictures.append, model, lambda: 0.0)
    assert simulator.feed(noise) == len(noise)
    simulator.die_after(1)
    simulator.feed(b"\x00")
    simulator.connected()
    simulator.feed(b"\x1dV\x00\x1dv0\x00\x01\x00\x02\x00\xff\x81\x1dV\x00")
    assert pictures[-1].bits == b"\xff".ljust(model.width_dots // 8, b"\x00") + b"\x81".ljust(
        model.width_dots // 8, b"\x00"
    )


def test_unknown_fault_names_itself() -> None:
    with pytest.raises(ValueError, match="on_fire"):
        PrinterSimulator(lambda picture: None).fault("on_fire")


def test_png_has_black_ink_on_white() -> None:
    image = Image.open(io.BytesIO(png(Raster(8, b"\x80"))))
    assert (image.size, image.convert("L").tobytes()) == ((8, 1), b"\x00" + b"\xff" * 7)
