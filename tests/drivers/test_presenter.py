"""A printer that holds the ticket out: a ticket is confirmed when it is presented, and nobody prints over another's."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from drivers.printers import Cover, Cutter, JobEnd, Output, Paper, PrinterStatus, Profile, Raster, load_profile
from drivers.printers.escpos_bytes import cut
from drivers.printers.presenter import clear_output, read_full_status
from drivers.printers.profile import Presenter
from drivers.printers.replies import Reply, ReplyKind, ReplyReader
from drivers.simulators import Fault
from tests.drivers.desk import Desk, FakeClock, Parrot, printer_of, ticket

FIRST, SECOND = Raster(576, b"\xaa" * 72 * 40), Raster(576, b"\xcc" * 72 * 40)
CUSTOM = load_profile("custom-vkp80iii")
READY = PrinterStatus(True, Paper.OK, Cover.CLOSED, Cutter.OK, Output.CLEAR)
FULL = b"\x10\x0f\x00\x00\x00\x00"


def full(paper: int = 0, user: int = 0, recoverable: int = 0, unrecoverable: int = 0) -> bytes:
    return FULL[:2] + bytes((paper, user, recoverable, unrecoverable))


@pytest.fixture
def desk() -> Desk:
    return Desk("custom", CUSTOM)


@pytest.fixture
def left(desk: Desk) -> Desk:
    """Somebody went away without the ticket."""
    desk.simulator.fault(Fault.TICKET_NOT_TAKEN)
    assert desk.printer.print(ticket(FIRST)).end is JobEnd.CONFIRMED
    assert desk.simulator.held_out == FIRST
    return desk


def test_the_bytes_are_those_of_the_makers_manual() -> None:
    assert cut(CUSTOM) == bytes.fromhex("1c50 0a 01 52 0a")
    ejecting = Presenter(steps=20, present_s=30, if_not_taken="eject")
    assert cut(replace(CUSTOM, presenter=ejecting)) == bytes.fromhex("1c50 14 01 45 1e")
    assert clear_output(CUSTOM) == bytes.fromhex("1d65 02")
    assert clear_output(replace(CUSTOM, presenter=ejecting)) == bytes.fromhex("1d65 05")


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        (full(), READY),
        (full(paper=0x04), replace(READY, paper=Paper.LOW)),
        (full(paper=0x05), replace(READY, paper=Paper.OUT, trouble="paper_out")),
        (full(paper=0x20), replace(READY, output=Output.TICKET)),
        (full(user=0x02), replace(READY, cover=Cover.OPEN, trouble="cover_open")),
        (full(user=0x01), replace(READY, cover=Cover.OPEN, trouble="cover_open")),
        (full(recoverable=0x40), replace(READY, trouble="paper_jam")),
        (full(recoverable=0x20), READY),
        (full(paper=0x80, user=0x80, recoverable=0x80, unrecoverable=0x80), READY),
        (full(recoverable=0x01), replace(READY, trouble="printer_error")),
        (full(unrecoverable=0x01), replace(READY, cutter=Cutter.ERROR, trouble="cutter_error")),
        (full(unrecoverable=0x40), replace(READY, trouble="printer_error")),
        (None, PrinterStatus(is_online=True, trouble="printer_silent")),
    ],
)
def test_full_status_becomes_words(frame: bytes | None, status: PrinterStatus) -> None:
    assert read_full_status(frame) == status


@pytest.mark.parametrize("place", range(13))
def test_full_status_is_found_between_other_replies_wherever_the_line_splits_them(place: int) -> None:
    replies = [
        Reply(ReplyKind.REAL_TIME, b"\x12"),
        Reply(ReplyKind.FULL, full(paper=0xA4, recoverable=0x40)),
        Reply(ReplyKind.ORDERED, b"\x00"),
        Reply(ReplyKind.AUTOMATIC, b"\x10\x00\x03\x0f"),
    ]
    stream, reader = b"".join(reply.body for reply in replies), ReplyReader(has_presenter=True)
    assert reader.feed(stream[:place]) + reader.feed(stream[place:]) == replies


@pytest.mark.parametrize("bytes_left", range(1, 6))
def test_a_full_status_that_was_cut_off_ends_with_the_next_head(bytes_left: int) -> None:
    reader = ReplyReader(has_presenter=True)
    assert reader.feed(FULL[:bytes_left] + FULL) == [Reply(ReplyKind.FULL, FULL)]


def test_a_ticket_that_is_taken_is_confirmed(desk: Desk) -> None:
    assert desk.printer.status() == READY
    assert [desk.printer.print(ticket(each)).end for each in (FIRST, SECOND)] == [JobEnd.CONFIRMED] * 2
    assert desk.pictures == [FIRST, SECOND]
    assert desk.clock.now == 0


def test_a_ticket_that_is_held_out_is_confirmed_and_no_trouble(left: Desk) -> None:
    assert left.printer.status() == replace(READY, output=Output.TICKET)
    assert left.printer.status().is_ready


def test_the_next_ticket_waits_until_the_one_before_is_taken(left: Desk) -> None:
    left.on_idle = lambda: left.clock.now > 3 and left.simulator.take_ticket()
    left.simulator.fault(Fault.PAPER_LOW)
    report = left.printer.print(ticket(SECOND))
    assert (report.end, report.status.paper) == (JobEnd.CONFIRMED, Paper.LOW)
    assert 3 < left.clock.now < CUSTOM.presenter.present_s
    assert left.pictures[0] == FIRST
    assert not left.simulator.retracted


@pytest.mark.parametrize("fate", ["eject", "retract"])
def test_what_nobody_takes_is_cleared_as_the_profile_says(fate: str) -> None:
    held = Presenter(present_s=10, if_not_taken=fate)  # type: ignore[arg-type]
    desk = Desk("custom", replace(CUSTOM, presenter=held))
    desk.simulator.fault(Fault.TICKET_NOT_TAKEN)
    assert desk.printer.print(ticket(FIRST)).end is JobEnd.CONFIRMED
    assert desk.printer.print(ticket(SECOND)).end is JobEnd.CONFIRMED
    assert desk.clock.now <= held.present_s + 1
    assert desk.simulator.retracted == ([FIRST] if fate == "retract" else [])
    assert desk.pictures == ([] if fate == "retract" else [FIRST])
    assert desk.simulator.held_out == SECOND


def blocked(fate: str = "retract") -> tuple[Parrot, FakeClock, Profile]:
    """A presenter whose output stays as it is, whatever it is told."""
    answers = {b"\x10\x04\x01": b"\x12", b"\x10\x04\x14": full(paper=0x20), b"\x1dr\x01": b"\x00"}
    held = Presenter(present_s=10, if_not_taken=fate)  # type: ignore[arg-type]
    return Parrot(answers), FakeClock(), replace(CUSTOM, presenter=held)


@pytest.mark.parametrize(("fate", "command"), [("eject", b"\x1de\x05"), ("retract", b"\x1de\x02")])
def test_nothing_is_printed_over_a_ticket_that_cannot_be_moved(fate: str, command: bytes) -> None:
    device, clock, profile = blocked(fate)
    report = printer_of(device, clock, profile).print(ticket(SECOND))
    assert (report.end, report.code, report.status.output) == (JobEnd.FAILED, "ticket_in_output", Output.TICKET)
    assert device.heard.count(command) == 1
    assert b"\x1b@" not in device.heard
    assert clock.now < 16


def test_a_ticket_that_stays_for_too_long_becomes_a_trouble() -> None:
    device, clock, profile = blocked()
    printer = printer_of(device, clock, profile)
    assert printer.status().trouble == ""
    clock.advance(14)
    assert printer.status().trouble == ""
    clock.advance(1)
    assert printer.status() == replace(READY, output=Output.TICKET, trouble="ticket_in_output")


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.PAPER_JAM, "paper_jam"), (Fault.CUTTER_JAM, "cutter_error"), (Fault.OFFLINE, "printer_offline")],
)
def test_a_presenter_in_trouble_gets_no_job(desk: Desk, fault: Fault, code: str) -> None:
    desk.simulator.fault(fault)
    report = desk.printer.print(ticket(FIRST))
    assert (report.end, report.code) == (JobEnd.FAILED, code)
    desk.simulator.fault(fault, is_on=False)
    assert desk.printer.print(ticket(FIRST)).end is JobEnd.CONFIRMED
    assert desk.pictures == [FIRST]


def test_a_jam_on_the_way_out_is_unknown_and_the_next_ticket_is_whole(desk: Desk) -> None:
    desk.simulator.cause("paper_jam@1500")
    report = desk.printer.print(ticket(FIRST))
    assert (report.end, report.code) == (JobEnd.UNKNOWN, "paper_jam")
    desk.simulator.fault(Fault.PAPER_JAM, is_on=False)
    assert desk.printer.print(ticket(SECOND)).end is JobEnd.CONFIRMED
    assert desk.pictures[-1] == SECOND


def test_a_silent_presenter_is_unknown(desk: Desk) -> None:
    desk.simulator.fault(Fault.SILENT)
    assert desk.printer.status() == PrinterStatus(trouble="printer_silent")


def test_a_profile_of_the_installation_may_hold_out_longer(tmp_path: Path) -> None:
    text = 'commands = "custom"\n[presenter]\npresent_s = 30\nif_not_taken = "eject"\n'
    (tmp_path / "lobby.toml").write_text(text, encoding="utf-8")
    assert cut(load_profile("lobby", [tmp_path])) == bytes.fromhex("1c50 0a 01 45 1e")
