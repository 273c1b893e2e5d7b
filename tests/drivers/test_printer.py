"""The real driver against simulated bytes, in memory, with a clock that moves only when somebody waits."""

import random
from itertools import pairwise

import pytest
from escpos.constants import HW_INIT, RT_STATUS, RT_STATUS_ONLINE, RT_STATUS_PAPER
from msgspec.structs import replace

from drivers.printers import Cover, Cutter, JobEnd, Paper, PrinterStatus, Raster
from drivers.printers.status import IN_WORDS
from drivers.simulators import Fault
from tests.drivers.desk import ALL_WELL, Desk, FakeClock, Parrot, printer_of, ticket

READY = PrinterStatus(is_online=True, paper=Paper.OK, cover=Cover.CLOSED, cutter=Cutter.OK)


def test_what_was_sent_is_what_comes_out(desk: Desk, picture: Raster) -> None:
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code, report.status) == (JobEnd.CONFIRMED, "", READY)
    assert desk.pictures == [picture]
    assert not desk.simulator.strays
    assert desk.clock.now == 0.0


def test_the_whole_conversation_byte_by_byte(picture: Raster) -> None:
    """Written down with the constants of python-escpos, where it has them."""
    device = Parrot({**ALL_WELL, b"\x1dr\x01": b"\x00"})
    small = Raster(576, picture.rows(0, 3))
    assert printer_of(device, FakeClock()).print(ticket(small)).end is JobEnd.CONFIRMED
    questions = RT_STATUS_ONLINE + RT_STATUS + b"\x02" + RT_STATUS + b"\x03" + RT_STATUS_PAPER
    sent_picture = b"\x1dv0\x00" + b"\x48\x00" + b"\x03\x00" + small.bits
    assert bytes(device.heard) == questions + b"\x1dr\x01" + HW_INIT + sent_picture + b"\x1dV\x42\x00" + b"\x1dr\x01"


def test_a_long_job_tells_that_it_goes_on(desk: Desk, picture: Raster) -> None:
    """On a line of 9,600 baud a slice takes ten seconds: nobody may take that for a thread that hangs."""
    heard: list[int] = []
    sent = bytearray()
    feed = desk.simulator.feed
    desk.simulator.feed = lambda chunk: sent.extend(chunk) or feed(chunk)  # type: ignore[method-assign,func-returns-value]
    desk.printer.on_progress = lambda: heard.append(len(sent))
    assert desk.printer.print(ticket(picture)).end is JobEnd.CONFIRMED
    assert max(after - before for before, after in pairwise([0, *heard])) < 10_000 < len(sent)


def test_a_printer_that_is_busy_when_off_line_holds_up_no_reading() -> None:
    """So Epson's come from the factory: the line stands still, and a question cannot even be asked."""
    clock, busy = FakeClock(), Parrot({})
    busy.feed = lambda _chunk: 0  # type: ignore[method-assign]
    status = printer_of(busy, clock).status()
    assert (status.trouble, clock.now) == ("link_stalled", 1.0)
    assert "out of paper?" in IN_WORDS[status.trouble]


def test_low_paper_still_confirms(desk: Desk, picture: Raster) -> None:
    desk.simulator.fault("paper_low")
    report = desk.printer.print(ticket(picture))
    assert report.end is JobEnd.CONFIRMED
    assert report.status.paper is Paper.LOW
    assert report.status.is_ready


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.PAPER_OUT, replace(READY, paper=Paper.OUT, trouble="paper_out")),
        (Fault.COVER_OPEN, replace(READY, cover=Cover.OPEN, trouble="cover_open")),
        (Fault.OFFLINE, replace(READY, trouble="printer_offline")),
        (Fault.CUTTER_JAM, replace(READY, cutter=Cutter.ERROR, trouble="cutter_error")),
    ],
)
def test_a_stopped_printer_gets_no_byte_and_heals(
    desk: Desk, picture: Raster, fault: Fault, status: PrinterStatus
) -> None:
    desk.simulator.fault(fault)
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.FAILED, status.trouble)
    assert desk.printer.status() == report.status == status
    assert desk.simulator.hanging.height == 0

    desk.simulator.fault(fault, is_on=False)
    assert desk.printer.status() == READY
    assert desk.pictures == []
    assert desk.printer.print(ticket(picture)).end is JobEnd.CONFIRMED
    assert desk.pictures == [picture]


def test_unplugged_is_failed_not_unknown(desk: Desk, picture: Raster) -> None:
    desk.is_plugged = False
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.FAILED, "link_refused")
    assert desk.printer.status() == PrinterStatus(trouble="link_refused")


