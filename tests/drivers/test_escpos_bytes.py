import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.printers.columns import column_chunks
from drivers.printers.escpos_bytes import BAD_ROWS, CUT, FENCE, SLICE_ROWS, raster_slice, slice_heights
from drivers.printers.raster import Raster
from tests.drivers.desk import ticket_job


@given(st.integers(min_value=0, max_value=3000))
def test_slices_cover_the_picture_and_spare_clones(rows: int) -> None:
    heights = list(slice_heights(rows))
    assert sum(heights) == rows
    assert all(0 < height <= SLICE_ROWS and height % BAD_ROWS for height in heights)


@pytest.mark.parametrize("rows", [1, 100, 128])
def test_one_slice_is_what_python_escpos_builds(picture: Raster, rows: int) -> None:
    part = Raster(576, picture.rows(0, rows))
    image = Image.frombytes("1", (576, rows), part.bits, "raw", "1;I")
    library = Dummy()
    library.image(image, impl="bitImageRaster")
    assert raster_slice(72, part.bits) == library.output


def test_job_ends_with_cut_and_fence(picture: Raster) -> None:
    job = ticket_job(picture)
    assert job.startswith(b"\x1b@")
    assert job.endswith(CUT + FENCE)


def test_columns_are_what_python_escpos_builds_but_for_the_height_of_a_line(picture: Raster) -> None:
    part = Raster(576, picture.rows(0, 5 * 24))
    library = Dummy()
    library.image(Image.frombytes("1", (576, part.height), part.bits, "raw", "1;I"), impl="bitImageColumn")
    assert b"".join(column_chunks(part, 1)) == library.output.replace(b"\x1b3\x10", b"\x1b3\x18", 1)


@pytest.mark.parametrize(("width", "size"), [(575, 72), (576, 71), (0, 0)])
def test_raster_holds_whole_rows(width: int, size: int) -> None:
    with pytest.raises(ValueError, match="whole rows"):
        Raster(width, bytes(size))
