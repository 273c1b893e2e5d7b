"""Every built-in profile prints the ticket whole on a model that is made like it, twice, and on a slow line."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from drivers.printers import JobEnd, Raster, load_profile
from drivers.printers.known_profiles import BUILT_IN
from drivers.simulators import MODELS, Fault, Model
from kiosk_app.paper_parts import compose, preview, usual_layout
from tests.drivers.desk import Desk
from tests.kiosk_app.paper_kit import LONG, PLAIN

EPSON = MODELS["text"]
MODEL_OF: dict[str, Model] = {
    "generic-80": MODELS["generic"],
    "generic-58": MODELS["generic-58"],
    "epson-tm-t20": EPSON,
    "epson-tm-t88": replace(EPSON, name="narrow", width_dots=512),
    "xprinter-80": MODELS["clone"],
    "clone-58": MODELS["clone-58"],
    "custom-vkp80iii": MODELS["custom"],
    "one-way": MODELS["generic"],
}


def desk_for(name: str) -> Desk:
    desk = Desk(MODEL_OF[name], load_profile(name))
    if name == "one-way":
        desk.simulator.fault(Fault.ONE_WAY)
    return desk


def came_out(desk: Desk, pieces: int) -> list[Raster]:
    """The pieces, or all of it as one where nothing cuts."""
    assert not desk.simulator.strays
    if desk.printer.profile.cutter == "none":
        return [desk.simulator.hanging]
    assert len(desk.pictures) == pieces
    return desk.pictures


def ink(raster: Raster) -> bytes:
    return raster.bits.strip(b"\x00")


def test_every_profile_of_ours_has_a_model() -> None:
    assert MODEL_OF.keys() == {path.stem for path in BUILT_IN.glob("*.toml")}


@pytest.mark.parametrize("name", MODEL_OF)
def test_the_ticket_comes_out_whole(name: str) -> None:
    desk = desk_for(name)
    profile = desk.printer.profile
    for paper in (PLAIN, LONG):
        parts = compose(paper, usual_layout(profile.width_dots), profile)
        end = desk.printer.print(parts).end
        assert end is (JobEnd.UNKNOWN if name == "one-way" else JobEnd.CONFIRMED)
        desk.clock.advance(5)
        assert ink(preview(parts, profile.width_dots)) in came_out(desk, 1)[-1].bits
        desk.pictures.clear()


@pytest.mark.parametrize("name", MODEL_OF)
def test_two_copies_are_one_job(name: str) -> None:
    desk = desk_for(name)
    profile = desk.printer.profile
    parts = compose(PLAIN, usual_layout(profile.width_dots), profile, copies=2)
    assert desk.printer.print(parts).end is not JobEnd.FAILED
    assert all(first != second for first, second in pairwise(came_out(desk, 2)))


def test_without_raster_pictures_the_ticket_comes_out_column_by_column() -> None:
    profile = replace(load_profile("generic-80"), picture_command="column")
    desk = Desk(replace(MODELS["generic"], has_raster=False), profile)
    parts = compose(PLAIN, usual_layout(576), profile)
    assert desk.printer.print(parts).end is JobEnd.CONFIRMED
    (paper,) = came_out(desk, 1)
    lines = [paper.rows(row, 1) for row in range(paper.height)]
    inked = [line for line in lines if any(line)]
    drawn = preview(parts, 576)
    assert inked == [line for line in (drawn.rows(row, 1) for row in range(drawn.height)) if any(line)]


@pytest.mark.parametrize("name", ["epson-tm-t20", "epson-tm-t88"])
def test_on_a_slow_line_the_printer_sets_the_letters(name: str) -> None:
    desk = desk_for(name)
    profile = desk.printer.profile
    parts = compose(PLAIN, usual_layout(profile.width_dots), profile, is_slow=True)
    assert desk.printer.print(parts).end is JobEnd.CONFIRMED
    assert PLAIN.label in desk.simulator.printed_text
    assert any("Hộ tịch" in line for line in desk.simulator.printed_text)