def test_a_silent_printer_gets_its_job_and_is_never_called_fine(desk: Desk, picture: Raster) -> None:
    desk.simulator.fault("silent")
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "no_answer")
    assert desk.pictures == [picture]
    assert desk.clock.now < 10
    assert desk.printer.status() == PrinterStatus(trouble="printer_silent")


def test_a_silent_printer_gets_no_extra_cuts(desk: Desk, picture: Raster) -> None:
    desk.simulator.fault("silent")
    desk.printer.print(ticket(picture))
    desk.printer.print(ticket(picture))
    assert desk.pictures == [picture, picture]


def test_roll_ends_early_and_the_rest_cannot_be_sent(desk: Desk, picture: Raster) -> None:
    desk.simulator.load_short_roll(100)
    desk.simulator.die_after(10**6)
    report = desk.printer.print(ticket(Raster(576, picture.bits * 2)))
    assert report.end is JobEnd.UNKNOWN
    assert desk.printer.status().paper is Paper.OUT
    assert desk.simulator.hanging.height == 100


def test_roll_ends_behind_the_last_byte(desk: Desk, picture: Raster) -> None:
    desk.simulator.load_short_roll(690)
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "paper_out")
    assert desk.clock.now < 3
    assert desk.pictures == []


def test_knife_gets_stuck(desk: Desk, picture: Raster) -> None:
    desk.simulator.jam_at_next_cut()
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "cutter_error")


def test_after_a_broken_off_job_nobody_gets_a_strangers_half(desk: Desk, picture: Raster) -> None:
    desk.simulator.die_after(20_000)
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "link_lost")
    assert 0 < desk.simulator.hanging.height < picture.height

    assert desk.printer.print(ticket(picture)).end is JobEnd.CONFIRMED
    half, whole = desk.pictures
    assert whole == picture
    assert picture.bits.startswith(half.bits)


def test_a_half_ticket_of_an_earlier_process_is_cut_off_first(desk: Desk, picture: Raster) -> None:
    desk.simulator.die_after(20_000)
    desk.printer.print(ticket(picture))
    desk.restart(half_ticket_may_hang=True)
    assert [desk.printer.print(ticket(picture)).end for _ in range(2)] == [JobEnd.CONFIRMED] * 2
    half, *whole = desk.pictures
    assert picture.bits.startswith(half.bits)
    assert whole == [picture, picture]


def test_a_fault_of_ours_in_the_middle_leaves_no_half_to_the_next(desk: Desk, picture: Raster) -> None:
    def fail() -> None:
        if desk.simulator.hanging.height:
            raise ZeroDivisionError

    desk.printer.on_progress = fail
    with pytest.raises(ZeroDivisionError):
        desk.printer.print(ticket(picture))
    desk.printer.on_progress = lambda: None
    assert desk.printer.print(ticket(picture)).end is JobEnd.CONFIRMED
    half, whole = desk.pictures
    assert picture.bits.startswith(half.bits)
    assert whole == picture


def test_death_before_the_first_byte_of_the_job_is_failed(desk: Desk, picture: Raster) -> None:
    desk.simulator.die_after(3)
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.FAILED, "link_lost")
    assert desk.printer.print(ticket(picture)).end is JobEnd.CONFIRMED
    assert desk.pictures == [picture]


def test_death_while_waiting_for_the_fence(desk: Desk, picture: Raster) -> None:
    desk.simulator.fault("silent")
    desk.on_idle = lambda: desk.pictures and desk.simulator.die_after(1)
    report = desk.printer.print(ticket(picture))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "link_lost")
    assert desk.pictures == [picture]


def test_answers_nobody_asked_for_do_not_confuse(desk: Desk, picture: Raster) -> None:
    with_reports = b"\x1da\xff"
    desk.simulator.feed(with_reports)
    desk.simulator.fault("paper_low")
    assert desk.printer.status().paper is Paper.LOW
    assert desk.printer.print(ticket(picture)).end is JobEnd.CONFIRMED


def test_a_picture_full_of_status_questions_is_printed_once_and_confirmed(desk: Desk) -> None:
    tricky = Raster(576, b"\x10\x04\x01\x10\x04\x04" * 12 * 300)
    assert desk.printer.print(ticket(tricky)).end is JobEnd.CONFIRMED
    assert desk.pictures == [tricky]


@pytest.mark.parametrize("cut_off", [20, 200, 9_000, 40_000])
def test_confirmed_means_printed_wherever_the_power_goes(desk: Desk, cut_off: int) -> None:
    picture = Raster(576, random.Random(cut_off).randbytes(72 * 600))
    desk.simulator.die_after(cut_off)
    report = desk.printer.print(ticket(picture))
    printed_whole = picture in desk.pictures
    assert (report.end is JobEnd.CONFIRMED) <= printed_whole
    assert (report.end is JobEnd.FAILED) <= (desk.simulator.hanging.height == 0 and not desk.pictures)
